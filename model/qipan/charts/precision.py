"""How precision grows with replications."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..words import Language, Words
from .beside import End, name_ends, room_for
from .numbers import number
from .page import page
from .style import colour, line, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

REPLICATIONS = Words("replications")
HALF = Words("half-width of the interval, {unit}")
ASKED = Words("asked: {width}")


@dataclass(frozen=True, eq=False)
class Precision:
    """Half-widths of an interval by the number of replications; NaN where there is none yet."""

    name: str
    replications: NDArray[np.int64]
    half_width: NDArray[np.float64]


@styled
def precision_chart(
    several: Sequence[Precision],
    *,
    unit: str,
    title: str,
    note: str = "",
    language: Language = "en",
    asked: float | None = None,
) -> "Figure":
    """Draw the half-width against the number of replications, and what was asked for.

    Parameters
    ----------
    several : sequence of Precision
    unit, title, note : str
    language : 'en' or 'zh'
    asked : float, optional
        Half-width at which replications stop being added.
    """
    names = [End(0.0, one.name, colour(n)) for n, one in enumerate(several)]
    figure, (axes,) = page(title, note, height=max(3.3, room_for(names)))
    ends, tops = [], [asked or 0.0]
    for n, one in enumerate(several):
        x, y = np.asarray(one.replications, float), np.asarray(one.half_width, float)
        axes.plot(
            x,
            y,
            color=colour(n),
            linestyle=line(n),
            marker="o" if len(x) < 30 else None,
            markersize=4,
        )
        known = y[np.isfinite(y)]
        ends.append(
            End(
                float(known[-1]) if len(known) else 0.0,
                one.name if len(several) > 1 else "",
                colour(n),
            )
        )
        tops.extend(known.tolist())
    if asked is not None:
        axes.axhline(asked, color="0.3", linestyle=":", linewidth=1.3)
        ends.append(End(asked, ASKED.say(language, width=number(asked, language)), "0.3"))
    axes.set_ylim(0.0, 1.08 * max(tops) or 1.0)
    axes.set_xlabel(REPLICATIONS.say(language))
    axes.set_ylabel(HALF.say(language, unit=unit))
    with_ticks(axes.yaxis, language)
    with_ticks(axes.xaxis, language, whole=True)
    name_ends(axes, [end for end in ends if end.name])
    return figure
