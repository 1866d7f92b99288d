"""Checks of the planner: whether there is anything to plan."""

from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault


def check_planner(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask a planner that is on for hours or funds, and for what can be planned of them."""
    policy = document.policy
    planner = policy.planner
    if not planner.on:
        return
    if planner.hours is None and planner.funds is None:
        yield Fault(
            key="policy.planner.on",
            found=Phrase("on, with neither hours nor funds: there is nothing to plan"),
            allowed=Phrase("give policy.planner.hours or policy.planner.funds"),
        )
        return
    helpers = policy.orders.on or policy.pairing.on
    if not (planner.hours is not None and helpers) and not (
        planner.funds is not None and policy.fund.on
    ):
        yield Fault(
            key="policy.planner.on",
            found=Phrase("on, with nobody's hours and no money to divide"),
            allowed=Phrase(
                "switch on policy.orders or policy.pairing for hours, policy.fund for funds"
            ),
        )
    if planner.funds is not None and policy.fund.on and policy.fund.allocation:
        given = "plan" if policy.fund.plan is not None else "allocation"
        yield Fault(
            key="policy.planner.funds",
            found=Phrase("given beside policy.fund.{given}: who divides the money?", given=given),
            allowed=Phrase("one of the two; funds: null leaves the money as it is given"),
        )
