"""Hours divided in a scenario: the planner's program, rules of thumb, and who asks first."""

import datetime
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..agents import CityModel
from ..allocation.hours import HoursProgram
from ..allocation.hours_plan import HoursPlan
from ..city import City, build_city
from ..engine.codes import N_ORDERS, N_ORDERS_DONE
from ..scenario import Scenario
from ..scenario.districts import refuse_districts
from .errors import ResourceError
from .hours_pricing import PricingPlanner
from .intervals import Interval, mean_interval, paired_interval
from .replications import replication_seed
from .resource_values import ResourceValue, value_of_volunteer_hours
from .variants import Values, Variant, measure, yearly_ticket_days

PROGRAM, FIRST = "program", "who asks first"
TODAY, NOBODY = "today", "nobody helps"
REFERENCES = (TODAY, NOBODY)  # no rivals of the program
RULES = {"equal": "equal", "per head": "per_head", "by load": "by_load"}
OBJECTIVES = {"utilitarian": "total", "max_min": "worst"}
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
class HoursRequest:
    """What a planner asks for.

    Attributes
    ----------
    objective : {"total", "worst"}
    replications, fresh : int
        Seeds on which hours are valued by the program, and fresh ones to compare on.
    seed : int
        Base of both.
    step : float
        Hours a year more and fewer that are valued.
    check : int
        Communities of the highest, and of the lowest value, whose value is simulated.
    """

    objective: str = "total"
    replications: int = 12
    fresh: int = 40
    seed: int = 1
    step: float = 100.0
    check: int = 2


@dataclass(frozen=True)
class Way:
    """A way to divide hours, on fresh seeds.

    Attributes
    ----------
    name : str
    measured : dict of str to array, shape (seeds,)
        `MEASURES`, all a year.
    done : array, shape (communities,)
        Orders that volunteers did a year, mean over the seeds.
    """

    name: str
    measured: Mapping[str, Values]
    done: Values

    def mean(self, measure: str) -> Interval:
        """Mean and interval over the seeds."""
        return mean_interval(self.measured[measure])

    def minus(self, other: "Way") -> Interval:
        """Paired difference of open ticket-days."""
        return paired_interval(self.measured["ticket_days"], other.measured["ticket_days"])


@dataclass(frozen=True)
class PricedHours:
    """What a step of hours changes in a community by the program, a year; NaN where none can go."""

    community: str
    more: float
    less: float


@dataclass(frozen=True)
class HoursAllocation:
    """Plans of hours, what they promised, and what the simulation found.

    Attributes
    ----------
    request : HoursRequest
    city : City
    plan : HoursPlan
        The last plan of the first replication.
    date : date
        Its day.
    program : HoursProgram or None
        Of the plan, to be exported.
    ways : tuple of Way
        On fresh seeds, the fewest ticket-days first.
    values : tuple of PricedHours
        In terms of the program's objective.
    checks : tuple of (PricedHours, ResourceValue)
    years : int
        Simulated years.
    """

    request: HoursRequest
    city: City
    plan: HoursPlan
    date: datetime.date
    program: HoursProgram | None
    ways: tuple[Way, ...]
    values: tuple[PricedHours, ...]
    checks: tuple[tuple[PricedHours, ResourceValue], ...]
    years: int

    def named(self, name: str) -> Way:
        """One of the ways."""
        return next(way for way in self.ways if way.name == name)

    @property
    def best_rule(self) -> Way:
        """The best way without the program in which anybody helps, today aside."""
        return next(way for way in self.ways if way.name not in (PROGRAM, *REFERENCES))

    @property
    def all_alike(self) -> bool:
        """Whether the program and all rules come to the same in every simulated year."""
        rivals = [w.measured["ticket_days"] for w in self.ways if w.name not in REFERENCES]
        return bool(np.ptp(rivals, axis=0).max() == 0.0)

    @property
    def optimism_of_hours(self) -> Interval:
        """(Promised - worked) / worked of volunteers' hours."""
        way = self.named(PROGRAM)
        promised, worked = way.measured["promised_hours"], way.measured["worked_hours"]
        mean = worked.mean()
        return mean_interval((promised - worked) / mean if mean else np.full(len(worked), np.nan))

    @property
    def saved(self) -> Interval:
        """Ticket-days a year that all help saves, planned by the program, against no help."""
        days = {name: self.named(name).measured["ticket_days"] for name in (NOBODY, PROGRAM)}
        return paired_interval(days[NOBODY], days[PROGRAM])


