"""Tables and charts of policies turned from mild to strong."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from effects_shown import plus_minus
from harm_steps import Cell, Sweep
from numpy.typing import NDArray
from rich import box
from rich.console import Console
from rich.table import Table

from qipan.charts import Panel, Trend, trend_chart
from qipan.charts.picture import as_bytes
from qipan.report.console import number

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
    trends = tuple(Trend(*series) for series in several)
    figure = trend_chart(
        list(range(several[0].values.shape[1])),
        [Panel("mean engagement of units, 0 to 1", trends, top=1.0)],
        x_label="months of pairing",
        title="Units that get nothing back lose interest, assigned ones sooner",
        note=note,
    )
    return as_bytes(figure, "png")


def calls_chart(
    calls: Sequence[int], orders: Sequence[Series], stayed: Sequence[Series], note: str
) -> bytes:
    """Draw orders done and volunteers kept against calls at once, in two panels, as PNG."""
    panels = [
        Panel("orders done a year", tuple(Trend(*series) for series in orders)),
        Panel(
            "volunteers still there after a year, %",
            tuple(Trend(*series) for series in stayed),
            top=100.0,
        ),
    ]
    figure = trend_chart(
        calls,
        panels,
        x_label="volunteers called at once",
        title="What calling more volunteers at once does",
        note=note,
        doubling=True,
    )
    return as_bytes(figure, "png")
