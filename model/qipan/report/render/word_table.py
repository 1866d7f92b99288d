"""A table of a Word document, written as one piece of XML: cell by cell it would take minutes."""

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from ..language import Language
from . import text
from .cells import Grid
from .word_styles import FONTS, SOFT
from .workbook import width_of

TWIPS_PER_CM = 567
PADDING = 70  # twips at each side of a cell
FEW, MANY = 6, 9  # columns up to which letters are of normal and of small size
SIZES = (17, 15, 13)  # half points
WIDEST_WORD, WIDEST_TEXT = 30, 60  # letters that a column is given room for
WIDE_HEADING = 18  # letters of a heading that stay on a line where there is room
HEAD = "EAEEF2"
BOLDER = 1.12  # how much wider bold letters are


def add_table(document: Any, cells: Grid, width_cm: float, language: Language) -> None:
    """Append a table; its head is repeated on each page and no row is split."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    count = len(cells.headings)
    if count == 0:
        document.add_paragraph(text.EMPTY.say(language), style="Note")
        return
    size = SIZES[0] if count <= FEW else SIZES[1] if count <= MANY else SIZES[2]
    widths = column_widths(cells, round(width_cm * TWIPS_PER_CM), size)
    fonts = FONTS[language].xml()
    head = _row(cells.headings, cells.numeric, widths, size, fonts, head=True)
    rows = [
        _row([cell.text for cell in row], cells.numeric, widths, size, fonts) for row in cells.rows
    ]
    if not rows:
        rows = [_spanning(text.EMPTY.say(language), count, size, fonts)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_BORDERS}<w:tblLayout w:type="fixed"/>'
        f"{_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{''.join(rows)}</w:tbl>"
    )
    body = document.element.body
    body.insert(len(body) - 1, table)  # before the properties of the section


_BORDERS = (
    "<w:tblBorders>"
    f'<w:top w:val="single" w:sz="8" w:color="{SOFT}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:color="{SOFT}"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="D8DEE4"/>'
    "</w:tblBorders>"
)
_MARGINS = (
    "<w:tblCellMar>"
    f'<w:left w:w="{PADDING}" w:type="dxa"/><w:right w:w="{PADDING}" w:type="dxa"/>'
    "</w:tblCellMar>"
)


def column_widths(cells: Grid, total: int, size: int) -> list[int]:
    """Widths in twips that add up to `total`: room for the longest word, then for the text."""
    letter = 5.3 * size  # twips of a letter, half points being 10 twips
    least, wanted = [], []
    for place, heading in enumerate(cells.headings):
        told = [row[place].text for row in cells.rows]
        words = BOLDER * _longest_word([heading]), 0
        if cells.numeric[place]:  # numbers are not broken
            numbers = max(
                (width_of(r[place].text) for r in cells.rows if r[place].is_number), default=0
            )
            room = max(*words, numbers)
            least.append(room * letter + 2 * PADDING)
            wanted.append(max(room, min(WIDE_HEADING, width_of(heading))) * letter + 2 * PADDING)
            continue
        words = BOLDER * _longest_word([heading]), min(WIDEST_WORD, _longest_word(told))
        longest = max((width_of(said) for said in [heading, *told]), default=0)
        least.append(max(words) * letter + 2 * PADDING)
        wanted.append(max(least[-1], min(WIDEST_TEXT, longest) * letter + 2 * PADDING))
    return _shared(least, wanted, total)


def _shared(least: Sequence[float], wanted: Sequence[float], total: int) -> list[int]:
    spare = total - sum(least)
    more = [want - need for want, need in zip(wanted, least, strict=True)]
    if spare <= 0.0:
        widths = [total * need / sum(least) for need in least]
    elif sum(more) > spare:
        widths = [need + spare * m / sum(more) for need, m in zip(least, more, strict=True)]
    else:
        widths = [want * total / sum(wanted) for want in wanted]
    rounded = [int(width) for width in widths]
    rounded[-1] += total - sum(rounded)
    return rounded


def _longest_word(texts: Sequence[str]) -> int:
    """Letters of the longest piece that a line is not broken in; Chinese is broken anywhere."""
    longest = 0
    for said in texts:
        for piece in re.split(r"[\s，。；：、（）]+", said):
            latin = re.split(r"[^\x00-\u02ff]", piece)
            longest = max([longest, *(len(word) for word in latin)])
            longest = max(longest, 4 if len(piece) > len("".join(latin)) else 0)
    return longest


def _row(
    texts: Sequence[str],
    numeric: Sequence[bool],
    widths: Sequence[int],
    size: int,
    fonts: str,
    *,
    head: bool = False,
) -> str:
    cells = []
    for said, right, width in zip(texts, numeric, widths, strict=True):
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD}"/>' if head else ""
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
            f"{_paragraph(said, right, size, fonts, bold=head)}</w:tc>"
        )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _spanning(said: str, count: int, size: int, fonts: str) -> str:
    return (
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{count}"/></w:tcPr>'
        f"{_paragraph(said, False, size, fonts)}</w:tc></w:tr>"
    )


def _paragraph(said: str, right: bool, size: int, fonts: str, *, bold: bool = False) -> str:
    jc = '<w:jc w:val="right"/>' if right else ""
    strong = "<w:b/>" if bold else ""
    return (
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>{jc}'
        f"</w:pPr><w:r><w:rPr>{fonts}{strong}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(said)}</w:t></w:r></w:p>'
    )
