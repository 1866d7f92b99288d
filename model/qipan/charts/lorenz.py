"""How evenly something is spread over communities: a Lorenz curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..words import Language, Words
from .letters import joined
from .named import in_lines
from .numbers import number
from .page import page
from .panels import in_panels, say_again
from .style import SMALL, TEXT, colour, dark, line, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES = 110.0  # points
FEW = 4  # names in letters of usual size
OF_ALL = Words("% of {what}")
OF_PEOPLE = Words("% of {who}, the least first")
EQUAL = Words("all the same")
GINI = Words("{name}\nGini {gini}")
GROUND = Words("communities")


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

    More curves than can be told apart are drawn in several panels, the first one in each.

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
    size, lines = (TEXT - 0.5, 3) if len(spreads) <= FEW else (SMALL - 0.5, 2)
    broken = in_lines([one.name for one in spreads], NAMES, size, lines)
    names = {one.name: text for one, text in zip(spreads, broken, strict=True)}
    panels = [[spreads[n] for n in members] for members in in_panels(len(spreads))]
    again = say_again(len(spreads), spreads[0].name if spreads else "", language)
    figure, several = page(
        title,
        joined(language, again, note),
        height=4.0 if len(panels) == 1 else 3.2 * len(panels),
        rows=len(panels),
    )
    for axes, panel in zip(several, panels, strict=True):
        _panel(axes, panel, names, size, language)
        axes.set_ylabel(OF_ALL.say(language, what=what))
    several[-1].set_xlabel(OF_PEOPLE.say(language, who=who or GROUND.say(language)))
    return figure


def _panel(
    axes: "Axes",
    spreads: Sequence[Spread],
    names: dict[str, str],
    size: float,
    language: Language,
) -> None:
    """Draw curves, the diagonal, and a legend at the right, with names as they are broken."""
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
        said = number(gini(people, share), language, decimals=2)
        text = GINI.say(language, name=names[spread.name], gini=said)
        axes.plot(100 * people, 100 * share, color=colour(n), linestyle=line(n), label=text)
    axes.set_aspect("equal")
    axes.set_xlim(0, 100)
    axes.set_ylim(0, 100)
    legend = axes.legend(
        loc="upper left",
        bbox_to_anchor=(1.02, 1.0),
        frameon=False,
        fontsize=size,
        handlelength=2.2,
        borderaxespad=0.0,
    )
    for n, shown in enumerate(legend.get_texts()):
        shown.set_color(dark(colour(n)))
