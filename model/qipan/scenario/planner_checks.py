"""Checks of the planner: whether there is anything to plan."""

from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault
from .planner import PlannedCadres


def check_planner(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask a planner that is on for hours, funds or cadres, and for what can be planned of them."""
    policy = document.policy
    planner = policy.planner
    if not planner.on:
        return
    if planner.hours is None and planner.funds is None and planner.cadres is None:
        yield Fault(
            key="policy.planner.on",
            found=Phrase("on, with no hours, funds or cadres: there is nothing to plan"),
            allowed=Phrase("give policy.planner.hours, policy.planner.funds or its cadres"),
        )
        return
    if planner.cadres is not None:
        yield from _check_cadres(document, planner.cadres)
    helpers = policy.orders.on or policy.pairing.on
    if (
        planner.cadres is None
        and not (planner.hours is not None and helpers)
        and not (planner.funds is not None and policy.fund.on)
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


def _check_cadres(document: ScenarioDocument, planned: PlannedCadres) -> Iterator[Fault]:
    """Cadres can be placed anew only if there are some, and if a plan comes within the days."""
    sent, key = document.policy.sent_down, "policy.planner.cadres"
    if not sent.on:
        yield Fault(
            key=key,
            found=Phrase("given, and policy.sent_down is off"),
            allowed=Phrase("must be on: it says how many cadres there are, and where they begin"),
        )
        return
    most = max([sent.full_time_per_community, *sent.allocation.values()])
    if most > planned.most_per_community:
        yield Fault(
            key=f"{key}.most_per_community",
            found=Phrase("found {number}", number=planned.most_per_community),
            allowed=Phrase("must be at least {most:g}: policy.sent_down has as many", most=most),
        )
    if planned.period_days + planned.notice_days > document.horizon.total_days:
        yield Fault(
            key=f"{key}.period_days",
            found=Phrase("found {number}", number=planned.period_days),
            allowed=Phrase(
                "must be at most the days simulated, {days}, less the notice: nobody would move",
                days=document.horizon.total_days,
            ),
        )
