"""What an input method or an editor puts in the place of what YAML reads."""

import re

# By what is found: what to write, and what to try in its place.
_INSTEAD = {
    "\uff1a": ("a colon and a space", ": "),
    "\uff0c": ("a comma", ", "),
    "\u3001": ("a comma", ", "),
    "\uff1b": ("a comma", ", "),
    "\u201c": ('a straight "', '"'),
    "\u201d": ('a straight "', '"'),
    "\u300a": ('a straight "', '"'),
    "\u300b": ('a straight "', '"'),
    "\u300c": ('a straight "', '"'),
    "\u300d": ('a straight "', '"'),
    "\u2018": ("a straight '", "'"),
    "\u2019": ("a straight '", "'"),
    "\uff02": ('a straight "', '"'),
    "\uff07": ("a straight '", "'"),
    "\uff5b": ("{", "{"),
    "\uff5d": ("}", "}"),
    "\uff3b": ("[", "["),
    "\uff3d": ("]", "]"),
    "\u3010": ("[", "["),
    "\u3011": ("]", "]"),
    "\uff08": ("(", "("),
    "\uff09": (")", ")"),
    "\uff03": ("#", "#"),
    "\uff0d": ("a hyphen", "-"),
    "\u3000": ("a space", " "),
    "\u00a0": ("a space", " "),
    "\u2007": ("a space", " "),
    "\u202f": ("a space", " "),
    "\u200b": ("nothing", ""),
    "\ufeff": ("nothing", ""),
    "\t": ("spaces", "    "),
}
_NAMES = {
    "\t": "a tab",
    "\u3000": "a wide space",
    "\u00a0": "a no-break space",
    "\u2007": "a space of fixed width",
    "\u202f": "a narrow no-break space",
    "\u200b": "an invisible space",
    "\ufeff": "an invisible mark (BOM)",
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
        return "write a space after the colon"
    return hint_of_odd_characters(text)


def straightened(line: str) -> str:
    """Return a line with what should stand in the place of each odd character."""
    return "".join(_INSTEAD[letter][1] if letter in _INSTEAD else letter for letter in line)


def _hint(text: str, suspects: "list[str] | dict[str, tuple[str, str]]") -> str:
    found = [odd for odd in suspects if odd in text]
    return "; ".join(f"found {_NAMES.get(odd, odd)}, write {_INSTEAD[odd][0]}" for odd in found)
