"""What an input method or an editor puts in the place of what YAML reads."""

import re
from collections.abc import Iterable

from ..words import Phrase, joined

# By what is found: what to write, and what to try in its place.
_INSTEAD = {
    "\uff1a": (Phrase("a colon and a space"), ": "),
    "\uff0c": (Phrase("a comma"), ", "),
    "\u3001": (Phrase("a comma"), ", "),
    "\uff1b": (Phrase("a comma"), ", "),
    "\u201c": (Phrase('a straight "'), '"'),
    "\u201d": (Phrase('a straight "'), '"'),
    "\u300a": (Phrase('a straight "'), '"'),
    "\u300b": (Phrase('a straight "'), '"'),
    "\u300c": (Phrase('a straight "'), '"'),
    "\u300d": (Phrase('a straight "'), '"'),
    "\u2018": (Phrase("a straight '"), "'"),
    "\u2019": (Phrase("a straight '"), "'"),
    "\uff02": (Phrase('a straight "'), '"'),
    "\uff07": (Phrase("a straight '"), "'"),
    "\uff5b": ("{", "{"),
    "\uff5d": ("}", "}"),
    "\uff3b": ("[", "["),
    "\uff3d": ("]", "]"),
    "\u3010": ("[", "["),
    "\u3011": ("]", "]"),
    "\uff08": ("(", "("),
    "\uff09": (")", ")"),
    "\uff03": ("#", "#"),
    "\uff0d": (Phrase("a hyphen"), "-"),
    "\u3000": (Phrase("a space"), " "),
    "\u00a0": (Phrase("a space"), " "),
    "\u2007": (Phrase("a space"), " "),
    "\u202f": (Phrase("a space"), " "),
    "\u200b": (Phrase("nothing"), ""),
    "\ufeff": (Phrase("nothing"), ""),
    "\t": (Phrase("spaces"), "    "),
}
_NAMES = {
    "\t": Phrase("a tab"),
    "\u3000": Phrase("a wide space"),
    "\u00a0": Phrase("a no-break space"),
    "\u2007": Phrase("a space of fixed width"),
    "\u202f": Phrase("a narrow no-break space"),
    "\u200b": Phrase("an invisible space"),
    "\ufeff": Phrase("an invisible mark (BOM)"),
}
# Belong to Chinese text as well: outside of quotes they are suspect only if nothing else is wrong.
_OF_TEXT = "\u3001\uff1b\u300a\u300b\u300c\u300d\u2018\u2019\uff08\uff09\u3010\u3011\uff0d"
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|(?:^|\s)#.*")
_GLUED = re.compile(r"[A-Za-z_]\w*:\S")


def hint_of_odd_characters(text: str) -> str:
    """Say what to write for each odd character of a text; '' if there is none."""
    return _hint(text, _INSTEAD)


def hint_of_suspects(line: str) -> str:
    """Say the same of a line of YAML, but for quoted text and what Chinese text is full of."""
    bare = _QUOTED.sub(" ", line)
    return _hint(bare, [odd for odd in _INSTEAD if odd not in _OF_TEXT])


def hint_of_key(text: str) -> str:
    """Say what is odd about text where a key, or a number, should stand by itself."""
    if _GLUED.match(text):
        return Phrase("write a space after the colon")
    return hint_of_odd_characters(text)


def straightened(line: str) -> str:
    """Return a line with what should stand in the place of each odd character."""
    return "".join(_INSTEAD[letter][1] if letter in _INSTEAD else letter for letter in line)


def _hint(text: str, suspects: Iterable[str]) -> str:
    found = [odd for odd in suspects if odd in text]
    hints = [
        Phrase("found {odd}, write {instead}", odd=_NAMES.get(odd, odd), instead=_INSTEAD[odd][0])
        for odd in found
    ]
    return joined(hints, "; ", "；")
