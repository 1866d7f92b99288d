"""A table of a Word document, written as one piece of XML: cell by cell it would take minutes."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from ...words import Language
from . import text
from .arrange import Room, fits, least_widths, width_of
from .cells import Grid
from .word_dress import BLACK, HEAD, SOFT, Dress

TWIPS_PER_CM = 567
PADDING = 70  # twips at each side of a cell
FEW, MANY = 6, 9  # columns up to which letters are of normal and of small size
LETTER = 6.3  # twips of a letter for each half point, in a wide font that stands in for ours
WIDEST_TEXT = 60  # letters that a column is given room for
WIDE_HEADING = 18  # letters of a heading that stay on a line where there is room


def add_table(
    document: Any, cells: Grid, width_cm: float, language: Language, dress: Dress
) -> None:
    """Append a table; its head is repeated on each page and no row is split."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    count = len(cells.headings)
    if count == 0:
        document.add_paragraph(text.EMPTY.say(language), style="Note")
        return
    size = size_of(cells, width_cm, dress.table_sizes)
    widths = column_widths(cells, round(width_cm * TWIPS_PER_CM), size)
    fonts = dress.table_face.xml()
    shade = "" if dress.official else _SHADE
    head = _row(cells.headings, cells.numeric, widths, size, fonts, head=True, shade=shade)
    rows = [
        _row([cell.text for cell in row], cells.numeric, widths, size, fonts) for row in cells.rows
    ]
    borders = _THREE_LINES if dress.official else _BORDERS
    if not rows:
        rows = [_spanning(text.EMPTY.say(language), count, size, fonts)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
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
_THREE_LINES = (  # the third is below the head
    "<w:tblBorders>"
    f'<w:top w:val="single" w:sz="12" w:color="{BLACK}"/>'
    f'<w:bottom w:val="single" w:sz="12" w:color="{BLACK}"/>'
    "</w:tblBorders>"
)
_SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD}"/>'
_RULE = f'<w:tcBorders><w:bottom w:val="single" w:sz="6" w:color="{BLACK}"/></w:tcBorders>'
_MARGINS = (
    "<w:tblCellMar>"
    f'<w:left w:w="{PADDING}" w:type="dxa"/><w:right w:w="{PADDING}" w:type="dxa"/>'
    "</w:tblCellMar>"
)


def room_of(width_cm: float, size: int) -> Room:
    """Letters in a line of a table of so many columns, in letters of this size (half points)."""
    total, letter = round(width_cm * TWIPS_PER_CM), LETTER * size
    return lambda columns: (total - 2 * PADDING * columns) / letter


def size_of(cells: Grid, width_cm: float, sizes: Sequence[int]) -> int:
    """Size of letters: by the number of columns, or the largest for which there is room."""
    count = len(cells.headings)
    usual = sizes[0] if count <= FEW else sizes[1] if count <= MANY else sizes[2]
    allowed = [size for size in sizes if size <= usual]
    return next((size for size in allowed if fits(cells, room_of(width_cm, size))), sizes[-1])


def column_widths(cells: Grid, total: int, size: int) -> list[int]:
    """Widths in twips that add up to `total`: what columns need, then more for long texts."""
    letter = LETTER * size
    least, wanted = [], []
    for place, need in enumerate(least_widths(cells)):
        heading = min(WIDE_HEADING, width_of(cells.headings[place]))
        texts = [row[place].text for row in cells.rows]
        longest = 0 if cells.numeric[place] else max(map(width_of, texts), default=0)
        least.append(need * letter + 2 * PADDING)
        wanted.append(max(need, heading, min(WIDEST_TEXT, longest)) * letter + 2 * PADDING)
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


def _row(
    texts: Sequence[str],
    numeric: Sequence[bool],
    widths: Sequence[int],
    size: int,
    fonts: str,
    *,
    head: bool = False,
    shade: str = "",
) -> str:
    marked = (shade or _RULE) if head else ""
    cells = []
    for said, right, width in zip(texts, numeric, widths, strict=True):
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{marked}</w:tcPr>'
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
        '<w:p><w:pPr><w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLineChars="0" w:firstLine="0"/>{jc}</w:pPr><w:r><w:rPr>{fonts}{strong}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(said)}</w:t></w:r></w:p>'
    )
