"""Numbers as readers write them: thousands apart, 万 in Chinese, a true minus sign."""

import math
from typing import Any

from ..language import Language

MINUS = "\u2212"
NONE = "–"
_TEN_THOUSAND, _MILLION = 1e4, 1e6
_SIGNIFICANT = 3


def number(
    value: float, language: Language, *, signed: bool = False, decimals: int | None = None
) -> str:
    """Write a number to three significant digits or more; – where there is none.

    Parameters
    ----------
    value : float
    language : 'en' or 'zh'
        From a million on, millions; in Chinese 万 from a hundred thousand on.
    signed : bool
        With a plus where it is positive.
    decimals : int, optional
        Decimals in place of those that three digits need.
    """
    if not math.isfinite(value):
        return NONE
    scale, unit = _scale(abs(value), language)
    size = abs(value) / scale
    places = _decimals(size) if decimals is None or scale > 1.0 else decimals
    digits = f"{size:,.{places}f}"
    if decimals is None or scale > 1.0:
        digits = _trimmed(digits)
    is_zero = not any(letter in "123456789" for letter in digits)
    sign = "" if is_zero else MINUS if value < 0 else "+" if signed else ""
    return f"{sign}{digits}{unit}"


def _scale(size: float, language: Language) -> tuple[float, str]:
    if language == "zh" and size >= 10 * _TEN_THOUSAND:
        return _TEN_THOUSAND, "万"
    if language == "en" and size >= _MILLION:
        return _MILLION, " million"
    return 1.0, ""


def _decimals(size: float) -> int:
    if size == 0.0:
        return 0
    return max(0, _SIGNIFICANT - 1 - math.floor(math.log10(size)))


def _trimmed(digits: str) -> str:
    """Leave out zeros at the end of decimals."""
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def decimals_for(step: float) -> int:
    """Decimals that show a step, 0 to 6."""
    if not math.isfinite(step) or step <= 0.0:
        return 0
    return min(6, max(0, -math.floor(math.log10(step) + 1e-9)))


def with_ticks(axis: Any, language: Language, *, signed: bool = False, most: int = 5) -> None:
    """Put at most `most` round numbers on an axis, written as `number` writes them."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10], min_n_ticks=2))
    axis.set_major_formatter(FuncFormatter(lambda v, _: number(v, language, signed=signed)))
