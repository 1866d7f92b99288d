"""Numbers in the cells of a table of communities."""

import math
import re
import unicodedata

from ...errors import InputError
from ...scenario.meant import hint_of_number, number_in_table
from ...words import Phrase
from ..tabular.grid import Cell, text_in

_WITH_UNIT = re.compile(r"(?P<number>[\d.,+-]+)\s*(?P<times>万)?\s*(?:人|户|个|名|位|格|口)?")
_NOTHING = {"", "-", "—", "－", "/", "无", "n/a", "na", "null", "none", "nan"}


class CellError(InputError, ValueError):
    """A cell does not say what its column asks for: what was found, and what is allowed."""

    def __init__(self, found: str, allowed: str, hint: str = "") -> None:
        super().__init__(found, allowed, hint)
        self.found, self.allowed, self.hint = found, allowed, hint


def number_in(cell: Cell, factor: float = 1.0) -> float | None:
    """Return the number in a cell, times a factor; None if it says nothing.

    Raises
    ------
    CellError
        If it says something else.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number: float | None = float(cell)
    else:
        said = unicodedata.normalize("NFKC", text_in(cell)).strip()
        if said.casefold() in _NOTHING:
            return None
        number = number_in_table(said)
        if number is None and (found := _WITH_UNIT.fullmatch(said)):
            number = number_in_table(found["number"])
            factor *= 10_000.0 if found["times"] and number is not None else 1.0
    if number is None or not math.isfinite(number):
        said = text_in(cell)
        raise CellError(
            Phrase("found '{said}'", said=said), Phrase("must be a number"), hint_of_number(said)
        )
    return number if factor == 1.0 else float(f"{number * factor:.12g}")


def whole_in(cell: Cell, least: int, factor: float = 1.0) -> int | None:
    """Return the whole number in a cell; None if it says nothing.

    Raises
    ------
    CellError
        If it is no whole number, or too small.
    """
    number = number_in(cell, factor)
    if number is None:
        return None
    if number != round(number) or number < least:
        raise CellError(
            Phrase("found {number:g}", number=number),
            Phrase("must be a whole number, {least} or more", least=least),
        )
    return round(number)


def positive_in(cell: Cell, factor: float = 1.0) -> float | None:
    """Return the number above 0 in a cell; None if it says nothing.

    Raises
    ------
    CellError
        If it is none.
    """
    number = number_in(cell, factor)
    if number is not None and number <= 0.0:
        raise CellError(
            Phrase("found {number:g}", number=number),
            Phrase("must be above 0, or empty if not known"),
        )
    return number
