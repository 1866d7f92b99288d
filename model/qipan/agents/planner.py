"""The planner (统筹): divides helpers' hours and the earmarks' money by what was seen so far."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..scenario.document import ScenarioDocument
from .institution import Institution
from .seen import Numbers, Seen

if TYPE_CHECKING:
    from ..programs.funds.problem import FundsCase
    from ..programs.hours.plan import HoursProgram
    from ..programs.hours.planned import HoursPlan
    from ..programs.hours.problem import HoursCase
    from .city_model import CityModel
    from .planned_funds import FundsOffice
    from .planned_hours import HoursDesk


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

    A subclass plans otherwise by overriding `divide_hours` or `divide_funds`.

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
    """

    def __init__(self, model: "CityModel", name: str, index: int) -> None:
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

    def adopt(self, document: ScenarioDocument) -> None:
        """Begin or end to plan as the policy now in force says."""
        self.document = document
        self._adopt_hours(document)
        self._adopt_funds(document)

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

    def on_month(self, date: datetime.date) -> None:
        """Divide the new budget year's money."""
        if date.month == 1 and self._funds is not None:
            self.model.costs.settle()  # what was allotted by the old shares
            self.shares = self._fund_shares(date)
            self._count_pots()

    def on_day(self, date: datetime.date) -> None:
        """Plan hours where the last plan has run out."""
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

    # -- what others ask --------------------------------------------------------------------------

    def yuan(self, community: int, earmark: str, without: float) -> float:
        """Yuan a year of an earmark for a community; `without` is what it has without a plan."""
        if earmark not in self.shares:
            return without
        return self._pots[earmark] * float(self.shares[earmark][community])

    # -- within -----------------------------------------------------------------------------------

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
