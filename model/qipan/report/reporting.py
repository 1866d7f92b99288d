"""How a command shall report."""

from pathlib import Path
from typing import Literal, NamedTuple

from ..errors import InputError
from ..words import Language, Phrase

Style = Literal["plain", "gongwen"]
Family = Literal["gb2312", "windows"]


class Layout(NamedTuple):
    """How a report is laid out for those who get it.

    Attributes
    ----------
    style : 'plain' or 'gongwen'
        Of the Word document: the project's own, or that of official documents (公文).
    fonts : 'gb2312' or 'windows'
        Under which names an official document asks for its fonts.
    template : bytes or None
        A Word document whose page and styles are taken instead.
    slides : bool
        Whether slides are written too.
    """

    style: Style = "plain"
    fonts: Family = "gb2312"
    template: bytes | None = None
    slides: bool = False


def laid_out(
    style: Style, fonts: Family, template: Path | None, slides: bool, language: Language
) -> Layout:
    """Return a layout as it was asked for.

    Raises
    ------
    InputError
        If the parts do not go together, or the template is no Word document.
    """
    if style == "gongwen" and language != "zh":
        raise InputError(
            Phrase("--style gongwen is of official documents in Chinese: add --lang zh")
        )
    if style == "gongwen" and template is not None:
        raise InputError(Phrase("--template brings its own styles: leave out --style gongwen"))
    if template is None:
        return Layout(style, fonts, None, slides)
    from .render.word_template import read_template

    return Layout(style, fonts, read_template(template), slides)


class Reporting(NamedTuple):
    """Language of charts and report, and the command that reproduces the report.

    Attributes
    ----------
    language : 'en' or 'zh'
    command : str or None
        None if no report shall be written, charts alone.
    layout : Layout
    """

    language: Language = "en"
    command: str | None = None
    layout: Layout = Layout()


CHARTS_ALONE = Reporting()
