"""What an allocation answers, by rules."""

import math

import numpy as np

from ...programs.cadres.final_plan import LoopResult
from ...statistics.estimate import Estimate
from ...studies.allocation.cadres import CadreAllocation
from ...words import Language, Words
from ..numbers import decimals_of, written
from .gain import gains
from .names import aim, amount, plan

MOST_NAMED = 5

WHERE = Words(
    "The plan places {total} full-time cadres in {places} of {communities} communities, most "
    "in {names}; against today's {before} as they stand {added} are added and {removed} "
    "taken away."
)
BETTER = Words(
    "Its {aim} on {fresh} fresh simulated years: {value}, {size} better than the best rule "
    "of thumb, “{rule}” ({interval})."
)
WORSE = Words(
    "Its {aim} on {fresh} fresh simulated years: {value}, and the rule of thumb “{rule}” is "
    "better by {size} ({interval}): take the rule."
)
TIED = Words(
    "Its {aim} on {fresh} fresh simulated years: {value}, which cannot be told from the rule "
    "of thumb “{rule}” (difference {size}, {interval}): the rule is enough here."
)
MISSING = Words("By {aim} it cannot be judged: that does not exist in every simulated year.")
PROMISE = Words("The curves had promised {promised}, an optimism gap of {gap} % [{low}, {high}].")
NOT_SIMULATED = Words("The curves promise {promised}; the plan itself was not simulated.")
UNPROVEN = Words(
    "The program was stopped before proof, with a gap of {gap} %: the plan is not shown to "
    "be optimal."
)
INTERVAL = Words("95 % interval {low} to {high}")
NAMED = Words("{name} ({count})")


def answer(found: CadreAllocation, language: Language) -> str:
    """Answer in sentences: where they go, what that is worth, what was promised of it."""
    said = [_where(found, language)]
    if found.loop is None:
        first = found.first
        value = _sum(found)
        promised = amount(value, "ticket-days a year", (value,), language)
        said += [NOT_SIMULATED.say(language, promised=promised), *gains(found, language)]
        unproven = [] if first.proven else [first.gap]
    else:
        said += _worth(found, found.loop, language)
        unproven = [solved.gap for solved in found.solves if not solved.proven]
    if unproven:
        said.append(UNPROVEN.say(language, gap=f"{100.0 * max(unproven):.3g}"))
    return (" " if language == "en" else "").join(said)


def _sum(found: CadreAllocation) -> float:
    return float(found.curves.at(found.placed).sum())


def _where(found: CadreAllocation, language: Language) -> str:
    placed, names = found.placed, found.facts.communities
    change = placed - found.facts.today
    order = np.argsort(-placed, kind="stable")[:MOST_NAMED]
    told = [
        NAMED.say(language, name=names[n], count=int(placed[n])) for n in order if placed[n] > 0
    ]
    return WHERE.say(
        language,
        total=int(placed.sum()),
        before=int(found.facts.today.sum()),
        places=int((placed > 0).sum()),
        communities=len(names),
        names=(", " if language == "en" else "、").join(told) or "–",
        added=int(change.clip(min=0).sum()),
        removed=int((-change).clip(min=0).sum()),
    )


def _worth(found: CadreAllocation, loop: LoopResult, language: Language) -> list[str]:
    target, against = loop.target, loop.against_rule
    value = target.estimate(loop.chosen.outcome).mean
    name = aim(target.name, language)
    said = []
    if math.isnan(value) or math.isnan(against.mean):
        said.append(MISSING.say(language, aim=name))
    else:
        words = BETTER if against.proven_below_0 else WORSE if against.proven_above_0 else TIED
        tied = words is TIED
        alike = (value, against.low, against.high)
        size = against.mean if tied else abs(against.mean)
        ends = (against.low, against.high) if tied or words is WORSE else _flipped(against)
        decimals = min(2, decimals_of([n for n in alike if math.isfinite(n)]))
        said.append(
            words.say(
                language,
                fresh=len(loop.chosen.ticket_days),
                value=amount(value, target.unit, alike, language),
                aim=name,
                rule=plan(loop.best_rule.name, language),
                size=amount(size, target.unit, alike, language, signed=tied),
                interval=INTERVAL.say(
                    language,
                    low=written(ends[0], decimals, signed=tied),
                    high=written(ends[1], decimals, signed=tied),
                ),
            )
        )
    return [*said, *gains(found, language), _promise(loop, language)]


def _flipped(estimate: Estimate) -> tuple[float, float]:
    return -estimate.high, -estimate.low


def _promise(loop: LoopResult, language: Language) -> str:
    gap = loop.gap.times(100.0)
    return PROMISE.say(
        language,
        promised=amount(loop.promised, loop.objective.unit, (loop.promised,), language),
        gap=written(gap.mean, 1, signed=True),
        low=written(gap.low, 1, signed=True),
        high=written(gap.high, 1, signed=True),
    )
