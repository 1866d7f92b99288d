"""How a command shall report."""

from typing import NamedTuple

from .language import Language


class Reporting(NamedTuple):
    """Language of charts and report, and the command that reproduces the report.

    Attributes
    ----------
    language : 'en' or 'zh'
    command : str or None
        None if no report shall be written, charts alone.
    """

    language: Language = "en"
    command: str | None = None


CHARTS_ALONE = Reporting()
