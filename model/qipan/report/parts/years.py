"""Results by year, where a horizon has several: of one scenario, and of policies side by side."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...runs.runs import Runs
from ...runs.yearly import METRICS, yearly_values, years_of
from ...statistics.interval import mean_interval, paired_interval
from ...words import Language, Words
from .. import glossary
from ..document import Section
from ..table import Ends, Table, columns

HEADING = Words("Year by year")
TITLE = Words("Results by year of the horizon")
NOTE = Words(
    "Years are counted from the first measured day; counts are a year of 365 days, also of a last "
    "year that is a part of one. Open tickets are the mean of the year, and those at its end."
)
SHEET = Words("years")
HEADS = {
    "scenario": Words("policy"),
    "year": Words("year"),
    "first": Words("first day"),
    "days": Words("days"),
    "metric": Words("metric"),
    "mean": Words("mean"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "difference": Words("difference"),
    "difference_low": Words("difference, low"),
    "difference_high": Words("difference, high"),
}
INTERVAL = Words("95 % interval")
OF_DIFFERENCE = Words("95 % interval of the difference")


def years_table(several: Sequence[Runs], reference: str = "") -> Table | None:
    """Tabulate years of one scenario, or of several with differences; None for a single year."""
    if not several or not all(len(runs) and years_of(runs) for runs in several):
        return None
    values = {runs.scenario.name: yearly_values(runs) for runs in several}
    rows = [
        row
        for runs in several
        for row in _rows(runs, values[runs.scenario.name], values.get(reference), reference)
    ]
    heads = dict(HEADS)
    if len(several) == 1:
        heads = {name: words for name, words in HEADS.items() if "diff" not in name}
        del heads["scenario"]
    scenarios = {runs.scenario.name: runs.scenario for runs in several}

    def policy(name: str, language: Language) -> str:
        return glossary.title(scenarios[name], language)

    changes = ("difference", "difference_low", "difference_high")
    return Table(
        "years",
        pd.DataFrame(rows)[list(heads)],
        columns(heads, signed=changes, metric=glossary.metric, scenario=policy),
        TITLE,
        NOTE,
        SHEET,
        (Ends("low", "high", INTERVAL), Ends("difference_low", "difference_high", OF_DIFFERENCE)),
        by_row=True,
    )


def years_sections(table: Table | None, language: Language) -> tuple[Section, ...]:
    """Return the section of results by year, where there are years."""
    if table is None:
        return ()
    return (Section(HEADING.say(language), tables=(table.said(language),)).briefly(),)


def _rows(
    runs: Runs,
    values: NDArray[np.float64],
    other: NDArray[np.float64] | None,
    reference: str,
) -> list[dict[str, object]]:
    rows = []
    for n, year in enumerate(years_of(runs)):
        for m, metric in enumerate(METRICS):
            own = mean_interval(values[:, n, m])
            row: dict[str, object] = {
                "scenario": runs.scenario.name,
                "year": n + 1,
                "first": year.first.isoformat(),
                "days": year.days,
                "metric": metric,
                "mean": own.mean,
                "low": own.low,
                "high": own.high,
            }
            row |= dict.fromkeys(("difference", "difference_low", "difference_high"), np.nan)
            if other is not None and runs.scenario.name != reference:
                change = paired_interval(values[:, n, m], other[:, n, m])
                row |= {"difference": change.mean}
                row |= {"difference_low": change.low, "difference_high": change.high}
            rows.append(row)
    return rows
