"""How wide a text is, and where to break it."""

import re
import unicodedata
from functools import lru_cache

from ..words import Language
from .font import fallback_file, font_file

LINE_SPACING = 1.3  # of the size
ROUNDING = 1.01  # by which drawn letters may be wider than the font says
BOX = "□"  # in the place of a letter that no font has
MORE = "…"
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_CLOSING = "，。、；：！？）】》」』”’…％‰℃～·"  # none begins a line: GB/T 15834-2011, 5.1
_OPENING = "（【《「『“‘￥＄"
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
# A break may follow each of these: a Chinese letter with the punctuation that clings to it, a
# Latin word, or the dot of a key, but not of a number or a date.
_PIECES = re.compile(
    rf"[{_OPENING}]*[{_WIDE}][{_CLOSING}]*"
    rf"|(?:[^ {_WIDE}._/-]|[._/-](?=\d))+[._/-]*[{_CLOSING}]*|[._/-]+| +"
)


@lru_cache(maxsize=20_000)
def _advance(letter: str) -> float:
    """Width of a letter in sizes of the font, as `drawable` has it."""
    drawn = drawable(letter)
    if not drawn or drawn == "\n":
        return 0.0
    font = next(font for font in _fonts() if font.get_char_index(ord(drawn)))
    width: float = font.load_char(ord(drawn)).linearHoriAdvance / 65536.0
    return ROUNDING * width / 100.0


@lru_cache(maxsize=1)
def _fonts():  # type: ignore[no-untyped-def]  # matplotlib.ft2font has no public type for it
    """The charts' own font, then the one that matplotlib carries."""
    from matplotlib.ft2font import FT2Font

    fonts = [FT2Font(str(file)) for file in (font_file(), fallback_file())]
    for font in fonts:
        font.set_size(100.0, 72.0)
    return fonts


def drawable(text: str) -> str:
    """Return a text as charts draw it: what is invisible left out, a box for what no font has."""
    return "".join(map(_drawn, text))


@lru_cache(maxsize=20_000)
def _drawn(letter: str) -> str:
    if letter == "\n":
        return letter
    category = unicodedata.category(letter)
    if letter == "\t" or category in ("Zl", "Zp"):
        return " "
    if category in ("Cc", "Cf", "Cs"):
        return ""
    has_it = any(font.get_char_index(ord(letter)) for font in _fonts())
    return letter if has_it else BOX


def joined(language: Language, *parts: str) -> str:
    """Sentences one after another, those that are empty left out; Chinese takes no spaces."""
    return {"en": " ", "zh": ""}[language].join(part for part in parts if part)


def quoted(text: str) -> str:
    """Straight quotes where no Chinese stands: the font's curly ones are as wide as its letters."""
    if re.search(f"[{_WIDE}]", text):
        return text
    return text.translate(_STRAIGHT)


def width_of(text: str, size: float) -> float:
    """Width in points of the longest line of a text."""
    return max((size * sum(map(_advance, line)) for line in text.split("\n")), default=0.0)


def height_of(text: str, size: float) -> float:
    """Height in points of a text of one line or more."""
    return size * LINE_SPACING * (text.count("\n") + 1)


def wrap(text: str, width: float, size: float, lines: int | None = None) -> str:
    """Break a text into lines of at most `width` points.

    Breaks between words, between Chinese letters and within dotted keys; a longer word is broken
    anywhere. What does not fit into `lines` is cut, and … says so.
    """
    broken = [line for part in text.split("\n") for line in _lines(part, width, size)]
    if lines is not None and len(broken) > lines:
        last = broken[lines - 1]
        while last and width_of(last + MORE, size) > width:
            last = last[:-1]
        broken = [*broken[: lines - 1], last.rstrip() + MORE]
    return "\n".join(broken)


def widest_word(text: str, size: float) -> float:
    """Width in points of the longest part of a text that is not broken by choice."""
    return max((width_of(piece.strip(), size) for piece in _PIECES.findall(text)), default=0.0)


def _lines(text: str, width: float, size: float) -> list[str]:
    lines, line = [], ""
    for piece in _short(_PIECES.findall(text), width, size):
        if line and width_of((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _short(pieces: list[str], width: float, size: float) -> list[str]:
    """Cut pieces that are too long for a line by themselves."""
    out = []
    for piece in pieces:
        while width_of(piece, size) > width and len(piece) > 1:
            fitting = next(
                n for n in range(len(piece), 0, -1) if n == 1 or width_of(piece[:n], size) <= width
            )
            out.append(piece[:fitting])
            piece = piece[fitting:]
        out.append(piece)
    return out
