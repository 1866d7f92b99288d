"""Page, styles and foot of a Word document, after a dress."""

from typing import Any

from .word_dress import LINE_PITCH, MARK, PAGE_CM, WASH, Dress, Look
from .word_fonts import name_own_fonts_alone

_DASHED = "— {} —"  # a page number of an official document


def wear(document: Any, dress: Dress) -> None:
    """Set page, fonts and styles of an empty document."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = Cm(PAGE_CM[0]), Cm(PAGE_CM[1])
    top, right, bottom, left = (Cm(margin) for margin in dress.margins_cm)
    page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = (
        top, right, bottom, left,
    )  # fmt: skip
    document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[
        "Normal"
    ]
    for name, look in dress.looks.items():
        _put_on(document.styles[name], look)
    _set_languages(document)
    name_own_fonts_alone(document, dress.faces)
    if dress.official:
        page.footer_distance = Cm(2.5)  # the number's line is 7 mm below the text
        set_grid(page)


def set_grid(page: Any) -> None:
    """Have 22 lines on a page."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    for old in page._sectPr.findall(qn("w:docGrid")):
        page._sectPr.remove(old)
    page._sectPr.append(
        parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE_PITCH}"/>')
    )


def _put_on(style: Any, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font, form = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.points), look.bold, False
    font.color.rgb = RGBColor.from_string(look.colour)
    look.face.put_on(style)
    form.space_before, form.space_after = Pt(look.above), Pt(look.below)
    form.line_spacing = 1.15
    if look.line_points is not None:
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(look.line_points)
    if look.centred:
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if look.letter_twips:
        _space_letters(style, look.letter_twips)
        form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _indent(style, look.indent)
    borders = style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if borders is not None:  # the template underlines its title in blue
        borders.getparent().remove(borders)


def _space_letters(style: Any, twips: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    space = OxmlElement("w:spacing")
    space.set(qn("w:val"), str(twips))
    style.element.rPr.insert_element_before(space, "w:w", "w:kern", "w:position", "w:sz", "w:lang")


def _indent(style: Any, letters: int) -> None:
    """Begin the first line further in, by letters; what the template had goes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    if letters:
        for name in ("w:ind", "w:numPr"):  # a list of the template's hangs, with a bullet
            old = properties.find(qn(name))
            if old is not None:
                properties.remove(old)
    elif style.base_style is None or style.name == "List Bullet":
        return
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), str(100 * letters))
    indent.set(qn("w:firstLine"), str(320 * letters))
    old = properties.find(qn("w:ind"))
    if old is not None:
        properties.remove(old)
    properties.insert_element_before(indent, "w:contextualSpacing", "w:jc", "w:outlineLvl")


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


def let_breathe(paragraph: Any) -> None:
    """Give a paragraph the height of what is in it: a line of exact height cuts pictures."""
    from docx.enum.text import WD_LINE_SPACING

    form = paragraph.paragraph_format
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    stand_flush(paragraph)


def stand_flush(paragraph: Any) -> None:
    """Begin a paragraph at the margin and let its lines end where they end."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph._p.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), "0")


def write_footer(document: Any, title: str, dress: Dress) -> None:
    """Write title and page number at the foot of each page."""
    page = document.sections[0]
    if dress.official:
        document.settings.odd_and_even_pages_header_footer = True
        for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
            _number_pages(footer.paragraphs[0], side, dress)
        return
    paragraph = page.footer.paragraphs[0]
    run = paragraph.add_run(f"{title[:80]}  ·  ")
    dress.looks["Footer"].face.put_on(run)
    paragraph._p.append(_page_field(dress))


def _number_pages(paragraph: Any, side: str, dress: Dress) -> None:
    """Write — 1 — at the outer edge of a page, a letter from it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    face, form = dress.looks["Footer"].face, paragraph.paragraph_format
    outer = Pt(dress.looks["Footer"].points)
    if side == "right":
        form.alignment, form.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, outer
    else:
        form.alignment, form.left_indent = WD_ALIGN_PARAGRAPH.LEFT, outer
    before, after = _DASHED.split("{}")
    face.put_on(paragraph.add_run(before))
    paragraph._p.append(_page_field(dress))
    face.put_on(paragraph.add_run(after))


def _page_field(dress: Dress) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE ">'
        f"<w:r><w:rPr>{dress.looks['Footer'].face.xml()}</w:rPr><w:t>1</w:t></w:r></w:fldSimple>"
    )
