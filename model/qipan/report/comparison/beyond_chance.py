"""What a comparison says beyond chance: over what was assumed, and over synthetic cities."""

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from ... import charts
from ...charts.beyond import Ends, Ranged, Source
from ...outcomes.metrics import METRICS
from ...statistics.interval import Interval
from ...studies.comparison.comparison import Comparison
from ...studies.uncertainty.cities import city_interval, components
from ...studies.uncertainty.ensemble import FEWEST, Spread
from ...studies.uncertainty.layer import Layer
from ...studies.uncertainty.verdict import Verdict, verdict
from ...studies.uncertainty.worlds import OverWorlds, over_worlds
from ...words import Language, Words, clauses
from .. import glossary
from ..answers.quantities import unit_of_change
from ..document import Chart, Range, Section, Table
from ..run.charts import origin
from .charts import in_parts
from .titles import titles

HEADING = Words("How far it moves beyond chance")
ONE_CITY = Words(
    "All intervals over chance stand on one synthetic city and on one guess at every number "
    "that nobody has measured; they say nothing of another city, or of other guesses (qipan "
    "compare --cities, --worlds)."
)
ONE_GUESS = Words(
    "All intervals stand on one guess at every number that nobody has measured (qipan "
    "compare --worlds)."
)
WORLDS_SAY = Words(
    "Over what was assumed: {worlds} worlds, each with other values of all assumed numbers, "
    "those of a family moving together (correlation {together}). The range holds nine in ten "
    "of the worlds; it is no confidence interval, and more replications do not narrow it."
)
STOPPED_EARLY = Words("stopped early")
SHORT = Words(
    "Only {found} of the {wanted} that were asked for could be drawn and simulated: {reasons}."
)
REDRAWN = Words(
    "{count:One draw was|# draws were} no sound scenario and {count:was|were} replaced."
)
CITIES_SAY = Words(
    "Over cities: {cities} synthetic cities of the same statistics, {n} replications of each "
    "policy in each. Their interval holds for another such city; that over chance holds for "
    "one."
)
DATA_SAY = Words(
    "Over chance and data: {draws} draws of the ensemble, each laid over all policies and "
    "run on its own seed. The range holds nine in ten of the draws, by weight: what one such "
    "period may bring, given what the data leave open. It is wider than an interval of a "
    "mean."
)
FEW_DRAWS = Words("Of fewer than {least} draws no range of nine in ten can be told.")
ONE_CITY_OF_WORLDS = Words("All of this is in one synthetic city (qipan compare --cities).")
# Verdicts on the load of the community desks under the reference.
VERDICTS = {
    "better": Words(
        "“{policy}” is better in {metric} in all {worlds} worlds in which that exists, at "
        "loads of the community desks under “{reference}” from {least} to {most}."
    ),
    "worse": Words(
        "“{policy}” is worse in {metric} in all {worlds} worlds in which that exists, at "
        "loads of the community desks under “{reference}” from {least} to {most}."
    ),
    "better_above": Words(
        "“{policy}” is better in {metric} where the community desks' load under "
        "“{reference}” is above {at} [{low}, {high}]: in {above} of {of_above} worlds there, "
        "and in {below} of {of_below} below it."
    ),
    "better_below": Words(
        "“{policy}” is better in {metric} where the community desks' load under "
        "“{reference}” is below {at} [{low}, {high}]: in {below} of {of_below} worlds there, "
        "and in {above} of {of_above} above it."
    ),
    "untold": Words(
        "“{policy}” is better in {metric} in {above} of {worlds} worlds; the load of the "
        "community desks under “{reference}” does not tell which."
    ),
    "few": Words(
        "{worlds} worlds in which {metric} exists are too few to say at which load of the "
        "community desks “{policy}” is better."
    ),
}
COLUMNS = {
    "metric": Words("metric"),
    "scenario": Words("policy"),
    "difference": Words("difference"),
    "chance": Words("over chance, one city"),
    "chance_low": Words("chance, low"),
    "chance_high": Words("chance, high"),
    "city": Words("over cities and chance"),
    "city_low": Words("cities, low"),
    "city_high": Words("cities, high"),
    "assumed": Words("over what was assumed, nine in ten"),
    "assumed_low": Words("assumed, low"),
    "assumed_high": Words("assumed, high"),
    "data": Words("over chance and data, nine in ten"),
    "data_low": Words("chance and data, low"),
    "data_high": Words("chance and data, high"),
    "better_draws": Words("better in draws, %"),
    "better": Words("better in worlds, %"),
    "worlds": Words("worlds in which it exists"),
    "of_chance": Words("variance: chance, %"),
    "of_city": Words("variance: city, %"),
    "of_assumed": Words("variance: assumptions, %"),
    "unit": Words("unit"),
}
CHART_OF_TWO = Words("What “{policy}” changes, beyond chance")
CHART = Words("Differences in {metric}, beyond chance")
CHART_SAYS = Words("The same differences with each of their intervals.")
SHEET = Words("beyond chance")
TITLE = Words("Each difference with all its intervals")
NOTE = Words(
    "Variance: of the difference in one replication, split into what comes from chance, from "
    "the city and from what was assumed; what was not tried is left out."
)


