"""Replications of one scenario with both their intervals: over chance, over chance and data."""

from dataclasses import replace
from functools import partial

import pandas as pd

from ... import charts
from ...charts.two_intervals import Both, two_intervals
from ...outcomes.metrics import METRICS
from ...studies.uncertainty.ensemble import FEWEST
from ...studies.uncertainty.runs_in_draws import RunsInDraws
from ...words import Language, Words
from .. import glossary
from ..document import Report, Section
from ..table import Ends, Table, columns
from .build import run_report
from .charts import origin

HEADING = Words("How far it moves over chance and data")
SAYS = Words(
    "Over chance: the 95 % interval of a mean, with all numbers as the scenario has them. Over "
    "chance and data: {draws} draws of the ensemble, each laid over the scenario and run on its "
    "own seed; nine in ten of them, by weight, lie in the range. It is that of one period in one "
    "plausible world, and no more replications narrow it."
)
FEW = Words("Of fewer than {least} draws no range of nine in ten can be told.")
MISSING = Words("{missing} of {wanted} draws could not be simulated and are left out.")
CHART = Words("Each metric over chance, and over chance and data")
COLUMNS = {
    "metric": Words("metric"),
    "mean": Words("mean"),
    "low": Words("chance, low"),
    "high": Words("chance, high"),
    "median": Words("middle of the draws"),
    "data_low": Words("chance and data, low"),
    "data_high": Words("chance and data, high"),
    "unit": Words("unit"),
    "draws": Words("draws in which it exists"),
}
TITLE = Words("Each metric with both intervals")
SHEET = Words("chance and data")
CHANCE = Words("over chance, 95 %")
DATA = Words("over chance and data, nine in ten")


def ensemble_table(found: RunsInDraws) -> Table:
    """Return each metric with its interval over chance and its range over chance and data."""
    rows = []
    for name in found.metrics:
        told, interval = found.spread(name), found.runs.interval(name)
        rows.append(
            {
                "metric": name,
                "mean": interval.mean,
                "low": interval.low,
                "high": interval.high,
                "median": told.median,
                "data_low": told.low,
                "data_high": told.high,
                "unit": METRICS[name].unit,
                "draws": told.draws,
            }
        )
    return Table(
        "ensemble",
        pd.DataFrame(rows),
        columns(COLUMNS, metric=glossary.metric, unit=glossary.unit),
        title=TITLE,
        sheet=SHEET,
        intervals=(Ends("low", "high", CHANCE), Ends("data_low", "data_high", DATA)),
        by_row=True,
        most_rows=None,
    )


def in_draws_report(found: RunsInDraws, language: Language, *, command: str) -> Report:
    """Write the report of replications, with a section on both intervals after what was found."""
    made = run_report(found.runs, language, command=command)
    first, *others = made.sections
    return replace(made, sections=(first, _section(found, language), *others))


def _section(found: RunsInDraws, language: Language) -> Section:
    layer = found.over.layer
    said = [SAYS.say(language, draws=len(layer))]
    items = []
    if len(layer) < FEWEST:
        items.append(FEW.say(language, least=FEWEST))
    if len(layer) < layer.wanted:
        missing = layer.wanted - len(layer)
        items.append(MISSING.say(language, missing=missing, wanted=layer.wanted))
    title = CHART.say(language)
    figure = partial(
        two_intervals,
        _drawn(found, language),
        title=title,
        note=origin([found.runs], language),
        language=language,
    )
    return Section(
        HEADING.say(language),
        tuple(said),
        charts=(charts.as_chart(figure, "chance_and_data", title),),
        tables=(ensemble_table(found).said(language),),
        items=tuple(items),
    ).briefly()


def _drawn(found: RunsInDraws, language: Language) -> list[Both]:
    rows = []
    for name in found.metrics:
        told, interval = found.spread(name), found.runs.interval(name)
        unit = glossary.unit(METRICS[name].unit, language)
        rows.append(
            Both(
                glossary.metric(name, language),
                unit,
                charts.Ends(interval.mean, interval.low, interval.high),
                charts.Ends(told.median, told.low, told.high),
            )
        )
    return rows
