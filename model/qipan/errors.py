"""One family of exceptions: whoever catches `QipanError` catches all that is told in a sentence.

Four kinds say what can be done about it. Ctrl-C is no error: see `runs.interrupted`.
"""

from .words import Language, Phrase, both, in_language


class QipanError(Exception):
    """Something Qipan was asked for cannot be had; the message says why, for a planner.

    The message is a `words.Phrase`: ``str(error)`` is English, and `say` has both languages.
    """

    def say(self, language: Language) -> str:
        """Return the message in a language."""
        if language == "en" or len(self.args) != 1:
            return str(self)
        return in_language(self.args[0], language)


def message_of(error: Exception) -> str:
    """Return what an error says: the phrase it was raised with, or another of the same words."""
    given = error.args[0] if len(error.args) == 1 else ""
    if isinstance(given, Phrase):
        return given
    return both(str(error), error.say("zh")) if isinstance(error, QipanError) else str(error)


class InputError(QipanError):
    """What was given is wrong: a file, a value, a name. Mend it and ask again."""


class ImpossibleError(QipanError):
    """What was given is sound, and what is asked of it cannot be done."""


class StoppedError(QipanError):
    """It was told to stop before it came to an end; nothing is wrong."""


class DiskError(QipanError):
    """A file or folder cannot be read or written as needed."""
