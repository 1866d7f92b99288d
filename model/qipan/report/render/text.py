"""Text that every format can hold, and the words that every report needs."""

import re
from collections.abc import Sequence

from ...words import Words

_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Leave out the characters that XML cannot hold: HTML, Word and workbooks refuse them."""
    return _UNHOLDABLE.sub("", text)


QUESTION = Words("Question")
ANSWER = Words("Answer")
CONTENTS = Words("Contents")
COMMAND = Words("How to reproduce this report")
COMMAND_SAYS = Words(
    "The same command with the same files gives the same numbers, to the last digit."
)
FIGURE = Words("Figure")
TABLE = Words("Table")
ANNEX = Words("Annex")
SHOWN = Words("The first {shown:,} of {all:,} rows; all are in tables.xlsx, sheet “{sheet}”.")
SOME_ROWS = Words("The first {shown:,} of {all:,} rows; the result folder has all.")
MORE_IN_WORKBOOK = Words("More in tables.xlsx, sheet “{sheet}”.")
SPLIT = Words(
    "The columns stand in {parts} tables, one below the other, each beginning with {first}."
)
EMPTY = Words("No rows.")
MADE_WITH = Words("Made with Qipan {version}. Simulated, not observed.")
YES = Words("yes")
NO = Words("no")


def quoted(names: Sequence[str], language: str) -> str:
    """Names in quotation marks, one after another."""
    return {"en": ", ", "zh": "、"}[language].join(f"“{name}”" for name in names)


def caption(kind: Words, number: int, text: str, language: str) -> str:
    """A caption with its number: `Figure 1. Open tickets`, `图 1　未办结事项`."""
    return f"{label(kind, number, language)}{gap(language)}{text}"


def label(kind: Words, number: int, language: str) -> str:
    """`Figure 1`, or `图 1`."""
    return f"{kind.en if language == 'en' else kind.zh} {number}"


def gap(language: str) -> str:
    """What stands between the label of a caption and its text."""
    return ". " if language == "en" else "\u3000"
