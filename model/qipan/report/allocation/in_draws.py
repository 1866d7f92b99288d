"""A decision over the draws of an ensemble: as a section of a report, and as tables."""

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from ... import charts
from ...charts.beyond import Ends, Ranged
from ...scenario import Scenario
from ...studies.uncertainty.decisions_in_draws import DecisionInDraws, QuantityInDraws
from ...studies.uncertainty.ensemble import FEWEST
from ...words import Language, Words
from .. import glossary
from ..document import Range, Section, Shown
from ..parts import method
from ..table import Table
from .in_worlds import NOTE, named, rule_named

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEADING = Words("How it stands over chance and data")
SAYS = Words(
    "Each of {draws} draws of the ensemble was laid over the scenario, and what is compared was "
    "run once in it on its own seed. Nine in ten of the draws, by weight, lie in the range over "
    "chance and data: that of one period in one plausible world, which no more years narrow. The "
    "interval over chance alone is of a mean, with all numbers as the scenario has them."
)
STAYS = Words("The plan was made with all numbers as given, and stays as it is in all draws.")
FEW = Words("Of fewer than {least} draws no range of nine in ten can be told.")
MISSING = Words("{missing} of {wanted} draws are left out, most often because: {reason}.")
BETTER = Words("The plan is better than “{rule}” in {share} % of the draws.")
SAME = Words(
    "What one more is worth is greatest in the same place, {name}, in {count} of {of} draws."
)
SAME_STEP = Words(
    "Of these steps the one worth most is the same, {name}, in {count} of {of} draws."
)
COLUMNS = {
    "what": Words("difference"),
    "given": Words("as given"),
    "chance": Words("over chance"),
    "chance_low": Words("chance, low"),
    "chance_high": Words("chance, high"),
    "median": Words("middle of the draws"),
    "data": Words("over chance and data, nine in ten"),
    "data_low": Words("draws, low"),
    "data_high": Words("draws, high"),
    "better": Words("below 0 in draws, %"),
    "unit": Words("unit"),
}
SHEET = Words("chance and data")
TITLE = Words("Each difference over chance, and over chance and data")
CHART_SAYS = Words("The same differences over chance, and over chance and data.")


def in_draws_sections(
    found: DecisionInDraws | None, scenario: Scenario, fresh: int, language: Language
) -> tuple[Section, ...]:
    """Return the section on an ensemble, sentences, a chart and a table; none without one.

    Parameters
    ----------
    found : DecisionInDraws or None
    scenario : Scenario
    fresh : int
        Years on which the interval over chance stands.
    language : 'en' or 'zh'
    """
    if found is None:
        return ()
    note = method.simulated(scenario, str(fresh), language)

    def draw() -> "Figure":
        return charts.beyond_chance(
            [ranged(row, language) for row in found.rows],
            title=HEADING.say(language),
            note=note,
            language=language,
        )

    drawn = charts.as_chart(draw, "chance_and_data", CHART_SAYS.say(language))
    said, items = tuple(sentences(found, language)), tuple(cautions(found, language))
    tables = (in_draws_table(found, language),)
    made = Section(HEADING.say(language), said, charts=(drawn,), tables=tables, items=items)
    return (made.briefly(),)


def sentences(found: DecisionInDraws, language: Language) -> list[str]:
    """Say how many draws there are, in how many the plan is better, and where one more goes."""
    said = [SAYS.say(language, draws=len(found))]
    if any(row.quantity.kind == "rule" for row in found.rows):
        said.append(STAYS.say(language))
    for row in found.rows:
        if row.quantity.kind == "rule":
            rule = rule_named(row.quantity.name, language)
            said.append(BETTER.say(language, rule=rule, share=f"{100.0 * row.better:.0f}"))
    if found.bottleneck:
        count, of = found.bottlenecks.count(found.bottleneck), len(found.bottlenecks)
        words = SAME_STEP if found.bottleneck.isdigit() else SAME
        where = _where(found, found.bottleneck, language)
        said.append(words.say(language, name=where, count=count, of=of))
    return said


def _where(found: DecisionInDraws, label: str, language: Language) -> str:
    """A community's id; where steps are compared, the step by its place."""
    if not label.isdigit():
        return label
    said = named(found.rows[int(label)].quantity, language)
    return f"“{said}”"


def cautions(found: DecisionInDraws, language: Language) -> list[str]:
    """Say that there are few draws, or that some are left out."""
    said = [FEW.say(language, least=FEWEST)] if len(found) < FEWEST else []
    if len(found) < found.wanted:
        reason = max(found.unsound, key=lambda key: found.unsound[key])
        missing = found.wanted - len(found)
        said.append(MISSING.say(language, missing=missing, wanted=found.wanted, reason=reason))
    return said


def ranged(row: QuantityInDraws, language: Language) -> Ranged:
    """A difference as it is drawn."""
    return Ranged(
        named(row.quantity, language),
        glossary.unit(row.quantity.aim.unit, language),
        {
            "chance": Ends(row.given.mean, row.given.low, row.given.high),
            "data": Ends(row.median, row.low, row.high),
        },
        "lower",
        0,
        0,
    )


def in_draws_table(found: DecisionInDraws, language: Language) -> Shown:
    """Tabulate each difference with both intervals."""
    h = {name: words.say(language) for name, words in COLUMNS.items()}
    rows = [
        {
            h["what"]: named(row.quantity, language),
            h["given"]: row.given.mean,
            h["chance_low"]: _finite(row.given.low),
            h["chance_high"]: _finite(row.given.high),
            h["median"]: row.median,
            h["data_low"]: row.low,
            h["data_high"]: row.high,
            h["better"]: round(100.0 * row.better),
            h["unit"]: glossary.unit(row.quantity.aim.unit, language),
        }
        for row in found.rows
    ]
    return Shown(
        SHEET.say(language),
        TITLE.say(language),
        pd.DataFrame(rows),
        NOTE.say(language),
        ranges=(
            Range(h["chance"], h["chance_low"], h["chance_high"]),
            Range(h["data"], h["data_low"], h["data_high"]),
        ),
        signed=(h["given"], h["chance_low"], h["median"], h["data_low"]),
        by_row=True,
        most_rows=None,
    )


def in_draws_tables(found: DecisionInDraws | None) -> dict[str, Table]:
    """Both intervals, and every draw, as ensemble.csv and draws.csv; none without an ensemble."""
    if found is None:
        return {}
    rows: list[dict[str, Any]] = [
        {
            "quantity": row.quantity.kind,
            "name": row.quantity.name,
            "step": row.quantity.step,
            "unit": row.quantity.aim.unit,
            "as_given": row.given.mean,
            "low": row.given.low,
            "high": row.given.high,
            "draws": len(row.by_draw),
            "median": row.median,
            "data_low": row.low,
            "data_high": row.high,
            "better_in": row.better,
        }
        for row in found.rows
    ]
    draws = pd.DataFrame({"draw": [n + 1 for n in found.drawn], "seed": list(found.seeds)})
    for row in found.rows:
        kind, name = row.quantity.kind, row.quantity.name
        draws[f"{kind}.{name}" if kind == "fund" else kind] = row.by_draw
    if found.bottlenecks:
        draws["bottleneck"] = [_where(found, label, "en") for label in found.bottlenecks]
    return {
        "ensemble": Table("ensemble", pd.DataFrame(rows)),
        "draws": Table("draws", draws),
    }


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan
