"""Which fonts a Word document names, and that it names no others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

# Under which other names systems have a font: the first that is installed is taken.
OTHER_NAMES = {
    "方正小标宋简体": ("华文中宋", "宋体"),
    "华文中宋": ("STZhongsong", "宋体"),
    "仿宋_GB2312": ("仿宋", "FangSong"),
    "仿宋": ("FangSong", "仿宋_GB2312"),
    "楷体_GB2312": ("楷体", "KaiTi"),
    "楷体": ("KaiTi", "楷体_GB2312"),
    "黑体": ("SimHei",),
    "宋体": ("SimSun",),
    "SimHei": ("黑体",),
    "SimSun": ("宋体",),
    "Microsoft YaHei": ("微软雅黑",),
}
_BULLETS = ("Symbol",)  # of the template's lists
_THEMED = re.compile(r'\sw:(?:ascii|hAnsi|eastAsia)Theme="[^"]*"|\sw:cstheme="[^"]*"')
_SCHEME = re.compile(r"<a:(major|minor)Font>.*?</a:\1Font>", re.DOTALL)


@dataclass(frozen=True)
class Face:
    """The fonts of a text: Word takes the second for Chinese letters.

    Attributes
    ----------
    latin, chinese : str
        Names under which Word and WPS have them; empty where styles decide.
    """

    latin: str
    chinese: str

    def xml(self) -> str:
        """Return the element that a run's properties begin with; without a name, none."""
        if not self.latin:
            return ""
        hint = ' w:hint="eastAsia"' if self._hint else ""
        return (
            f'<w:rFonts w:ascii="{self.latin}" w:hAnsi="{self.latin}" w:cs="{self.latin}" '
            f'w:eastAsia="{self.chinese}"{hint}/>'
        )

    def put_on(self, run: Any) -> None:
        """Name the fonts on a run or a style, in place of all that it named before."""
        if not self.latin:
            return
        from docx.oxml.ns import qn

        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{name}"), self.latin)
        fonts.set(qn("w:eastAsia"), self.chinese)
        if self._hint:
            fonts.set(qn("w:hint"), "eastAsia")

    @property
    def _hint(self) -> bool:
        """Quotation marks and dashes belong to both scripts; in Chinese they are as wide as it."""
        return self.latin != self.chinese


def name_own_fonts_alone(document: Any, faces: Iterable[Face]) -> None:
    """Take the template's theme fonts out of a document, and list the fonts it names.

    A theme's font goes before one that is named, and Word and WPS ask for what a font table lists:
    python-docx's template has Japanese faces in both.
    """
    faces = list(faces)
    body = faces[0]
    for part in document.part.package.iter_parts():
        name = str(part.partname)
        if name == "/word/styles.xml":
            _name_in_styles(document, faces)
        elif name == "/word/theme/theme1.xml":
            part._blob = theme_with(part.blob.decode("utf-8"), body).encode("utf-8")
        elif name == "/word/fontTable.xml":
            part._blob = _table(faces).encode("utf-8")
        elif name == "/word/stylesWithEffects.xml":
            part._blob = _THEMED.sub("", part.blob.decode("utf-8")).encode("utf-8")


def theme_with(theme: str, face: Face) -> str:
    """Return a theme whose headings and texts are in one face."""
    return _SCHEME.sub(lambda found: _scheme(found[1], face), theme)


def _name_in_styles(document: Any, faces: Sequence[Face]) -> None:
    """Name a font of the document's own wherever the template's styles ask for another."""
    from docx.oxml.ns import qn

    own = {face.chinese for face in faces}
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        if fonts.get(qn("w:eastAsia")) in own:
            continue
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{name}"), faces[0].latin)
        fonts.set(qn("w:eastAsia"), faces[0].chinese)


def _scheme(kind: str, body: Face) -> str:
    return (
        f'<a:{kind}Font><a:latin typeface="{body.latin}"/><a:ea typeface="{body.chinese}"/>'
        f'<a:cs typeface="{body.latin}"/></a:{kind}Font>'
    )


def _table(faces: Iterable[Face]) -> str:
    latin = dict.fromkeys([face.latin for face in faces] + list(_BULLETS))
    chinese = dict.fromkeys(face.chinese for face in faces)
    fonts = [_entry(name, chinese=name in OTHER_NAMES) for name in {**latin, **chinese}]
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{''.join(fonts)}</w:fonts>"
    )


def _entry(name: str, *, chinese: bool) -> str:
    others = ",".join(OTHER_NAMES.get(name, ()))
    other = f"<w:altName w:val={quoteattr(others)}/>" if others else ""
    charset = "86" if chinese else "02" if name == "Symbol" else "00"
    return (
        f'<w:font w:name={quoteattr(name)}>{other}<w:charset w:val="{charset}"/>'
        f'<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
    )