def sentences(part: Comparison, language: Language) -> list[str]:
    """What a reader must know of the intervals of a comparison, and the verdicts by load."""
    said = []
    worlds, cities = part.worlds, part.cities
    if part.ensemble is not None:
        layer = part.ensemble.layer
        said += [DATA_SAY.say(language, draws=len(layer)), *_short(layer, language)]
        if len(layer) < FEWEST:
            said.append(FEW_DRAWS.say(language, least=FEWEST))
    if worlds is None and cities is None:
        return [*said, ONE_CITY.say(language)]
    if cities is not None:
        n = cities.values.shape[2]
        said += [CITIES_SAY.say(language, cities=len(cities), n=n), *_short(cities, language)]
        if worlds is None:
            said.append(ONE_GUESS.say(language))
    if worlds is not None:
        together = f"{worlds.together:g}"
        said.append(WORLDS_SAY.say(language, worlds=len(worlds.layer), together=together))
        said += _short(worlds.layer, language)
        if cities is None:
            said.append(ONE_CITY_OF_WORLDS.say(language))
        said += _verdicts(part, worlds.layer, language)
    return said


def beyond_chance_section(part: Comparison, language: Language) -> Section:
    """Return the section on what lies beyond chance; a caution alone where nothing was tried."""
    said = tuple(sentences(part, language))
    if part.worlds is None and part.cities is None and part.ensemble is None:
        return Section(HEADING.say(language), said).briefly(paragraphs=(), items=said)
    drawn = tuple(_charts(part, language))
    return Section(
        HEADING.say(language), said, charts=drawn, tables=(_table(part, language),)
    ).briefly()


def _charts(part: Comparison, language: Language) -> list[Chart]:
    named, several = titles(part, language), len(part.others) > 1
    rows = ranged_rows(part, language)
    title = CHART_OF_TWO.say(language, policy=named[part.others[0]])
    if several:
        title = CHART.say(language, metric=glossary.metric(part.metrics[0], language))
    drawn = []
    for file, some, said in in_parts("beyond_chance", len(rows), language):
        figure = partial(
            charts.beyond_chance,
            rows[some],
            title=f"{title}{said}",
            note=origin(part.runs, language),
            language=language,
        )
        drawn.append(charts.as_chart(figure, file, f"{CHART_SAYS.say(language)}{said}"))
    return drawn


def ranged_rows(part: Comparison, language: Language) -> list[Ranged]:
    """Differences as they are drawn; of several policies, those in the first metric."""
    named, several = titles(part, language), len(part.others) > 1
    return [
        _drawn(row, named[row.scenario] if several else "", language)
        for row in _rows(part)
        if not math.isnan(row.mean) and not (several and row.metric != part.metrics[0])
    ]


def _drawn(row: "_Row", name: str, language: Language) -> Ranged:
    about, found = METRICS[row.metric], row.assumed
    intervals: dict[Source, Ends] = {"chance": Ends(row.mean, row.chance.low, row.chance.high)}
    if row.city is not None:
        intervals["city"] = Ends(row.city.mean, row.city.low, row.city.high)
    if row.data is not None:
        intervals["data"] = Ends(row.data.median, row.data.low, row.data.high)
    if found is not None:
        intervals["assumed"] = Ends(found.median, found.low, found.high)
    return Ranged(
        name or glossary.metric(row.metric, language),
        glossary.unit(unit_of_change(about.unit), language),
        intervals,
        about.better,
        found.better.count if found and about.better else 0,
        found.worlds if found and about.better else 0,
    )


