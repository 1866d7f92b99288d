"""A sweep over an ensemble: what is said of its draws, and both intervals drawn."""

import math
from dataclasses import replace
from functools import partial

from ... import charts
from ...charts.two_intervals import two_intervals
from ...studies.sweep.result import Sweep
from ...studies.uncertainty.ensemble import FEWEST
from ...words import Language, Words
from .. import glossary
from ..answers.quantities import unit_of_change
from ..document import Chart, Section
from ..parts.two_intervals import as_both
from ..table import Table
from .names import response, unit

HEADING = Words("How far it moves over chance and data, as given")
SAYS = Words(
    "Over chance alone: the 95 % interval of a mean over {draws} replications, with all numbers as "
    "the scenarios have them. Over chance and data: each of {draws} draws of the ensemble laid "
    "over all scenarios and run on its own seed; nine in ten lie in the range, which is that of "
    "one period in one plausible world."
)
POINTS = Words(
    "Points of the sweep were tried over the draws as well: each replication of a point is a draw "
    "laid over it, another from replication to replication, so that what is told of worlds is over "
    "chance and data. Numbers that the draws set do not move."
)
FEW = Words("Of fewer than {least} draws no range of nine in ten can be told.")
CHART = Words("As given, over chance and over chance and data")
NOTE = Words("Simulated, seed {seed}.")


def in_draws_sections(found: Sweep, language: Language) -> tuple[Section, ...]:
    """Return the section on both intervals; none without an ensemble."""
    table = in_draws_table(found)
    if not found.draw_seeds or table is None:
        return ()
    count = len(found.draw_seeds)
    items = (FEW.say(language, least=FEWEST),) if count < FEWEST else ()
    made = Section(
        HEADING.say(language),
        (SAYS.say(language, draws=count), POINTS.say(language)),
        charts=_chart(found, language),
        tables=(table.said(language),),
        items=items,
    )
    return (made.briefly(),)


def in_draws_table(found: Sweep) -> Table | None:
    """Return both intervals of each response as given; None without an ensemble."""
    table = found.tables.get("ensemble")
    if table is None:
        return None
    changes = table.frame["first"].notna()
    units = [
        unit_of_change(each) if change else each
        for each, change in zip(table.frame["unit"], changes, strict=True)
    ]
    return replace(table, frame=table.frame.assign(unit=units), most_rows=None)


def _chart(found: Sweep, language: Language) -> tuple[Chart, ...]:
    rows = [
        as_both(response(found, each, language), glossary.unit(unit(each), language), each.both)
        for each in found.responses
        if each.both is not None
    ]
    if not any(math.isfinite(value) for row in rows for value in (*row.chance, *row.data)):
        return ()
    title = CHART.say(language)
    figure = partial(
        two_intervals,
        rows,
        title=title,
        note=NOTE.say(language, seed=found.seed),
        language=language,
    )
    return (charts.as_chart(figure, "chance_and_data", title),)
