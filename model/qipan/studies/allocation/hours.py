"""Hours divided in a scenario: the planner's program, rules of thumb, and who asks first."""

import datetime
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ...agents import CityModel
from ...city import City, build_city
from ...engine.codes import N_ORDERS, N_ORDERS_DONE
from ...programs.hours.planned import HoursPlan
from ...programs.objectives import LexicographicMaxMin, Objective, Utilitarian
from ...programs.program import Binding
from ...programs.rules_of_thumb import WEIGHTS
from ...runs.errors import ResourceError
from ...runs.variants import Values, Variant, measure, yearly_ticket_days
from ...scenario import Scenario
from ...scenario.districts import refuse_districts
from ...statistics.interval import Interval, mean_interval, paired_interval
from ..uncertainty.decisions import Trial
from .divided import NONE, PROGRAM, TODAY, Divided, StepValue, Way, checked, fewest_first
from .hours_pricing import PricingPlanner, pricing
from .request import Request
from .resource_values import ResourceValue, value_of_volunteer_hours

if TYPE_CHECKING:
    import pandas as pd

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
TOLD = ("orders", "orders_done", "volunteer_hours", "unit_hours")  # beside the ticket-days
UNITS = {"total": "ticket-days", "worst": "ticket-days per resident of the worst-off community"}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class HoursAllocation(Divided):
    """Plans of hours.

    Attributes
    ----------
    period : HoursPlan
        The last plan of the first replication.
    date : date
        Its day.
    """

    step_unit: ClassVar[str] = "hours"

    period: HoursPlan
    date: datetime.date

    @property
    def objective_unit(self) -> str:
        """Unit of the values by the program."""
        return UNITS[planner_objective(self.request.objective)]

    @property
    def optimism(self) -> Interval:
        """(Promised - worked) / worked of volunteers' hours."""
        way = self.named(PROGRAM)
        promised, worked = way.measured["promised_hours"], way.measured["worked_hours"]
        mean = worked.mean()
        return mean_interval((promised - worked) / mean if mean else np.full(len(worked), np.nan))

    @property
    def saved(self) -> Interval:
        """Ticket-days a year that all help saves, planned by the program, against no help."""
        return paired_interval(self.named(NONE).ticket_days, self.named(PROGRAM).ticket_days)

    @property
    def promised(self) -> float:
        """Ticket-days a year that the plans say all help saves, by their own weights."""
        return float(self.named(PROGRAM).measured["promised_saving"].mean())

    @property
    def binding(self) -> tuple[Binding, ...]:
        """Rules that the plan of the period uses up, the dearest first."""
        return self.period.binding

    def trial(self) -> Trial:
        """Hours by the program against the best rule and today, and volunteers' hours more."""
        from ..uncertainty.decision_trials import hours_trial

        return hours_trial(self)

    def planned(self) -> Scenario:
        """The scenario with a planner of hours in office."""
        return scenarios(self.scenario, planner_objective(self.request.objective))[PROGRAM]

    def amounts_of(self, way: Way) -> dict[str, float]:
        """Orders and hours a year."""
        return {f"{name}_a_year": float(way.measured[name].mean()) for name in TOLD}

    def plan_frame(self) -> "pd.DataFrame":
        """Tabulate the plan of one period: who works where, on what, for how many hours."""
        import pandas as pd

        rows = [
            {
                "date": self.date,
                "source": given.source,
                "community": given.community,
                "kind": given.kind,
                "hours": round(given.hours, 3),
            }
            for given in self.period.given
        ]
        return pd.DataFrame(rows, columns=["date", "source", "community", "kind", "hours"])


def planner_objective(objective: Objective) -> str:
    """Return an objective as `policy.planner.hours.objective` calls it.

    Raises
    ------
    ResourceError
        If a planner of hours has none like it.
    """
    if isinstance(objective, Utilitarian):
        return "total"
    if isinstance(objective, LexicographicMaxMin):
        return "worst"
    raise ResourceError(f"hours are not planned for {objective.name}, but utilitarian or max_min")


def allocate_hours(
    scenario: Scenario,
    request: Request,
    jobs: int = 1,
    told: Callable[[str], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> HoursAllocation:
    """Divide hours in every way there is, and simulate what comes of it.

    Raises
    ------
    ResourceError
        If nobody's hours can be divided.
    """
    ways = scenarios(scenario, planner_objective(request.objective))
    refuse_districts(scenario, "hours are allocated in")
    city = build_city(scenario.document)
    model, changes = _price(ways[PROGRAM], city, request, stop)
    told(f"valued {request.one_step:g} hours at each plan of {request.replications} replications")
    compared, tried = _simulate(ways, city, request, jobs, stop)
    told(f"compared {len(ways)} ways on {request.fresh} fresh seeds")
    values = tuple(
        StepValue(name, float(more), float(less))
        for name, (more, less) in zip(city.places.ids, changes, strict=True)
    )

    def simulate(chosen: list[StepValue]) -> tuple[ResourceValue, ...]:
        return value_of_volunteer_hours(
            ways[PROGRAM],
            [value.community for value in chosen],
            hours=request.one_step,
            replications=request.fresh,
            seed=request.seed + 1,
            jobs=jobs,
            stop=stop,
        )

    checks = checked(values, request.checks, simulate)
    planner = model.planner
    assert planner.plan is not None
    return HoursAllocation(
        scenario=scenario,
        request=request,
        city=city,
        ways=compared,
        valued=values,
        simulated=checks,
        program=planner.hours_program.problem if planner.hours_program else None,
        years=request.replications + request.fresh * (tried + 2 * len(checks) + bool(checks)),
        period=planner.plan,
        date=model.horizon.first_day + datetime.timedelta(days=planner.promises[-1].day),
    )


def _simulate(
    ways: dict[str, Scenario],
    city: City,
    request: Request,
    jobs: int,
    stop: threading.Event | None,
) -> tuple[tuple[Way, ...], int]:
    """Simulate all ways on fresh seeds, and say how many of them are different scenarios."""
    # Today is often one of the others; what is the same is simulated once.
    unlike = {each.sha256: Variant(each, city) for each in ways.values()}
    rows = measure(list(unlike.values()), request.fresh_seeds, _measures, jobs, stop)
    found = dict(zip(unlike, rows, strict=True))
    return fewest_first([_way(name, found[each.sha256]) for name, each in ways.items()]), len(
        unlike
    )


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


def _price(
    planned: Scenario, city: City, request: Request, stop: threading.Event | None
) -> tuple[CityModel, Values]:
    """Return the model of the first search seed, and mean values a year over all of them."""
    models: list[CityModel] = []

    def value(model: CityModel) -> Values:
        planner = model.planner
        assert isinstance(planner, PricingPlanner)
        if not models:
            models.append(model)
        return planner.a_year(model.horizon.warm_up_days)

    variant = Variant(planned, city, (pricing(request.one_step),))
    found = measure([variant], request.search_seeds, value, 1, stop)
    if not models[0].planner.promises:
        raise ResourceError(
            f"{planned.name}: no plan of hours was made within the horizon; a first one needs "
            "policy.planner.hours.period_days to have passed, and helpers to be at work"
        )
    return models[0], found[0].mean(axis=0)


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
