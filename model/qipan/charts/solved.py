"""Time until issues are solved: the share solved by each age."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..words import Language, Words
from .beside import End, name_ends, room_for
from .letters import joined
from .numbers import number
from .page import page
from .panels import in_panels, say_again
from .style import colour, line, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAND = 90  # % of the replications that the band holds
FEWEST_FOR_A_BAND, MOST_WITH_A_BAND = 5, 4
MOST_WITH_FATES = 3  # curves with room to say what became of their issues

DAYS = Words("days since the issue arose")
SHARE = Words("% of issues truly solved")
COHORT = Words(
    "All issues that arise under every policy, unreported ones included; lapsing competes "
    "with being solved (Aalen–Johansen), issues open at the end are censored."
)
FATE = Words("at the end: {said}")
SOLVED = Words("solved {share}%")
LAPSED = Words("lapsed {share}%")
OPEN = Words("open {share}%")
MEAN = Words("Mean of {n} replications")
ONE = Words("One replication")
BAND_SAYS = Words("; band: the middle {band}% of them")
STOP = Words(".")


@dataclass(frozen=True, eq=False)
class SolvedCurve:
    """Cumulative incidence of being solved, of one policy.

    Attributes
    ----------
    name : str
    days : array, shape (points,)
        Ages, rising.
    solved : array, shape (replications, points)
        Share solved by each age, 0 to 1 (1 minus survival for Kaplan-Meier).
    lapsed, still_open : float
        Shares of all issues at the end that lapsed, and that are censored; NaN where not known.
    """

    name: str
    days: NDArray[np.float64]
    solved: NDArray[np.float64]
    lapsed: float = float("nan")
    still_open: float = float("nan")


@styled
def time_to_solve(
    curves: Sequence[SolvedCurve],
    *,
    title: str,
    note: str = "",
    language: Language = "en",
    until: float = 120.0,
    about: Words = COHORT,
) -> "Figure":
    """Draw the share of issues solved by each age, with a band of replications.

    More curves than can be told apart are drawn in several panels, the first one in each.

    Parameters
    ----------
    curves : sequence of SolvedCurve
    title, note : str
    language : 'en' or 'zh'
    until : float
        Last age shown, in days.
    about : Words
        Which issues, and how censoring is treated.
    """
    names = [curve.name for curve in curves]
    panels = [[curves[n] for n in members] for members in in_panels(len(curves))]
    ends = [
        [_end(curve, n, until, len(curves), language) for n, curve in enumerate(panel)]
        for panel in panels
    ]
    heights = [max(3.5 if len(panels) == 1 else 2.5, room_for(each, names)) for each in ends]
    again = say_again(len(curves), names[0] if names else "", language)
    figure, several = page(
        title,
        joined(language, about.say(language), _replications(curves, language), again, note),
        height=sum(heights),
        rows=len(panels),
        height_ratios=heights,
    )
    for axes, panel, each in zip(several, panels, ends, strict=True):
        for n, curve in enumerate(panel):
            _curve(axes, curve, n, until, len(curves))
        axes.set_xlim(0.0, until)
        axes.set_ylim(0.0, 100.0)
        axes.set_ylabel(SHARE.say(language))
        name_ends(axes, [end for end in each if end.name or end.more], names)
    several[-1].set_xlabel(DAYS.say(language))
    return figure


def _curve(axes: "Axes", curve: SolvedCurve, n: int, until: float, several: int) -> None:
    """Draw a curve with its band."""
    days, share = _shown(curve, until)
    if len(share) >= FEWEST_FOR_A_BAND and several <= MOST_WITH_A_BAND:
        low, high = np.percentile(share, [50 - BAND / 2, 50 + BAND / 2], axis=0)
        axes.fill_between(days, low, high, color=colour(n), alpha=0.2, linewidth=0, step="post")
    mean = share.mean(axis=0)
    axes.plot(days, mean, color=colour(n), linestyle=line(n), drawstyle="steps-post")


def _end(curve: SolvedCurve, n: int, until: float, several: int, language: Language) -> End:
    """Where a curve ends, and what became of its issues."""
    mean = _shown(curve, until)[1].mean(axis=0)
    last = float(mean[-1]) if len(mean) else float("nan")
    name = curve.name if several > 1 else ""
    return End(last, name, colour(n), _fate(curve, several, language))


def _shown(curve: SolvedCurve, until: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ages that are drawn, and % solved by them in each replication."""
    shown = np.asarray(curve.days) <= until
    return np.asarray(curve.days)[shown], 100.0 * np.asarray(curve.solved)[:, shown]


def _fate(curve: SolvedCurve, several: int, language: Language) -> str:
    """What became of all issues of a curve, where there is room to say it."""
    fates = (
        (SOLVED, 1.0 - curve.lapsed - curve.still_open),
        (LAPSED, curve.lapsed),
        (OPEN, curve.still_open),
    )
    if np.isnan(fates[0][1]) or several > MOST_WITH_FATES:
        return ""
    comma = {"en": ", ", "zh": "，"}[language]
    said = comma.join(
        w.say(language, share=number(100.0 * v, language, decimals=1)) for w, v in fates
    )
    return FATE.say(language, said=said)


def _replications(curves: Sequence[SolvedCurve], language: Language) -> str:
    counts = sorted({len(curve.solved) for curve in curves})
    if counts == [1]:
        return ONE.say(language) + STOP.say(language)
    said = MEAN.say(language, n="–".join(map(str, dict.fromkeys((counts[0], counts[-1])))))
    if counts[0] >= FEWEST_FOR_A_BAND and len(curves) <= MOST_WITH_A_BAND:
        said += BAND_SAYS.say(language, band=BAND)
    return said + STOP.say(language)
