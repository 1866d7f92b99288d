"""Numbers as readers write them: thousands apart, 万 in Chinese, a true minus sign."""

import math
from typing import Any

from ..words import Language

MINUS = "\u2212"
NONE = "–"
_TEN_THOUSAND, _MILLION = 1e4, 1e6
_SIGNIFICANT = 3
MOST_DECIMALS = 6
ONE_DIGIT_FROM = 4.0
CERTAIN = 1e-9  # half-width, against the mean, below which nothing is left to chance


def number(
    value: float,
    language: Language,
    *,
    signed: bool = False,
    decimals: int | None = None,
    step: float | None = None,
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
        Decimals in place of those that three digits need, where it is written without a word.
    step : float, optional
        Distance to its neighbours on an axis, which is to be seen.
    """
    if not math.isfinite(value):
        return NONE
    scale, unit = _scale(abs(value), language)
    if decimals is not None and scale == 1.0:
        return _written(value, decimals, signed)
    places = _decimals(abs(value) / scale)
    if step:
        places = max(places, _decimals(step / scale) - 1)
    return f"{_trimmed(_written(value / scale, places, signed))}{unit}"


def estimate(
    mean: float, low: float, high: float, language: Language, *, signed: bool = False
) -> str:
    """Write a mean with its interval, as −6.5 [−7.1, −5.9].

    With two digits of the half-width where it begins with 1, 2 or 3, and with one otherwise;
    without brackets where there is no interval; – where there is no mean.
    """
    if not math.isfinite(mean) or not math.isfinite(low) or not math.isfinite(high):
        return number(mean, language, signed=signed)
    scale, unit = _scale(max(map(abs, (mean, low, high))), language)
    half = max(high - mean, mean - low) / scale
    if half > CERTAIN * abs(mean) / scale:
        power = math.floor(math.log10(half))
        digits = 1 if half / 10.0**power < ONE_DIGIT_FROM else 0
        decimals = min(max(digits - power, 0), MOST_DECIMALS)
    else:
        decimals = _decimals(abs(mean) / scale)
    middle, *ends = (_written(v / scale, decimals, signed) for v in (mean, low, high))
    return f"{middle} [{ends[0]}, {ends[1]}]{unit}"


def _written(value: float, decimals: int, signed: bool) -> str:
    digits = f"{abs(value):,.{decimals}f}"
    if not any(letter in "123456789" for letter in digits):
        return digits
    return f"{MINUS if value < 0 else '+' if signed else ''}{digits}"


def _scale(size: float, language: Language) -> tuple[float, str]:
    if language == "zh" and size >= 10 * _TEN_THOUSAND:
        return _TEN_THOUSAND, "万"
    if language == "en" and size >= _MILLION:
        return _MILLION, " million"
    return 1.0, ""


def _decimals(size: float) -> int:
    if size == 0.0:
        return 0
    return min(MOST_DECIMALS, max(0, _SIGNIFICANT - 1 - math.floor(math.log10(size))))


def _trimmed(digits: str) -> str:
    """Leave out zeros at the end of decimals."""
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def decimals_of(values: Any, most: int = 3) -> int:
    """Decimals with which a table of values is written, none of them with more than it needs.

    The largest gets two digits at least, and `most` where it is below 1.
    """
    known = [abs(float(v)) for v in values if math.isfinite(v)]
    largest = max(known, default=0.0)
    if largest == 0.0 or all(v == round(v) for v in known):
        return 0
    return min(max(0, 1 - math.floor(math.log10(largest))), most)