def allocate_hours(
    scenario: Scenario,
    request: HoursRequest,
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
    ways = scenarios(scenario, request.objective)
    refuse_districts(scenario, "hours are allocated in")
    city = build_city(scenario.document)
    fresh = [replication_seed(request.seed + 1, n) for n in range(request.fresh)]
    priced = _price(ways[PROGRAM], city, request, stop)
    told(f"valued {request.step:g} hours at each plan of {request.replications} replications")
    # Today is often one of the others; what is the same is simulated once.
    unlike = {each.sha256: each for each in ways.values()}
    variants = [Variant(each, city) for each in unlike.values()]
    found = dict(zip(unlike, measure(variants, fresh, _measures, jobs, stop), strict=True))
    compared = [_way(name, found[each.sha256]) for name, each in ways.items()]
    told(f"compared {len(ways)} ways on {len(fresh)} fresh seeds")
    ids = city.places.ids
    values = tuple(
        PricedHours(name, float(row[0]), float(row[1]))
        for name, row in zip(ids, priced.values, strict=True)
    )
    checks = _check(ways[PROGRAM], values, request, jobs, stop)
    model = priced.model
    assert model.planner.plan is not None
    day = model.planner.promises[-1].day
    return HoursAllocation(
        request,
        city,
        model.planner.plan,
        model.horizon.first_day + datetime.timedelta(days=day),
        model.planner._program,
        tuple(sorted(compared, key=lambda way: way.measured["ticket_days"].mean())),
        values,
        checks,
        years=request.replications + len(fresh) * (len(unlike) + 2 * len(checks) + bool(checks)),
    )


def _way(name: str, rows: Values) -> Way:
    measured = {what: rows[:, n] for n, what in enumerate(MEASURES)}
    return Way(name, measured, rows[:, len(MEASURES) :].mean(axis=0))


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
        NOBODY: scenario.revise({**off, **idle}),
    }
    for name, rule in RULES.items():
        found[name] = scenario.revise({**on, "policy.planner.hours.rule": rule})
    hours = found[PROGRAM].document.policy.planner.hours
    if hours is not None and hours.unplanned_share == 1.0:
        raise ResourceError(
            f"{scenario.name}: policy.planner.hours.unplanned_share is 1: all hours go to who "
            "asks first and none are planned; set it below 1"
        )
    return found


@dataclass(frozen=True)
class _Priced:
    model: CityModel
    values: Values


def _price(
    planned: Scenario, city: City, request: HoursRequest, stop: threading.Event | None
) -> _Priced:
    """Mean values a year over the search seeds; the model of the first."""

    class Pricing(PricingPlanner):
        step = request.step

    seeds = [replication_seed(request.seed, n) for n in range(request.replications)]
    models: list[CityModel] = []

    def value(model: CityModel) -> Values:
        planner = model.planner
        assert isinstance(planner, PricingPlanner)
        if not models:
            models.append(model)
        return planner.a_year(model.horizon.warm_up_days)

    found = measure([Variant(planned, city, (Pricing,))], seeds, value, 1, stop)
    if not models[0].planner.promises:
        raise ResourceError(
            f"{planned.name}: no plan of hours was made within the horizon; a first one needs "
            "policy.planner.hours.period_days to have passed, and helpers to be at work"
        )
    return _Priced(models[0], found[0].mean(axis=0))


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


def _check(
    planned: Scenario,
    values: tuple[PricedHours, ...],
    request: HoursRequest,
    jobs: int,
    stop: threading.Event | None,
) -> tuple[tuple[PricedHours, ResourceValue], ...]:
    """Simulate a step more and fewer where the program values it most and least."""
    known = sorted((v for v in values if np.isfinite(v.more)), key=lambda value: value.more)
    chosen = known[: request.check] + known[max(request.check, len(known) - request.check) :]
    if not chosen:
        return ()
    found = value_of_volunteer_hours(
        planned,
        [value.community for value in chosen],
        hours=request.step,
        replications=request.fresh,
        seed=request.seed + 1,
        jobs=jobs,
        stop=stop,
    )
    return tuple(zip(chosen, found, strict=True))
