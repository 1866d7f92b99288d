"""How evenly something is spread over communities: a Lorenz curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..language import Language, Words
from .letters import wrap
from .numbers import number
from .page import page
from .style import SMALL, TEXT, colour, dark, line, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES = 110.0  # points
OF_ALL = Words("% of {what}", "{what}累计占比（%）")
OF_PEOPLE = Words("% of {who}, the least first", "{who}累计占比（%，由少到多）")
EQUAL = Words("all the same", "完全均等")
GINI = Words("{name}\nGini {gini}", "{name}\n基尼系数 {gini}")
GROUND = Words("communities", "社区")


@dataclass(frozen=True, eq=False)
class Spread:
    """Something by community.

    Attributes
    ----------
    name : str
    values : array
        At least 0; NaN are left out.
    weights : array, optional
        Residents, say; by default each counts the same.
    """

    name: str
    values: NDArray[np.float64]
    weights: NDArray[np.float64] | None = None


def lorenz_points(
    values: ArrayLike, weights: ArrayLike | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cumulative shares of weight and of value, by rising value per weight, from (0, 0).

    Values are totals of their members. NaN without any value, and where all are 0.
    """
    value = np.asarray(values, float)
    weight = np.ones_like(value) if weights is None else np.asarray(weights, float)
    known = np.isfinite(value) & (weight > 0.0)
    value, weight = value[known], weight[known]
    order = np.argsort(value / weight, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(weight[order])])
    total = np.concatenate([[0.0], np.cumsum(value[order])])
    if len(value) == 0 or total[-1] <= 0.0:
        return np.array([0.0, 1.0]), np.full(2, np.nan)
    return people / people[-1], total / total[-1]


def gini(people: NDArray[np.float64], share: NDArray[np.float64]) -> float:
    """Twice the area between a Lorenz curve and the diagonal."""
    return float(1.0 - np.sum(np.diff(people) * (share[1:] + share[:-1])))


@styled
def lorenz(
    spreads: Sequence[Spread],
    *,
    what: str,
    title: str,
    note: str = "",
    language: Language = "en",
    who: str = "",
) -> "Figure":
    """Draw Lorenz curves with their Gini coefficients.

    Parameters
    ----------
    spreads : sequence of Spread
    what : str
        What is spread, as in "% of cadres".
    title, note : str
    language : 'en' or 'zh'
    who : str
        Over whom; communities by default.
    """
    figure, (axes,) = page(title, note, height=4.0)
    axes.plot([0, 100], [0, 100], color="0.5", linewidth=1.0)
    axes.annotate(
        EQUAL.say(language),
        (45, 45),
        xytext=(-5, 3),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=SMALL,
        color="0.35",
    )
    for n, spread in enumerate(spreads):
        people, share = lorenz_points(spread.values, spread.weights)
        text = GINI.say(
            language, name=spread.name, gini=number(gini(people, share), language, decimals=2)
        )
        text = wrap(text, NAMES, TEXT - 0.5, 4)
        axes.plot(100 * people, 100 * share, color=colour(n), linestyle=line(n), label=text)
    axes.set_aspect("equal")
    axes.set_xlim(0, 100)
    axes.set_ylim(0, 100)
    axes.set_xlabel(OF_PEOPLE.say(language, who=who or GROUND.say(language)))
    axes.set_ylabel(OF_ALL.say(language, what=what))
    legend = axes.legend(
        loc="upper left",
        bbox_to_anchor=(1.02, 1.0),
        frameon=False,
        fontsize=TEXT - 0.5,
        handlelength=2.2,
        borderaxespad=0.0,
    )
    for n, shown in enumerate(legend.get_texts()):
        shown.set_color(dark(colour(n)))
    return figure
