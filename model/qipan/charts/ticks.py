"""Round numbers on an axis, as many as there is room for."""

from typing import Any

from ..words import Language


def with_ticks(
    axis: Any, language: Language, *, signed: bool = False, most: int = 5, whole: bool = False
) -> None:
    """Put at most `most` round numbers on an axis, written as `number` writes them."""
    from matplotlib.ticker import FuncFormatter

    from .locator import RoundNumbers

    locator = RoundNumbers(language, signed, most, whole)
    axis.set_major_locator(locator)
    axis.set_major_formatter(FuncFormatter(lambda value, _: locator.label(value)))
