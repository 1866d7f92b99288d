"""A search as a report."""

import math
from functools import partial

from ... import charts
from ...charts import Difference
from ...charts.two_intervals import two_intervals
from ...outcomes.metrics import METRICS
from ...runs.bounds import MOST_REPLICATIONS
from ...runs.runs import replication_seed
from ...studies.seek.seek import OF_BOTH, Search
from ...words import Language, Words, filled
from .. import glossary
from ..answers.quantities import spoken, unit_of_change
from ..comparison.tables import with_unit
from ..document import Chart, Report, Section
from ..parts import method
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from ..parts.two_intervals import as_both
from ..table import Ends, Table, columns
from .answer import SIDES, answer, bound, lever, side, value_said

TITLE = Words("How much it takes")
QUESTION = Words("What must {lever} be for {metric} to come {side} {bound:g} {unit}?")
FOUND = Words("What was found")
LEVELS = Words("values")
LEVELS_TITLE = Words("Values that were tried")
CHART_TITLE = Words("How far each value is from the target")
CHART_SAYS = Words("Mean of “{metric}” minus the target, {bound:g}, for each value that was tried.")
BOTH_SAYS = Words("“{metric}” over chance, and over chance and data, by value of the lever")
NOTE = Words("Simulated, seed {seed}.")
COLUMNS = {
    "value": Words("value"),
    "mean": Words("mean"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "n": Words("replications"),
    "missing": Words("does not exist in"),
    "chance_mean": Words("as given, mean"),
    "chance_low": Words("chance alone, low"),
    "chance_high": Words("chance alone, high"),
    "data_low": Words("draws, low"),
    "data_high": Words("draws, high"),
    "verdict": Words("target"),
}
INTERVAL = Words("{level} % interval")
CHANCE_ALONE = Words("over chance alone")
DATA = Words("over chance and data, nine in ten")
VERDICTS = {
    "reached": Words("reached"),
    "missed": Words("missed"),
    "undecided": Words("undecided"),
}
HOW = Words(
    "{all} values were possible and {tried} of them were tried, by bisection, on the same "
    "seeds; {made:,} replications were made in all. At each value replications are added, "
    "twice as many each time, until Student's test decides whether the expected metric is on "
    "the wanted side, or {most} are made. Each decision errs with probability {error:.2g} at "
    "most, so that none is wrong with confidence {confidence:g} %."
)
IN_DRAWS = Words(
    "Each value was tried in {draws} draws of the ensemble at most: replication r is draw r laid "
    "over it, on the draw's own seed. Means and intervals are over chance and data, for what the "
    "draws leave open and not for one guess. Next to the place the value is tried in every draw, "
    "and as often with all numbers as given: that interval is over chance alone."
)
MONOTONE = Words("It is taken that the metric moves one way between the values that were tried.")


def search_report(
    search: Search,
    language: Language,
    *,
    command: str,
    title: str | None = None,
    question: str | None = None,
) -> Report:
    """Write the report of a search.

    Parameters
    ----------
    search : Search
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    title, question : str, optional
        Of the experiment, in the report's language.
    """
    most = max((d.interval.n for d in search.found.decisions), default=0)
    seeds = [replication_seed(search.document.seed, number) for number in range(most)]
    seeds = list(search.draw_seeds) or seeds
    return Report(
        language=language,
        title=title or TITLE.say(language),
        question=question or _question(search, language),
        answer=answer(search, language),
        sections=(
            findings(search, language),
            how(search, most, language),
            provenance_section([search.scenario], language),
            reproduction_section([Seeded(search.scenario, seeds)], language),
        ),
        command=command,
    )


def findings(search: Search, language: Language) -> Section:
    """Return the values that were tried, drawn and tabulated."""
    return Section(
        FOUND.say(language),
        charts=(*_chart(search, language), *_both(search, language)),
        tables=(search.tables["levels"].said(language),),
    ).briefly()


def levels(search: Search) -> Table:
    """Return the values that were tried."""
    shown, confidence = {**COLUMNS}, f"{100.0 * search.document.confidence:g}"
    if not any(decision.missing for decision in search.found.decisions):
        del shown["missing"]
    intervals = [Ends("low", "high", filled(INTERVAL, level=confidence))]
    if search.both:
        intervals.append(Ends("chance_low", "chance_high", CHANCE_ALONE))
        intervals.append(Ends("data_low", "data_high", DATA))
    else:
        for name in ("chance_mean", *OF_BOTH):
            del shown[name]
    return Table(
        "levels",
        search.frame(),
        columns(shown, verdict=lambda verdict, language: VERDICTS[verdict].say(language)),
        title=LEVELS_TITLE,
        note=with_unit(search.target.metric),
        sheet=LEVELS,
        intervals=tuple(intervals),
        most_rows=None,
    )


def _chart(search: Search, language: Language) -> tuple[Chart, ...]:
    """Distances from the target, where the metric exists at all."""
    metric, aim = search.target.metric, bound(search)
    unit = glossary.unit(unit_of_change(METRICS[metric].unit), language)
    rows = [
        Difference(
            value_said(search.levels[d.level]),
            unit,
            d.interval.mean - aim,
            d.interval.low - aim,
            d.interval.high - aim,
            "lower" if side(search) == "below" else "higher",
        )
        for d in search.found.decisions
        if not math.isnan(d.interval.mean)
    ]
    if not rows:
        return ()
    figure = partial(
        charts.forest,
        rows,
        title=CHART_TITLE.say(language),
        note=NOTE.say(language, seed=search.document.seed),
        language=language,
        confidence=100.0 * search.document.confidence,
    )
    said = CHART_SAYS.say(language, metric=glossary.metric(metric, language), bound=aim)
    return (charts.as_chart(figure, "distances", said),)


def _both(search: Search, language: Language) -> tuple[Chart, ...]:
    """Both intervals next to the place where the target begins to be reached."""
    metric = search.target.metric
    unit = glossary.unit(METRICS[metric].unit, language)
    rows = [
        as_both(value_said(search.levels[level]), unit, search.both[level])
        for level in search.told_levels
        if level in search.both
    ]
    if not any(math.isfinite(each) for row in rows for each in (*row.chance, *row.data)):
        return ()
    said = BOTH_SAYS.say(language, metric=glossary.metric(metric, language))
    figure = partial(
        two_intervals,
        rows,
        title=said,
        note=NOTE.say(language, seed=search.document.seed),
        language=language,
    )
    return (charts.as_chart(figure, "chance_and_data", said),)


def how(search: Search, most: int, language: Language) -> Section:
    """Return the section on method."""
    assert search.document.seek is not None
    said = HOW.say(
        language,
        all=len(search.levels),
        tried=len(search.found.decisions),
        made=search.replications,
        most=min(
            search.document.seek.most_replications, len(search.draw_seeds) or MOST_REPLICATIONS
        ),
        error=search.found.error,
        confidence=100.0 * search.document.confidence,
    )
    drawn = len(search.draw_seeds)
    over = (IN_DRAWS.say(language, draws=drawn),) if drawn else ()
    return Section(
        method.HEADING.say(language),
        (
            method.simulated(search.scenario, str(most), language),
            said,
            *over,
            MONOTONE.say(language),
            *(() if over else (method.CHANCE.say(language),)),
        ),
        items=standing_items([search.scenario], language, cautions_only=True),
    ).briefly()


def _question(search: Search, language: Language) -> str:
    metric = search.target.metric
    return QUESTION.say(
        language,
        lever=lever(search, language),
        metric=spoken(metric, language),
        side=SIDES[side(search)].say(language),
        bound=bound(search),
        unit=glossary.unit_of(metric, language),
    )
