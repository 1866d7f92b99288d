"""Checks of the rules by which cadres are lent."""

from collections.abc import Iterator

from ..words import Phrase
from .dispatch import LendingRule
from .document import ScenarioDocument
from .faults import Fault
from .references import check_community

KEY = "policy.dispatch"


def check_dispatch(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask a dispatch that is on for rules and what lending costs, and its rules for sense."""
    dispatch = document.policy.dispatch
    for name, rule in dispatch.rules.items():
        key = f"{KEY}.rules.{name}"
        yield from _check_rule(key, rule, document)
        lent = rule.then.cadres or 0.0
        if dispatch.cadres is not None and lent > dispatch.cadres:
            yield Fault(
                key=f"{key}.then.cadres",
                found=Phrase("found {number:g}", number=lent),
                allowed=Phrase(
                    "must be at most policy.dispatch.cadres, {most:g}: it could never act",
                    most=dispatch.cadres,
                ),
            )
        if rule.when.days > document.horizon.total_days:
            yield Fault(
                key=f"{key}.when.days",
                found=Phrase("found {number:g}", number=rule.when.days),
                allowed=Phrase(
                    "must be at most the days simulated, {days}: it could never act",
                    days=document.horizon.total_days,
                ),
            )
        for n, community in enumerate(rule.communities):
            yield from check_community(f"{key}.communities[{n}]", community, document.city)
    if not dispatch.on:
        return
    if not dispatch.rules:
        yield Fault(
            key=f"{KEY}.on",
            found=Phrase("on, with no rules"),
            allowed=Phrase("give policy.dispatch.rules"),
        )
    lends = any(rule.then.cadres for rule in dispatch.rules.values())
    for name in ("speed", "lost_at_sender_share"):
        if lends and getattr(dispatch, name) is None:
            yield Fault(
                key=f"{KEY}.{name}",
                found=Phrase("not given"),
                allowed=Phrase("needed where policy.dispatch lends cadres"),
            )


def _check_rule(key: str, rule: LendingRule, document: ScenarioDocument) -> Iterator[Fault]:
    """Ask a rule for a condition and an action, and for what each of these hangs on."""
    when, then, community = rule.when, rule.then, document.desks.community
    if when.tickets_per_worker_above is None and when.empty_posts_share_above is None:
        yield Fault(
            key=f"{key}.when",
            found=Phrase("no condition"),
            allowed=Phrase("give tickets_per_worker_above, empty_posts_share_above, or both"),
        )
    if then.cadres is None and then.clerks is None:
        yield Fault(
            key=f"{key}.then",
            found=Phrase("nothing to be done"),
            allowed=Phrase("give cadres, clerks, or both"),
        )
    if when.empty_posts_share_above is not None and community.turnover is None:
        yield Fault(
            key=f"{key}.when.empty_posts_share_above",
            found=Phrase("no desks.community.turnover"),
            allowed=Phrase("without it no post is ever empty"),
        )
    if then.clerks is not None and community.paperwork is None:
        yield Fault(
            key=f"{key}.then.clerks",
            found=Phrase("clerks, and no paperwork"),
            allowed=Phrase("desks.community.paperwork must be given"),
        )
