"""Charts of replications: what they draw, from results."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ... import charts
from ...charts import Backlog, Mark, SolvedCurve
from ...charts.letters import joined
from ...charts.numbers import number
from ...engine.codes import LEVELS
from ...outcomes.flow import ENDS, flow_of
from ...outcomes.table import CELL
from ...runs.cautions import assumed_numbers
from ...runs.runs import CURVE_DAYS, Runs
from ...words import Language, Words
from .. import glossary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONGEST = 120.0  # days of age shown

OPEN_TICKETS = Words("Open tickets")
HOW_LONG = Words("How long until an issue is truly solved")
STAYED = Words("{share}% of closed tickets were closed where they entered")
TICKETS = Words("Tickets a year; mean of the replications.")
LATE = Words("Tickets past their time limit, by community and kind")
LATE_LABEL = Words("% past their time limit")
LATE_NOTE = Words(
    "Of the tickets due within the horizon; mean of the replications that have such tickets."
)
FATES = {
    "withdrawn": Words("withdrawn"),
    "open": Words("still open"),
}
CHANGES = Words("policy changes {date}")
ORIGIN = Words("Simulated, seed {seed}; {doubtful} of {numbers} input numbers are assumed.")


def chart_files(several: Sequence[Runs], language: Language = "en") -> dict[str, bytes]:
    """Charts as PNG and SVG, by file name: backlog and time to solve.

    Of a single policy also where tickets enter and end, and where they are late.
    """
    drawn = {
        "backlog": backlog_chart(several, language),
        "time_to_solve": time_to_solve_chart(several, language),
    }
    if len(several) == 1:
        drawn["levels"] = flow_chart(several[0], language)
        drawn["late"] = late_chart(several[0], language)
    return charts.chart_files(drawn)


def backlog_chart(
    several: Sequence[Runs],
    language: Language = "en",
    names: Sequence[str] = (),
    note: str = "",
) -> "Figure":
    """Open tickets at the end of each day, with changes of policy and shocks.

    The runs have the names given, or else the titles of their scenarios; the note stands before
    seed and assumptions.
    """
    told = names or [title_of(runs, language) for runs in several]
    return charts.backlog_fan(
        [Backlog(name, *open_tickets(runs)) for name, runs in zip(told, several, strict=True)],
        title=_title(OPEN_TICKETS, several, language),
        note=joined(language, note, origin(several, language)),
        language=language,
        marks=marks(several, language),
    )


def time_to_solve_chart(
    several: Sequence[Runs],
    language: Language = "en",
    names: Sequence[str] = (),
    note: str = "",
) -> "Figure":
    """Share of the fixed cohort truly solved by age: Aalen-Johansen, with lapse competing.

    Names and note as in `backlog_chart`.
    """
    told = names or [title_of(runs, language) for runs in several]
    horizon = min(float(runs.scenario.document.horizon.days) for runs in several)
    return charts.time_to_solve(
        [
            SolvedCurve(name, CURVE_DAYS, solved(runs), *fate(runs))
            for name, runs in zip(told, several, strict=True)
        ],
        title=_title(HOW_LONG, several, language),
        note=joined(language, note, origin(several, language)),
        language=language,
        until=min(LONGEST, horizon),
    )


def flow_chart(runs: Runs, language: Language = "en") -> "Figure":
    """Levels at which tickets enter and end, a year; mean of the replications."""
    share = number(runs.interval("closed_where_entered_share").mean, language, decimals=0)
    return charts.flow(
        np.mean([flow_of(replication.table) for replication in runs.replications], axis=0),
        [glossary.LEVELS[level].say(language) for level in LEVELS],
        [{**glossary.LEVELS, **FATES}[end].say(language) for end in ENDS],
        title=f"{STAYED.say(language, share=share)}\n{title_of(runs, language)}",
        note=joined(language, TICKETS.say(language), origin([runs], language)),
        language=language,
    )


def late_chart(runs: Runs, language: Language = "en") -> "Figure":
    """SLA breaches by community and kind; mean of the replications in which they exist."""
    table = runs.replications[0].table
    names = [glossary.kind(runs.scenario, kind, language) for kind in table.members["kind"]]
    return charts.heatmap(
        by_cell(runs, "sla_breach_share"),
        table.members["community"],
        names,
        label=LATE_LABEL.say(language),
        title=_title(LATE, [runs], language),
        note=joined(language, LATE_NOTE.say(language), origin([runs], language)),
        language=language,
    )


def by_cell(runs: Runs, metric: str) -> NDArray[np.float64]:
    """Mean of a metric by community and kind, over the replications in which it exists."""
    table = runs.replications[0].table
    shape = len(table.members["community"]), len(table.members["kind"])
    values = np.stack([r.table.values(metric, CELL) for r in runs.replications])
    known = np.isfinite(values)
    total, several = np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0)
    mean = np.full(len(total), np.nan)
    np.divide(total, several, out=mean, where=several > 0)
    return mean.reshape(shape)


def solved(runs: Runs) -> NDArray[np.float64]:
    """Share of the fixed cohort truly solved by each age of CURVE_DAYS, a row a replication."""
    return np.stack([replication.solved for replication in runs.replications])


def fate(runs: Runs) -> tuple[float, float]:
    """Shares of the fixed cohort that had lapsed, and that were still open, at the end."""
    lapsed = float(runs.values("fixed_cohort_lapsed_share").mean()) / 100.0
    done = float(runs.values("fixed_cohort_solved_share").mean()) / 100.0
    return lapsed, max(1.0 - done - lapsed, 0.0)


def open_tickets(runs: Runs) -> tuple[list[datetime.date], np.ndarray]:
    """Measured dates, and open tickets at the end of each, shape (replications, days)."""
    rows = []
    dates: list[datetime.date] = []
    for replication in runs.replications:
        measured = replication.daily[replication.daily["measured"]]
        total = measured.groupby("day")["open_tickets"].sum()
        rows.append(total.to_numpy(float))
        dates = list(measured.drop_duplicates("day").sort_values("day")["date"])
    return [datetime.date(day.year, day.month, day.day) for day in dates], np.stack(rows)


def marks(several: Sequence[Runs], language: Language) -> list[Mark]:
    """Dates within the measured days from which a policy changes, and the days of shocks."""
    horizon = several[0].scenario.document.horizon
    days = {regime.day for runs in several for regime in runs.scenario.regimes}
    found = []
    for day in sorted(day for day in days if day > horizon.warm_up_days):
        date = horizon.first_day + datetime.timedelta(days=day)
        found.append(Mark(CHANGES.say(language, date=date), date))
    shocks = {
        Mark(getattr(shock.title, language), shock.start, shock.days)
        for runs in several
        for shock in runs.scenario.document.shocks
    }
    return found + sorted(shocks, key=lambda shock: (shock.start, shock.name))


def title_of(runs: Runs, language: Language) -> str:
    """Title of a scenario."""
    return glossary.title(runs.scenario, language)


def origin(several: Sequence[Runs], language: Language) -> str:
    """Seed, and how many numbers are assumed."""
    doubtful, numbers = map(max, zip(*(assumed_numbers(runs) for runs in several), strict=True))
    return ORIGIN.say(language, seed=several[0].seed, doubtful=doubtful, numbers=numbers)


def _title(subject: Words, several: Sequence[Runs], language: Language) -> str:
    said = subject.say(language)
    if len(several) > 1:
        return said
    return f"{said}\n{title_of(several[0], language)}"
