"""Hours of volunteers and units: a planner within the simulation, rules, and who asks first."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from ..agents import CityModel
from ..city import City, build_city
from ..engine.codes import N_ORDERS, N_ORDERS_DONE
from ..programs.objectives import Objective
from ..programs.rules_of_thumb import WEIGHTS
from ..runs.errors import ResourceError
from ..runs.variants import Values, Variant, measure, yearly_ticket_days
from ..scenario import Scenario
from ..scenario.districts import refuse_districts
from .allocation.divided import NONE, PROGRAM, TODAY, StepValue, Way, checked, fewest_first
from .allocation.hours import HoursAllocation, planner_objective
from .allocation.hours_pricing import PricingPlanner, pricing
from .allocation.request import Resource
from .allocation.resource_values import ResourceValue, value_of_volunteer_hours
from .strategy import Strategy

FIRST = "first_come"
HOURS_PER_YEAR = 8760.0
# What is measured of a replication, before the orders done by community.
MEASURES = (
    "ticket_days",
    "orders_done",
    "orders",
    "volunteer_hours",
    "unit_hours",
    "promised_hours",
    "worked_hours",
    "promised_saving",
)


@dataclass(frozen=True)
class Planned:
    """What the program has planned and valued, period after period.

    Attributes
    ----------
    model : CityModel
        Of the first seed of the search, with its planner.
    changes : array, shape (communities, 2)
        Change of the objective a year by a step more and a step less.
    """

    model: CityModel
    changes: Values


class HoursStrategy(Strategy[City, Planned, str, HoursAllocation]):
    """Divides the hours of volunteers and units.

    A plan is the name of who divides them, since each period has hours of its own.
    """

    resource: ClassVar[Resource] = "hours"

    @cached_property
    def ways(self) -> dict[str, Scenario]:
        """The scenario with hours divided in each way, and as it stands."""
        return scenarios(self.given, planner_objective(self.request.objective))

    def check(self) -> None:
        """Refuse where nobody's hours can be divided, or not by such an objective."""
        planner_objective(self.request.objective)
        assert self.ways
        refuse_districts(self.given, "hours are allocated in")

    def problem(self) -> City:
        """Build the city; what helpers can do is measured by the planner, period after period."""
        self.check()
        return build_city(self.given.document)

    def program(self, problem: City, objective: Objective) -> Planned:
        """Let a planner divide hours by the program, and value some more and fewer."""
        ways = scenarios(self.given, planner_objective(objective))
        found = self._priced(ways[PROGRAM], problem)
        self.work.told(
            f"valued {self.request.one_step:g} hours at each plan of "
            f"{self.request.replications} replications"
        )
        return found

    def scenario(self, plan: str) -> Scenario:
        """Return the scenario with hours divided in a way."""
        return self.ways[plan]

    def rules(self, problem: City) -> dict[str, str]:
        """Who divides hours without a program."""
        return {name: name for name in (FIRST, *WEIGHTS)}

    def judged(self, problem: City, solved: Planned, rules: Mapping[str, str]) -> HoursAllocation:
        """Simulate the planner, the rules, today and nobody who helps on fresh seeds."""
        request, (first, *others) = self.request, rules
        compared, tried = self._simulated([PROGRAM, first, TODAY, NONE, *others], problem)
        self.work.told(f"compared {len(rules) + 3} ways on {request.fresh} fresh seeds")
        values = tuple(
            StepValue(name, float(more), float(less))
            for name, (more, less) in zip(problem.places.ids, solved.changes, strict=True)
        )
        checks = checked(values, request.checks, self._valued)
        planner = solved.model.planner
        assert planner.plan is not None
        day = planner.promises[-1].day
        return HoursAllocation(
            scenario=self.given,
            request=request,
            in_force=self.scenario(PROGRAM),
            city=problem,
            ways=compared,
            valued=values,
            simulated=checks,
            program=planner.hours_program.problem if planner.hours_program else None,
            years=request.replications + request.fresh * (tried + 2 * len(checks) + bool(checks)),
            period=planner.plan,
            date=solved.model.horizon.first_day + datetime.timedelta(days=day),
        )

    def _simulated(self, names: list[str], city: City) -> tuple[tuple[Way, ...], int]:
        """Simulate ways on fresh seeds, and say how many of them are different scenarios."""
        # Today is often one of the others; what is the same is simulated once.
        ways = {name: self.scenario(name) for name in names}
        unlike = {each.sha256: Variant(each, city) for each in ways.values()}
        fresh, work = self.request.fresh_seeds, self.work
        rows = measure(list(unlike.values()), fresh, _measures, work.jobs, work.stop)
        found = dict(zip(unlike, rows, strict=True))
        compared = [_way(name, found[each.sha256]) for name, each in ways.items()]
        return fewest_first(compared), len(unlike)

    def _valued(self, chosen: list[StepValue]) -> tuple[ResourceValue, ...]:
        """Simulate a step more and less of volunteers' hours where it was chosen."""
        request, work = self.request, self.work
        return value_of_volunteer_hours(
            self.scenario(PROGRAM),
            [value.community for value in chosen],
            hours=request.one_step,
            replications=request.fresh,
            seed=request.seed + 1,
            jobs=work.jobs,
            stop=work.stop,
        )

    def _priced(self, planned: Scenario, city: City) -> Planned:
        """The model of the first seed of the search, and mean values a year over all of them."""
        models: list[CityModel] = []

        def value(model: CityModel) -> Values:
            planner = model.planner
            assert isinstance(planner, PricingPlanner)
            if not models:
                models.append(model)
            return planner.a_year(model.horizon.warm_up_days)

        variant = Variant(planned, city, (pricing(self.request.one_step),))
        found = measure([variant], self.request.search_seeds, value, 1, self.work.stop)
        if not models[0].planner.promises:
            raise ResourceError(
                f"{planned.name}: no plan of hours was made within the horizon; a first one needs "
                "policy.planner.hours.period_days to have passed, and helpers to be at work"
            )
        return Planned(models[0], found[0].mean(axis=0))


