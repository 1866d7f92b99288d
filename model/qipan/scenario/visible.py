"""Text that came from a user, made fit to be shown: what a terminal would obey becomes letters."""

import unicodedata

# Controls, escapes and the marks that turn the direction of text or join letters unseen; halves of
# characters; and the separators of lines and paragraphs that are no line breaks of a file.
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_LINES = "\n\t"  # may stand in a value: a note may have several lines
_JOINERS = "\u200c\u200d"  # within letters and emoji of some scripts


def visible(text: str) -> str:
    r"""Return text with every character that is not seen written out, as ``\x1b``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_written(letter) if _is_hidden(letter) else letter for letter in text)


def one_spelling(text: str) -> str:
    """Return text with each letter and its marks written in one way (NFC).

    Systems differ in it, and two spellings look the same: a name would not be found.
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unfit_letter(text: str) -> str:
    r"""Return the first character that no text of a scenario may hold, written out; '' if none.

    Such are controls other than line breaks and tabs, and what overrides the direction of writing:
    they would act on terminals, pages and tables on which the text is shown.
    """
    if text.isascii() and text.isprintable():
        return ""
    return next((_written(letter) for letter in text if _is_unfit(letter)), "")


def _is_unfit(letter: str) -> bool:
    if letter in _LINES:
        return False
    overrides = "\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069"
    return overrides or unicodedata.category(letter) in ("Cc", "Zl", "Zp")


def _is_hidden(letter: str) -> bool:
    return letter not in _JOINERS and unicodedata.category(letter) in _HIDDEN


def _written(letter: str) -> str:
    code = ord(letter)
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    if letter in short:
        return short[letter]
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 1 << 16
        else f"\\U{code:08x}"
    )
