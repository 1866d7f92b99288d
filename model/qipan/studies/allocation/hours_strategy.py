"""Hours of volunteers and units: a planner within the simulation, rules, and who asks first."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from ...agents.simulation import Simulation
from ...city import City, build_city
from ...programs.objectives import Objective
from ...programs.rules_of_thumb import WEIGHTS
from ...runs.errors import ResourceError
from ...runs.variants import Values, Variant
from ...scenario import Scenario
from ...scenario.districts import refuse_districts
from ...words import Phrase
from .divided import NONE, PROGRAM, TODAY, StepValue, Way, checked, fewest_first
from .hours import HoursAllocation, planner_objective
from .hours_kept import OF_HOURS, hours_promised_and_worked, prices_of_hours
from .hours_pricing import Pricing
from .request import Resource
from .resource_values import ResourceValue, value_of_volunteer_hours
from .strategy import Strategy

FIRST = "first_come"


@dataclass(frozen=True)
class Planned:
    """What the program has planned and valued, period after period.

    Attributes
    ----------
    model : Simulation
        Of the first seed of the search, with its planner.
    changes : array, shape (communities, 2)
        Change of the objective a year by a step more and a step less.
    """

    model: Simulation
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
            Phrase(
                "valued {one_step:g} hours at each plan of {replications} replications",
                one_step=self.request.one_step,
                replications=self.request.replications,
            )
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
        compared, tried = self._simulated([PROGRAM, first, TODAY, NONE, *others])
        self.work.told(
            Phrase(
                "compared {number} ways on {fresh} fresh seeds",
                number=len(rules) + 3,
                fresh=request.fresh,
            )
        )
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

    def _simulated(self, names: list[str]) -> tuple[tuple[Way, ...], int]:
        """Simulate ways on fresh seeds, and say how many of them are different scenarios."""
        # Today is often one of the others; what is the same is simulated once.
        ways = {name: self.scenario(name) for name in names}
        unlike = {each.sha256: Variant(each) for each in ways.values()}
        kept = self.work.runner.kept(
            list(unlike.values()), self.request.fresh_seeds, hours_promised_and_worked
        )
        rows = [np.array([np.concatenate(arrays) for arrays in row]) for row in kept]
        found = dict(zip(unlike, rows, strict=True))
        compared = [_way(name, found[each.sha256]) for name, each in ways.items()]
        return fewest_first(compared), len(unlike)

    def _valued(self, chosen: list[StepValue]) -> tuple[ResourceValue, ...]:
        """Simulate a step more and less of volunteers' hours where it was chosen."""
        request = self.request
        return value_of_volunteer_hours(
            self.scenario(PROGRAM),
            [value.community for value in chosen],
            hours=request.one_step,
            replications=request.fresh,
            seed=request.seed + 1,
            runner=self.work.runner,
        )

    def _priced(self, planned: Scenario, city: City) -> Planned:
        """The model of the first seed of the search, and mean values a year over all of them."""
        variant = Variant(planned, institutions=(Pricing(self.request.one_step),))
        first, *others = self.request.search_seeds
        runner = self.work.runner
        # Of the first the plan and its program are shown, which no store holds.
        model = variant.simulated(first, runner.stop, city)
        if not model.planner.promises:
            raise ResourceError(
                Phrase(
                    "{name}: no plan of hours was made within the horizon; a first one needs "
                    "policy.planner.hours.period_days to have passed, and helpers to be at work",
                    name=planned.name,
                )
            )
        rows = [prices_of_hours(model), *runner.kept([variant], others, prices_of_hours)[0]]
        return Planned(model, np.array([prices for (prices,) in rows]).mean(axis=0))


def _way(name: str, rows: Values) -> Way:
    measured = {what: rows[:, n] for n, what in enumerate(OF_HOURS)}
    return Way(name, rows[:, len(OF_HOURS) :].mean(axis=0), measured["ticket_days"], measured)


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
            Phrase(
                "{name}: policy.orders and policy.pairing are off: there are no hours of "
                "volunteers or units to divide; set on: true",
                name=scenario.name,
            )
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
            Phrase(
                "{name}: policy.planner.hours.unplanned_share is 1: all hours go to who asks "
                "first and none are planned; set it below 1",
                name=scenario.name,
            )
        )
    return found
