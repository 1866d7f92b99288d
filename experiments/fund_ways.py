"""Ways to divide funds within a simulation: without a planner, by its program, by rules."""

from typing import Any

from qipan.runs.errors import ResourceError
from qipan.scenario import Scenario
from qipan.words import Phrase

RULES = {"program": "program", "per head": "per_head", "by load": "by_load"}
UNPLANNED = "without a planner"


def fund_ways(scenario: Scenario) -> dict[str, Scenario]:
    """The scenario with its money divided each 1 January in each way; hours as they are.

    Raises
    ------
    ResourceError
        If there is no fund, or its money is divided by a plan already.
    """
    policy = scenario.document.policy
    if not policy.fund.on:
        raise ResourceError(
            Phrase(
                "{name}: policy.fund is off: there is no money to divide; set on: true",
                name=scenario.name,
            )
        )
    if policy.fund.allocation:
        raise ResourceError(
            Phrase("{name}: policy.fund.allocation divides the money already", name=scenario.name)
        )
    planned: dict[str, Any] = {"policy.planner.on": True}
    if not policy.planner.on:
        planned |= {"policy.planner.hours": None, "policy.planner.starts": None}
    if policy.planner.funds is None:
        planned["policy.planner.funds"] = {}
    without: dict[str, Any] = {"policy.planner.funds": None} if policy.planner.on else {}
    if policy.planner.on and policy.planner.hours is None:
        without = {"policy.planner.on": False, "policy.planner.starts": None}
    found = {UNPLANNED: scenario.revise(without)}
    for name, rule in RULES.items():
        found[name] = scenario.revise({**planned, "policy.planner.funds.rule": rule})
    return found
