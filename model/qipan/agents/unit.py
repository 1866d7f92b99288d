"""The co-building unit (共建单位): what it takes up, and how its engagement lives or dies."""

import datetime
import math
from collections import deque
from typing import TYPE_CHECKING

from ..scenario.document import ScenarioDocument
from .funds import rest_of_year
from .institution import Institution

if TYPE_CHECKING:
    from .simulation import Simulation

MONTHS_REMEMBERED = 12
LEAST, MOST = 0.01, 0.99  # engagement never quite dies, and is never quite complete


class Unit(Institution):
    """A unit paired with communities.

    Attributes
    ----------
    index : int
        Its row among the units.
    group : str
        Its trade.
    mandated : bool
        Whether it was assigned (拉郎配) and did not volunteer.
    communities : list of int
        Rows of the communities it serves.
    set_aside : dict of int to float, or None
        Hours that a plan sets aside for each community; None where there is no plan.
    """

    def __init__(self, model: "Simulation", name: str, index: int) -> None:
        super().__init__(model, name)
        self.index = index
        assert model.document.units is not None
        self.group = list(model.document.units.groups)[int(model.city.units.group[index])]
        self.mandated = False
        self.communities: list[int] = []
        self.active = False
        self._given: deque[float] = deque(maxlen=MONTHS_REMEMBERED)
        self._seen = 0.0
        self._taken: dict[int, int] = {}
        self.set_aside: dict[int, float] | None = None
        self._unplanned_share = 0.0

    def adopt(self, document: ScenarioDocument) -> None:
        """Begin or end to serve as the policy now in force says."""
        self.document = document
        policy = document.policy.pairing
        draw = float(self.model.city.units.mandate[self.index])
        self.mandated = policy.on and draw < policy.mandated_share
        if policy.on and not self.active:
            self.begin_year(self.model.today)
        self.active = policy.on

    @property
    def engagement(self) -> float:
        """Engagement g, in [0.01, 0.99]."""
        return float(self.model.layer.world.units["engagement"][self.index])

    @property
    def contributed(self) -> float:
        """Everything it has given so far, in yuan."""
        assert self.document.units is not None
        row = self.model.layer.world.units[self.index]
        return float(row["hours"] * self.document.units.yuan_per_hour + row["yuan"])

    def begin_year(self, date: datetime.date) -> None:
        """Set aside hours and money for the rest of the year."""
        assert self.model.document.units is not None
        group = self.model.document.units.groups[self.group]
        left = rest_of_year(date)
        row = self.model.layer.world.units[self.index]
        row["hours_left"] = group.hours_per_year * left
        row["yuan_left"] = group.yuan_per_year * left
        self._taken = {}
        if self.set_aside is not None:
            self.set_aside = {}  # of the old year's hours

    @property
    def hours_left(self) -> float:
        """Hours it can still give this year."""
        return float(self.model.layer.world.units["hours_left"][self.index])

    @property
    def given_in_a_year(self) -> float:
        """What it gave in the last twelve months, in yuan."""
        return sum(self._given) + self.contributed - self._seen

    def set_hours_aside(self, community: int, hours: float) -> None:
        """Set hours aside for a community, beside those that are set aside already."""
        if self.set_aside is None:
            self.set_aside = {}
        self.set_aside[community] = self.set_aside.get(community, 0.0) + hours

    def keep_to_plan(self, unplanned_share: float) -> None:
        """Give from now on what is set aside, and this share of what is left to who asks first."""
        if self.set_aside is None:
            self.set_aside = {}
        self._unplanned_share = unplanned_share

    def forget_plan(self) -> None:
        """Give hours from now on to who asks first."""
        if self.set_aside is not None:
            self.set_aside = None
            self.model.layer.set_aside(self.index, math.inf)

    def on_month(self, date: datetime.date) -> None:
        """Look back on twelve months; on the first of January, set aside a new year's means."""
        if not self.active:
            return
        contributed = self.contributed
        self._given.append(contributed - self._seen)
        self._seen = contributed
        self.reconsider()
        if date.month == 1:
            self.begin_year(date)

    def reconsider(self) -> None:
        """Let engagement grow or fade by a month.

        alpha (r - theta) g (1 - g) + kappa a (1 - g) - delta m g, with r = R / (R + G), the
        benefits R returned and the contributions G of twelve months; r = 1/2 if both are 0.
        """
        spec, policy = self.document.units, self.document.policy.pairing
        assert spec is not None
        given = sum(self._given)
        returned = given * policy.returned_share
        share = returned / (returned + given) if given > 0.0 else 0.5
        row = self.model.layer.world.units[self.index]
        g = float(row["engagement"])
        change = spec.learning * (share - spec.expected_share) * g * (1.0 - g)
        change += spec.leverage_gain * policy.assessment_leverage * (1.0 - g)
        change -= spec.mandate_loss * self.mandated * g
        row["engagement"] = min(MOST, max(LEAST, g + change))

    def claim(self, community: int) -> None:
        """Take up needs of a community: what is owed first, then what it is willing to.

        With a plan, no more hours are given than are set aside; what is owed is owed in any case.
        """
        if not self.active:
            return
        if self.set_aside is None:
            self._take_up(community)
            return
        planned = self.set_aside.get(community, 0.0)
        owed = self.document.policy.pairing.projects_per_year > self._taken.get(community, 0)
        before = self.hours_left
        limit = math.inf if owed else planned + self._unplanned_share * before
        self.model.layer.set_aside(self.index, limit)
        self._take_up(community)
        self.model.layer.carry_out()  # what is left for next time depends on what was taken
        self.set_aside[community] = max(0.0, planned - (before - self.hours_left))

    def _take_up(self, community: int) -> None:
        policy, layer = self.document.policy.pairing, self.model.layer
        owed = policy.projects_per_year - self._taken.get(community, 0)
        if owed <= 0:
            layer.claim(self.index, community, policy.claims_per_meeting)
            return
        before = int(layer.world.units["claims"][self.index])
        layer.claim(self.index, community, owed, forced=True)
        layer.claim(self.index, community, policy.claims_per_meeting)
        layer.carry_out()  # what is still owed next time depends on what was there to take
        taken = int(layer.world.units["claims"][self.index]) - before
        self._taken[community] = self._taken.get(community, 0) + taken

    def lent_staff(self) -> float:
        """Staff lent to each of its communities while a shock lasts, in full-time equivalents."""
        if not self.active or not self.communities:
            return 0.0
        assert self.document.units is not None
        return self.engagement * self.document.units.surge_staff / len(self.communities)
