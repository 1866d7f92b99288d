"""One family of exceptions: whoever catches `QipanError` catches all that is told in a sentence.

Four kinds say what can be done about it. Ctrl-C is no error: see `runs.interrupted`.
"""


class QipanError(Exception):
    """Something Qipan was asked for cannot be had; the message says why, for a planner."""


class InputError(QipanError):
    """What was given is wrong: a file, a value, a name. Mend it and ask again."""


class ImpossibleError(QipanError):
    """What was given is sound, and what is asked of it cannot be done."""


class StoppedError(QipanError):
    """It was told to stop before it came to an end; nothing is wrong."""


class DiskError(QipanError):
    """A file or folder cannot be read or written as needed."""
