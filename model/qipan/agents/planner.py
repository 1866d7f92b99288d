"""The planner (统筹): divides hours, money and cadres by what was seen so far."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenario.document import ScenarioDocument
from .cadres import full_time_of
from .institution import Institution
from .seen import Numbers, Seen

if TYPE_CHECKING:
    from ..programs.cadres.problem import CadreProblem
    from ..programs.funds.problem import FundsCase
    from ..programs.hours.plan import HoursProgram
    from ..programs.hours.planned import HoursPlan
    from ..programs.hours.problem import HoursCase
    from ..scenario.policy import SentDown
    from .planned_cadres import CadresOffice, Move
    from .planned_funds import FundsOffice
    from .planned_hours import HoursDesk
    from .simulation import Simulation

NEAR = 1e-4  # gap of a placement: forecasts are no better than that


@dataclass(frozen=True)
class Promise:
    """What a plan of hours promised on its day.

    Attributes
    ----------
    day : int
        Simulated day on which it was made.
    volunteer_hours, unit_hours : float
        Hours it expects to be worked until the next plan.
    saved : float
        Ticket-days that these hours save, by its weights.
    weighted_backlog : float
        What is left over, by its weights.
    worked : float
        Hours that volunteers had worked before, since the simulation began.
    """

    day: int
    volunteer_hours: float
    unit_hours: float
    saved: float
    weighted_backlog: float
    worked: float


class Planner(Institution):
    """The office that plans.

    A subclass plans otherwise by overriding `divide_hours`, `divide_funds` or `place_cadres`.

    Attributes
    ----------
    plan : HoursPlan or None
        The plan of hours in force.
    promises : list of Promise
        One for each plan of hours so far.
    fund_case : FundsCase or None
        What the money in force was divided by.
    shares : dict of str to array, shape (communities,)
        Share of each earmark that each community gets; an earmark that is not planned is absent.
    moves : list of Move
        Cadres whom plans have moved, those under notice too.
    """

    def __init__(self, model: "Simulation", name: str, index: int) -> None:
        super().__init__(model, name)
        self.index = index
        self.plan: HoursPlan | None = None
        self.promises: list[Promise] = []
        self.fund_case: FundsCase | None = None
        self.shares: dict[str, Numbers] = {}
        self._pots: dict[str, float] = {}
        self._hours: HoursDesk | None = None
        self._funds: FundsOffice | None = None
        self.hours_program: HoursProgram | None = None
        self._next_plan = 0
        self.moves: list[Move] = []
        self._cadres: CadresOffice | None = None
        self._next_placing = 0
        self._sent: SentDown | None = None
        self._moved = np.zeros(len(model.city.places.ids), np.int64)

    def adopt(self, document: ScenarioDocument) -> None:
        """Begin or end to plan as the policy now in force says."""
        self.document = document
        self._adopt_hours(document)
        self._adopt_funds(document)
        self._adopt_cadres(document)

    def _adopt_hours(self, document: ScenarioDocument) -> None:
        policy = document.policy.planner
        self.hours_program = None
        had, self._hours = self._hours, None
        if policy.on and policy.hours is not None and policy.hours.unplanned_share < 1.0:
            from .planned_hours import HoursDesk

            desk = HoursDesk(self.model, policy.hours)
            self._hours = desk if desk.has_work else None
        if self._hours is not None:
            # Nothing is planned before a period has been seen.
            self._next_plan = max(self.model.day, self._hours.policy.period_days)
        elif had is not None:
            self.plan = None
            self.model.layer.end_rations()
            for unit in self.model.units:
                unit.forget_plan()

    def _adopt_funds(self, document: ScenarioDocument) -> None:
        """Plan earmarks of which nothing has been given this year; what is given is not taken."""
        planner, fund = document.policy.planner, document.policy.fund
        self._funds = None
        if not (planner.on and planner.funds is not None and fund.on):
            self.shares, self._pots, self.fund_case = {}, {}, None
            return
        from .planned_funds import FundsOffice

        self._funds = FundsOffice(self.model, planner.funds)
        self.shares = {name: row for name, row in self.shares.items() if name in fund.earmarks}
        granted = {name for c in self.model.communities for name in c.granted}
        new = [name for name in fund.earmarks if name not in granted and name not in self.shares]
        if new:
            planned = self._fund_shares(self.model.today)
            self.shares |= {name: planned[name] for name in new if name in planned}
        self._count_pots()

    def _adopt_cadres(self, document: ScenarioDocument) -> None:
        """Begin or end to move cadres; where others are sent, or none move, all is as sent."""
        policy, sent = document.policy.planner, document.policy.sent_down
        if sent != self._sent or not (policy.on and policy.cadres is not None):
            self._moved[:] = 0
            self.moves = [each for each in self.moves if each.day <= self.model.day]
        self._sent = sent
        if not (policy.on and policy.cadres is not None and sent.on):
            self._cadres = None
        elif self._cadres is None or self._cadres.policy != policy.cadres:
            from .planned_cadres import CadresOffice

            self._cadres = CadresOffice(self.model, policy.cadres)
            self._next_placing = self.model.day + policy.cadres.period_days

    def on_month(self, date: datetime.date) -> None:
        """Divide the new budget year's money."""
        if date.month == 1 and self._funds is not None:
            self.model.costs.settle()  # what was allotted by the old shares
            self.shares = self._fund_shares(date)
            self._count_pots()

    def on_day(self, date: datetime.date) -> None:
        """Move whose notice is over; plan hours and cadres where the last plan has run out."""
        if self._cadres is not None:
            self._move()
            if self.model.day >= self._next_placing:
                self._next_placing = self.model.day + self._cadres.policy.period_days
                self._place()
        if self._hours is None or self.model.day < self._next_plan:
            return
        self._next_plan = self.model.day + self._hours.policy.period_days
        case = self._hours.case(self.seen())
        self.plan = self.divide_hours(case)
        self.promises.append(self._promise(self.plan))
        self._hours.direct(self.plan)

    def seen(self) -> Seen:
        """What has been seen up to now, as far as it is remembered."""
        policy = self.document.policy.planner
        return Seen(self.model, policy.memory_days, policy.pooling_days)

    # -- how it is divided ------------------------------------------------------------------------

    def divide_hours(self, case: "HoursCase") -> "HoursPlan":
        """Divide hours by the program, warm from the last plan, or by a rule of thumb."""
        from ..programs.hours.plan import HoursProgram
        from ..programs.rules_of_thumb import plan_by_rule

        assert self._hours is not None
        policy = self._hours.policy
        if policy.rule != "program":
            return plan_by_rule(case, policy.rule)
        if self.hours_program is None:
            self.hours_program = HoursProgram(case, policy.objective)
            return self.hours_program.solve()
        return self.hours_program.again(
            demand=case.work.demand,
            carried=case.work.carried,
            weight=case.work.weight,
            hours=case.groups.hours,
            calls=case.groups.calls,
            unit_hours=case.units.hours,
            given_yuan=case.units.given_yuan,
            benefit_yuan=case.units.benefit_yuan,
        )

    def divide_funds(self, case: "FundsCase") -> Numbers:
        """Divide the city's money, shape (communities, earmarks), by the program or a rule."""
        from ..programs.rules_of_thumb import divide_by_rule

        assert self._funds is not None
        rule = self._funds.policy.rule
        if rule != "program":
            return divide_by_rule(case, rule)
        if not case.benefits:
            return case.floors  # nothing is known of any project: the rest goes as it always went
        return self._funds.divide(case)

    def place_cadres(self, case: "CadreProblem") -> NDArray[np.int64]:
        """Place the cadres there are, shape (communities,), by the program or by load."""
        from ..programs.cadres.plan import solve_cadres
        from ..programs.objectives import Utilitarian

        assert self._cadres is not None
        if self._cadres.policy.rule == "by_load":
            return self._cadres.by_load(case)
        return solve_cadres(case, Utilitarian(), gap=NEAR).cadres

    # -- what others ask --------------------------------------------------------------------------

    def moved_to(self, community: int) -> int:
        """Full-time cadres of a community beyond those sent there; fewer are below 0."""
        return int(self._moved[community])

    def full_time(self) -> Numbers:
        """Full-time cadres of each community, those under notice where they go."""
        sent, names = self.document.policy.sent_down, self.model.city.places.ids
        usual = np.array([full_time_of(sent, name) for name in names])
        under_way = [each.change for each in self.moves if each.day > self.model.day]
        return np.asarray(usual + self._moved + sum(under_way), float)

    def yuan(self, community: int, earmark: str, without: float) -> float:
        """Yuan a year of an earmark for a community; `without` is what it has without a plan."""
        if earmark not in self.shares:
            return without
        return self._pots[earmark] * float(self.shares[earmark][community])

    # -- within -----------------------------------------------------------------------------------

    def _place(self) -> None:
        """Ask subdistricts what waits, plan, and give notice to whom the plan moves."""
        from .planned_cadres import Move

        office = self._cadres
        assert office is not None
        for subdistrict in self.model.subdistricts:
            self.model.give_time(subdistrict.first_staffed, office.policy.survey_hours)
        office.look()
        change = self.place_cadres(office.case()) - office.present()
        if change.any():
            day = self.model.day
            self.moves.append(Move(day, day + office.policy.notice_days, change))
            self._move()

    def _move(self) -> None:
        """Let those go and come whose notice is over."""
        assert self._cadres is not None
        for each in self.moves:
            if each.day != self.model.day:
                continue
            self._moved += each.change
            for row in np.flatnonzero(each.change).tolist():
                self.model.communities[row].take_cadres()
                left = max(0, -int(each.change[row]))
                desk = self.model.communities[row].desk
                self.model.give_time(desk, left * self._cadres.policy.hand_over_hours)
            self.model.costs.note("cadres_moved", each.cadres)
            self.model.costs.note("moving_yuan", each.cadres * self._cadres.policy.yuan_per_move)

    def _fund_shares(self, date: datetime.date) -> dict[str, Numbers]:
        assert self._funds is not None
        self.fund_case = self._funds.case(self.seen(), date)
        return self._funds.shares(self.fund_case, self.divide_funds(self.fund_case))

    def _count_pots(self) -> None:
        assert self._funds is not None
        totals = self._funds.today().sum(axis=0)
        names = self.document.policy.fund.earmarks
        self._pots = dict(zip(names, totals.tolist(), strict=True))

    def _promise(self, plan: "HoursPlan") -> Promise:
        by_group = plan.source < len(plan.case.groups.home)
        weight = plan.case.work.weight
        before = float((weight * plan.case.work_hours).sum())
        return Promise(
            day=self.model.day,
            volunteer_hours=float(plan.hours[by_group].sum()),
            unit_hours=float(plan.hours[~by_group].sum()),
            saved=before - plan.weighted_backlog,
            weighted_backlog=plan.weighted_backlog,
            worked=float(np.sum(self.model.layer.volunteers["hours"], dtype=float)),
        )
