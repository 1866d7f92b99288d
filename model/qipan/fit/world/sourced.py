"""Numbers of a fitted scenario as its files write them: rounded, with range and source."""

from typing import Any

import numpy as np

from ..requests import Floats
from ..scores import HIGH, LOW

LEDGER = "ledger"
STAFF = "staff"

Mapped = dict[str, Any]


def rounded(value: float, digits: int = 4) -> float:
    """Round to significant digits, as numbers are written."""
    return float(f"{float(value):.{digits}g}")


def derived(value: Any, drawn: Floats, how: str) -> Mapped:
    """A number or list with the 90 % interval of its draws and the ledger as its source."""
    low, high = np.quantile(drawn, [LOW, HIGH])
    values = np.atleast_1d(np.asarray(value, float))
    ends = [rounded(min(low, values.min())), rounded(max(high, values.max()))]
    told: Mapped = {"value": value, "derived": how, "source": LEDGER}
    return {"value": value, "range": ends, **told} if ends[0] < ends[1] else told
