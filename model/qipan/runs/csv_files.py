"""Tables as CSV: one way to write them all, safe to open in a spreadsheet."""

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet takes a cell that begins so for a formula, the full-width signs where its language
# is Chinese, and after spaces too.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\n]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
AS_TEXT = "'"  # before a cell, as a spreadsheet marks text itself


def csv_bytes(frame: "pd.DataFrame") -> bytes:
    """Return a frame as CSV in UTF-8, without its index.

    Text that a spreadsheet would run as a formula is written after an apostrophe; numbers stay
    numbers, those in text too.
    """
    safe = frame.rename(columns=as_text)
    for place, kind in enumerate(frame.dtypes):
        if kind.kind not in "biufcmM":
            safe.isetitem(place, [as_text(cell) for cell in frame.iloc[:, place]])
    text: str = safe.to_csv(index=False, lineterminator="\n")
    return text.encode()


def write_csv(frame: "pd.DataFrame", path: str | os.PathLike[str]) -> None:
    """Write a frame as `csv_bytes` has it."""
    with open(path, "wb") as file:
        file.write(csv_bytes(frame))


def as_text(cell: object) -> object:
    """Return a cell as it may stand in a CSV; only text that looks like a formula is changed."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")  # a bare one would end the row
    return AS_TEXT + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
