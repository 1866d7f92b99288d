"""What is wrong in a table that somebody wants to import: everything at once."""

from ..scenario.faults import Fault, ScenarioError


class ImportRefusedError(ScenarioError):
    """All faults of a table at once; nothing has been written."""


def refused(file: str, found: str, hint: str = "") -> ImportRefusedError:
    """Make the error of a file that has one fault as a whole."""
    return ImportRefusedError([Fault(file=file, found=found, hint=hint)])
