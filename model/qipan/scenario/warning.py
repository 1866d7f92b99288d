"""What Python programs are warned with, where results do not stand on what a reader would think."""


class QipanWarning(UserWarning):
    """A caution about what results stand on; the command line prints it and does not warn."""
