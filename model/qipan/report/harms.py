"""Tables and charts of policies turned from mild to strong."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich import box
from rich.console import Console
from rich.table import Table

from ..experiments.harms import Cell, Sweep
from ..experiments.intervals import Interval, mean_interval
from .alone import plus_minus
from .charts import COLOURS, LINES, STYLE, apart, as_bytes
from .console import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]


def print_sweep(sweep: Sweep, out: Console) -> None:
    """One row a step: its level, and its difference from the first with the half-width."""
    table = Table(title=sweep.title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    table.add_column("", overflow="fold")
    for measure in sweep.measures:
        table.add_column(measure, justify="right", overflow="fold")
    for cells in _rows(sweep):
        table.add_row(*cells)
    out.print(table)


def markdown(sweep: Sweep) -> str:
    """Format the same table in Markdown, with its title."""
    headings = ["", *sweep.measures]
    lines = [headings, ["---", *["---:"] * len(sweep.measures)], *_rows(sweep)]
    title = f"{sweep.title}; {sweep.replications} replications:\n\n"
    return title + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _rows(sweep: Sweep) -> list[list[str]]:
    """Levels in the first row, differences from them in the others."""
    (first, *others) = sweep.cells.items()
    rows = [[first[0], *(number(cell.value) for cell in first[1])]]
    return rows + [[label, *map(_change, cells)] for label, cells in others]


def _change(cell: Cell) -> str:
    """A difference; the level alone where the first step has none."""
    if math.isnan(cell.difference.mean):
        return number(cell.value)
    return plus_minus(cell.difference)


class Series(NamedTuple):
    """A line with its band: values of shape (replications, places on the x axis)."""

    name: str
    values: Floats


def engagement_chart(several: Sequence[Series], note: str) -> bytes:
    """Draw mean engagement by months of pairing, names at the ends of the lines, as PNG."""
    import matplotlib as mpl

    with mpl.rc_context(STYLE):
        figure, (axes,) = _figure(8.5, 1)
        months = several[0].values.shape[1] - 1
        for n, series in enumerate(several):
            _line(axes, np.arange(months + 1.0), series.values, n)
        axes.set_xlim(0, months)
        axes.set_xticks(range(0, months + 1, 6))
        axes.set_ylim(0, 1)
        axes.set_xlabel("months of pairing")
        axes.set_ylabel("mean engagement of units, 0 to 1")
        axes.set_title("Units that get nothing back lose interest, assigned ones sooner")
        _name_ends(axes, several, months)
        _note(figure, note)
        return as_bytes(figure, "png")


def calls_chart(
    calls: Sequence[int], orders: Sequence[Series], stayed: Sequence[Series], note: str
) -> bytes:
    """Draw orders done and volunteers kept against calls at once, in two panels, as PNG."""
    import matplotlib as mpl

    with mpl.rc_context(STYLE):
        figure, panels = _figure(11, 2)
        titles = ("Orders done a year", "Volunteers still there after a year, %")
        for axes, several, title in zip(panels, (orders, stayed), titles, strict=True):
            axes.set_title(title)
            axes.set_xscale("log", base=2)
            axes.set_xticks(calls, [str(number) for number in calls])
            axes.set_xlim(calls[0] / 1.1, calls[-1] * 1.1)
            axes.set_xlabel("volunteers called at once")
            for n, series in enumerate(several):
                _line(axes, np.array(calls, float), series.values, n, marker="o")
            axes.set_ylim(0, 1.1 * axes.get_ylim()[1])
            axes.yaxis.set_major_formatter("{x:,.0f}")
            _name_above(axes, several, calls)
        panels[1].set_ylim(0, 100)
        _note(figure, note)
        return as_bytes(figure, "png")


def _figure(width: float, panels: int) -> "tuple[Figure, list[Axes]]":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, 4.8))
    FigureCanvasAgg(figure)
    return figure, list(figure.subplots(1, panels, squeeze=False)[0])


def _line(axes: "Axes", x: Floats, values: Floats, n: int, marker: str = "") -> None:
    """Draw a mean of replications and its 95 % interval."""
    colour = COLOURS[n % len(COLOURS)]
    style = LINES[n % len(LINES)]
    axes.plot(
        x, values.mean(axis=0), color=colour, linestyle=style, linewidth=2, marker=marker or None
    )
    if len(values) > 1:
        bounds: list[Interval] = [mean_interval(column) for column in values.T]
        low, high = ([interval[side] for interval in bounds] for side in (1, 2))
        axes.fill_between(x, low, high, color=colour, alpha=0.2, linewidth=0)


def _name_ends(axes: "Axes", several: Sequence[Series], at: float) -> None:
    """Names right of the ends of the lines, moved apart where they would overlap."""
    ends = [float(series.values.mean(axis=0)[-1]) for series in several]
    places = apart(sorted(ends), 0.06)
    place = dict(zip(np.argsort(ends).tolist(), places, strict=True))
    for n, series in enumerate(several):
        axes.annotate(
            series.name,
            (at, place[n]),
            xytext=(6, 0),
            textcoords="offset points",
            color=COLOURS[n % len(COLOURS)],
            va="center",
            annotation_clip=False,
        )


def _name_above(axes: "Axes", several: Sequence[Series], calls: Sequence[int]) -> None:
    """Names above the right end of the lines and their bands, which are far apart."""
    for n, series in enumerate(several):
        ends = [mean_interval(column) for column in series.values.T[-3:]]
        top = max(end.mean if math.isnan(end.high) else end.high for end in ends)
        axes.annotate(
            series.name,
            (calls[-1], top),
            xytext=(0, 5),
            textcoords="offset points",
            color=COLOURS[n % len(COLOURS)],
            ha="right",
        )


def _note(figure: "Figure", text: str) -> None:
    figure.supxlabel(text, fontsize=9, color="0.35", x=0.01, ha="left")
