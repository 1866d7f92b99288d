"""Fonts, styles and page of a Word document."""

from dataclasses import dataclass
from typing import Any

from ..language import Language

INK, SOFT, MARK, WASH = "1F2328", "59636E", "0072B2", "F6F8FA"


@dataclass(frozen=True)
class Fonts:
    """Fonts of a language: Word takes the second for Chinese letters.

    Attributes
    ----------
    latin, chinese, heading : str
        Names under which Word and WPS have them.
    """

    latin: str
    chinese: str
    heading: str

    def xml(self, *, heading: bool = False) -> str:
        """Return the element that a run's properties begin with."""
        chinese = self.heading if heading else self.chinese
        return (
            f'<w:rFonts w:ascii="{self.latin}" w:hAnsi="{self.latin}" w:cs="{self.latin}" '
            f'w:eastAsia="{chinese}"{self._hint()}/>'
        )

    def put_on(self, run: Any, *, heading: bool = False) -> None:
        """Name the fonts on a run or a style."""
        from docx.oxml.ns import qn

        properties = run._element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{name}"), self.latin)
        style = _style_of(run)
        chinese = (
            self.heading if heading or style.startswith(("Heading", "Title")) else self.chinese
        )
        fonts.set(qn("w:eastAsia"), chinese)
        if self._hint():
            fonts.set(qn("w:hint"), "eastAsia")

    def _hint(self) -> str:
        """Quotation marks and dashes belong to both scripts; in Chinese they are as wide as it."""
        return "" if self.latin == self.chinese else ' w:hint="eastAsia"'


FONTS: dict[Language, Fonts] = {
    "en": Fonts("Calibri", "Microsoft YaHei", "Microsoft YaHei"),
    "zh": Fonts("Times New Roman", "SimSun", "SimHei"),
}


def _style_of(run: Any) -> str:
    paragraph = getattr(run, "_parent", None)
    style = getattr(paragraph, "style", None)
    return getattr(style, "name", "") or ""


def dress(
    document: Any, language: Language, page_cm: tuple[float, float], margin_cm: float
) -> None:
    """Set page, fonts and styles of an empty document."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = Cm(page_cm[0]), Cm(page_cm[1])
    page.left_margin = page.right_margin = Cm(margin_cm)
    page.top_margin = page.bottom_margin = Cm(margin_cm)
    document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[
        "Normal"
    ]
    looks: dict[
        str, tuple[float, str, bool, float, float]
    ] = {  # points, colour, bold, above, below
        "Normal": (10.5, INK, False, 0, 6),
        "Title": (20, INK, True, 0, 10),
        "Heading 1": (14, INK, True, 16, 6),
        "Heading 2": (12, INK, True, 12, 4),
        "Caption": (9.5, INK, False, 4, 4),
        "List Bullet": (10.5, INK, False, 0, 3),
        "Note": (8.5, SOFT, False, 3, 10),
        "Footer": (8.5, SOFT, False, 0, 0),
    }
    for name, look in looks.items():
        _look(document.styles[name], language, name, *look)
    _set_languages(document)


def _look(
    style: Any,
    language: Language,
    name: str,
    points: float,
    colour: str,
    bold: bool,
    above: float,
    below: float,
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font = style.font
    font.size, font.bold, font.italic = Pt(points), bold, False
    font.color.rgb = RGBColor.from_string(colour)
    FONTS[language].put_on(style, heading=name.startswith(("Heading", "Title")))
    style.paragraph_format.space_before = Pt(above)
    style.paragraph_format.space_after = Pt(below)
    style.paragraph_format.line_spacing = 1.15
    borders = style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if borders is not None:  # the template underlines its title in blue
        borders.getparent().remove(borders)


def _set_languages(document: Any) -> None:
    """Name the language of both scripts, by which Word spells and breaks lines."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = document.styles["Normal"].element.get_or_add_rPr()
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), "en-GB")
    element.set(qn("w:eastAsia"), "zh-CN")
    properties.append(element)


def mark_box(paragraph: Any, *, first: bool) -> None:
    """Shade a paragraph, with a bar at its left."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    properties = paragraph._p.get_or_add_pPr()
    bar = f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{MARK}"/>'
    properties.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{bar}</w:pBdr>"),
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )
    properties.insert_element_before(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{WASH}"/>'),
        *("w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )
    if not first:
        return
    paragraph.paragraph_format.keep_with_next = True


def write_footer(document: Any, title: str, language: Language) -> None:
    """Write title and page number at the foot of each page."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = document.sections[0].footer.paragraphs[0]
    run = paragraph.add_run(f"{title[:80]}  ·  ")
    FONTS[language].put_on(run)
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE ">'
            f"<w:r><w:rPr>{FONTS[language].xml()}</w:rPr><w:t>1</w:t></w:r></w:fldSimple>"
        )
    )
