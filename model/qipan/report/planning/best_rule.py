"""A plan beside the best rule of thumb: when to take the rule, and what else was sought."""

import numpy as np

from ...planning.confirming import Confirmed
from ...planning.keeping import RISK, above_0
from ...planning.plan_file import PlanFile
from ...planning.problem import Values
from ...statistics.estimate import measured_difference
from ...statistics.interval import mean_interval
from ...words import Language, Words, filled
from ..glossary import RULES

RULE = Words("the best of {n} rules of thumb at the same cost ({name})")
CHEAPER = Words(
    "the best of {n} rules of thumb ({name}), which has a use for ¥{yuan:,.0f} of the same money"
)
SAME_COST = 0.02  # shares by which costs may differ and be called the same
TAKE_RULE = Words(
    "The rule of thumb does better than the plan. Place people as it does (column "
    "heads_best_rule of places.csv)."
)
NOT_ASKED = Words(
    "That rule has fewer {days}, but nothing was asked of it: it keeps what was asked of the plan "
    "in {share:.0%} of {n} fresh years."
)
LEAVES_WORSE = Words(
    "That rule has fewer {days}, but leaves {n} communities worse off than with today's posts, "
    "beyond chance."
)
NOT_SOUGHT = Words("Fewer {days} in all is not what this plan was made for.")
WORST = Words(
    "The community that waits longest, for which the plan was made, has {days:,.1f} days a ticket; "
    "against {what}: {mean:+,.1f} [{low:+,.1f}, {high:+,.1f}]."
)


def best_rule(found: Confirmed, name: str = "") -> Words:
    """Name the best rule of thumb, or another."""
    name, yuan = name or found.best_rule, found.plan.yuan_year(found.given)
    if abs(found.rule_yuan[name] - yuan) <= SAME_COST * max(yuan, 1.0):
        return filled(RULE, n=len(found.rules), name=RULES[name])
    spends = found.rule_yuan[name]
    return filled(CHEAPER, n=len(found.rules), name=RULES[name], yuan=spends)


def beside_best_rule(file: PlanFile, found: Confirmed, days: str, language: Language) -> list[str]:
    """Say what to make of a rule that has fewer days than the plan, beyond chance.

    It is to be taken where fewer days were all that was sought. Where something was asked of the
    plan, which no rule is held to, it is said whether the rule keeps it.
    """
    name, objective = found.best_rule, file.document.objective
    if not _has_fewer(found, found.rules[name]):
        return []
    said = []
    if found.kept is not None:
        share, years = found.rules_kept[name], len(found.simulated)
        said.append(NOT_ASKED.say(language, days=days, share=share, n=years))
    worse = above_0(found.rules[name] - found.today) if found.worse is not None else np.zeros(1)
    if worse.any():
        said.append(LEAVES_WORSE.say(language, days=days, n=int((worse > 0.0).sum())))
    if objective != "least_waiting":
        said.append(NOT_SOUGHT.say(language, days=days))
    return said or [TAKE_RULE.say(language)]


def _has_fewer(found: Confirmed, days: Values) -> bool:
    """Whether a rule has fewer days than the plan, though it is the best of several on these years.

    By an interval that holds for all rules together (Bonferroni).
    """
    change = (found.simulated - days).sum(axis=1)
    return mean_interval(change, 1.0 - RISK / len(found.rules)).low > 0.0


def longest_waits(
    file: PlanFile, found: Confirmed, others: list[tuple[Words, Values]], language: Language
) -> list[str]:
    """Say what a plan does for the community that waits longest, if it was made for that one.

    Against others, and against the rule of thumb that does most for its own worst community.
    """
    if file.document.objective != "max_min":
        return []
    rule = min(found.rules, key=lambda name: _longest(found, found.rules[name].mean(axis=0)))
    against = [*others, (best_rule(found, rule), found.rules[rule])]
    return [_against(found, what, days, language) for what, days in against]


def _against(found: Confirmed, what: Words, other: Values, language: Language) -> str:
    change = measured_difference(lambda mean: _longest(found, mean), found.simulated, other)
    return WORST.say(
        language,
        days=_longest(found, found.simulated.mean(axis=0)),
        what=what.say(language),
        mean=change.mean,
        low=change.low,
        high=change.high,
    )


def _longest(found: Confirmed, days: Values) -> float:
    """Days a ticket of the community that waits longest."""
    tickets = np.maximum(found.given.tickets[: found.given.communities], 1e-9)
    return float((days / tickets).max())
