"""What a Word document looks like: its page, fonts, sizes and numbering.

The plain dress is the project's own. The other is that of official documents (公文), by GB/T
9704-2012, "Layout of official document of party and government organs": A4 with 22 lines of 28
letters.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ...words import Language
from ..reporting import Family
from .word_fonts import Face

INK, SOFT, MARK, WASH, HEAD = "1F2328", "59636E", "0072B2", "F6F8FA", "EAEEF2"
BLACK = "000000"


@dataclass(frozen=True)
class Look:
    """Letters and lines of a paragraph style.

    Attributes
    ----------
    face : Face
    points : float
        Size of letters.
    colour : str
    bold : bool
    above, below : float
        Space in points.
    line_points : float or None
        Height of a line; None is 1.15 times that of the font.
    indent : int
        Letters that the first line begins further in.
    centred : bool
    letter_twips : int
        Space between letters.
    """

    face: Face
    points: float
    colour: str = INK
    bold: bool = False
    above: float = 0.0
    below: float = 0.0
    line_points: float | None = None
    indent: int = 0
    centred: bool = False
    letter_twips: int = 0


@dataclass(frozen=True)
class Dress:
    """Page, styles and habits of a document.

    Attributes
    ----------
    looks : mapping of str to Look
        By style name: Normal, Title, Heading 1, Heading 2, Caption, List Bullet, Note, Footer.
    margins_cm : tuple of float
        Top, right, bottom, left of an upright A4 page.
    table_face : Face
    table_sizes : tuple of int
        Half points of a table's letters: of few, of more and of many columns.
    official : bool
        Whether headings are numbered 一、（一）, question and answer stand as paragraphs and not in
        boxes, tables have three lines, provenance is annexed and pages are numbered at their outer
        edge.
    """

    looks: Mapping[str, Look]
    margins_cm: tuple[float, float, float, float]
    table_face: Face
    table_sizes: tuple[int, int, int]
    official: bool = False

    @property
    def faces(self) -> tuple[Face, ...]:
        """All fonts, that of the body first."""
        return tuple(
            dict.fromkeys([self.looks["Normal"].face, self.table_face]
            + [look.face for look in self.looks.values()])
        )  # fmt: skip


PAGE_CM = (21.0, 29.7)  # A4


def plain(language: Language) -> Dress:
    """Return the project's own dress."""
    latin = "Calibri" if language == "en" else "Times New Roman"
    chinese, heading = (
        ("Microsoft YaHei", "Microsoft YaHei") if language == "en" else ("SimSun", "SimHei")
    )
    body, head = Face(latin, chinese), Face(latin, heading)
    looks = {
        "Normal": Look(body, 10.5, below=6),
        "Title": Look(head, 20, bold=True, below=10),
        "Heading 1": Look(head, 14, bold=True, above=16, below=6),
        "Heading 2": Look(head, 12, bold=True, above=12, below=4),
        "Caption": Look(body, 9.5, above=4, below=4),
        "List Bullet": Look(body, 10.5, below=3),
        "Note": Look(body, 8.5, SOFT, above=3, below=10),
        "Footer": Look(body, 8.5, SOFT),
    }
    return Dress(looks, (2.2, 2.2, 2.2, 2.2), body, (17, 15, 13))


LINE_POINTS = 28.9  # 22 lines on a page; with the customary 29 points it is 21
LINE_PITCH = 578  # twips, the same
# Between letters, in twips: 28 letters of 16 points are six points wider than the text block. A
# grid of letters would do in Word; LibreOffice gives a letter wider than its cell two of them.
LETTER_SPACE = -5

_NAMES: dict[Family, tuple[str, str, str]] = {  # title, body, second headings
    "gb2312": ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312"),
    "windows": ("华文中宋", "仿宋", "楷体"),
}


def gongwen(family: Family = "gb2312") -> Dress:
    """Return the dress of official documents (公文), Chinese alone.

    Sizes: 二号 22 points, 三号 16, 四号 14, 小四 12, 五号 10.5, 小五 9.

    Parameters
    ----------
    family : 'gb2312' or 'windows'
        Under which names the fonts are installed; the others stand beside them as alternatives.
    """
    title, body, second = (Face("Times New Roman", name) for name in _NAMES[family])
    black = Face("Times New Roman", "黑体")
    line = LINE_POINTS
    looks = {
        "Normal": Look(body, 16, BLACK, line_points=line, indent=2, letter_twips=LETTER_SPACE),
        "Title": Look(title, 22, BLACK, below=line, line_points=34, centred=True),
        "Heading 1": Look(black, 16, BLACK, line_points=line, indent=2),
        "Heading 2": Look(second, 16, BLACK, line_points=line, indent=2),
        "Caption": Look(black, 12, BLACK, above=6, below=3, centred=True),
        "List Bullet": Look(body, 16, BLACK, line_points=line, indent=2),
        "Note": Look(body, 10.5, BLACK, above=3, below=8),
        "Footer": Look(Face("宋体", "宋体"), 14, BLACK),
    }
    return Dress(looks, (3.7, 2.6, 3.5, 2.8), body, (24, 21, 18), official=True)


def numeral(number: int) -> str:
    """Write 1 to 99 as an official document counts its sections: 一, 十二, 二十."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones or not tens else "")
