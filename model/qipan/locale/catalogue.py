"""The catalogue of the program's Chinese: a gettext file beside this one, read when first asked."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "zh" / "LC_MESSAGES" / "qipan.po"


def in_chinese(words: str, context: str = "") -> str:
    """Return the Chinese of English words; the English itself where there is none.

    Parameters
    ----------
    words : str
        As they stand in the code, with their fields.
    context : str
        Tells apart words that are the same in English and not in Chinese.
    """
    return _catalogue().get((words, context), words)


@cache
def _catalogue() -> dict[tuple[str, str], str]:
    from babel.messages.pofile import read_po

    with FILE.open("rb") as file:
        found = read_po(file, locale="zh")
    return {
        (str(message.id), message.context or ""): str(message.string)
        for message in found
        if message.id and message.string
    }