class _Row:
    """A difference with all its intervals."""

    def __init__(self, part: Comparison, scenario: str, metric: str) -> None:
        self.metric, self.scenario = metric, scenario
        found = part.difference(scenario, metric)
        self.mean, self.chance = found.interval.mean, found.simultaneous
        layer = part.worlds.layer if part.worlds is not None else None
        self.city: Interval | None = None
        self.assumed: OverWorlds | None = None
        self.data: Spread | None = None
        if part.ensemble is not None:
            self.data = part.ensemble.gain(scenario, metric)
        if part.cities is not None:
            self.city = city_interval(part.cities, scenario, metric, part.confidence)
        if layer is not None:
            self.assumed = over_worlds(layer, scenario, metric)
        gains = [
            each.gain(scenario, metric) if each is not None and len(each) else None
            for each in (part.cities, layer)
        ]
        self.shares = components(*gains).shares


def _rows(part: Comparison) -> list[_Row]:
    return [_Row(part, scenario, metric) for metric in part.metrics for scenario in part.others]


def _table(part: Comparison, language: Language) -> Table:
    h = {name: words.say(language) for name, words in COLUMNS.items()}
    named = titles(part, language)
    rows = [_cells(row, h, named, language) for row in _rows(part)]
    ranges = [Range(h["chance"], h["chance_low"], h["chance_high"])]
    if part.cities is not None:
        ranges.append(Range(h["city"], h["city_low"], h["city_high"]))
    if part.ensemble is not None:
        ranges.append(Range(h["data"], h["data_low"], h["data_high"]))
    if part.worlds is not None:
        ranges.append(Range(h["assumed"], h["assumed_low"], h["assumed_high"]))
    signed = [h["difference"], *(each.low for each in ranges)]
    return Table(
        SHEET.say(language),
        TITLE.say(language),
        pd.DataFrame(rows),
        note=NOTE.say(language),
        ranges=tuple(ranges),
        signed=tuple(signed),
        by_row=True,
        most_rows=None,
    )


def _cells(
    row: _Row, h: dict[str, str], named: dict[str, str], language: Language
) -> dict[str, Any]:
    cells: dict[str, Any] = {
        h["metric"]: glossary.metric(row.metric, language),
        h["scenario"]: named[row.scenario],
        h["difference"]: row.mean,
        h["chance_low"]: row.chance.low,
        h["chance_high"]: row.chance.high,
    }
    if row.city is not None:
        cells |= {h["city_low"]: row.city.low, h["city_high"]: row.city.high}
    if row.data is not None:
        cells |= {h["data_low"]: row.data.low, h["data_high"]: row.data.high}
        sided = METRICS[row.metric].better is not None
        cells[h["better_draws"]] = _whole(row.data.better) if sided else math.nan
    if row.assumed is not None:
        cells |= {
            h["assumed_low"]: row.assumed.low,
            h["assumed_high"]: row.assumed.high,
            h["better"]: _whole(row.assumed.better.value),
            h["worlds"]: row.assumed.worlds,
        }
    for name, share in zip(("of_chance", "of_city", "of_assumed"), row.shares, strict=True):
        if not math.isnan(share):
            cells[h[name]] = _whole(share)
    return cells | {h["unit"]: glossary.unit_of(row.metric, language)}


def _whole(share: float) -> float:
    return share if math.isnan(share) else float(round(100.0 * share))


def _short(layer: Layer, language: Language) -> list[str]:
    """Say that there are fewer than were asked for, or that some were drawn anew."""
    count = sum(layer.unsound.values())
    if len(layer) < layer.wanted:
        reasons = clauses(*list(layer.unsound)[:3]).say(language) or STOPPED_EARLY.say(language)
        fields = {"found": len(layer), "wanted": layer.wanted, "reasons": reasons}
        return [SHORT.say(language, **fields)]
    return [REDRAWN.say(language, count=count)] if count else []


def _verdicts(part: Comparison, layer: Layer, language: Language) -> list[str]:
    named = titles(part, language)
    first = next((m for m in part.metrics if METRICS[m].better is not None), None)
    if first is None or not len(layer):
        return []
    return [
        verdict_said(
            verdict(layer, scenario, first),
            first,
            (named[scenario], named[part.reference]),
            language,
        )
        for scenario in part.others
    ]


def verdict_said(found: Verdict, metric: str, pair: Sequence[str], language: Language) -> str:
    """Say where a verdict turns.

    Parameters
    ----------
    found : Verdict
    metric : str
    pair : sequence of str
        Titles of the policy and of the reference.
    language : 'en' or 'zh'
    """
    names = ("least", "most", "at", "low", "high")
    loads = {name: f"{getattr(found, name):.2f}" for name in names}
    return VERDICTS[found.kind].say(
        language,
        policy=pair[0],
        reference=pair[1],
        metric=glossary.metric(metric, language),
        worlds=found.worlds,
        below=found.below.count,
        of_below=found.below.of,
        above=found.above.count,
        of_above=found.above.of,
        **loads,
    )
