"""Where round numbers stand on an axis."""

from typing import Any

from matplotlib.axis import XAxis
from matplotlib.ticker import MaxNLocator

from ..words import Language
from .letters import width_of
from .numbers import number
from .style import TEXT

STEPS = [1, 2, 2.5, 5, 10]
BETWEEN = 9.0  # points between two labels
FEWEST = 2
SPAN_OF_WHOLE = 3.0  # from which there are whole numbers enough for ticks


class RoundNumbers(MaxNLocator):
    """At most `most` round numbers; fewer where their labels would not fit side by side.

    Parameters
    ----------
    language : 'en' or 'zh'
    signed : bool
        As in `number`.
    most : int
    whole : bool
        Whole numbers only, also of a short span; a longer one has no others anyway.
    """

    def __init__(self, language: Language, signed: bool, most: int, whole: bool) -> None:
        super().__init__(most, steps=STEPS, integer=whole)
        self.language, self.signed, self.most = language, signed, most
        self.step = 1.0
        self.whole = whole

    def label(self, value: float) -> str:
        """Label of a tick, with the digits that tell it from its neighbours."""
        return number(value, self.language, signed=self.signed, step=self.step)

    def tick_values(self, vmin: float, vmax: float) -> Any:
        """Ticks between two values."""
        self.set_params(integer=self.whole or abs(vmax - vmin) >= SPAN_OF_WHOLE)
        for most in range(self.most, FEWEST, -1):
            self.set_params(nbins=most)
            ticks = self._stepped(super().tick_values(vmin, vmax))
            if self._room() >= sum(self._width(tick) for tick in ticks if vmin <= tick <= vmax):
                return ticks
        self.set_params(nbins=FEWEST)
        return self._stepped(super().tick_values(vmin, vmax))

    def _stepped(self, ticks: Any) -> Any:
        """Remember how far ticks are apart."""
        self.step = float(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
        return ticks

    def _width(self, value: float) -> float:
        return width_of(self.label(value), TEXT) + BETWEEN

    def _room(self) -> float:
        """Length of a horizontal axis in points."""
        axis: Any = self.axis
        if not isinstance(axis, XAxis):
            return float("inf")
        return float(axis.axes.bbox.width * 72.0 / axis.axes.figure.dpi)
