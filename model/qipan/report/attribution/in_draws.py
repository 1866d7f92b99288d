"""Contributions over chance, and over chance and data: as a section of a report, and as tables."""

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from ... import charts
from ...charts.two_intervals import Both, two_intervals
from ...outcomes.metrics import METRICS
from ...studies.uncertainty.ensemble import FEWEST
from ...words import Language, Words
from .. import glossary
from ..document import Chart, Section
from ..parts import method
from ..run.in_draws import CHANCE, DATA, FEW, HEADING, MISSING, SHEET
from ..run.in_draws import COLUMNS as RUN_COLUMNS
from ..table import Ends, Table, columns
from .answer import primary
from .tables import WHOLE, with_unit

if TYPE_CHECKING:
    from ...studies.attribution.in_draws import ContributionsInDraws
    from ...studies.attribution.result import Attribution

SAYS = Words(
    "Over chance: the 95 % interval of a mean, with all numbers as the scenarios have them. Over "
    "chance and data: {draws} draws of the ensemble, each laid over both scenarios and all "
    "combinations of changes, and run once on its own seed; nine in ten of them, by weight, lie in "
    "the range. It is that of one period in one plausible world, and no more replications narrow "
    "it."
)
TITLE = Words("What each change contributes, with both intervals")
CHART = Words("Contributions to {metric} over chance, and over chance and data")
COLUMNS = {
    **RUN_COLUMNS,
    "player": Words("change"),
    "mean": Words("contributes"),
    "better": Words("better in draws, share"),
}
SIGNED = ("mean", "low", "median", "data_low")


def ensemble_table(found: "Attribution", drawn: "ContributionsInDraws") -> Table:
    """Return each contribution, and the whole, with both intervals."""
    rows: list[dict[str, Any]] = []
    for each in found.metrics:
        given = {one.player: one.shapley for one in each.contributions}
        for player in (*found.players, ""):
            chance = given.get(player, each.difference)
            told = drawn.spread(player, each.metric) if player else drawn.whole(each.metric)
            rows.append(
                {
                    "metric": each.metric,
                    "player": player,
                    "mean": chance.mean,
                    "low": chance.low,
                    "high": chance.high,
                    "median": told.median,
                    "data_low": told.low,
                    "data_high": told.high,
                    "better": told.better,
                    "unit": METRICS[each.metric].unit,
                    "draws": told.draws,
                }
            )
    names = ("metric", "player", *(name for name in COLUMNS if name not in ("metric", "player")))
    return Table(
        "ensemble",
        pd.DataFrame(rows),
        columns(
            {name: COLUMNS[name] for name in names},
            signed=SIGNED,
            metric=glossary.metric,
            player=lambda name, language: (
                glossary.mechanism(name, language) if name else WHOLE.say(language)
            ),
            unit=glossary.unit,
        ),
        title=TITLE,
        sheet=SHEET,
        intervals=(Ends("low", "high", CHANCE), Ends("data_low", "data_high", DATA)),
        by_row=True,
        most_rows=None,
    )


def in_draws_tables(found: "Attribution") -> dict[str, Table]:
    """Both intervals, and every draw, as ensemble.csv and draws.csv; none without an ensemble."""
    drawn = found.ensemble
    if drawn is None:
        return {}
    frames = []
    for m, metric in enumerate(drawn.metrics):
        frame = pd.DataFrame(drawn.values[:, :, m], columns=list(drawn.players))
        head: dict[str, Any] = {
            "metric": metric,
            "draw": [n + 1 for n in drawn.drawn],
            "seed": list(drawn.seeds),
            "weight": drawn.weights,
        }
        for place, (name, values) in enumerate(head.items()):
            frame.insert(place, name, values)
        frames.append(frame)
    draws = pd.concat(frames, ignore_index=True)
    return {"ensemble": ensemble_table(found, drawn), "draws": Table("draws", draws)}


def in_draws_sections(found: "Attribution", language: Language) -> tuple[Section, ...]:
    """Return the section on an ensemble: sentences, a chart and a table; none without one."""
    drawn = found.ensemble
    if drawn is None:
        return ()
    said = (SAYS.say(language, draws=len(drawn)),)
    items = []
    if len(drawn) < FEWEST:
        items.append(FEW.say(language, least=FEWEST))
    if len(drawn) < drawn.wanted:
        left = drawn.wanted - len(drawn)
        items.append(MISSING.say(language, missing=left, wanted=drawn.wanted))
    table = found.tables["ensemble"].said(language)
    shown = _charts(found, drawn, language)
    section = Section(HEADING.say(language), said, shown, (table,), tuple(items))
    return (section.briefly(),)


def _charts(
    found: "Attribution", drawn: "ContributionsInDraws", language: Language
) -> tuple[Chart, ...]:
    """Draw the contributions to the first metric that is there in all coalitions."""
    first = primary(found)
    if first is None:
        return ()
    name = glossary.metric(first.metric, language)
    title = CHART.say(language, metric=name)
    unit = with_unit(first.metric).say(language)
    rows = []
    for one in first.ranked:
        told = drawn.spread(one.player, first.metric)
        rows.append(
            Both(
                glossary.mechanism(one.player, language),
                unit,
                charts.Ends(one.shapley.mean, one.shapley.low, one.shapley.high),
                charts.Ends(told.median, told.low, told.high),
            )
        )
    note = method.simulated(found.after, str(len(found.replications)), language)
    figure = partial(two_intervals, rows, title=title, note=note, language=language)
    return (charts.as_chart(figure, "chance_and_data", title),)
