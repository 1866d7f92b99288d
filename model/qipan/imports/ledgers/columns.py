"""Columns of a ledger while it is read: only those of the map, in the least memory."""

import re
import unicodedata
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..census.cells import text_in
from ..tabular.grid import Cell
from .stamps import is_missing

NOTHING = -1  # the code of an empty cell
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")  # an id that a spreadsheet wrote as a number
_EXACT = 2.0**53  # whole numbers above are not all held by a spreadsheet


@dataclass
class Texts:
    """A column of words: each word once, and its place by row."""

    words: dict[str, int] = field(default_factory=dict)
    codes: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, cell: Cell) -> None:
        """Append a cell."""
        text = word_in(cell)
        if not text:
            self.codes.append(NOTHING)
            return
        self.codes.append(self.words.setdefault(text, len(self.words)))

    def counts(self) -> Mapping[str, int]:
        """Return how many rows have each word."""
        import numpy as np

        codes = np.frombuffer(self.codes, np.intc)
        rows = np.bincount(codes[codes >= 0], minlength=len(self.words))
        return dict(zip(self.words, rows.tolist(), strict=True))


@dataclass
class Ids:
    """A column of numbers that name requests.

    Attributes
    ----------
    texts : list of str
        Empty where there is none.
    rounded : int
        How many a spreadsheet has made numbers of fewer digits: they name nothing any more.
    """

    texts: list[str] = field(default_factory=list)
    rounded: int = 0

    def add(self, cell: Cell) -> None:
        """Append a cell."""
        if isinstance(cell, float):
            self.rounded += abs(cell) >= _EXACT
        elif isinstance(cell, str) and "+" in cell:
            self.rounded += _ROUNDED.fullmatch(cell.strip()) is not None
        self.texts.append(word_in(cell).removesuffix(".0"))


def word_in(cell: Cell) -> str:
    """Return the text of a cell with each letter in one spelling; '' if it says nothing."""
    if is_missing(cell):
        return ""
    text = text_in(cell)
    return text if text.isascii() else " ".join(unicodedata.normalize("NFKC", text).split())
