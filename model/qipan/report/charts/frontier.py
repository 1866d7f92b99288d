"""What one objective costs in the other: an efficiency-equity frontier."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...outcomes.catalogue import Better
from ..language import Language, Words
from .letters import joined
from .page import page
from .scatter import limits_of, name_points
from .style import COLOURS, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FRONTIER = Words("Line: plans that only trade one for the other.", "连线：此消彼长的最优方案。")
BETTER = Words("better", "更优")


@dataclass(frozen=True)
class Trade:
    """A plan by two objectives; the name may be empty."""

    x: float
    y: float
    name: str = ""


@styled
def frontier_chart(
    points: Sequence[Trade],
    *,
    x_label: str,
    y_label: str,
    title: str,
    note: str = "",
    language: Language = "en",
    others: Sequence[Trade] = (),
    x_better: Better = "lower",
    y_better: Better = "lower",
) -> "Figure":
    """Draw plans on a frontier, joined by a line, and others (rules of thumb, today) as crosses.

    Parameters
    ----------
    points : sequence of Trade
        On the frontier.
    x_label, y_label : str
        Of the two objectives, with their units.
    title, note : str
    language : 'en' or 'zh'
    others : sequence of Trade
        Not on it.
    x_better, y_better : 'lower', 'higher' or None
        Told by an arrow in the corner.
    """
    figure, (axes,) = page(title, joined(language, FRONTIER.say(language), note), height=3.9)
    ordered = sorted((p for p in points if np.isfinite([p.x, p.y]).all()), key=lambda p: (p.x, p.y))
    axes.plot(
        [p.x for p in ordered], [p.y for p in ordered], color=COLOURS[0], marker="o", markersize=7
    )
    rest = [p for p in others if np.isfinite([p.x, p.y]).all()]
    axes.plot(
        [p.x for p in rest],
        [p.y for p in rest],
        color=COLOURS[1],
        marker="X",
        markersize=9,
        linestyle="none",
    )
    axes.set_xlim(*limits_of([p.x for p in (*ordered, *rest)]))
    axes.set_ylim(*limits_of([p.y for p in (*ordered, *rest)]))
    with_ticks(axes.xaxis, language)
    with_ticks(axes.yaxis, language)
    axes.set_xlabel(_told(x_label, x_better, "←", "→", language))
    axes.set_ylabel(_told(y_label, y_better, "←", "→", language))
    name_points(
        axes,
        [(p.x, p.y, p.name, COLOURS[0]) for p in ordered]
        + [(p.x, p.y, p.name, COLOURS[1]) for p in rest],
    )
    return figure


def _told(label: str, better: Better, low: str, high: str, language: Language) -> str:
    if better is None:
        return label
    said = BETTER.say(language)
    return f"{label}   {low} {said}" if better == "lower" else f"{label}   {said} {high}"
