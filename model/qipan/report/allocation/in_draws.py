"""A decision over the draws of an ensemble: as a section of a report, and as tables."""

from dataclasses import replace
from typing import Any

import pandas as pd

from ...scenario import Scenario
from ...studies.uncertainty.decisions_in_draws import DecisionInDraws
from ...studies.uncertainty.ensemble import FEWEST
from ...words import Language, Words
from ..document import Section
from ..table import Table
from .decision_ranges import Better, SecondRange, named_place, rule_named

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
OVER_DRAWS = SecondRange(
    key="data",
    chart="chance_and_data",
    heading=Words("How it stands over chance and data"),
    says=Words("The same differences over chance, and over chance and data."),
    sheet=Words("chance and data"),
    title=Words("Each difference over chance, and over chance and data"),
    columns={
        "median": Words("middle of the draws"),
        "range": Words("over chance and data, nine in ten"),
        "low": Words("draws, low"),
        "high": Words("draws, high"),
        "better": Words("below 0 in draws, %"),
    },
)


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
    said, items = tuple(sentences(found, language)), tuple(cautions(found, language))
    better = [Better(row.better, 0, 0) for row in found.rows]
    section = OVER_DRAWS.section(found.rows, better, said, scenario, fresh, language)
    return (replace(section, items=items).briefly(),)


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
        where = named_place(found.rows, found.bottleneck, language)
        said.append(words.say(language, name=where, count=count, of=of))
    return said


def cautions(found: DecisionInDraws, language: Language) -> list[str]:
    """Say that there are few draws, or that some are left out."""
    said = [FEW.say(language, least=FEWEST)] if len(found) < FEWEST else []
    if len(found) < found.wanted:
        reason = max(found.unsound, key=lambda key: found.unsound[key])
        missing = found.wanted - len(found)
        said.append(MISSING.say(language, missing=missing, wanted=found.wanted, reason=reason))
    return said


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
        draws["bottleneck"] = [named_place(found.rows, label, "en") for label in found.bottlenecks]
    return {
        "ensemble": Table("ensemble", pd.DataFrame(rows)),
        "draws": Table("draws", draws),
    }
