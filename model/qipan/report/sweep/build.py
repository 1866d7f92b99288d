"""A sweep as a report."""

import math
from functools import partial

from ... import charts
from ...charts import Swing
from ...runs.runs import replication_seed
from ...studies.sweep.designs import CHANCE
from ...studies.sweep.result import Sensitivity, Sweep
from ...words import Language, Words
from .. import glossary
from ..document import Bars, Chart, Report, Section
from ..parts import method
from ..parts.differences import differences_section
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from . import tables
from .answer import answer, moved, primary
from .in_draws import in_draws_sections
from .names import factors, response, titles, unit, value

MOST_CHARTS = 4
CHARTS_OF = Words("Charts are of the first {shown} results; the tables are of all {all}.")
TITLE = Words("How robust the conclusions are")
QUESTION_OF_TWO = Words(
    "Does “{second}” do better than “{first}” whatever the numbers are that nobody has measured?"
)
QUESTION = Words("How much hangs on the numbers of “{second}” that nobody has measured?")
FOUND = Words("What was found")
MOVES = Words("What it hangs on")
TORNADO = Words("What moves it most")
TORNADO_SAYS = Words("One number at a time at both ends of its range, all others as given: {what}.")
NOTE = Words("Simulated, seed {seed}.")
DESIGNS = {
    "sobol": Words("Sobol' points"),
    "latin_hypercube": Words("a Latin hypercube"),
    "factorial": Words("a factorial design"),
    "morris": Words("Morris trajectories"),
    "one_at_a_time": Words("one number at a time"),
}
HOW = Words(
    "{factors} numbers moved over their ranges, by {design}: {usable} of {points} points "
    "were simulated in full, with {n} replications of each scenario; {runs:,} replications "
    "in all. {detailed} of what moved were also moved one at a time. Ranges are taken as "
    "uniform; shares of one whole are scaled to sum to one."
)
TOGETHER = Words(
    "Numbers of one family move together (correlation {together}), since what is not known "
    "of one of them is mostly not known of any; families are independent. There are "
    "{families} families. Moved one at a time, a family goes as a whole from the values "
    "given (0) to its low (-1) or high (1) ends."
)
APART = Words(
    "Each number is taken as independent of all others, so that high and low ones average out."
)
WORLDS = Words(
    "A world is one value of every number within its range. Shares of worlds have Wilson's "
    "95 % intervals. They say how many of the worlds that the ranges allow agree, not how "
    "likely a world is."
)
INFLUENCE = Words(
    "Influence is the size of the rank correlation with the answer over the worlds, or of "
    "the effect where no such correlation was measured."
)
AT_LOW, AT_HIGH = Words("at the low end"), Words("at the high end")
MOST_SWINGS = 12  # of a chart in slides


def sweep_report(
    found: Sweep,
    language: Language,
    *,
    command: str,
    title: str | None = None,
    question: str | None = None,
) -> Report:
    """Write the report of a sweep.

    Parameters
    ----------
    found : Sweep
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    title, question : str, optional
        Of the experiment, in the report's language.
    """
    seeds = [replication_seed(found.seed, number) for number in range(found.replications)]
    seeds += found.draw_seeds
    seeded = [Seeded(scenario, seeds) for scenario in found.scenarios]
    differences = (
        [differences_section(found.scenarios, language)] if len(found.scenarios) > 1 else []
    )
    return Report(
        language=language,
        title=title or TITLE.say(language),
        question=question or _question(found, language),
        answer=answer(found, language),
        sections=(
            findings(found, language),
            *in_draws_sections(found, language),
            movers_section(found, language),
            *differences,
            how(found, language),
            provenance_section(found.scenarios, language, influence(found)),
            reproduction_section(seeded, language, found.failures),
        ),
        command=command,
    )


def findings(found: Sweep, language: Language) -> Section:
    """Return how many worlds agree, and how far they spread."""
    made = (tables.conclusions, tables.spreads, tables.flips, tables.splits)
    there = tuple(table.said(language) for of in made if (table := of(found)) is not None)
    return Section(FOUND.say(language), tables=there).briefly()


def movers_section(found: Sweep, language: Language) -> Section:
    """Return what moves each response."""
    drawn = [_tornado(found, each, n, language) for n, each in enumerate(found.responses)]
    tabled = [t.said(language) for each in found.responses for t in tables.of_response(found, each)]
    charts_of = [chart for chart in drawn if chart is not None]
    said = []
    if len(charts_of) > MOST_CHARTS:
        said = [CHARTS_OF.say(language, shown=MOST_CHARTS, all=len(charts_of))]
    return Section(
        MOVES.say(language),
        tuple(said),
        tuple(charts_of[:MOST_CHARTS]),
        (*tabled, tables.moved(found).said(language)),
    ).briefly(paragraphs=tuple(_moved(found, language)), tables=tuple(tabled))


def _moved(found: Sweep, language: Language) -> list[str]:
    """What moves each response, and of how many numbers that can be told."""
    colon, space = (": ", " ") if language == "en" else ("：", "")
    return [
        f"{response(found, each, language)}{colon}{space.join(moved(found, each, language))}"
        for each in found.responses
    ]


def how(found: Sweep, language: Language) -> Section:
    """Return the section on method."""
    said = HOW.say(
        language,
        factors=len(found.numbers),
        design=glossary.term(DESIGNS, found.kind, language),
        usable=found.usable,
        points=found.points,
        n=found.replications,
        runs=found.runs,
        detailed=len(found.detailed),
    )
    left_out = tables.unsound(found)
    return Section(
        method.HEADING.say(language),
        (
            method.simulated(found.scenarios[-1], str(found.replications), language),
            said,
            _together(found, language),
            WORLDS.say(language),
            INFLUENCE.say(language),
            method.NONE.say(language),
        ),
        tables=(left_out.said(language),) if left_out is not None else (),
        items=standing_items(found.scenarios, language),
    ).briefly(paragraphs=(said, _together(found, language)))


def _together(found: Sweep, language: Language) -> str:
    if found.together is None:
        return APART.say(language)
    families = sum(bool(factor.members) for factor in found.factors)
    return TOGETHER.say(language, together=f"{found.together:g}", families=families)


def influence(found: Sweep) -> dict[str, float]:
    """How much each number moves the answer, by its key in the scenario."""
    each = primary(found)
    sizes: dict[str, float] = {}
    if each.correlations:
        sizes = {c.factor: abs(c.rho) for c in each.correlations}
    elif each.effects:
        sizes = {e.factor: e.size for e in each.effects}
    elif each.swings:
        sizes = {s.factor: max(s.size, 0.0) for s in each.swings}
    by_key: dict[str, float] = {}
    of_family = {m.name: f.name for f in found.factors for m in f.members}
    for factor in found.numbers:
        name = of_family.get(factor.name, factor.name)
        size = sizes.get(name, sizes.get(factor.group, math.nan))
        key = factor.key if "[" not in factor.key else factor.key.partition("[")[0]
        if not math.isnan(size) and factor.name != CHANCE:
            for name in {factor.key, key}:
                by_key[name] = max(size, by_key.get(name, 0.0))
    return by_key


def _tornado(found: Sweep, each: Sensitivity, number: int, language: Language) -> Chart | None:
    """Return a tornado; None if nothing was moved one at a time, or the response does not exist."""
    labels = factors(found, language)
    rows = [
        Swing(
            labels.get(s.factor, s.factor),
            value(s.low, language),
            value(s.high, language),
            s.at_low.mean,
            s.at_high.mean,
        )
        for s in each.swings
        if s.size >= 0.0
    ]
    if not rows or math.isnan(each.as_given.mean):
        return None
    figure = partial(
        charts.tornado,
        rows,
        base=each.as_given.mean,
        unit=glossary.unit(unit(each), language),
        title=f"{TORNADO.say(language)}: {response(found, each, language)}",
        note=NOTE.say(language, seed=found.seed),
        language=language,
    )
    said = TORNADO_SAYS.say(language, what=response(found, each, language))
    bars = _swings(rows, each.as_given.mean, glossary.unit(unit(each), language), language)
    return charts.as_chart(figure, f"{number + 1}_tornado_{each.metric}", said, bars)


def _swings(rows: list[Swing], base: float, unit: str, language: Language) -> Bars:
    """What each input changes at either end of its range, the widest first."""
    there = [row for row in rows if not math.isnan(row.at_low + row.at_high)]
    shown = sorted(there, key=lambda row: -abs(row.at_high - row.at_low))[:MOST_SWINGS]
    return Bars(
        tuple(f"{row.name} ({row.low} … {row.high})" for row in shown),
        {
            AT_LOW.say(language): tuple(row.at_low - base for row in shown),
            AT_HIGH.say(language): tuple(row.at_high - base for row in shown),
        },
        unit,
    )


def _question(found: Sweep, language: Language) -> str:
    named = titles(found, language)
    each = primary(found)
    if each.first is None:
        return QUESTION.say(language, second=named[each.second])
    return QUESTION_OF_TWO.say(language, second=named[each.second], first=named[each.first])
