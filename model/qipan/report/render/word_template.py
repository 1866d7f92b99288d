"""An office's own Word document as the template of reports: its page and named styles."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...words import Language, Phrase
from .word_dress import Dress, plain
from .word_fonts import Face

STYLES = Face("", "")  # whatever the template's styles say
_EMU_PER_CM = 360_000


class TemplateError(InputError, ValueError):
    """A file that is no Word document."""


def read_template(path: Path) -> bytes:
    """Read a .docx.

    Raises
    ------
    TemplateError
        If there is no such file, or it is no .docx.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TemplateError(
            Phrase("{path}: cannot be read ({strerror})", path=path, strerror=error.strerror)
        ) from error
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        names = []
    if "word/document.xml" not in names:
        raise TemplateError(
            Phrase(
                "{path}: found no Word document; --template takes a .docx (an old .doc or a .wps "
                "is saved as one by Word and WPS)",
                path=path,
            )
        )
    return content


def undressed(document: Any, language: Language) -> Dress:
    """Return a dress that leaves everything to a document's own page and styles."""
    own = plain(language)
    page = document.sections[-1]
    top, right, bottom, left = (
        margin / _EMU_PER_CM
        for margin in (page.top_margin, page.right_margin, page.bottom_margin, page.left_margin)
    )
    looks = {name: replace(look, face=STYLES) for name, look in own.looks.items()}
    return replace(own, looks=looks, margins_cm=(top, right, bottom, left), table_face=STYLES)


def add_missing_styles(document: Any, dress: Dress) -> None:
    """Add the styles that a report needs and the document has not, each like its normal text."""
    from docx.enum.style import WD_STYLE_TYPE

    there = {style.name for style in document.styles}
    for name, look in dress.looks.items():
        if name not in there:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = document.styles["Normal"]
            style.font.bold = look.bold