def _way(name: str, rows: Values) -> Way:
    measured = {what: rows[:, n] for n, what in enumerate(MEASURES)}
    return Way(name, rows[:, len(MEASURES) :].mean(axis=0), measured["ticket_days"], measured)


def scenarios(scenario: Scenario, objective: str = "total") -> dict[str, Scenario]:
    """The scenario with hours divided in each way, and as it stands (today).

    Raises
    ------
    ResourceError
        If nobody's hours can be divided.
    """
    policy = scenario.document.policy
    if not (policy.orders.on or policy.pairing.on):
        raise ResourceError(
            f"{scenario.name}: policy.orders and policy.pairing are off: there are no hours of "
            "volunteers or units to divide; set on: true"
        )
    planner = policy.planner
    on: dict[str, Any] = {"policy.planner.on": True}
    if planner.hours is None:
        on["policy.planner.hours"] = {}
    if not planner.on:
        on["policy.planner.funds"] = None
        on["policy.planner.starts"] = None
    funds_only = planner.on and planner.funds is not None and policy.fund.on
    off: dict[str, Any] = (
        {"policy.planner.hours": None} if funds_only else {"policy.planner.on": False}
    )
    if not funds_only:
        off["policy.planner.starts"] = None
    idle = {
        f"policy.{name}.{key}": value
        for name in ("orders", "pairing")
        for key, value in (("on", False), ("starts", None))
    }
    by_program = {"policy.planner.hours.objective": objective}
    found = {
        PROGRAM: scenario.revise({**on, "policy.planner.hours.rule": "program", **by_program}),
        FIRST: scenario.revise(off),
        TODAY: scenario,
        NONE: scenario.revise({**off, **idle}),
    }
    for rule in WEIGHTS:
        found[rule] = scenario.revise({**on, "policy.planner.hours.rule": rule})
    hours = found[PROGRAM].document.policy.planner.hours
    if hours is not None and hours.unplanned_share == 1.0:
        raise ResourceError(
            f"{scenario.name}: policy.planner.hours.unplanned_share is 1: all hours go to who "
            "asks first and none are planned; set it below 1"
        )
    return found


def _measures(model: CityModel) -> Values:
    record = model.record()
    begin = record.document.horizon.warm_up_days
    years = (record.end - record.begin) / HOURS_PER_YEAR
    counts = record.counters[begin:]
    promised = [promise for promise in model.planner.promises if promise.day >= begin]
    hours = worked = saved = 0.0
    if promised:
        period = model.document.policy.planner.hours
        assert period is not None
        last = model.horizon.total_days
        parts = [min(1.0, (last - p.day) / period.period_days) for p in promised]
        span = (last - promised[0].day) / 365.0
        hours = sum(p.volunteer_hours * part for p, part in zip(promised, parts, strict=True))
        saved = sum(p.saved * part for p, part in zip(promised, parts, strict=True)) / span
        hours /= span
        at_end = float(np.sum(model.layer.volunteers["hours"], dtype=float))
        worked = (at_end - promised[0].worked) / span
    done = counts[:, :, N_ORDERS_DONE].sum(axis=0) / years
    scalars = [
        yearly_ticket_days(record).sum(),
        done.sum(),
        counts[:, :, N_ORDERS].sum() / years,
        record.volunteers["hours"].sum(dtype=float) / years,
        record.units["hours"].sum() / years,
        hours,
        worked,
        saved,
    ]
    return np.concatenate([scalars, done])
