"""Numbers of the tables that are still printed one by one."""

import math

from ..statistics.interval import Interval
from .render.terminal import console

__all__ = ["bounds", "console", "number"]


def number(value: float) -> str:
    """A number with as many digits as a reader can use; – where there is none."""
    if math.isnan(value):
        return "–"
    if value == 0.0:
        return "0"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    digits = 1 if size >= 100 else 2 if size >= 1 else 3
    return f"{value:.{digits}f}"


def bounds(interval: Interval) -> str:
    """An interval's bounds, if it has any."""
    if math.isnan(interval.low):
        return "–"
    return f"[{number(interval.low)}, {number(interval.high)}]"
