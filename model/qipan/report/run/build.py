"""Replications of one scenario as a report."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from ... import charts
from ...outcomes.metrics import METRICS
from ...runs.runs import Runs
from ...statistics.interval import mean_interval
from ...words import Language, Words
from .. import glossary
from ..document import Report, Section, Table
from ..parts.closures import closures_said
from ..parts.method import method_section
from ..parts.provenance import provenance_section
from ..parts.reproduction import reproduction_section, seeded
from ..parts.targets import targets_section
from ..parts.years import years_sections
from .answer import answer
from .charts import backlog_chart, flow_chart, late_chart, time_to_solve_chart
from .tables import headline_table

QUESTION = Words("How does “{title}” fare: how long do matters take, and for whom?")
FOUND = Words("What was found")
WHO = Words("For whom")
BY = {
    "community": (Words("by community"), Words("community")),
    "kind": (Words("by kind"), Words("kind of issue")),
    "level": (Words("by level"), Words("level")),
}
BY_METRICS = {
    "community": (
        "fixed_cohort_p50",
        "fixed_cohort_solved_share",
        "solved_within_15_days",
        "backlog_mean",
        "satisfied_share",
    ),
    "kind": (
        "fixed_cohort_p50",
        "fixed_cohort_solved_share",
        "solved_within_15_days",
        "close_p50",
        "satisfied_share",
    ),
    "level": ("resolved_at_level_share", "close_p50", "load"),
}
CAPTIONS = {
    "time_to_solve": Words(
        "How many of all issues are truly solved, by the days since they arose."
    ),
    "backlog": Words("Open tickets through the measured days."),
    "levels": Words("Where tickets enter, and where they end."),
    "late": Words("Where tickets are late, by community and kind."),
}


def run_report(runs: Runs, language: Language, *, command: str) -> Report:
    """Write the report of the replications of one scenario.

    Parameters
    ----------
    runs : Runs
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    """
    title = glossary.title(runs.scenario, language)
    figures = {
        "time_to_solve": partial(time_to_solve_chart, [runs], language),
        "backlog": partial(backlog_chart, [runs], language),
        "levels": partial(flow_chart, runs, language),
        "late": partial(late_chart, runs, language),
    }
    drawn = [
        charts.as_chart(figure, name, CAPTIONS[name].say(language))
        for name, figure in figures.items()
    ]
    targets = targets_section([runs], language)
    closures = closures_said(runs, language)
    made = Report(
        language=language,
        title=title,
        question=QUESTION.say(language, title=title),
        answer=answer(runs, language),
        sections=(
            Section(
                FOUND.say(language),
                (closures,) if closures is not None else (),
                charts=tuple(drawn[:2]),
                tables=(
                    headline_table(runs).said(language),
                    runs.tables["summary"].said(language),
                ),
            ).briefly(),
            *years_sections(runs.tables.get("years"), language),
            Section(
                WHO.say(language),
                charts=tuple(drawn[2:]),
                tables=tuple(_by(runs, by, language) for by in BY),
            ),
            *([targets] if targets is not None else []),
            method_section([runs], language),
            provenance_section([runs.scenario], language),
            reproduction_section(seeded([runs]), language),
        ),
        command=command,
    )
    return runs.heading.heads(made, language)


def _by(runs: Runs, by: str, language: Language) -> Table:
    """Tabulate means by member of a dimension, those of whose issues fewest are solved first."""
    table = runs.replications[0].table
    members = list(table.members[by])
    sheet, heading = (words.say(language) for words in BY[by])
    columns: dict[str, Any] = {heading: [_member(runs, by, name, language) for name in members]}
    for metric in BY_METRICS[by]:
        values = np.stack([r.table.values(metric, by) for r in runs.replications])
        unit = glossary.unit(METRICS[metric].unit, language)
        name = glossary.metric(metric, language)
        label = f"{name} ({unit})" if language == "en" else f"{name}（{unit}）"
        columns[label] = [mean_interval(column).mean for column in values.T]
    frame = pd.DataFrame(columns)
    if by != "level":
        solved = frame.iloc[:, 2].to_numpy(float)
        order = np.argsort(np.where(np.isnan(solved), np.inf, solved), kind="stable")
        frame = frame.iloc[order].reset_index(drop=True)
    return Table(sheet, sheet[:1].upper() + sheet[1:], frame, most_rows=20)


def _member(runs: Runs, by: str, name: str, language: Language) -> str:
    if by == "kind":
        return glossary.kind(runs.scenario, name, language)
    return glossary.term(glossary.LEVELS, name, language) if by == "level" else name
