"""Levers of a plan file that are no hours at a desk: what they cost, and what they change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..city import City
from ..scenario import Scenario
from ..scenario.faults import Fault, did_you_mean
from ..scenario.prices import Prices
from ..studies.allocation.budgets import Budgets
from ..words import Phrase, joined
from .document import FundLever, PatrolLever, PlanDocument
from .problem import Option, Values

HOURS_PER_YEAR = 8760.0
PATROLS = "patrols"
PATROLLERS = "patrollers"

YUAN = "yuan"

OptionLever = PatrolLever | FundLever


def option_levers(document: PlanDocument) -> dict[str, OptionLever]:
    """Levers by name, in the order in which the program has them."""
    found: dict[str, OptionLever] = {}
    if document.patrols is not None:
        found[PATROLS] = document.patrols
    return found | document.funds


def faults_of(document: PlanDocument, scenario: Scenario) -> Iterable[Fault]:
    """Say what is wrong with the options of a plan file, each with its key."""
    others = {*document.staff, *document.hours}
    for name in option_levers(document):
        if name in others or (name == PATROLS and name in document.funds):
            found = Phrase("'{name}' is a type of posts or hours too", name=name)
            yield Fault(key=name, found=found, allowed=Phrase("must have a name of its own"))
    if document.patrols is not None:
        yield from _unpriced(document.patrols, scenario)
    fund = scenario.document.policy.fund
    for name in document.funds:
        key = f"funds.{name}"
        if not fund.on:
            found = Phrase("the scenario's policy.fund is off")
            yield Fault(key=key, found=found, allowed=Phrase("must be on for money to be spent"))
        elif name not in fund.earmarks:
            found = Phrase("no earmark '{name}' in the scenario", name=name)
            known = Phrase("must be one of {names}", names=joined(fund.earmarks))
            hint = did_you_mean(name, fund.earmarks)
            yield Fault(key=key, found=found, allowed=known, hint=hint)


def _unpriced(lever: PatrolLever, scenario: Scenario) -> Iterable[Fault]:
    if lever.yuan_year is None and scenario.document.costs is None:
        yield Fault(
            key=f"{PATROLS}.yuan_year",
            found=Phrase("no price"),
            allowed=Phrase("must be given here, or by `costs` in the scenario"),
        )
    if lever.yuan_year is not None and lever.price_from is None:
        yield Fault(
            key=f"{PATROLS}.price_from",
            found=Phrase("a price that is from nowhere"),
            allowed=Phrase("must say where the price is from"),
        )


@dataclass(frozen=True)
class OptionWork:
    """What options are in a city: prices, and the scenario of a plan.

    Attributes
    ----------
    document : PlanDocument
    scenario : Scenario
    city : City
    """

    document: PlanDocument
    scenario: Scenario
    city: City

    def options(self, bounds: dict[str, tuple[Values, Values]]) -> tuple[Option, ...]:
        """Pose the options, by floors and caps at each desk."""
        found = []
        for name, lever in option_levers(self.document).items():
            floors, caps = bounds[name]
            patrols = isinstance(lever, PatrolLever)
            found.append(
                Option(
                    name,
                    PATROLLERS if patrols else YUAN,
                    self.patroller_yuan() if patrols else 1.0,
                    caps,
                    floors,
                    whole=patrols,
                    most=np.inf if lever.most is None else float(lever.most),
                    source=lever.source,
                )
            )
        return tuple(found)

    def changes(self, units: Values) -> dict[str, Any]:
        """Values of the scenario under so many units, shape (options, communities)."""
        found: dict[str, Any] = {}
        yuan = {}
        for name, row in zip(option_levers(self.document), units, strict=True):
            if name == PATROLS and row.any():
                found |= self._patrolled(row)
            elif name in self.document.funds and row.any():
                yuan[name] = row
        return found | (self._funded(yuan) if yuan else {})

    def patroller_yuan(self) -> float:
        """Price of a patroller a year, who walks in all hours of patrol.

        By the scenario's prices these are paid for like full-time hours.
        """
        lever, prices = self.document.patrols, self.scenario.document.costs
        if lever is not None and lever.yuan_year is not None:
            return lever.yuan_year
        assert isinstance(prices, Prices)  # refused otherwise
        calendars = self.city.calendars
        row = calendars.index[self.scenario.document.policy.patrol.calendar]
        hours = float(calendars.open[row].mean()) * HOURS_PER_YEAR
        return prices.patroller_yuan_year * hours / prices.post_hours_per_year

    def _funded(self, more: dict[str, Values]) -> dict[str, Any]:
        """More money of some earmarks beside that of today."""
        budgets = Budgets(self.scenario, self.city)
        amounts = budgets.today.copy()
        for name, row in more.items():
            amounts[:, budgets.earmarks.index(name)] += row
        allocation = {
            earmark: dict(zip(self.city.places.ids, amounts[:, e].tolist(), strict=True))
            for e, earmark in enumerate(budgets.earmarks)
        }
        own = {} if self.scenario.document.policy.fund.plan is None else {"policy.fund.plan": None}
        return {"policy.fund.allocation": allocation} | own

    def _patrolled(self, patrollers: Values) -> dict[str, Any]:
        """More patrollers beside those of today; where nobody walks today, they alone."""
        patrol = self.scenario.document.policy.patrol
        named = zip(self.city.places.ids, patrollers.tolist(), strict=True)
        more = {name: patrol.extra_in(name) + number for name, number in named}
        changes: dict[str, Any] = {"policy.patrol.extra": more}
        if not patrol.on:
            changes |= {"policy.patrol.on": True, "policy.patrol.patrollers_per_grid": 0.0}
        return changes
