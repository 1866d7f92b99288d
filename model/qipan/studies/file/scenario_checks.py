"""What an experiment file asks of the scenarios it names."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ...outcomes.target_faults import target_faults
from ...runs.paired import refusal
from ...scenario import Scenario, ScenarioError
from ...scenario.faults import Fault, did_you_mean, listing
from ...scenario.policy import MECHANISMS
from ...words import Phrase
from .checks import CADRES
from .document import EqualCost, ExperimentDocument, Lever
from .stated_costs import StatedCosts

OUT_OF_RANGE = Phrase("must lie in its range")  # as `scenario.provenance` says it


def check_scenarios(
    document: ExperimentDocument, scenarios: Mapping[str, Scenario]
) -> Iterator[Fault]:
    """Say what is wrong with the scenarios of a document; those with faults are not there."""
    if document.targets is not None:
        yield from _check_compared("targets", scenarios)
        if "targets.scenario" in scenarios:
            yield from _check_targets(scenarios["targets.scenario"])
    if document.compare is not None:
        yield from _check_compared("compare.scenarios", scenarios)
        yield from _check_reference(document.compare.reference, scenarios)
        if document.compare.equal_cost is not None:
            yield from _check_costs(document.compare.equal_cost, scenarios)
        if document.compare.costs is not None:
            yield from _check_stated_costs(document.compare.costs, scenarios)
        for index in range(len(document.compare.pairs)):
            yield from _check_compared(f"compare.pairs[{index}]", scenarios)
    if document.attribute is not None:
        yield from _check_compared("attribute", scenarios)
    if document.sweep is not None:
        yield from _check_compared("sweep.scenarios", scenarios)
        for key, given in document.sweep.keys.items():
            values = given.levels or (given.low, given.high)
            swept = [s for place, s in scenarios.items() if place.startswith("sweep.")]
            yield from check_values(f"sweep.keys.{key}", swept[:1], key, values)
    if document.seek is not None and "seek.scenario" in scenarios:
        yield from _check_lever(document.seek.lever, scenarios["seek.scenario"])


def _check_targets(scenario: Scenario) -> Iterator[Fault]:
    if not scenario.document.targets:
        found = Phrase("{name} has no targets to hold a run against", name=scenario.name)
        yield Fault(key="targets.scenario", found=found)
    yield from target_faults(scenario)


def _check_compared(around: str, scenarios: Mapping[str, Scenario]) -> Iterator[Fault]:
    """Ask for one city, the same days and names of their own."""
    inside = {
        key: s for key, s in scenarios.items() if key.startswith((f"{around}[", f"{around}."))
    }
    names: dict[str, str] = {}
    for key, scenario in inside.items():
        if scenario.name in names:
            found = Phrase("'{name}' is the name of another scenario here", name=scenario.name)
            yield Fault(key=key, found=found, hint=Phrase("give one of them a name: of its own"))
        names[scenario.name] = key
    for (_, first), (key, other) in itertools.product(list(inside.items())[:1], inside.items()):
        if (reason := refusal(first, other)) is not None:
            yield Fault(key=key, found=Phrase("cannot be compared: {reason}", reason=reason))


def _check_reference(reference: str | None, scenarios: Mapping[str, Scenario]) -> Iterator[Fault]:
    names = [s.name for key, s in scenarios.items() if key.startswith("compare.scenarios[")]
    if reference is not None and names and reference not in names:
        yield Fault(
            key="compare.reference",
            found=Phrase("no scenario named '{reference}' is compared", reference=reference),
            allowed=Phrase("allowed: {names}", names=listing(names)),
            hint=did_you_mean(reference, names),
        )


def _check_costs(asked: EqualCost, scenarios: Mapping[str, Scenario]) -> Iterator[Fault]:
    names = [s.name for key, s in scenarios.items() if key.startswith("compare.scenarios[")]
    for index, name in enumerate(asked.scenarios):
        key = f"compare.equal_cost.scenarios[{index}]"
        if names and name not in names:
            yield Fault(
                key=key,
                found=Phrase("no scenario named '{name}' is compared", name=name),
                allowed=Phrase("allowed: {names}", names=listing(names)),
                hint=did_you_mean(name, names),
            )
        elif name in asked.scenarios[:index]:
            yield Fault(key=key, found=Phrase("'{name}' is named twice", name=name))


def _check_stated_costs(costs: StatedCosts, scenarios: Mapping[str, Scenario]) -> Iterator[Fault]:
    names = [s.name for key, s in scenarios.items() if key.startswith("compare.scenarios[")]
    for name in costs.scenarios:
        if names and name not in names:
            yield Fault(
                key=f"compare.costs.scenarios.{name}",
                found=Phrase("no scenario named '{name}' is compared", name=name),
                allowed=Phrase("allowed: {names}", names=listing(names)),
                hint=did_you_mean(name, names),
            )
    for name in names:
        if name not in costs.scenarios:
            found = Phrase("no cost of '{name}' is stated", name=name)
            yield Fault(key="compare.costs.scenarios", found=found)


def _check_lever(lever: Lever, scenario: Scenario) -> Iterator[Fault]:
    if lever.key != CADRES:
        values = (lever.low, lever.high)
        yield from check_values("seek.lever", [scenario], lever.key, values)
        yield from _check_in_force(lever.key, scenario)
    elif not scenario.document.policy.sent_down.on:
        found = Phrase("{name} sends no cadres", name=scenario.name)
        yield Fault(key="seek.lever.key", found=found, hint=Phrase("set policy.sent_down.on: true"))


def _check_in_force(key: str, scenario: Scenario) -> Iterator[Fault]:
    """Refuse a lever of a mechanism that is never in force: nothing would move."""
    block, _, rest = key.removeprefix("policy.").partition(".")
    if not key.startswith("policy.") or block not in MECHANISMS or rest in ("", "on", "starts"):
        return
    if not any(getattr(regime.document.policy, block).on for regime in scenario.regimes):
        found = Phrase(
            "policy.{block} is off in {name}: the lever would move nothing",
            block=block,
            name=scenario.name,
        )
        yield Fault(
            key="seek.lever.key",
            found=found,
            hint=Phrase("set policy.{block}.on: true", block=block),
        )


def check_values(
    place: str, scenarios: Iterable[Scenario], key: str, values: Iterable[object]
) -> Iterator[Fault]:
    """Try the values a key is to have; what a scenario says against them is said here.

    Values of a number that says in which range it can be defended must lie in it, as anywhere.
    """
    said: set[tuple[str, str]] = set()
    for scenario, value in itertools.product(scenarios, values):
        if value is None:  # a range that is incomplete, as is said already
            continue
        for fault in _against(scenario, key, tidy(value)):
            if (fault.key, fault.found) not in said:
                said.add((fault.key, fault.found))
                found = f"{fault.key}: {fault.found}" if fault.key else fault.found
                yield Fault("", None, place, found, fault.allowed, fault.hint)


def _against(scenario: Scenario, key: str, value: object) -> Iterator[Fault]:
    """Say what is wrong with a value: that it can never stand there, or not in this scenario."""
    try:
        scenario.revise({key: value})
        scenario.revise({settable(scenario, key): value})
    except ScenarioError as error:
        for fault in error.faults:
            is_far = fault.allowed.startswith(OUT_OF_RANGE)
            hint = (
                Phrase("widen it in {name} if more is defensible", name=scenario.name)
                if is_far
                else fault.hint
            )
            yield replace(fault, hint=hint)


def settable(scenario: Scenario, key: str) -> str:
    """Key by which `Scenario.revise` sets a number without losing what is said of its source."""
    return f"{key}.value" if scenario.is_sourced(key) else key


def tidy(value: object) -> object:
    """Turn a number that is whole into a whole number: some keys take nothing else."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
