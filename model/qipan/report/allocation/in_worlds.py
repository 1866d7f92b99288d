"""A decision over worlds: as a section of a report, and as tables."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ...scenario import Scenario
from ...studies.uncertainty.decisions import DecisionInWorlds, Quantity
from ...words import Language, Words, in_language, joined
from ..document import Section
from ..table import Table
from .decision_ranges import Better, SecondRange, named, named_place

SAYS = Words(
    "{worlds} worlds, each with other values of {numbers} assumed numbers, those of a family "
    "moving together (correlation {together}), {replications} years in each. The range holds "
    "nine in ten of the worlds; it is no interval of chance, and more years do not narrow it."
)
STAYS = Words("The plan itself stays as it is in all worlds.")
ROBUST = Words(
    "The plan itself stays as it is in all worlds; one that is made for all of them is what "
    "qipan allocate --robust finds."
)
SHORT = Words(
    "Only {found} of the {wanted} that were asked for are sound scenarios, most often "
    "because: {reason}."
)
REDRAWN = Words(
    "{count:One draw was|# draws were} no sound scenario and {count:was|were} replaced."
)
HELD = Words("Not drawn, since there would be other communities: {names}.")
BETTER = Words("The plan is better than “{rule}” in {count} of {of} worlds{alike}.")
ALIKE = Words(", and comes to the same in {count}")
SAME = Words("One more is worth most in the same place, {name}, in {count} of {of} worlds{others}.")
SAME_STEP = Words(
    "Of these steps the one worth most is the same, {name}, in {count} of {of} worlds{others}."
)
OTHERS = Words("; else it is most often {name} ({count})")
OVER_WORLDS = SecondRange(
    key="assumed",
    chart="worlds",
    heading=Words("How it hangs on what was assumed"),
    says=Words("The same differences over chance and over the worlds."),
    sheet=Words("worlds"),
    title=Words("Each difference over chance and over the worlds"),
    columns={
        "median": Words("middle world"),
        "range": Words("over what was assumed, nine in ten"),
        "low": Words("assumed, low"),
        "high": Words("assumed, high"),
        "better": Words("below 0 in worlds, %"),
    },
)


def sentences(found: DecisionInWorlds, language: Language) -> list[str]:
    """Say how many worlds there are, in how many the plan is better, and where one more goes."""
    kinds = {row.quantity.kind for row in found.rows}
    fields = {
        "worlds": len(found),
        "numbers": found.numbers,
        "together": f"{found.together:g}",
        "replications": found.replications,
    }
    said = [SAYS.say(language, **fields)]
    if "rule" in kinds:
        said.append((ROBUST if "cadres" in kinds else STAYS).say(language))
    count = sum(found.unsound.values())
    if len(found) < found.wanted:
        reason = max(found.unsound, key=lambda key: found.unsound[key])
        said.append(
            SHORT.say(
                language,
                found=len(found),
                wanted=found.wanted,
                reason=in_language(reason, language),
            )
        )
    elif count:
        said.append(REDRAWN.say(language, count=count))
    if found.held:
        said.append(HELD.say(language, names=joined(found.held).say(language)))
    for row in found.rows:
        if row.quantity.kind == "rule":
            rule = named(row.quantity, language).partition("“")[2].rstrip("”")
            share, same = row.better, int((row.by_world == 0.0).sum())
            alike = ALIKE.say(language, count=same) if same else ""
            said.append(
                BETTER.say(language, rule=rule, count=share.count, of=share.of, alike=alike)
            )
    if found.bottleneck and len(found):
        said.append(_bottleneck(found, language))
    return said


def _bottleneck(found: DecisionInWorlds, language: Language) -> str:
    others, share = "", found.same_bottleneck
    if found.other_bottlenecks:
        name, count = found.other_bottlenecks[0]
        others = OTHERS.say(language, name=named_place(found.rows, name, language), count=count)
    where = named_place(found.rows, found.bottleneck, language)
    words = SAME_STEP if found.bottleneck.isdigit() else SAME
    return words.say(language, name=where, count=share.count, of=share.of, others=others)


def in_worlds_sections(
    found: DecisionInWorlds | None, scenario: Scenario, fresh: int, language: Language
) -> tuple[Section, ...]:
    """Return the section on worlds, sentences, a chart and a table; none where none were tried.

    Parameters
    ----------
    found : DecisionInWorlds or None
    scenario : Scenario
    fresh : int
        Years on which the interval over chance stands.
    language : 'en' or 'zh'
    """
    if found is None:
        return ()
    said = tuple(sentences(found, language))
    better = [
        Better(row.better.value if row.better.of else math.nan, row.better.count, row.better.of)
        for row in found.rows
    ]
    section = OVER_WORLDS.section(found.rows, better, said, scenario, fresh, language)
    return (section.briefly(),)


def in_worlds_frames(found: DecisionInWorlds) -> dict[str, pd.DataFrame]:
    """Tabulate the ranges, and every world: assumptions.csv and worlds.csv."""
    rows: list[dict[str, Any]] = [
        {
            "quantity": row.quantity.kind,
            "name": row.quantity.name,
            "step": row.quantity.step,
            "unit": row.quantity.aim.unit,
            "as_given": row.given.mean,
            "low": row.given.low,
            "high": row.given.high,
            "worlds": len(row.by_world),
            "median": row.median,
            "assumed_low": row.low,
            "assumed_high": row.high,
            "better_in": row.better.value,
            "chance_share": row.chance_share,
        }
        for row in found.rows
    ]
    worlds = pd.DataFrame({"world": list(found.drawn)})
    for name, row in zip(_columns([row.quantity for row in found.rows]), found.rows, strict=True):
        worlds[name] = row.by_world
    if found.bottlenecks:
        worlds["bottleneck"] = [named_place(found.rows, label, "en") for label in found.bottlenecks]
    return {"assumptions": pd.DataFrame(rows), "worlds": worlds}


def in_worlds_tables(found: DecisionInWorlds | None) -> dict[str, Table]:
    """The same as tables by name; none where no worlds were tried."""
    frames = in_worlds_frames(found) if found is not None else {}
    return {name: Table(name, frame) for name, frame in frames.items()}


def _columns(quantities: Sequence[Quantity]) -> list[str]:
    return [f"{q.kind}.{q.name}" if q.kind == "fund" else q.kind for q in quantities]
