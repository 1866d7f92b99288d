"""Levers that are no hours at a desk: what they cost, and what they change in the scenario."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from ...city.more_volunteers import Newcomers
from ...scenario import Scenario
from ...scenario.faults import Fault
from ...scenario.fields import Count, Positive, PositiveCount
from ...scenario.prices import Prices
from ...words import Phrase, Words
from ..problem import Option
from .lever import Lever, Setting, Text, Values


class OptionLever(Lever):
    """Whole units more, beside those of today, that the simulation prices by what they change.

    Attributes
    ----------
    whole : bool
        Whether units are had whole.
    default_name : Words or None
        What it is called where the plan file says nothing; None for its key.
    sets : tuple of str
        Keys of the scenario that its units set: a draw that sets one would be undone.
    """

    whole: ClassVar[bool] = True
    default_name: ClassVar[Words | None] = None
    sets: ClassVar[tuple[str, ...]] = ()

    cap: PositiveCount = Field(description="Most more in each community.")
    most: Count | None = Field(None, description="Most more in all.")

    def name_in(self, name: str, scenario: Scenario) -> Words:
        """What the lever is called where the plan file says nothing."""
        return self.default_name or super().name_in(name, scenario)

    @abstractmethod
    def faults(self, name: str, scenario: Scenario) -> Iterable[Fault]:
        """Say what is wrong with it in a scenario, each with its key."""

    @abstractmethod
    def yuan(self, at: Setting) -> float:
        """Price of a unit for a year."""

    @abstractmethod
    def changes(
        self, name: str, units: Values, at: Setting, before: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Values of the scenario under so many units more.

        Parameters
        ----------
        name : str
        units : array of float, shape (communities,)
            Of what stands at a subdistrict, each of its communities has all. Of a lever that is
            several options a row each.
        at : Setting
        before : mapping
            What levers before this one have changed.
        """

    def newcomers(self, units: Values) -> Newcomers | None:
        """Volunteers more whom units bring, whom no scenario lists; shape as of `changes`."""
        return None

    def rows(self, name: str, at: Setting) -> tuple[str, ...]:
        """Names of the options that the lever is, one by default."""
        return (name,)

    def posed_all(self, name: str, at: Setting, floors: Values, caps: Values) -> tuple[Option, ...]:
        """Pose the options that the lever is, by floors and caps at each desk."""
        return (self.posed(name, at, floors, caps),)

    def posed(self, name: str, at: Setting, floors: Values, caps: Values) -> Option:
        """Pose the lever, by floors and caps at each desk."""
        return Option(
            name,
            self.unit,
            self.yuan(at),
            caps,
            floors,
            whole=self.whole,
            most=np.inf if self.most is None else float(self.most),
            source=self.source,
            shared=self.at_subdistricts,
        )


class PricedLever(OptionLever):
    """A lever whose units have a price, in the plan file or in the scenario."""

    price_from: Text | None = Field(
        None, description="Where a price given here is from: a source, or why it is assumed."
    )

    @property
    def stated_price(self) -> str | None:
        """Where its price is from, if it is given here."""
        return self.price_from


class YearlyPriced(PricedLever):
    """A lever whose units have a price for a year, here or in the scenario."""

    yuan_year: Positive | None = Field(
        None, description="Price of one for a year; by default by `costs` of the scenario."
    )

    def yuan(self, at: Setting) -> float:
        """Price of a unit for a year."""
        if self.yuan_year is not None:
            return self.yuan_year
        prices = at.scenario.document.costs
        assert prices is not None  # refused otherwise
        return self.yuan_by_costs(prices, at)

    @abstractmethod
    def yuan_by_costs(self, prices: Prices, at: Setting) -> float:
        """Price of a unit for a year by the prices of the scenario."""


def unpriced(
    lever: str, key: str, yuan: float | None, price_from: str | None, *, in_scenario: bool
) -> Iterable[Fault]:
    """Ask for a price where neither the file nor the scenario has one, and where it is from."""
    if yuan is None and not in_scenario:
        yield Fault(
            key=f"{lever}.{key}",
            found=Phrase("no price"),
            allowed=Phrase("must be given here, or by `costs` in the scenario"),
        )
    if yuan is not None and price_from is None:
        yield Fault(
            key=f"{lever}.price_from",
            found=Phrase("a price that is from nowhere"),
            allowed=Phrase("must say where the price is from"),
        )
