"""Names that look alike and are not the same: whoever reads a table takes one for the other."""

import unicodedata

_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")  # many of their letters cannot be told apart


def looks(name: str) -> str:
    """Return a name without what cannot be seen well.

    That is case, width of letters, and marks that choose among shapes of a character.
    """
    shown = "".join(letter for letter in name if not _is_variant(letter))
    return unicodedata.normalize("NFKC", shown).casefold()


def mixed_scripts(name: str) -> list[str]:
    """Return the alphabets of a name if there are several whose letters look alike; else none."""
    if name.isascii():
        return []
    words = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()}
    found = [alphabet.capitalize() for alphabet in _ALPHABETS if alphabet in words]
    return found if len(found) > 1 else []


def _is_variant(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
