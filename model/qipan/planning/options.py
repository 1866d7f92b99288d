"""Levers of a plan file that are no hours at a desk: what they cost, and what they change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..city import City
from ..scenario import Scenario
from ..scenario.faults import Fault
from ..scenario.prices import Prices
from ..words import Phrase
from .document import PatrolLever, PlanDocument
from .problem import Option, Values

HOURS_PER_YEAR = 8760.0
PATROLS = "patrols"
PATROLLERS = "patrollers"

OptionLever = PatrolLever


def option_levers(document: PlanDocument) -> dict[str, OptionLever]:
    """Levers by name, in the order in which the program has them."""
    return {} if document.patrols is None else {PATROLS: document.patrols}


def faults_of(document: PlanDocument, scenario: Scenario) -> Iterable[Fault]:
    """Say what is wrong with the options of a plan file, each with its key."""
    others = {*document.staff, *document.hours}
    for name in option_levers(document):
        if name in others:
            found = Phrase("'{name}' is a type of posts or hours too", name=name)
            yield Fault(key=name, found=found, allowed=Phrase("must have a name of its own"))
    if document.patrols is not None:
        yield from _unpriced(document.patrols, scenario)


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
        lever, found = self.document.patrols, []
        if lever is not None:
            floors, caps = bounds[PATROLS]
            most = np.inf if lever.most is None else float(lever.most)
            found.append(
                Option(
                    PATROLS,
                    PATROLLERS,
                    self.patroller_yuan(),
                    caps,
                    floors,
                    whole=True,
                    most=most,
                    source=lever.source,
                )
            )
        return tuple(found)

    def changes(self, units: Values) -> dict[str, Any]:
        """Values of the scenario under so many units, shape (options, communities)."""
        found: dict[str, Any] = {}
        for name, row in zip(option_levers(self.document), units, strict=True):
            if row.any() and name == PATROLS:
                found |= self._patrolled(row)
        return found

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

    def _patrolled(self, patrollers: Values) -> dict[str, Any]:
        """More patrollers beside those of today; where nobody walks today, they alone."""
        patrol = self.scenario.document.policy.patrol
        named = zip(self.city.places.ids, patrollers.tolist(), strict=True)
        more = {name: patrol.extra_in(name) + number for name, number in named}
        changes: dict[str, Any] = {"policy.patrol.extra": more}
        if not patrol.on:
            changes |= {"policy.patrol.on": True, "policy.patrol.patrollers_per_grid": 0.0}
        return changes
