"""Charts of replications: what they draw, from results."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..experiments.findings import assumed_numbers
from ..experiments.replications import CURVE_DAYS, Runs
from . import charts
from .charts import Backlog, Mark, SolvedCurve
from .language import Language, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONGEST = 120.0  # days of age shown

OPEN_TICKETS = Words("Open tickets", "未办结工单")
HOW_LONG = Words("How long until an issue is truly solved", "事项多久得到真正解决")
OF = Words("{subject}: {scenario}", "{subject}：{scenario}")
CHANGES = Words("policy changes {date}", "{date} 起政策调整")
ORIGIN = Words(
    "Simulated, seed {seed}; {doubtful} of {numbers} input numbers are assumed.",
    "模拟结果，种子 {seed}；{numbers} 个输入数据中有 {doubtful} 个为假设值。",
)


def chart_files(several: Sequence[Runs], language: Language = "en") -> dict[str, bytes]:
    """Backlog over time and time to solve, each as PNG and SVG, by file name."""
    return charts.chart_files(
        {
            "backlog": backlog_chart(several, language),
            "time_to_solve": time_to_solve_chart(several, language),
        }
    )


def backlog_chart(several: Sequence[Runs], language: Language = "en") -> "Figure":
    """Open tickets at the end of each day, with changes of policy and shocks."""
    return charts.backlog_fan(
        [Backlog(title_of(runs, language), *open_tickets(runs)) for runs in several],
        title=_title(OPEN_TICKETS, several, language),
        note=origin(several, language),
        language=language,
        marks=marks(several, language),
    )


def time_to_solve_chart(several: Sequence[Runs], language: Language = "en") -> "Figure":
    """Share of the fixed cohort truly solved by age: Aalen-Johansen, with lapse competing."""
    horizon = min(float(runs.scenario.document.horizon.days) for runs in several)
    return charts.time_to_solve(
        [
            SolvedCurve(
                title_of(runs, language),
                CURVE_DAYS,
                np.stack([r.solved for r in runs.replications]),
            )
            for runs in several
        ],
        title=_title(HOW_LONG, several, language),
        note=origin(several, language),
        language=language,
        until=min(LONGEST, horizon),
    )


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
    title: str = getattr(runs.scenario.document.title, language)
    return title


def origin(several: Sequence[Runs], language: Language) -> str:
    """Seed, and how many numbers are assumed."""
    doubtful, numbers = map(max, zip(*(assumed_numbers(runs) for runs in several), strict=True))
    return ORIGIN.say(language, seed=several[0].seed, doubtful=doubtful, numbers=numbers)


def _title(subject: Words, several: Sequence[Runs], language: Language) -> str:
    said = subject.say(language)
    if len(several) > 1:
        return said
    return OF.say(language, subject=said, scenario=title_of(several[0], language))
