"""Cadres today and in a plan, by community."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ..language import Language, Words
from .letters import width_of, wrap
from .numbers import number, with_ticks
from .page import page
from .style import COLOURS, SMALL, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_NAMED = 40
TODAY, PLAN = Words("today", "现状"), Words("plan", "方案")
CADRES = Words("cadres", "干部（人）")
MANY = Words("{n} communities, in this order", "{n} 个社区，按此顺序排列")


@styled
def placed_chart(
    today: ArrayLike,
    plan: ArrayLike,
    communities: Sequence[str],
    *,
    title: str,
    note: str = "",
    language: Language = "en",
    label: str = "",
) -> "Figure":
    """Draw today's numbers and the plan's side by side, in the order given.

    Parameters
    ----------
    today, plan : array, shape (communities,)
    communities : sequence of str
    title, note : str
    language : 'en' or 'zh'
    label : str
        Of what is placed, with its unit; cadres by default.
    """
    now, then = np.asarray(today, float), np.asarray(plan, float)
    named = len(communities) <= MOST_NAMED
    names = [wrap(name, 100.0, SMALL, 1) for name in communities] if named else []
    below = max((width_of(name, SMALL) for name in names), default=0.0)
    figure, (axes,) = page(title, note, height=3.0 + below / 72.0)
    place = np.arange(len(communities))
    if named:
        axes.bar(
            place - 0.2,
            now,
            0.4,
            color="0.72",
            hatch="////",
            edgecolor="white",
            linewidth=0.0,
            label=TODAY.say(language),
        )
        axes.bar(place + 0.2, then, 0.4, color=COLOURS[0], label=PLAN.say(language))
        axes.set_xticks(place, names, rotation=90, fontsize=SMALL)
    else:
        axes.step(
            place, then, where="mid", color=COLOURS[0], linewidth=1.2, label=PLAN.say(language)
        )
        axes.step(
            place,
            now,
            where="mid",
            color="0.35",
            linewidth=1.2,
            linestyle=(0, (4, 1.5)),
            label=TODAY.say(language),
        )
        axes.set_xticks([])
        axes.set_xlabel(MANY.say(language, n=number(len(communities), language)))
    top = float(max(np.nanmax(now, initial=0.0), np.nanmax(then, initial=0.0)))
    axes.set_ylim(0.0, 1.05 * top or 1.0)
    axes.set_xlim(-0.7, max(len(communities) - 0.3, 0.7))
    axes.grid(axis="x", visible=False)
    axes.set_ylabel(label or CADRES.say(language))
    with_ticks(axes.yaxis, language)
    axes.legend(
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=2,
        frameon=False,
        fontsize=SMALL + 0.5,
        borderaxespad=0.2,
    )
    return figure
