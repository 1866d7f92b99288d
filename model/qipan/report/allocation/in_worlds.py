"""A decision over worlds: as a section of a report, and as tables."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ... import charts
from ...charts.beyond import Ends, Ranged
from ...scenario import Scenario
from ...studies.uncertainty.decisions import DecisionInWorlds, Quantity, QuantityOverWorlds
from ...words import Language, Words, in_language, joined
from .. import glossary
from ..document import Range, Section, Shown
from ..numbers import written
from ..parts import method
from ..table import Table
from .names import plan as plan_name
from .ways import WAYS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEADING = Words("How it hangs on what was assumed")
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
KINDS = {
    "rule": Words("plan minus “{name}”"),
    "today": Words("plan minus today"),
    "nobody": Words("plan minus nobody more"),
    "robust": Words("robust plan minus this one"),
    "cadres": Words("{step} cadre more"),
    "fund": Words("¥{step} more of {name}"),
    "hours": Words("{step} volunteer hours more"),
    "paperwork": Words("{step} points less paperwork"),
}
COLUMNS = {
    "what": Words("difference"),
    "given": Words("as given"),
    "chance": Words("over chance"),
    "chance_low": Words("chance, low"),
    "chance_high": Words("chance, high"),
    "median": Words("middle world"),
    "assumed": Words("over what was assumed, nine in ten"),
    "assumed_low": Words("assumed, low"),
    "assumed_high": Words("assumed, high"),
    "better": Words("below 0 in worlds, %"),
    "unit": Words("unit"),
}
SHEET = Words("worlds")
TITLE = Words("Each difference over chance and over the worlds")
NOTE = Words("Below 0 is better. What one more is worth is per community, given in all at once.")
CHART_SAYS = Words("The same differences over chance and over the worlds.")


def named(quantity: Quantity, language: Language) -> str:
    """Write what a difference is of."""
    step = f"{quantity.step:,.3g}" if quantity.step < 1000.0 else written(quantity.step, 0)
    name = quantity.name
    if quantity.kind == "rule":
        name = rule_named(name, language)
    return KINDS[quantity.kind].say(language, name=name, step=step)


def rule_named(name: str, language: Language) -> str:
    """Name of a rule, or of another way to divide, that the plan is held against."""
    return WAYS[name].say(language) if name in WAYS else plan_name(name, language)


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
        others = OTHERS.say(language, name=_where(found, name, language), count=count)
    where = _where(found, found.bottleneck, language)
    words = SAME_STEP if found.bottleneck.isdigit() else SAME
    return words.say(language, name=where, count=share.count, of=share.of, others=others)


def _where(found: DecisionInWorlds, label: str, language: Language) -> str:
    """A community's id; where steps are compared, the step by its place."""
    if not label.isdigit():
        return label
    said = named(found.rows[int(label)].quantity, language)
    return f"“{said}”"


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
    note = method.simulated(scenario, str(fresh), language)

    def draw() -> "Figure":
        return charts.beyond_chance(
            [ranged(row, language) for row in found.rows],
            title=HEADING.say(language),
            note=note,
            language=language,
        )

    drawn = charts.as_chart(draw, "worlds", CHART_SAYS.say(language))
    said = tuple(sentences(found, language))
    tabled = (in_worlds_table(found, language),)
    return (Section(HEADING.say(language), said, charts=(drawn,), tables=tabled).briefly(),)


def ranged(row: QuantityOverWorlds, language: Language) -> Ranged:
    """A difference as it is drawn."""
    return Ranged(
        named(row.quantity, language),
        glossary.unit(row.quantity.aim.unit, language),
        {
            "chance": Ends(row.given.mean, row.given.low, row.given.high),
            "assumed": Ends(row.median, row.low, row.high),
        },
        "lower",
        row.better.count,
        row.better.of,
    )


def in_worlds_table(found: DecisionInWorlds, language: Language) -> Shown:
    """Tabulate each difference with both ranges."""
    h = {name: words.say(language) for name, words in COLUMNS.items()}
    rows = [
        {
            h["what"]: named(row.quantity, language),
            h["given"]: row.given.mean,
            h["chance_low"]: _finite(row.given.low),
            h["chance_high"]: _finite(row.given.high),
            h["median"]: row.median,
            h["assumed_low"]: row.low,
            h["assumed_high"]: row.high,
            h["better"]: round(100.0 * row.better.value) if row.better.of else math.nan,
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
            Range(h["assumed"], h["assumed_low"], h["assumed_high"]),
        ),
        signed=(h["given"], h["chance_low"], h["median"], h["assumed_low"]),
        by_row=True,
        most_rows=None,
    )


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
        worlds["bottleneck"] = [_where(found, label, "en") for label in found.bottlenecks]
    return {"assumptions": pd.DataFrame(rows), "worlds": worlds}


def in_worlds_tables(found: DecisionInWorlds | None) -> dict[str, Table]:
    """The same as tables by name; none where no worlds were tried."""
    frames = in_worlds_frames(found) if found is not None else {}
    return {name: Table(name, frame) for name, frame in frames.items()}


def _columns(quantities: Sequence[Quantity]) -> list[str]:
    return [f"{q.kind}.{q.name}" if q.kind == "fund" else q.kind for q in quantities]


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan
