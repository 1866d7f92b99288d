"""What a whole plan of cadres gains: against today as it stands, and against nobody sent."""

import math

from ...programs.cadres.final_plan import Candidate, LoopResult
from ...statistics.estimate import Estimate
from ...studies.allocation.cadres import CadreAllocation
from ...studies.allocation.plan_comparison import placed_alike
from ...studies.allocation.reference_plans import NONE, TODAY
from ...words import Language, Words
from ..numbers import decimals_of, written
from .names import aim, amount
from .names import plan as plan_name

AGAINST = {
    TODAY: Words("today as it stands ({count} cadres)"),
    NONE: Words("no full-time cadres sent"),
}
BETTER = Words("Against {other}, the whole plan of {total} is better by {size} ({interval}).")
WORSE = Words("Against {other}, the whole plan of {total} is worse by {size} ({interval}).")
ALIKE = Words(
    "Against {other}, the whole plan of {total} cannot be told apart (difference {size}, "
    "{interval})."
)
UNKNOWN = Words(
    "Against {other}, no gain can be given: {aim} does not exist there in every simulated year."
)
BY_CURVES = Words("By the same curves {other} leaves {days}.")
WHY = Words(
    "The plan and “{rule}” place {alike} of {total} cadres alike, {plan} and {other} of them "
    "where the desk's load is above 1; by the curves the rest matters {part} % ({aim})."
)
INTERVAL = Words("95 % interval {low} to {high}")


def gains(found: CadreAllocation, language: Language) -> list[str]:
    """Say what the plan gains against each reference, paired by fresh seed, a sentence each.

    Without the loop nothing was simulated, and the curves say what they can of both.
    """
    if found.loop is None:
        return _by_curves(found, language)
    return [_gain(found, reference, language) for reference in found.references]


def why_alike(found: CadreAllocation, loop: LoopResult, language: Language) -> str:
    """Say how much of the plan is that of the best rule, and how much the rest matters."""
    curves, measure = loop.table, loop.objective.measure
    plan, rule = (measure(curves.at(each.plan)) for each in (loop.chosen, loop.best_rule))
    busy = found.facts.load_today > 1.0
    return WHY.say(
        language,
        rule=plan_name(loop.best_rule.name, language),
        alike=placed_alike(loop.chosen, loop.best_rule),
        total=int(found.placed.sum()),
        plan=int(found.placed[busy].sum()),
        other=int(loop.best_rule.plan[busy].sum()),
        part=f"{100.0 * abs(plan - rule) / plan if plan else 0.0:.2g}",
        aim=aim(loop.objective.name, language),
    )


def _gain(found: CadreAllocation, reference: Candidate, language: Language) -> str:
    loop = found.loop
    assert loop is not None
    target = loop.target
    against = target.difference(loop.chosen.outcome, reference.outcome)
    other = _named(reference.name, int(reference.plan.sum()), language)
    if math.isnan(against.mean):
        return UNKNOWN.say(language, other=other, aim=aim(target.name, language))
    tied = not (against.proven_below_0 or against.proven_above_0)
    words = ALIKE if tied else BETTER if against.proven_below_0 else WORSE
    shown = against if words is not BETTER else _flipped(against)
    ends = [end for end in (shown.low, shown.high) if math.isfinite(end)]
    decimals = min(2, decimals_of([shown.mean, *ends]))
    return words.say(
        language,
        other=other,
        total=int(found.placed.sum()),
        size=amount(shown.mean, target.unit, (shown.mean, *ends), language, signed=tied),
        interval=INTERVAL.say(
            language,
            low=written(shown.low, decimals, signed=tied),
            high=written(shown.high, decimals, signed=tied),
        ),
    )


def _by_curves(found: CadreAllocation, language: Language) -> list[str]:
    known, numbers = found.facts.today, found.curves.numbers
    said = []
    for name, plan in ((TODAY, known), (NONE, 0 * known)):
        if plan.min() < numbers[0] or plan.max() > numbers[-1]:
            continue  # floors and caps: not measured there
        days = float(found.curves.at(plan).sum())
        told = amount(days, "ticket-days a year", (days,), language)
        other = _named(name, int(plan.sum()), language)
        said.append(BY_CURVES.say(language, other=other, days=told))
    return said


def _named(name: str, count: int, language: Language) -> str:
    return AGAINST[name].say(language, count=count)


def _flipped(estimate: Estimate) -> Estimate:
    return Estimate(-estimate.mean, -estimate.high, -estimate.low)
