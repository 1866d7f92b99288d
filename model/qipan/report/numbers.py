"""Numbers as a reader sees them: as many digits as say something, a true minus, – for none."""

import math
from collections.abc import Iterable, Sequence

NONE = "–"
MINUS = "−"
MOST_DECIMALS = 6


def decimals_of(values: Iterable[float]) -> int:
    """Decimals that the largest of some numbers of one unit needs.

    For three digits, or all before the point; fewer, down to none, where these are exact.
    """
    finite = [abs(value) for value in values if math.isfinite(value)]
    if all(value == round(value) for value in finite):
        return 0
    enough = _enough(max(finite))
    for decimals in range(enough):  # fewer, where these are exact
        if all(math.isclose(value, round(value, decimals), rel_tol=1e-12) for value in finite):
            return decimals
    return enough


def _enough(size: float) -> int:
    """Decimals that show three digits of a number, or all before its point."""
    for least, decimals in ((1000.0, 0), (10.0, 1), (1.0, 2)):
        if size >= least:
            return decimals
    return min(MOST_DECIMALS, 2 - math.floor(math.log10(size)))


def decimals_with(values: Sequence[float], half_width: float) -> int:
    """Decimals that show numbers and a half-width of an interval of theirs, with two digits."""
    decimals = decimals_of(values)
    if not math.isfinite(half_width) or half_width <= 0.0:
        return decimals
    return max(decimals, min(3, 1 - math.floor(math.log10(half_width))))


def written(value: float, decimals: int, *, signed: bool = False) -> str:
    """Write a number with thousands separated; zero has no sign.

    Examples
    --------
    >>> written(-1234.56, 1)
    '−1,234.6'
    """
    if math.isnan(value):
        return NONE
    if math.isinf(value):
        return "∞" if value > 0.0 else f"{MINUS}∞"
    text = f"{abs(value):,.{decimals}f}"
    if not any(digit in "123456789" for digit in text):
        return text
    if value < 0.0:
        return MINUS + text
    return "+" + text if signed else text


def bracketed(low: float, high: float, decimals: int, *, signed: bool = False) -> str:
    """Write an interval; – if it has no ends."""
    if math.isnan(low) or math.isnan(high):
        return NONE
    ends = (written(end, decimals, signed=signed) for end in (low, high))
    return f"[{', '.join(ends)}]"
