"""The community (社区): its office desk, its duties, its cadres."""

import datetime
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..scenario.document import ScenarioDocument
from ..scenario.meetings import Meeting
from .cadres import NONE, Arrivals, Cadres, cadres_of
from .duties import Duties
from .funds import others_yuan, paid_yuan, rest_of_year, spendable_share, yearly_yuan
from .institution import Institution
from .staffing import (
    Staffing,
    paperwork_share,
    relieved,
    staffing,
    two_shifts,
)

if TYPE_CHECKING:
    from .simulation import Simulation
    from .unit import Unit


class Community(Institution):
    """A community's office, the desk of level L1.

    Attributes
    ----------
    index : int
        Its row in the city's places.
    residents : int
    desk : int
        Its row among the desks.
    cadres : Cadres
        Dispatched cadres now serving here.
    paperwork : float
        Share of staff time that paperwork takes.
    units : list of Unit
        Units paired with it.
    """

    def __init__(self, model: "Simulation", name: str, index: int) -> None:
        super().__init__(model, name)
        self.index = index
        self.residents = int(model.city.places.residents[index])
        self.village = bool(model.city.places.village[index])
        self.desk = model.layer.layout.first_community + index
        self.duties = Duties()
        self.cadres: Cadres = NONE
        self.paperwork = 0.0
        self._arrivals = Arrivals()
        self.units: list[Unit] = []
        # Of this budget year: yuan granted by earmark, and the share of the year it is granted for.
        self.granted: dict[str, float] = {}
        self._share_of_year: dict[str, float] = {}
        self._others_granted = 0.0
        self._others_share: float | None = None
        self._hired_clerks = 0.0  # by rules, for a while
        self._borrowed = (0.0, 0.0)  # cadres lent by rules, and the work they do in an hour
        self._budget: tuple[ScenarioDocument, dict[str, float]] | None = None

    def adopt(self, document: ScenarioDocument) -> None:
        """Take over duties, cadres, opening hours and leaders of the policy now in force."""
        self.document = document
        policy = document.policy
        burden = policy.burden
        self.duties.creep(document.desks.community.paperwork, self.model.day)
        self.duties.adopt(
            burden.community_duties_ratio if burden.on else 1.0,
            burden.on and burden.admission_gate,
            self.model.day,
        )
        self._count_cadres()
        led = policy.sent_down.leader_hand_off_factor if policy.sent_down.on else 1.0
        self.model.layer.world.communities["hand_off"][self.index] = led
        self.restaff()
        self.model.layer.open_by(self.desk, self.model.calendar_row(self.calendar))
        self.grant_others(self.model.today)
        if policy.fund.on:
            self.top_up(self.model.today)
        self.model.layer.pay_projects(self.index)

    def _count_cadres(self) -> None:
        """Count whom the policy sends, and whom the planner has moved since."""
        sent = self.document.policy.sent_down
        moved = self.model.planner.moved_to(self.index)
        self.cadres = cadres_of(sent, self.name, moved) if sent.on else NONE
        self._arrivals.reach(self.cadres.tickets, self.model.day)

    def take_cadres(self) -> None:
        """Bring the desk up to date after the planner has moved cadres."""
        self._count_cadres()
        self.restaff()

    def on_month(self, date: datetime.date) -> None:
        """Duties have crept, cadres have learned; a new year brings a new budget.

        Where the community holds no meeting, units look at its needs on the first of the month.
        """
        self.duties.creep(self.document.desks.community.paperwork, self.model.day)
        self.restaff()
        if date.month == 1:
            self.begin_others_year(date)
            if self.document.policy.fund.on:
                self.begin_budget_year(date)
        selects = self.document.policy.fund.selects_in(date.month)
        if date.month == 1 or selects:
            self.model.layer.pay_projects(self.index, selects)
        joint = self.document.policy.joint_meetings
        if not (joint.on and joint.community):
            self.show_needs()

    def hold_meeting(self, meeting: Meeting, quorum: bool = True) -> None:
        """Hold the community's joint meeting (大党委联席会): cases, then the list of needs."""
        if self.model.layer.hold_sitting(self._gate("community_meeting"), quorum):
            self.model.give_time(self.desk, meeting.staff_hours)
        self.show_needs()

    def hold_council(self, meeting: Meeting, quorum: bool = True) -> None:
        """Hold the residents' council (议事会)."""
        if self.model.layer.hold_sitting(self._gate("council"), quorum):
            self.model.give_time(self.desk, meeting.staff_hours)

    def hold_extra(self, kind: str, quorum: bool = True) -> None:
        """Hold a sitting that facilitators prepare: it takes no time of the desk."""
        self.model.layer.hold_sitting(self._gate(kind), quorum)

    def show_needs(self) -> None:
        """Let the paired units claim from the list of needs (需求清单)."""
        for unit in self.units:
            unit.claim(self.index)

    def begin_others_year(self, date: datetime.date) -> None:
        """Let what other budgets have not spent lapse, and begin their new year."""
        self.model.layer.world.communities["others_free"][self.index] = 0.0
        self._places[:] = 0
        self._others_granted, self._others_share = 0.0, None
        self.grant_others(date)

    def grant_others(self, date: datetime.date) -> None:
        """Have other budgets hold what this year's rules bring beyond what they have brought.

        Budgets that become limited within a year have the share of the year that is left.
        """
        others = self.document.handling.other_budgets
        if others is None:
            return
        if self._others_share is None:
            self._others_share = rest_of_year(date)
        entitled = others_yuan(others, self.residents) * self._others_share
        grown = max(0.0, entitled - self._others_granted)
        row = self.model.layer.world.communities[self.index : self.index + 1]
        bought = self.buy_places(others.places, grown)
        row["others_on_places"] += bought
        row["others_free"] += grown - bought
        self._others_granted += grown

    def buy_places(self, shares: Mapping[str, float], yuan: float) -> float:
        """Buy whole places with these shares of some money; what they have cost, in yuan."""
        spent = 0.0
        for row, (name, service) in enumerate(self.document.issues.services.items()):
            places = math.floor(yuan * shares.get(name, 0.0) / service.yuan_per_place_year)
            self._places[row] += places
            spent += places * service.yuan_per_place_year
        return spent

    @property
    def _places(self) -> NDArray[np.int64]:
        """Places of each service that are left this year."""
        places = self.model.layer.world.places
        own: NDArray[np.int64] = places.reshape(len(self.model.city.places.ids), -1)[self.index]
        return own

    def begin_budget_year(self, date: datetime.date) -> None:
        """Let unspent money lapse, unless it is carried over, and receive the new year's."""
        self.granted, self._share_of_year = {}, {}
        if not self.document.policy.fund.carry_over:
            self._budgets["free"] = 0.0
        self.top_up(date)

    def top_up(self, date: datetime.date) -> None:
        """Receive what this year's rules grant beyond what has been received.

        An earmark that begins within a year brings the share of the year that is left.
        """
        fund = self.document.policy.fund
        for name, yuan in self.yearly_budget(self.document).items():
            share = self._share_of_year.setdefault(name, rest_of_year(date))
            granted = self.granted.get(name, 0.0)
            entitled = yuan * spendable_share(fund) * share
            row = self.model.layer.earmarks.index(name)
            grown = max(0.0, entitled - granted)
            bought = self.buy_places(fund.earmarks[name].places, grown)
            budget = self._budgets[row : row + 1]
            budget["free"] += grown - bought
            budget["spent"] += bought
            budget["on_places"] += bought
            self.granted[name] = max(granted, entitled)

    @property
    def _budgets(self) -> NDArray[Any]:
        earmarks = len(self.model.layer.earmarks)
        first = self.index * earmarks
        rows: NDArray[Any] = self.model.layer.world.budgets[first : first + earmarks]
        return rows

    def yearly_budget(self, document: ScenarioDocument) -> dict[str, float]:
        """Money a year by earmark, in yuan.

        As planned; as allocated in the scenario; or what the earmark gives to all.
        """
        return {
            name: self.model.planner.yuan(self.index, name, yuan)
            for name, yuan in self.unplanned_budget(document).items()
        }

    def unplanned_budget(self, document: ScenarioDocument) -> dict[str, float]:
        """Money a year by earmark without a planner, in yuan."""
        if self._budget is None or self._budget[0] is not document:
            fund = document.policy.fund
            yuan = {
                name: paid_yuan(fund, fund.allocation[name].get(self.name, 0.0))
                if name in fund.allocation
                else yearly_yuan(fund, earmark, self.village, self.residents)
                for name, earmark in fund.earmarks.items()
            }
            self._budget = document, yuan
        return self._budget[1]

    def _gate(self, kind: str) -> int:
        return self.model.layer.layout.gates[kind][self.index]

    @property
    def calendar(self) -> str:
        """Name of the calendar of opening hours."""
        shifts = self.document.policy.shifts
        return shifts.calendar if shifts.on else self.document.desks.community.calendar

    def restaff(self) -> None:
        """Bring workers and speed of the desk up to date."""
        present = self.staffing()
        layer = self.model.layer
        layer.staff(self.desk, present.servers, present.speed)
        shifts = self.model.city.calendars.shifts[self.calendar]
        layer.staff_second_shift(self.desk, present.second_shift, shifts)

    def staffing(self) -> Staffing:
        """Workers of the desk and their speed.

        Staff and cadres lose the paperwork share, which clerks lower; patrols and clerks at the
        counter come off first, then posts that stand empty; newcomers are slower. Two shifts add no
        people: each works in one.
        """
        level = self.document.desks.community
        careers = self.model.careers
        own = self._own_people()
        able = level.speed * careers.speed(self.index)
        policy = self.document.policy.sent_down
        learned = self._arrivals.mean_speed(policy, self.model.day)
        lent = self.lent_staff()
        borrowed, their_work = self._borrowed
        self.paperwork = self._paperwork_of(own + self.cadres.tickets + borrowed)
        heads = own + self.cadres.tickets + lent + borrowed
        work = (own * able + self.cadres.tickets * learned + their_work) * (1.0 - self.paperwork)
        work += lent * level.speed  # lent staff have no paperwork here
        if not self.document.policy.shifts.on:
            return staffing(heads, work)
        week = self.model.weekly_hours(level.calendar)
        return two_shifts(heads, work, week, self.model.shift_hours(self.calendar))

    def work_without_cadres(self) -> float:
        """Work that its own staff, and those whom units lend, do in an open hour."""
        level = self.document.desks.community
        able = level.speed * self.model.careers.speed(self.index)
        return self._own_people() * able * (1.0 - self.paperwork) + self.lent_staff() * level.speed

    def _paperwork_of(self, people: float) -> float:
        """Share of their time that paperwork takes from so many people, with the clerks there."""
        level = self.document.desks.community
        share = paperwork_share(level.paperwork, self.duties.ratio)
        if level.paperwork is None:
            return share
        clerks = level.clerks.get(self.name, 0.0) + self._hired_clerks
        taken_over = clerks * level.clerk_relief
        return relieved(share, level.paperwork.lowest_share, taken_over, people)

    def _own_people(self) -> float:
        """Own staff for tickets who are there, in full-time equivalents."""
        return self.own_heads(self.document) * self.model.careers.present_share(self.index)

    def people(self) -> float:
        """Own staff and dispatched cadres at the desk, without who is lent for a while."""
        return self._own_people() + self.cadres.tickets

    def borrow(self, cadres: float, speed: float, clerks: float = 0.0) -> None:
        """Have so many cadres lent from now on, each of such a speed, and clerks for a while."""
        self._borrowed = (cadres, cadres * speed)
        self._hired_clerks = clerks
        self.restaff()

    def lent_staff(self) -> float:
        """Staff that paired units lend while a shock lasts, in full-time equivalents."""
        if not self.model.shocks.units_lend(self.model.day):
            return 0.0
        return sum(unit.lent_staff() for unit in self.units)

    def own_heads(self, document: ScenarioDocument) -> float:
        """Own staff left for tickets, in full-time equivalents: not on patrol, nor at the counter.

        Raises
        ------
        StaffingError
            If patrols and counters need more staff than the desk has.
        """
        return self.model.own_staff.for_tickets(document, self.index)

    def receive_inspection(self, hours: float) -> None:
        """An inspection takes a worker for so many hours."""
        self.model.layer.occupy(self.desk, hours)

    @property
    def backlog(self) -> int:
        """Tickets at the office now."""
        return int(self.model.layer.tickets_at_desks()[self.desk])

    @property
    def open_tickets(self) -> int:
        """Open tickets of its residents now, wherever they are."""
        return int(self.model.open_by_community()[self.index])

    @property
    def trust(self) -> float:
        """Mean trust of its residents now."""
        return float(np.mean(self.model.residents.of_community(self.index)["trust"]))
