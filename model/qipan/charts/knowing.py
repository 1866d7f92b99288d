"""What it is worth to know one family of numbers: bars with their standard errors."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..words import Language, Words
from .letters import joined
from .page import page
from .rows import Rows, include
from .style import COLOURS, INK, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 12
LEGEND = Words(
    "Bar: expected gain by choosing with this family known; line: one standard error each "
    "way. Dashed: what 19 in 20 families that do nothing stay below."
)
OTHERS = Words("{n} more families are not shown.")


@dataclass(frozen=True)
class Known:
    """A family, what it is worth to know it, and the standard error of that; NaN if not known."""

    name: str
    value: float
    error: float


@styled
def knowing(
    families: Sequence[Known],
    *,
    by_chance: float,
    unit: str,
    title: str,
    note: str = "",
    language: Language = "en",
) -> "Figure":
    """Draw what knowing each family is worth, most on top; the rest is counted.

    Parameters
    ----------
    families : sequence of Known
    by_chance : float
        What chance comes to, in the same unit.
    unit, title, note : str
    language : 'en' or 'zh'
    """
    known = [one for one in families if math.isfinite(one.value)]
    shown = sorted(known, key=lambda one: -one.value)[:MOST]
    left = len(families) - len(shown)
    others = OTHERS.say(language, n=left) if left else ""
    rows = Rows([one.name for one in shown])
    said = joined(language, LEGEND.say(language), others, note)
    figure, (axes,) = page(title, said, height=rows.inches)
    for at, one in zip(rows.at, shown, strict=True):
        axes.barh(at, one.value, height=13.0, color=COLOURS[0], linewidth=0.0)
        if math.isfinite(one.error):
            ends = (max(0.0, one.value - one.error), one.value + one.error)
            axes.plot(ends, (at, at), color=INK, linewidth=1.0)
    if math.isfinite(by_chance):
        axes.axvline(by_chance, color=INK, linewidth=1.0, linestyle="--")
    errors = [one.value + one.error for one in shown if math.isfinite(one.error)]
    include(axes, [0.0, by_chance, *(one.value for one in shown), *errors], room=0.1)
    rows.on(axes)
    with_ticks(axes.xaxis, language)
    axes.set_xlabel(unit)
    return figure
