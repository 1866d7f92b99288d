"""Time until issues are solved: the share solved by each age."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..language import Language, Words
from .beside import End, name_ends, room_for
from .letters import joined
from .numbers import number
from .page import page
from .style import colour, line, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BAND = 90  # % of the replications that the band holds
FEWEST_FOR_A_BAND, MOST_WITH_A_BAND = 5, 4
MOST_WITH_FATES = 3  # curves with room to say what became of their issues

DAYS = Words("days since the issue arose", "事项产生后的天数")
SHARE = Words("% of issues truly solved", "真正解决的事项占比（%）")
COHORT = Words(
    "All issues that arise under every policy, unreported ones included; lapsing competes with "
    "being solved (Aalen–Johansen), issues open at the end are censored.",
    "统计各方案下都会产生的全部事项，含未上报的；自行消失为竞争事件（Aalen–Johansen 估计），"
    "期末未了结的按删失处理。",
)
FATE = Words("at the end: {said}", "期末：{said}")
SOLVED = Words("solved {share}%", "已解决 {share}%")
LAPSED = Words("lapsed {share}%", "自行消失 {share}%")
OPEN = Words("open {share}%", "未了结 {share}%")
MEAN = Words("Mean of {n} replications", "{n} 次重复模拟的均值")
ONE = Words("One replication", "仅 1 次模拟")
BAND_SAYS = Words("; band: the middle {band}% of them", "；色带：其中居中的 {band}%")
STOP = Words(".", "。")


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
    said = joined(language, about.say(language), _replications(curves, language), note)
    figure, (axes,) = page(title, said, height=max(3.5, room_for([curve.name for curve in curves])))
    ends = []
    for n, curve in enumerate(curves):
        shown = np.asarray(curve.days) <= until
        days, share = np.asarray(curve.days)[shown], 100.0 * np.asarray(curve.solved)[:, shown]
        if len(share) >= FEWEST_FOR_A_BAND and len(curves) <= MOST_WITH_A_BAND:
            low, high = np.percentile(share, [50 - BAND / 2, 50 + BAND / 2], axis=0)
            axes.fill_between(days, low, high, color=colour(n), alpha=0.2, linewidth=0, step="post")
        mean = share.mean(axis=0)
        axes.plot(days, mean, color=colour(n), linestyle=line(n), drawstyle="steps-post")
        last = float(mean[-1]) if len(mean) else float("nan")
        ends.append(End(last, _name(curve, len(curves), language), colour(n)))
    axes.set_xlim(0.0, until)
    axes.set_ylim(0.0, 100.0)
    axes.set_xlabel(DAYS.say(language))
    axes.set_ylabel(SHARE.say(language))
    name_ends(axes, [end for end in ends if end.name], lines=6)
    return figure


def _name(curve: SolvedCurve, several: int, language: Language) -> str:
    """Name of a curve, and what became of all its issues."""
    name = curve.name if several > 1 else ""
    fates = (
        (SOLVED, 1.0 - curve.lapsed - curve.still_open),
        (LAPSED, curve.lapsed),
        (OPEN, curve.still_open),
    )
    if np.isnan(fates[0][1]) or several > MOST_WITH_FATES:
        return name
    comma = {"en": ", ", "zh": "，"}[language]
    said = comma.join(
        w.say(language, share=number(100.0 * v, language, decimals=1)) for w, v in fates
    )
    return f"{name}\n{FATE.say(language, said=said)}".strip()


def _replications(curves: Sequence[SolvedCurve], language: Language) -> str:
    counts = sorted({len(curve.solved) for curve in curves})
    if counts == [1]:
        return ONE.say(language) + STOP.say(language)
    said = MEAN.say(language, n="–".join(map(str, dict.fromkeys((counts[0], counts[-1])))))
    if counts[0] >= FEWEST_FOR_A_BAND and len(curves) <= MOST_WITH_A_BAND:
        said += BAND_SAYS.say(language, band=BAND)
    return said + STOP.say(language)
