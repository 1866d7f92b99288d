"""The office that helps by rules (调度): when a desk is behind, cadres or clerks come, and go."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenario.dispatch import LendingRule
from ..scenario.document import ScenarioDocument
from .institution import Institution

if TYPE_CHECKING:
    from .simulation import Simulation


@dataclass(frozen=True)
class Lending:
    """Cadres lent to a community, and clerks hired for it.

    Attributes
    ----------
    rule : str
    community : int
    cadres, clerks : float
    first, end : int
        Simulated day on which they come, and the one on which they are gone.
    """

    rule: str
    community: int
    cadres: float
    first: int
    end: int
    clerks: float = 0.0


class Dispatcher(Institution):
    """Lends cadres and hires clerks by the rules in force.

    It looks at midnight at what lies at the desks then. A rule that ends with a policy takes its
    cadres home.

    Attributes
    ----------
    lendings : list of Lending
        All so far, those that are over too.
    """

    def __init__(self, model: "Simulation", name: str) -> None:
        super().__init__(model, name)
        self.lendings: list[Lending] = []
        self._now: list[Lending] = []
        self._rules: dict[str, LendingRule] = {}
        self._behind: dict[str, NDArray[np.int64]] = {}
        self._rests: dict[str, NDArray[np.int64]] = {}

    def adopt(self, document: ScenarioDocument) -> None:
        """Take over the rules now in force; what is counted of those that stay goes on."""
        self._policy = document.policy.dispatch
        rules = self._policy.rules if self._policy.on else {}
        count = len(self.model.communities)
        for name, rule in rules.items():
            if self._rules.get(name) != rule:
                self._behind[name] = np.zeros(count, np.int64)
                self._rests.setdefault(name, np.zeros(count, np.int64))
        self._rules = dict(rules)
        self._end([each for each in self._now if each.rule not in rules])

    def on_day(self, date: datetime.date) -> None:
        """Take home whose days are over, count who is behind, lend, and note what a day costs."""
        self._end([each for each in self._now if each.end <= self.model.day])
        if not self._rules:
            return
        tickets, empty = self.tickets_per_worker(), self.empty_posts_share()
        for name, rule in self._rules.items():
            self._count(name, rule, tickets, empty)
            by_tickets = rule.when.tickets_per_worker_above is not None
            self._lend(name, rule, tickets if by_tickets else empty)
        self._note()

    def tickets_per_worker(self) -> NDArray[np.float64]:
        """Tickets at each community's desk over its own people there, without who is lent."""
        at_desks = self.model.layer.tickets_at_desks()
        return np.array([at_desks[c.desk] / c.people() for c in self.model.communities])

    def empty_posts_share(self) -> NDArray[np.float64]:
        """Share of each community's posts that stand empty."""
        careers = self.model.careers
        return np.array([1.0 - careers.present_share(c.index) for c in self.model.communities])

    def _count(
        self,
        name: str,
        rule: LendingRule,
        tickets: NDArray[np.float64],
        empty: NDArray[np.float64],
    ) -> None:
        """Count midnights in a row above the lines, where the rule may act."""
        days, when = self._behind[name], rule.when
        behind = np.ones(len(days), np.bool_)
        if when.tickets_per_worker_above is not None:
            behind &= tickets > when.tickets_per_worker_above
        if when.empty_posts_share_above is not None:
            behind &= empty > when.empty_posts_share_above
        days[:] = np.where(behind, days + 1, 0)
        helped = [each.community for each in self._now if each.rule == name]
        days[helped] = 0
        days[self._rests[name] > self.model.day] = 0
        if rule.communities:
            places = self.model.city.places.ids
            days[[place not in rule.communities for place in places]] = 0

    def _lend(self, name: str, rule: LendingRule, behind: NDArray[np.float64]) -> None:
        """Lend to all who have been behind for long enough, the farthest behind first."""
        due = np.flatnonzero(self._behind[name] >= rule.when.days)
        keys = self.model.city.places.keys
        for community in due[np.lexsort((keys[due], -behind[due]))].tolist():
            cadres, clerks = rule.then.cadres or 0.0, rule.then.clerks or 0.0
            if self._left() < cadres:
                return
            end = self.model.day + rule.then.days
            lent = Lending(name, community, cadres, self.model.day, end, clerks)
            self.lendings.append(lent)
            self._now.append(lent)
            self._behind[name][community] = 0
            self._rests[name][community] = end + rule.rest_days
            self._tell(community)
            self.model.costs.note("lendings", 1.0)

    def _left(self) -> float:
        """Cadres who are not lent."""
        if self._policy.cadres is None:
            return np.inf
        return self._policy.cadres - sum(each.cadres for each in self._now)

    def _end(self, over: list[Lending]) -> None:
        """Take cadres home."""
        self._now = [each for each in self._now if each not in over]
        for community in {each.community for each in over}:
            self._tell(community)

    def _tell(self, community: int) -> None:
        """Tell a community whom it has been lent."""
        there = [each for each in self._now if each.community == community]
        cadres, clerks = sum(each.cadres for each in there), sum(each.clerks for each in there)
        self.model.communities[community].borrow(cadres, self._policy.speed or 0.0, clerks)

    def _note(self) -> None:
        """Note what the day ahead costs: hours of the office's calendar, lost at senders."""
        cadres = sum(each.cadres for each in self._now)
        costs = self.model.costs
        hours = cadres * costs.open_hours_of_day(self.model.document.desks.community.calendar)
        costs.note("lent_cadre_days", cadres)
        costs.note("hired_clerk_days", sum(each.clerks for each in self._now))
        costs.note("dispatched_hours", hours)
        costs.note("lost_at_sender_hours", hours * (self._policy.lost_at_sender_share or 0.0))
