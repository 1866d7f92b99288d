"""What one objective costs in the other: an efficiency-equity frontier."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.catalogue import Better
from ..words import Language, Words
from .letters import joined
from .page import page
from .scatter import limits_of, name_points
from .style import COLOURS, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FRONTIER = Words("Line: plans that only trade one for the other.")
MISSING = Words("{n} plans that lack one of the two numbers are not drawn.")
UNNAMED = Words("Drawn without its name, for want of room: {names}.")
BETTER = Words("better")


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
    on, off = ([p for p in each if np.isfinite([p.x, p.y]).all()] for each in (points, others))
    missing = len(points) + len(others) - len(on) - len(off)
    said = joined(
        language,
        FRONTIER.say(language),
        MISSING.say(language, n=missing) if missing else "",
    )
    labels = (
        _told(x_label, x_better, "←", "→", language),
        _told(y_label, y_better, "←", "→", language),
    )
    figure, unnamed = _draw(title, joined(language, said, note), on, off, labels, language)
    if unnamed:
        comma = {"en": ", ", "zh": "、"}[language]
        more = UNNAMED.say(language, names=comma.join(unnamed))
        figure, _ = _draw(title, joined(language, said, more, note), on, off, labels, language)
    return figure


def _draw(
    title: str,
    note: str,
    points: Sequence[Trade],
    others: Sequence[Trade],
    labels: tuple[str, str],
    language: Language,
) -> "tuple[Figure, list[str]]":
    """Draw the plans; return also the names for which there was no room."""
    figure, (axes,) = page(title, note, height=3.9)
    ordered = sorted(points, key=lambda p: (p.x, p.y))
    axes.plot(
        [p.x for p in ordered], [p.y for p in ordered], color=COLOURS[0], marker="o", markersize=7
    )
    axes.plot(
        [p.x for p in others],
        [p.y for p in others],
        color=COLOURS[1],
        marker="X",
        markersize=9,
        linestyle="none",
    )
    axes.set_xlim(*limits_of([p.x for p in (*ordered, *others)]))
    axes.set_ylim(*limits_of([p.y for p in (*ordered, *others)]))
    with_ticks(axes.xaxis, language)
    with_ticks(axes.yaxis, language)
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    unnamed = name_points(
        axes,
        [(p.x, p.y, p.name, COLOURS[0]) for p in ordered]
        + [(p.x, p.y, p.name, COLOURS[1]) for p in others],
    )
    return figure, unnamed


def _told(label: str, better: Better, low: str, high: str, language: Language) -> str:
    if better is None:
        return label
    said = BETTER.say(language)
    return f"{label}   {low} {said}" if better == "lower" else f"{label}   {said} {high}"
