"""Charts of an allocation: who gets how many, and what one more is worth."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenario import Scenario
from .charts import COLOURS, STYLE, as_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..allocation.frontier import FrontierPoint
    from ..allocation.objectives import Objective
    from ..experiments.allocation import Allocation

MOST_NAMED = 40  # communities whose names still fit


def chart_files(found: "Allocation", scenario: Scenario) -> dict[str, bytes]:
    """Return the charts as PNG and SVG, by file name."""
    import matplotlib as mpl

    with mpl.rc_context(STYLE):
        figures = {
            "allocation": allocation_chart(found, scenario),
            "marginal_values": marginal_chart(found, scenario),
        }
        return {
            f"{name}.{form}": as_bytes(figure, form)
            for name, figure in figures.items()
            for form in ("png", "svg")
        }


def frontier_files(
    points: "Sequence[FrontierPoint]", first: "Objective", second: "Objective", scenario: Scenario
) -> dict[str, bytes]:
    """Return the chart of two objectives against each other as PNG and SVG, by file name."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8.5, 4.8))
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        x, y = [p.second for p in points], [p.first for p in points]
        axes.plot(x, y, color=COLOURS[0], marker="o", linewidth=1.5)
        axes.set_xlabel(f"{second.name}: {second.unit}")
        axes.set_ylabel(f"{first.name}: {first.unit}")
        axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.set_title(f"What one objective costs in the other\n{scenario.document.title.en}")
        _note(figure, "Less is better in both. As promised by the curves measured by simulation.")
        return {f"frontier.{form}": as_bytes(figure, form) for form in ("png", "svg")}


def allocation_chart(found: "Allocation", scenario: Scenario) -> "Figure":
    """Cadres today and in the plan, communities in the order of their load."""
    from matplotlib.ticker import MaxNLocator

    figure, axes, order = _figure(found)
    place = np.arange(len(order))
    axes.bar(place - 0.2, found.facts.today[order], 0.4, color="0.7", label="today")
    axes.bar(place + 0.2, found.plan[order], 0.4, color=COLOURS[0], label="plan")
    axes.set_ylabel("full-time cadres")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(frameon=False)
    axes.set_title(f"Where {int(found.plan.sum())} cadres go\n{scenario.document.title.en}")
    _note(figure, "Communities from the most loaded desk to the least. Simulated.")
    return figure


def marginal_chart(found: "Allocation", scenario: Scenario) -> "Figure":
    """What one cadre more saves in each community, at the plan."""
    figure, axes, order = _figure(found)
    table, plan = found.table, found.plan
    rows, column = np.arange(len(plan)), plan - table.numbers[0]
    next_one = np.minimum(column + 1, len(table.numbers) - 1)
    saved = table.values[rows, column] - table.values[rows, next_one]
    axes.bar(np.arange(len(order)), saved[order], 0.7, color=COLOURS[0])
    axes.axhline(0.0, color="0.3", linewidth=0.8)
    axes.set_ylabel("ticket-days a year saved")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_title(f"What one cadre more would save\n{scenario.document.title.en}")
    _note(figure, "At the plan, as measured on the seeds of the search; none where the cap binds.")
    return figure


def _figure(found: "Allocation") -> "tuple[Figure, Axes, NDArray[np.intp]]":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    known = found.facts
    load = known.offered / (known.capacity + known.today * known.per_cadre)
    order = np.argsort(-load, kind="stable")
    figure = Figure(figsize=(8.5, 4.8))
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    if len(order) <= MOST_NAMED:
        names = [known.communities[n] for n in order]
        axes.set_xticks(np.arange(len(order)), names, rotation=60, ha="right", fontsize=9)
    else:
        axes.set_xlabel(f"{len(order)} communities")
        axes.set_xticks([])
    axes.grid(axis="x", visible=False)
    return figure, axes, order


def _note(figure: "Figure", sentence: str) -> None:
    figure.supxlabel(sentence, fontsize=9, color="0.35", x=0.01, ha="left")
