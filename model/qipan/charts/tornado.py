"""What a result owes to single inputs: a tornado."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..words import Language, Words
from .letters import joined
from .page import page
from .rows import Rows, include
from .style import COLOURS, SMALL, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 12
LEGEND = Words(
    "Each input alone at the low (hatched) and the high end (plain) of its range, all others "
    "as in the scenario (line)."
)
OTHERS = Words("{n} more inputs, which move it no more than these, are not shown.")
MISSING = Words(
    "{n} more inputs are not shown, since the result does not exist at an end of their range."
)
LOW, HIGH = COLOURS[5], COLOURS[0]


@dataclass(frozen=True)
class Swing:
    """What a metric is with one input at the ends of its range.

    Attributes
    ----------
    name : str
    low, high : str
        The ends of the range, as they shall be written.
    at_low, at_high : float
        The metric there.
    """

    name: str
    low: str
    high: str
    at_low: float
    at_high: float

    @property
    def size(self) -> float:
        """Distance between the two; -1 where one of them does not exist."""
        size = abs(self.at_high - self.at_low)
        return -1.0 if math.isnan(size) else size


@styled
def tornado(
    swings: Sequence[Swing],
    *,
    base: float,
    unit: str,
    title: str,
    note: str = "",
    language: Language = "en",
    most: int = MOST,
) -> "Figure":
    """Draw the largest swings, the largest on top; the rest is counted.

    Parameters
    ----------
    swings : sequence of Swing
    base : float
        The metric with all inputs as in the scenario.
    unit, title, note : str
    language : 'en' or 'zh'
    most : int
        Rows.
    """
    shown = sorted(swings, key=lambda swing: -swing.size)[:most]
    left = [swing for swing in swings if not any(swing is one for one in shown)]
    missing = sum(swing.size < 0.0 for swing in left)
    others = joined(
        language,
        OTHERS.say(language, n=len(left) - missing) if len(left) > missing else "",
        MISSING.say(language, n=missing) if missing else "",
    )
    rows = Rows([one.name for one in shown])
    figure, (axes,) = page(
        title, joined(language, LEGEND.say(language), others, note), height=rows.inches
    )
    for at, one in zip(rows.at, shown, strict=True):
        for value, shade, hatch in ((one.at_low, LOW, "////"), (one.at_high, HIGH, "")):
            if math.isfinite(value):
                axes.barh(
                    at,
                    value - base,
                    left=base,
                    height=13.0,
                    color=shade,
                    hatch=hatch,
                    edgecolor="white",
                    linewidth=0.0,
                )
    axes.axvline(base, color="0.2", linewidth=1.0)
    include(axes, [base, *(v for one in shown for v in (one.at_low, one.at_high))], room=0.2)
    rows.on(axes)
    for at, one in zip(rows.at, shown, strict=True):
        _name_ends(axes, at, one, base)
    with_ticks(axes.xaxis, language)
    axes.set_xlabel(unit)
    return figure


def _name_ends(axes: "Axes", at: float, one: Swing, base: float) -> None:
    """Write the ends of the range at the ends of the bars; both on one side if both lie there."""
    ends = [(one.at_low, one.low), (one.at_high, one.high)]
    ends = [(base if math.isnan(v) else v, text) for v, text in ends]
    ends.sort(key=lambda end: end[0])
    (left, left_text), (right, right_text) = ends
    if right <= base:
        left_text, right_text = f"{left_text} / {right_text}", ""
    elif left >= base:
        left_text, right_text = "", f"{left_text} / {right_text}"
    for value, text, side in ((left, left_text, -1), (right, right_text, 1)):
        axes.annotate(
            text,
            (value, at),
            xytext=(4.0 * side, 0.0),
            textcoords="offset points",
            fontsize=SMALL,
            va="center",
            ha="right" if side < 0 else "left",
        )
