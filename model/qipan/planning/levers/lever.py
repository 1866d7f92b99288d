"""What all levers of a plan have in common."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, StringConstraints

from ...city import City
from ...scenario import Scenario
from ...scenario.fields import Block, Title
from ...scenario.service_circle import AddedCentre
from ...words import Words

HOURS_PER_YEAR = 8760.0
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2)]  # 假设
Values = NDArray[np.float64]


@dataclass(frozen=True)
class OfferedSite:
    """A site at which a centre may be opened.

    Attributes
    ----------
    name : str
    x_km, y_km : float
    m2, clerks : float
        Floor space of the centre, and who stands at its counter.
    yuan_year : float or None
        Its price, where the table of sites says one.
    """

    name: str
    x_km: float
    y_km: float
    m2: float
    clerks: float
    yuan_year: float | None = None

    def centre(self) -> AddedCentre:
        """The centre as a scenario has it."""
        return AddedCentre(x_km=self.x_km, y_km=self.y_km, m2=self.m2, clerks=self.clerks)


@dataclass(frozen=True)
class Setting:
    """Where levers are offered: what they cost and change hangs on it.

    Attributes
    ----------
    scenario : Scenario
    city : City
    sites : tuple of OfferedSite
        Where centres may be opened.
    """

    scenario: Scenario
    city: City
    sites: tuple[OfferedSite, ...] = ()


@dataclass(frozen=True)
class Bounds:
    """Floors, caps and today's posts of a lever, by desk: communities, then subdistricts."""

    floors: Values
    caps: Values
    today: Values


class Lever(Block):
    """A block of a plan file.

    Attributes
    ----------
    unit : str
        What is counted, as 'posts' or 'yuan'.
    counted : Words
        The unit, in tables.
    amount : Words
        How an amount is told on the page: `name`, `n`, `year`, `yuan`.
    """

    unit: ClassVar[str]
    counted: ClassVar[Words]
    amount: ClassVar[Words]

    title: Title | None = Field(None, description="For readers; by default its key.")
    source: str = Field("", description="Whose budget pays; '' for the common one.")

    @property
    def at_subdistricts(self) -> bool:
        """Whether what is given stands at subdistricts, for all their communities."""
        return False

    def name_in(self, name: str, scenario: Scenario) -> Words:
        """What the lever is called where the plan file says nothing."""
        words = name.replace("_", " ")
        return Words.of(words, words)

    def called(self, name: str, scenario: Scenario) -> Words:
        """What the lever is called."""
        if self.title is None:
            return self.name_in(name, scenario)
        return Words.of(self.title.en, self.title.zh)

    @property
    def stated_price(self) -> str | None:
        """Where its price is from, as the plan file says; None if the scenario has it."""
        return None

    @property
    def is_priced(self) -> bool:
        """Whether it has a price that is to be told of; money costs what it is."""
        return True
