"""Checks of the rules by which cadres are lent."""

from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault
from .references import check_community

KEY = "policy.dispatch"


def check_dispatch(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask a dispatch that is on for rules and what lending costs, and its rules for sense."""
    dispatch = document.policy.dispatch
    for name, rule in dispatch.rules.items():
        key = f"{KEY}.rules.{name}"
        if dispatch.cadres is not None and rule.then.cadres > dispatch.cadres:
            yield Fault(
                key=f"{key}.then.cadres",
                found=Phrase("found {number:g}", number=rule.then.cadres),
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
    for name in ("speed", "lost_at_sender_share"):
        if getattr(dispatch, name) is None:
            yield Fault(
                key=f"{KEY}.{name}",
                found=Phrase("not given"),
                allowed=Phrase("needed where policy.dispatch is on"),
            )
