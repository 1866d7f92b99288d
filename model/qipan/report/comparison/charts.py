"""The charts of a comparison."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from ... import charts
from ...charts import Difference, Spread
from ...charts.letters import joined
from ...charts.shades import limits_of_shades
from ...city.places import Places, build_places
from ...outcomes.districts import places_together
from ...outcomes.metrics import METRICS
from ...scenario import Scenario
from ...scenario.city import City
from ...studies.comparison.comparison import Comparison
from ...words import Language, Words
from .. import glossary
from ..answers.quantities import unit_of_change
from ..document import Chart
from ..run.charts import backlog_chart, flow_chart, late_chart, origin, time_to_solve_chart
from .tables import member_means
from .titles import titles

MOST_CURVES = 21  # policies of which lines are drawn: four panels on a page
MOST_ROWS = 24  # policies in a picture of differences, and of kinds of issues
TICKET_DAYS = "backlog_ticket_days"

SOLVED_SAYS = Words("How many of all issues are truly solved, by the days since they arose.")
LEFT_OUT_BEST = Words(
    "Drawn are “{reference}” and the {shown} policies that are best by {metric}; {left} more "
    "are in the tables."
)
LEFT_OUT_FIRST = Words(
    "Drawn are “{reference}” and the first {shown} of the other policies, in the order of "
    "the experiment; {left} more are in the tables."
)
PART = Words(" ({n} of {all})")
BACKLOG_SAYS = Words("Open tickets through the measured days.")
FOREST_TITLE = Words("What “{policy}” changes")
FOREST_SAYS = Words("Paired differences to “{reference}”, with their intervals.")
RANK_TITLE = Words("Differences in {metric}")
LORENZ_TITLE = Words("How evenly open matters are spread")
LORENZ_SAYS = Words(
    "Share of all open ticket-days against share of residents, communities by rising "
    "ticket-days per resident: the more a line sags, the more a few communities bear."
)
LORENZ_WHAT = Words("open ticket-days")
RESIDENTS = Words("residents")
MAP_TITLE = Words("Where it changes: {metric}")
MAP_SAYS = Words(
    "Change from “{reference}” to “{policy}” by community, on the plane of the synthetic city."
)
LEVELS_SAYS = Words("Where tickets enter and where they end under “{policy}”.")
LATE_SAYS = Words("Where tickets are late under “{policy}”, by community and kind of issue.")
HEAT_TITLE = Words("{metric}, by policy and kind of issue")
HEAT_SAYS = Words("Means by policy and kind of issue.")


def charts_of(found: Comparison, metric: str, language: Language) -> list[Chart]:
    """Differences, time to solve, backlog: what the answer rests on.

    Lines are drawn of no more policies than there are panels for, and the note says so.
    """
    shown = _shown(found, metric)
    runs = [found.of(name) for name in shown]
    names = [titles(found, language)[name] for name in shown]
    left_out = _left_out(found, metric, language)
    said = {
        "time_to_solve": (time_to_solve_chart, SOLVED_SAYS),
        "backlog": (backlog_chart, BACKLOG_SAYS),
    }
    drawn = [
        charts.as_chart(partial(draw, runs, language, names, left_out), name, words.say(language))
        for name, (draw, words) in said.items()
    ]
    forests = _forests(found, metric, language)
    return [*drawn, *forests] if len(found.names) == 2 else [*forests, *drawn]


def fairness_charts(found: Comparison, metric: str, language: Language) -> list[Chart]:
    """How evenly communities fare: Lorenz curves, and a map or a table of colours."""
    drawn = [_lorenz(found, metric, language)]
    if len(found.names) == 2:
        return [*drawn, _map(found, metric, language), *_levels(found, language)]
    return [*drawn, *_heats(found, metric, language)]


def _shown(found: Comparison, metric: str) -> list[str]:
    if len(found.names) <= MOST_CURVES:
        return list(found.names)
    order = list(found.names)
    if METRICS[metric].better is not None:
        order = [row.scenario for row in found.ranking(metric).rows]
    best = [name for name in order if name != found.reference]
    return [found.reference, *best[: MOST_CURVES - 1]]


def _left_out(found: Comparison, metric: str, language: Language) -> str:
    """How many policies `_shown` leaves out, and by which rule."""
    left = len(found.names) - len(_shown(found, metric))
    if not left:
        return ""
    words = LEFT_OUT_FIRST if METRICS[metric].better is None else LEFT_OUT_BEST
    return words.say(
        language,
        reference=titles(found, language)[found.reference],
        shown=MOST_CURVES - 1,
        metric=glossary.metric(metric, language),
        left=left,
    )


def _forests(found: Comparison, metric: str, language: Language) -> list[Chart]:
    """Differences as a forest; of very many policies in several pictures."""
    names = titles(found, language)
    several = len(found.others) > 1
    pairs = (
        [(name, metric) for name in found.others]
        if several
        else [(found.others[0], each) for each in found.metrics]
    )
    rows = []
    for name, each in pairs:
        d = found.difference(name, each)
        interval = d.simultaneous if several else d.interval
        if math.isnan(interval.mean) and not several:
            continue  # the table says that it does not exist
        rows.append(
            Difference(
                names[name] if several else glossary.metric(each, language),
                glossary.unit(unit_of_change(METRICS[each].unit), language),
                interval.mean,
                interval.low,
                interval.high,
                METRICS[each].better,
            )
        )
    title = RANK_TITLE.say(language, metric=glossary.metric(metric, language))
    if not several:
        title = FOREST_TITLE.say(language, policy=names[found.others[0]])
    drawn = []
    for file, part, said in in_parts("differences", len(rows), language):
        figure = partial(
            charts.forest,
            rows[part],
            title=f"{title}{said}",
            note=origin(found.runs, language),
            language=language,
            confidence=100.0 * found.confidence,
        )
        caption = FOREST_SAYS.say(language, reference=names[found.reference])
        drawn.append(charts.as_chart(figure, file, f"{caption}{said}"))
    return drawn


def in_parts(name: str, rows: int, language: Language) -> Iterator[tuple[str, slice, str]]:
    """Rows of a picture in parts of equal size that a page can hold: name, rows, which part."""
    several = -(-rows // MOST_ROWS)
    size = -(-rows // max(several, 1))
    for n in range(several):
        said = PART.say(language, n=n + 1, all=several) if several > 1 else ""
        yield f"{name}_{n + 1}" if n else name, slice(n * size, (n + 1) * size), said


def _lorenz(found: Comparison, metric: str, language: Language) -> Chart:
    names = titles(found, language)
    figure = partial(
        charts.lorenz,
        [
            Spread(
                names[name],
                member_means(found.of(name), TICKET_DAYS, "community").mean(axis=0),
                places_of(found.of(name).scenario).residents.astype(float),
            )
            for name in _shown(found, metric)
        ],
        what=LORENZ_WHAT.say(language),
        who=RESIDENTS.say(language),
        title=LORENZ_TITLE.say(language),
        note=joined(language, _left_out(found, metric, language), origin(found.runs, language)),
        language=language,
    )
    return charts.as_chart(figure, "lorenz", LORENZ_SAYS.say(language))


def _map(found: Comparison, metric: str, language: Language) -> Chart:
    names, policy = titles(found, language), found.others[0]
    places = places_of(found.of(policy).scenario)
    after, before = (
        member_means(found.of(name), metric, "community").mean(axis=0)
        for name in (policy, found.reference)
    )
    unit = glossary.unit(unit_of_change(METRICS[metric].unit), language)
    title = glossary.metric(metric, language)
    figure = partial(
        charts.allocation_map,
        places.x_km,
        places.y_km,
        places.residents,
        after - before,
        label=f"{title} ({unit})" if language == "en" else f"{title}（{unit}）",
        title=MAP_TITLE.say(language, metric=title),
        note=origin(found.runs, language),
        language=language,
        names=places.ids,
        change=True,
        better=METRICS[metric].better,
    )
    said = MAP_SAYS.say(language, reference=names[found.reference], policy=names[policy])
    return charts.as_chart(figure, "map", said)


def _levels(found: Comparison, language: Language) -> list[Chart]:
    """Where tickets enter and end under both, and where they are late under the policy."""
    names = titles(found, language)
    drawn = [
        replace(
            charts.as_chart(
                partial(flow_chart, found.of(name), language),
                f"levels_{place}",
                LEVELS_SAYS.say(language, policy=names[name]),
            ),
            width="half",
        )
        for place, name in enumerate((found.reference, found.others[0]), 1)
    ]
    late = partial(late_chart, found.of(found.others[0]), language)
    said = LATE_SAYS.say(language, policy=names[found.others[0]])
    return [*drawn, charts.as_chart(late, "late", said)]


def _heats(found: Comparison, metric: str, language: Language) -> list[Chart]:
    """Policies by kinds of issues; very many policies in several pictures."""
    names, scenario = titles(found, language), found.runs[0].scenario
    kinds = found.runs[0].replications[0].table.members["kind"]
    values = np.stack([member_means(runs, metric, "kind").mean(axis=0) for runs in found.runs])
    title = glossary.metric(metric, language)
    unit = glossary.unit_of(metric, language)
    limits = limits_of_shades(values, change=False)  # the same colours in all pictures
    drawn = []
    for file, part, said in in_parts("by_kind", len(found.names), language):
        figure = partial(
            charts.heatmap,
            values[part],
            [names[name] for name in found.names[part]],
            [glossary.kind(scenario, kind, language) for kind in kinds],
            label=f"{title} ({unit})" if language == "en" else f"{title}（{unit}）",
            title=f"{HEAT_TITLE.say(language, metric=title)}{said}",
            note=origin(found.runs, language),
            language=language,
            limits=limits,
        )
        drawn.append(charts.as_chart(figure, file, f"{HEAT_SAYS.say(language)}{said}"))
    return drawn


def places_of(scenario: Scenario) -> Places:
    """Communities on the plane: drawn from the city's seed, in a moment."""
    places = [build_places(*_drawn(one)) for one in scenario.parts]
    return places_together(places) if scenario.districts else places[0]


def _drawn(scenario: Scenario) -> tuple[City, float]:
    document = scenario.regimes[0].document
    return document.city, document.residents.reporting.heterogeneity_ratio
