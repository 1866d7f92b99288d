"""Charts of replications, drawn without a display."""

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..experiments.findings import assumed_numbers
from ..experiments.replications import CURVE_DAYS, Runs

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe & Ito (2008): told apart by colour-blind readers, and in grey.
COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
LINES = ("-", "-", "--", "-.", ":", "--")
STYLE: Any = {
    "font.size": 11,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "figure.constrained_layout.use": True,
    "svg.hashsalt": "qipan",
}
FEWEST_FOR_A_BAND = 5
BAND = (5, 95)  # percentiles of the replications between which the band lies


def chart_files(several: Sequence[Runs]) -> dict[str, bytes]:
    """Backlog over time and time to solve, each as PNG and SVG, by file name."""
    import matplotlib as mpl

    with mpl.rc_context(STYLE):
        figures = {
            "backlog": backlog_chart(several),
            "time_to_solve": time_to_solve_chart(several),
        }
        return {
            f"{name}.{form}": as_bytes(figure, form)
            for name, figure in figures.items()
            for form in ("png", "svg")
        }


def backlog_chart(several: Sequence[Runs]) -> "Figure":
    """Open tickets at the end of each day: mean of replications and their 5-95 % band."""
    figure, axes = _figure()
    for n, runs in enumerate(several):
        dates, values = open_tickets(runs)
        _band(axes, dates, values, n)
    horizon = several[0].scenario.document.horizon
    last = horizon.end - datetime.timedelta(days=1)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("open tickets")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_title(_title("Open tickets", several))
    _mark_changes(axes, several)
    _shade_shocks(axes, several)
    _label_lines(axes, several, at=last)
    axes.set_xlabel(f"from {horizon.start} to {last}")
    _date_axis(axes)
    _note(figure, several)
    return figure


def time_to_solve_chart(several: Sequence[Runs]) -> "Figure":
    """Share of the fixed cohort truly solved by age: Aalen-Johansen, with lapse competing."""
    figure, axes = _figure()
    horizon = min(120.0, *(float(runs.scenario.document.horizon.days) for runs in several))
    shown = horizon >= CURVE_DAYS
    for n, runs in enumerate(several):
        values = 100.0 * np.stack([r.solved for r in runs.replications])[:, shown]
        _band(axes, CURVE_DAYS[shown], values, n)
    axes.set_xlim(0, horizon)
    axes.set_ylim(0, 100)
    axes.set_xlabel("days since the issue arose")
    axes.set_ylabel("% of issues truly solved")
    axes.set_title(_title("How long until an issue is truly solved", several))
    _label_lines(axes, several, at=horizon)
    _note(figure, several, "Issues that arise under every policy, unreported ones included.")
    return figure


def open_tickets(runs: Runs) -> tuple[list[datetime.date], np.ndarray]:
    """Measured dates, and open tickets at the end of each, shape (replications, days)."""
    rows = []
    dates: list[datetime.date] = []
    for replication in runs.replications:
        measured = replication.daily[replication.daily["measured"]]
        total = measured.groupby("day")["open_tickets"].sum()
        rows.append(total.to_numpy(float))
        dates = list(measured.drop_duplicates("day").sort_values("day")["date"])
    return dates, np.stack(rows)


def _figure() -> "tuple[Figure, Axes]":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.5, 4.8))
    FigureCanvasAgg(figure)
    return figure, figure.subplots()


def _band(axes: "Axes", x: Any, values: np.ndarray, n: int) -> None:
    colour = COLOURS[n % len(COLOURS)]
    axes.plot(x, values.mean(axis=0), color=colour, linestyle=LINES[n % len(LINES)], linewidth=2)
    if len(values) >= FEWEST_FOR_A_BAND:
        low, high = np.percentile(values, BAND, axis=0)
        axes.fill_between(x, low, high, color=colour, alpha=0.18, linewidth=0)


def _title(subject: str, several: Sequence[Runs]) -> str:
    if len(several) == 1:
        return f"{subject}\n{several[0].scenario.document.title.en}"
    return subject


def _label_lines(axes: "Axes", several: Sequence[Runs], at: Any) -> None:
    """Names at the ends of the lines, moved apart where they would overlap.

    A line that is alone is named by the title.
    """
    if len(several) == 1:
        return
    ends = [float(np.asarray(line.get_ydata(), float)[-1]) for line in axes.get_lines()]
    low, high = axes.get_ylim()
    gap = 0.06 * (high - low)
    place = dict(zip(np.argsort(ends).tolist(), apart(sorted(ends), gap), strict=True))
    for n, runs in enumerate(several):
        axes.annotate(
            runs.scenario.document.title.en,
            (at, place[n]),
            xytext=(6, 0),
            textcoords="offset points",
            color=COLOURS[n % len(COLOURS)],
            va="center",
            annotation_clip=False,
        )


def apart(values: list[float], gap: float) -> list[float]:
    """Rising places for labels, at least `gap` apart."""
    places: list[float] = []
    for value in values:
        places.append(max(value, places[-1] + gap) if places else value)
    return places


def _mark_changes(axes: "Axes", several: Sequence[Runs]) -> None:
    """Dotted lines on the dates within the measured days from which a policy changes."""
    horizon = several[0].scenario.document.horizon
    days = {regime.day for runs in several for regime in runs.scenario.regimes}
    for day in sorted(day for day in days if day > horizon.warm_up_days):
        date: Any = horizon.first_day + datetime.timedelta(days=day)
        axes.axvline(date, color="0.4", linestyle=":", linewidth=1.2)
        axes.annotate(
            f"policy changes {date}",
            (date, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(4, -12),
            textcoords="offset points",
            fontsize=9,
            color="0.35",
        )


def _shade_shocks(axes: "Axes", several: Sequence[Runs]) -> None:
    """Grey bands over the days of storms and epidemics."""
    shocks = {shock for runs in several for shock in _shocks(runs)}
    for title, start, days in sorted(shocks, key=lambda shock: shock[1]):
        first: Any = start
        last: Any = start + datetime.timedelta(days=days)
        axes.axvspan(first, last, color="0.5", alpha=0.2, linewidth=0)
        axes.annotate(
            title,
            (first, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(2, -24),
            textcoords="offset points",
            fontsize=9,
            color="0.35",
        )


def _shocks(runs: Runs) -> list[tuple[str, datetime.date, int]]:
    return [(s.title.en, s.start, s.days) for s in runs.scenario.document.shocks]


def _date_axis(axes: "Axes") -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))


def _note(figure: "Figure", several: Sequence[Runs], sentence: str = "") -> None:
    counts = sorted({len(runs) for runs in several})
    number = " and ".join(map(str, counts))
    band = f"Mean of {number} replications"
    if counts == [1]:
        band = "One replication"
    elif counts[-1] >= FEWEST_FOR_A_BAND:
        band += f"; band: {BAND[0]}th to {BAND[1]}th percentile of them"
    band += "."
    doubtful, numbers = map(max, zip(*(assumed_numbers(runs) for runs in several), strict=True))
    origin = f"Simulated; {doubtful} of {numbers} input numbers are assumed."
    figure.supxlabel(
        f"{sentence} {band}\n{origin}".strip(), fontsize=9, color="0.35", x=0.01, ha="left"
    )


def as_bytes(figure: "Figure", form: str) -> bytes:
    """Return a figure as the content of a file; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    metadata: Mapping[str, None] = {"Date": None} if form == "svg" else {"Software": None}
    figure.savefig(buffer, format=form, dpi=160, metadata=dict(metadata))
    return buffer.getvalue()
