"""The tables of an allocation of cadres: columns by id as files have them, headings for readers."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...programs.objectives import Objective
from ...studies.allocation.cadres import CadreAllocation
from ...studies.allocation.marginals import check_frame, marginal_frame
from ...studies.allocation.plan_comparison import comparison_frame
from ...studies.allocation.reference_plans import NONE, TODAY
from ...studies.allocation.robust import KNOWING, RobustResult, robust_frame, robust_plan_frame
from ...words import Language, Words
from .. import glossary
from ..table import Column, Ends, Table, columns
from .in_draws import in_draws_tables
from .in_worlds import in_worlds_tables
from .names import aim, decides, plan

if TYPE_CHECKING:
    from ...statistics.estimate import Estimate

MOST = 25  # communities that a page shows
INTERVAL = Words("95 % interval")
PLACES = {
    "community": Words("community"),
    "residents": Words("residents"),
    "load_today": Words("load today"),
    "today": Words("today"),
    "plan": Words("plan"),
    "change": Words("change"),
    "more": Words("one more"),
    "less": Words("one less"),
}
RIVALS = {
    "measure": Words("measure"),
    "plan": Words("plan"),
    "cadres": Words("cadres"),
    "mean": Words("mean"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "chosen_minus_plan": Words("chosen minus it"),
    "difference_low": Words("difference, low"),
    "difference_high": Words("difference, high"),
    "unit": Words("unit"),
}
TENTHS = {
    "community": Words("community"),
    "more": Words("0.1 more"),
    "less": Words("0.1 less"),
}
SIMULATED = {
    "community": Words("community"),
    "promised": Words("promised"),
    "simulated": Words("simulated"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "agrees": Words("agree"),
    "with_senders": Words("with what senders lose"),
    "with_senders_low": Words("low, with senders"),
    "with_senders_high": Words("high, with senders"),
}
REGRETS = {
    "plan": Words("plan"),
    "mean": Words("mean"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "regret": Words("mean regret"),
    "regret_low": Words("difference, low"),
    "regret_high": Words("difference, high"),
    "worst": Words("worst regret"),
}
OF_DIFFERENCE = Words("its 95 % interval")
WITH_SENDERS = Words("95 % interval, with senders")
PLAN = Words("plan")
PLAN_TITLE = Words("Who gets how many full-time cadres")
PLAN_NOTE = Words(
    "One more and one less: change in {unit} by the curves, all other cadres staying. The "
    "largest changes first."
)
CANDIDATES = Words("candidates")
CANDIDATES_TITLE = Words("Plans and rules of thumb on {fresh} fresh simulated years")
CANDIDATES_NOTE = Words(
    "“{chosen}” is chosen. Less is better in all measures. “{today}” is the scenario as it "
    "stands, and “{none}” sends no full-time cadres: both have totals of their own and are "
    "no rivals."
)
VALUES = Words("marginal values")
VALUES_TITLE = Words("What a little more or less would change, {unit}")
VALUES_NOTE = Words("By the curves, at the plan, all cadres staying.")
CHECKS = Words("values simulated")
CHECKS_TITLE = Words("One cadre more, promised by the curves and simulated, {unit}")
FRONTIER = Words("frontier")
FRONTIER_TITLE = Words("What one objective costs in the other")
ROBUST = Words("robust")
ROBUST_TITLE = Words("Plans on {draws} fresh draws of all assumed numbers, {unit}")
ROBUST_NOTE = Words("Regret: minus the plan that the program makes knowing the draw.")


def cadre_tables(found: CadreAllocation) -> dict[str, Table]:
    """Tables by name: plan, marginal values, and what else was asked for."""
    made = [
        Table("plan", found.plan_frame(), _heads(PLACES, "change"), PLAN_TITLE, sheet=PLAN),
        Table("marginal_values", marginal_frame(found.valued), _heads(TENTHS, "more", "less")),
    ]
    if found.simulated:
        made.append(_checks(found))
    if found.loop is not None:
        made.append(_comparison(found))
    if found.second is not None:
        made.append(_frontier(found, found.second))
    if found.robust is not None:
        plans = robust_plan_frame(found, found.robust)
        made += [Table("robust", robust_frame(found.robust)), Table("robust_plan", plans)]
    beside = in_worlds_tables(found.worlds) | in_draws_tables(found.ensemble)
    return {table.name: table for table in made} | beside


def plan_table(found: CadreAllocation) -> Table:
    """Tabulate who gets how many, and what one more is worth, the largest changes first."""
    table = found.tables["plan"]
    of_one = {v.community: v for v in found.valued if v.plan_held and v.step == 1.0}
    values = [of_one.get(name) for name in table.frame["community"]]
    frame = table.frame.assign(
        more=[_finite(value.more if value else math.nan) for value in values],
        less=[_finite(value.less if value else math.nan) for value in values],
    )
    order = np.lexsort((-frame["plan"], -frame["change"].abs()))
    note = _in_both(PLAN_NOTE, unit=found.request.objective.unit)
    heads = _heads(PLACES, "change", "more", "less")
    return replace(table, frame=frame.iloc[order], columns=heads, note=note, most_rows=MOST)


def candidates(found: CadreAllocation) -> Table:
    """Tabulate every candidate by every measure that exists, the deciding one first."""
    loop, table = found.loop, found.tables["comparison"]
    assert loop is not None
    frame = table.frame[table.frame["mean"].notna()]
    first = [decides(name, loop) for name in frame["measure"]]
    frame = pd.concat([frame[first], frame[[not one for one in first]]])
    differences = ["chosen_minus_plan", "difference_low", "difference_high"]
    frame.loc[frame["plan"] == loop.chosen.name, differences] = math.nan
    return replace(table, frame=frame)


def tenths(found: CadreAllocation) -> Table:
    """Tabulate what a tenth of a cadre is worth, most valued first."""
    held = [v for v in found.valued if v.plan_held and v.step != 1.0 and v.community is not None]
    rows = [
        (value.community, _finite(value.more), _finite(value.less))
        for value in sorted(held, key=lambda value: value.more)
    ]
    return replace(
        found.tables["marginal_values"],
        frame=pd.DataFrame(rows, columns=list(TENTHS)),
        title=_in_both(VALUES_TITLE, unit=found.request.objective.unit),
        note=VALUES_NOTE,
        sheet=VALUES,
        most_rows=12,
    )


def regrets(result: RobustResult) -> Table:
    """Tabulate what each plan loses over draws of the assumed numbers."""
    rows = []
    for regret in result.regrets:
        lost = [*_three(regret.mean), regret.worst.mean]
        lost = [math.nan] * len(lost) if regret.plan == KNOWING else lost
        rows.append((regret.plan, *_three(regret.value), *lost))
    draws = len(next(iter(result.values.values())))
    return Table(
        "regrets",
        pd.DataFrame(rows, columns=list(REGRETS)),
        columns(REGRETS, plan=plan),
        _in_both(ROBUST_TITLE, unit=result.unit, draws=draws),
        ROBUST_NOTE,
        ROBUST,
        (
            Ends("low", "high", INTERVAL),
            Ends("regret_low", "regret_high", OF_DIFFERENCE),
        ),
    )


def _comparison(found: CadreAllocation) -> Table:
    loop = found.loop
    assert loop is not None
    names = {"chosen": loop.chosen.name, "today": TODAY, "none": NONE}
    note = Words.of(
        *(
            CANDIDATES_NOTE.say(
                language, **{key: plan(name, language) for key, name in names.items()}
            )
            for language in _BOTH
        )
    )
    return Table(
        "comparison",
        comparison_frame(loop, found.references),
        columns(
            RIVALS,
            signed=("chosen_minus_plan", "difference_low"),
            measure=aim,
            plan=plan,
            unit=glossary.unit,
        ),
        _in_both(CANDIDATES_TITLE, fresh=len(loop.chosen.ticket_days)),
        note,
        CANDIDATES,
        (
            Ends("low", "high", INTERVAL),
            Ends("difference_low", "difference_high", OF_DIFFERENCE),
        ),
        by_row=True,
    )


def _checks(found: CadreAllocation) -> Table:
    """Tabulate promises of one cadre more beside what the simulation found."""
    ends = ("low", "with_senders_low")
    return Table(
        "marginal_check",
        check_frame(list(found.simulated)),
        _heads(SIMULATED, "promised", "simulated", "with_senders", *ends),
        _in_both(CHECKS_TITLE, unit=found.simulated[0].unit),
        sheet=CHECKS,
        intervals=(
            Ends("low", "high", INTERVAL),
            Ends("with_senders_low", "with_senders_high", WITH_SENDERS),
        ),
    )


def _frontier(found: CadreAllocation, second: Objective) -> Table:
    """Tabulate what one objective costs in the other."""
    first = found.request.objective
    frame = pd.DataFrame(
        {
            first.name: [point.first for point in found.frontier],
            second.name: [point.second for point in found.frontier],
        }
    )
    heads = tuple(Column(each.name, _of_objective(each)) for each in (first, second))
    return Table("frontier", frame, heads, FRONTIER_TITLE, sheet=FRONTIER)


_BOTH: tuple[Language, Language] = ("en", "zh")


def _in_both(words: Words, unit: str = "", **fields: object) -> Words:
    """Fill in fields in both languages, a unit in each."""
    en, zh = (words.say(one, unit=glossary.unit(unit, one), **fields) for one in _BOTH)
    return Words.of(en, zh)


def _heads(heads: dict[str, Words], *signed: str) -> tuple[Column, ...]:
    return columns(heads, signed=signed)


def _of_objective(objective: Objective) -> Words:
    name = {one: aim(objective.name, one) for one in _BOTH}
    unit = {one: glossary.unit(objective.unit, one) for one in _BOTH}
    return Words.of(f"{name['en']} ({unit['en']})", f"{name['zh']}（{unit['zh']}）")


def _three(estimate: "Estimate") -> Sequence[float]:
    return estimate.mean, estimate.low, estimate.high


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan
