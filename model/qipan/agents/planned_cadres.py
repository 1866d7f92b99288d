"""Plans of cadres: what was seen at the desks, the program's case, and who moves when."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..programs.cadres.forecast import ticket_days
from ..programs.cadres.problem import CadreProblem
from ..programs.cadres.thumb import equal_utilisation
from ..programs.curve import convex_curve
from ..scenario.planner import PlannedCadres
from .cadres import mean_speed
from .seen import Numbers

if TYPE_CHECKING:
    from .simulation import Simulation

DAYS_PER_WEEK = 7.0


@dataclass(frozen=True)
class Move:
    """Cadres who leave one community for others, and others who come.

    Attributes
    ----------
    ordered, day : int
        Simulated day of the plan, and the one on which they move.
    change : array of int, shape (communities,)
        Cadres more or fewer in each.
    """

    ordered: int
    day: int
    change: NDArray[np.int64]

    @property
    def cadres(self) -> int:
        """Cadres who move."""
        return int(np.maximum(self.change, 0).sum())


@dataclass(frozen=True)
class _Counted:
    """Counters of the communities' desks on a day."""

    day: int
    arrivals: NDArray[np.int64]
    services: NDArray[np.int64]
    busy_hours: Numbers
    work_hours: Numbers  # done, at the speed of the day on which it was counted
    waiting: Numbers  # tickets


class CadresOffice:
    """The part of the planner's office that places cadres anew.

    It knows what has come to each community's desk and what has been done there, as far back as
    it remembers, what lies there, and who works there. The program is that of `qipan allocate`;
    its curves are the fluid of these numbers over the days ahead.

    Parameters
    ----------
    model : Simulation
    policy : PlannedCadres
    """

    def __init__(self, model: "Simulation", policy: PlannedCadres) -> None:
        self._model = model
        self.policy = policy
        self._seen: list[_Counted] = []
        self.look()

    def look(self) -> None:
        """Remember the counters of today."""
        self._seen.append(self._count())

    def case(self) -> CadreProblem:
        """What the program is made from today."""
        present = self.present()
        numbers = np.arange(self.policy.most_per_community + 1)
        days = self.expected(numbers)
        arriving, _, _ = self._flow()
        return CadreProblem(
            communities=tuple(self._model.city.places.ids),
            curves=tuple(convex_curve(numbers, row) for row in days),
            residents=self._model.city.places.residents.astype(float),
            hours_gained=np.ones(len(days)),
            total=int(present.sum()),
            present=present,
            caps=np.full(len(days), float(self.policy.most_per_community)),
            load_hours=arriving,
            own_hours=self._own(),
        )

    def present(self) -> NDArray[np.int64]:
        """Whole full-time cadres of each community, those under way where they go."""
        found: NDArray[np.int64] = np.floor(self._model.planner.full_time() + 1e-9).astype(np.int64)
        return found

    def by_load(self, case: CadreProblem) -> NDArray[np.int64]:
        """Cadres by community where the next one always goes to the most loaded desk."""
        known, _ = self._work_a_day()
        return equal_utilisation(case.changed(hours_gained=known[:, 0]))

    def expected(self, numbers: NDArray[np.int64]) -> Numbers:
        """Open ticket-days over the days ahead, shape (communities, numbers of cadres).

        Cadres who would come work after the notice, as slowly as who does not know the place;
        those who would leave hand over, and a move that saves less than it must is no gain.
        """
        policy, present = self.policy, self.present()[:, None]
        arriving, leaving, ticket_hours = self._flow()
        backlog = self._seen[-1].waiting * ticket_hours
        stay, come = np.minimum(numbers, present), np.maximum(numbers - present, 0)
        gone = present - stay
        before = min(1.0, policy.notice_days / policy.ahead_days)
        known, new = self._work_a_day()
        work = known * (before * present + (1.0 - before) * stay) + new * (1.0 - before) * come
        days = ticket_days(
            backlog[:, None] + policy.hand_over_hours * gone,
            arriving[:, None],
            self._own()[:, None] + work,
            days=policy.ahead_days,
            ticket_hours=ticket_hours,
            leaving=leaving,
        )
        found: Numbers = days + policy.least_saved_days * gone
        return found

    # -- what is seen -----------------------------------------------------------------------------

    def _count(self) -> _Counted:
        layer, communities = self._model.layer, self._model.communities
        rows = [community.desk for community in communities]
        desks = layer.world.desks
        busy, work = desks["busy_hours"][rows].copy(), np.zeros(len(rows))
        if self._seen:
            before = self._seen[-1]
            work = before.work_hours + (busy - before.busy_hours) * layer.speed[rows]
        return _Counted(
            self._model.day,
            desks["arrivals"][rows].copy(),
            desks["services"][rows].copy(),
            busy,
            work,
            layer.tickets_at_desks()[rows].astype(float),
        )

    def _flow(self) -> tuple[Numbers, float, float]:
        """Hours of work that come a day, share of what lies that leaves a day, hours of a ticket.

        A community's arrivals are blended with the city's per resident, as rates of orders are.
        """
        planner, last = self._model.document.policy.planner, self._seen[-1]
        first = min(
            (one for one in self._seen if last.day - one.day <= planner.memory_days),
            key=lambda one: one.day,
        )
        days = max(1, last.day - first.day)
        arrived = last.arrivals - first.arrivals
        served = last.services - first.services
        # Desks of a city do the same kinds of work: of few services one mean is better than many.
        work = float((last.work_hours - first.work_hours).sum())
        ticket_hours = max(work / max(1, int(served.sum())), 1e-3)
        residents = self._model.city.places.residents
        usual = residents / residents.sum() * arrived.sum() / days
        pooled = (arrived + planner.pooling_days * usual) / (days + planner.pooling_days)
        left = float((arrived - served - (last.waiting - first.waiting)).sum()) / days
        lying = float((first.waiting + last.waiting).sum()) / 2.0
        leaving = max(0.0, left) / lying if lying else 0.0
        return pooled * ticket_hours, leaving, ticket_hours

    def _own(self) -> Numbers:
        """Hours of work a day that each desk does without cadres."""
        communities = self._model.communities
        return np.array([c.work_without_cadres() for c in communities]) * self._open_hours

    def _work_a_day(self) -> tuple[Numbers, Numbers]:
        """Hours of work a day of a cadre who is there, and of one who would come, (communities, 1).

        Who is there has learned as who has served since sending began; who would come learns over
        the days ahead.
        """
        sent, day = self._model.document.policy.sent_down, self._model.day
        ahead = np.arange(self.policy.ahead_days)
        new = float(np.mean([mean_speed(sent, float(days)) for days in ahead]))
        known = mean_speed(sent, float(day))
        free = np.array([1.0 - c.paperwork for c in self._model.communities])
        per_speed = sent.ticket_share * free * self._open_hours
        return (known * per_speed)[:, None], (min(new, known) * per_speed)[:, None]

    @property
    def _open_hours(self) -> float:
        """Open hours of a day, in the mean of a week."""
        office = self._model.document.desks.community.calendar
        return self._model.weekly_hours(office) / DAYS_PER_WEEK
