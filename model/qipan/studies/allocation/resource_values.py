"""What some more and some less of a resource change, by simulation.

The scenario is simulated with the resource a step larger and a step smaller, in one community or
in the whole city, on the same seeds as without: differences are taken seed by seed.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...city import City, build_city
from ...city.more_volunteers import with_volunteers
from ...city.places import shares_of
from ...runs import kept
from ...runs.errors import ResourceError
from ...runs.runner import Runner
from ...runs.runs import replication_seed
from ...runs.variants import Variant, ticket_days
from ...scenario import Scenario
from ...scenario.districts import refuse_districts
from ...scenario.standing import warn_of_standing
from ...statistics.interval import Interval, paired_interval
from .budgets import Budgets

VOLUNTEER_HOURS = "volunteer_hours"
MISSING = Interval(float("nan"), float("nan"), float("nan"), 0)


@dataclass(frozen=True)
class ResourceValue:
    """What a step of a resource changes.

    Attributes
    ----------
    resource : str
        `fund.EARMARK`, `volunteer_hours`, or what another resource calls itself.
    community : str or None
        Where it is added; None for the whole city.
    step : float
        How much, a year.
    unit : str
        Of the step.
    more, less : Interval
        Change of the city's open ticket-days a year by the step more, and by the step less, paired
        by seed; below 0 is better. NaN where there is not as much to take away.
    """

    resource: str
    community: str | None
    step: float
    unit: str
    more: Interval
    less: Interval


@dataclass(frozen=True)
class Step:
    """A step to be valued: the variants with more and with less, None where there is none."""

    resource: str
    community: str | None
    step: float
    unit: str
    more: Variant | None
    less: Variant | None


def value_by_simulation(
    base: Variant,
    steps: Sequence[Step],
    seeds: Sequence[int],
    jobs: int = 1,
    stop: threading.Event | None = None,
    runner: Runner | None = None,
) -> tuple[ResourceValue, ...]:
    """Simulate steps of any resource, each paired with the base on the same seeds.

    Parameters
    ----------
    base : Variant
        The scenario as it is.
    steps : sequence of Step
    seeds : sequence of int
        Two at least, for an interval.
    jobs : int
        Replications at the same time; results do not depend on it.
    stop : threading.Event, optional
        Once set, `Stopped` is raised.
    runner : Runner, optional
        Makes the replications, where all variants live in the city that their scenario describes.

    Returns
    -------
    tuple of ResourceValue
        In the order of the steps.
    """
    sides = [variant for step in steps for variant in (step.more, step.less)]
    there = [variant for variant in sides if variant is not None]
    variants = [base, *there]
    if runner is None:
        days = ticket_days(variants, seeds, jobs, stop)
    else:
        rows = [runner.kept(each.scenario, seeds, kept.ticket_days) for each in variants]
        days = np.array([[by_community for (by_community,) in row] for row in rows])
    found = iter(days.sum(axis=2))
    before = next(found)

    def change(variant: Variant | None) -> Interval:
        return MISSING if variant is None else paired_interval(next(found), before)

    # Keyword arguments are evaluated in order: first more, then less, as they were simulated.
    return tuple(
        ResourceValue(
            step.resource,
            step.community,
            step.step,
            step.unit,
            more=change(step.more),
            less=change(step.less),
        )
        for step in steps
    )


def value_of_fund(
    scenario: Scenario,
    earmark: str,
    communities: Sequence[str | None] = (None,),
    *,
    yuan: float = 10_000.0,
    replications: int = 12,
    seed: int = 1,
    jobs: int = 1,
    stop: threading.Event | None = None,
    runner: Runner | None = None,
) -> tuple[ResourceValue, ...]:
    """Value more and less money of an earmark.

    ``value_of_fund(scenario, "service", (None, "c0003"))`` says by how many ticket-days a year the
    city's open tickets change with 10,000 yuan a year more, and less, in the whole city and in
    c0003. What a scenario's offices do not dare to spend (`absorption`) is part of the answer.

    Parameters
    ----------
    scenario : Scenario
        With `policy.fund` on.
    earmark : str
    communities : sequence of str or None
        Communities asked about, one after the other; None is the whole city, where the step is
        shared by all in proportion to what they have.
    yuan : float
        The step, a year, the county's part included.
    replications, seed : int
        Seeds as `replicate` has them.
    jobs : int
        Replications at the same time.
    stop : threading.Event, optional
        Once set, `Stopped` is raised.
    runner : Runner, optional
        Makes the replications, in place of threads of its own.

    Raises
    ------
    ResourceError
        If there is no fund, no such earmark or no such community.
    """
    warn_of_standing(scenario, of_money=True)
    base, steps = fund_steps(scenario, earmark, communities, yuan)
    return value_by_simulation(base, steps, _seeds(seed, replications), jobs, stop, runner)


def fund_steps(
    scenario: Scenario,
    earmark: str,
    communities: Sequence[str | None],
    yuan: float,
    city: City | None = None,
) -> tuple[Variant, list[Step]]:
    """The scenario as `value_of_fund` simulates it, and its steps.

    Raises
    ------
    ResourceError
        As `value_of_fund`.
    """
    budgets = Budgets(scenario, city)
    if earmark not in budgets.earmarks:
        raise ResourceError(
            f"{scenario.name} has no earmark '{earmark}'; it has {', '.join(budgets.earmarks)}"
        )
    _check_step(yuan, "yuan")
    column = budgets.earmarks.index(earmark)
    base = Variant(budgets.funded(budgets.today), budgets.city)

    def changed(step: NDArray[np.float64]) -> Variant | None:
        amounts = budgets.today.copy()
        amounts[:, column] += step
        if (amounts < 0.0).any():
            return None
        return Variant(budgets.funded(amounts), budgets.city)

    steps = []
    for row, name in _rows(scenario, budgets.city, communities):
        added = _spread(budgets.today[:, column], row) * yuan
        steps.append(Step(f"fund.{earmark}", name, yuan, "yuan", changed(added), changed(-added)))
    return base, steps


def value_of_volunteer_hours(
    scenario: Scenario,
    communities: Sequence[str | None] = (None,),
    *,
    hours: float = 100.0,
    replications: int = 12,
    seed: int = 1,
    jobs: int = 1,
    stop: threading.Event | None = None,
) -> tuple[ResourceValue, ...]:
    """Value more and fewer hours that volunteers offer a year.

    The hours come, and go, with the people who give them: as many active volunteers as offer that
    much at the scenario's hours a head, rounded to whole persons who share the hours equally. Of
    hours offered some are never asked for, and some do not come; that is part of the answer.

    Parameters
    ----------
    scenario : Scenario
        With `policy.orders` on.
    communities : sequence of str or None
        Communities asked about, one after the other; None is the whole city, where newcomers live
        in proportion to residents.
    hours : float
        The step, a year. Fewer hours are the mean hours of as many persons as come with the step.
    replications, seed, jobs, stop
        As for `value_of_fund`.

    Raises
    ------
    ResourceError
        If there are no orders or no volunteers, or no such community.
    """
    base, steps = volunteer_steps(scenario, communities, hours)
    return value_by_simulation(base, steps, _seeds(seed, replications), jobs, stop)


def volunteer_steps(
    scenario: Scenario,
    communities: Sequence[str | None],
    hours: float,
    city: City | None = None,
) -> tuple[Variant, list[Step]]:
    """The scenario as `value_of_volunteer_hours` simulates it, and its steps.

    Raises
    ------
    ResourceError
        As `value_of_volunteer_hours`.
    """
    spec, orders = scenario.document.volunteers, scenario.document.policy.orders
    if not orders.on or spec is None:
        raise ResourceError(
            f"{scenario.name}: policy.orders is off: nobody calls volunteers; set on: true"
        )
    _check_step(hours, "hours")
    refuse_districts(scenario, "hours are allocated in")
    city = city or build_city(scenario.document)
    if not len(city.roster.key):
        raise ResourceError(
            f"{scenario.name}: of the registered volunteers nobody is active; raise "
            "volunteers.pools registered or active_share"
        )
    a_head = max(float(city.roster.hours_per_year.mean()), orders.least_hours_per_year)
    people = max(1, round(hours / a_head))
    there = np.bincount(city.roster.community, minlength=len(city.places.ids))

    def changed(more: NDArray[np.int64]) -> Variant | None:
        if (there + more < 0).any():
            return None
        return Variant(scenario, with_volunteers(city, spec, more, hours / people))

    steps = []
    for row, name in _rows(scenario, city, communities):
        share = city.places.residents.astype(float)
        if row is not None:
            share = np.zeros(len(there))
            share[row] = 1.0
        more = shares_of(people, share, city.places.keys).astype(np.int64)
        fewer = more
        if row is None:
            fewer = shares_of(people, there.astype(float), city.places.keys).astype(np.int64)
        steps.append(Step(VOLUNTEER_HOURS, name, hours, "hours", changed(more), changed(-fewer)))
    return Variant(scenario, city), steps


def _rows(
    scenario: Scenario, city: City, communities: Sequence[str | None]
) -> list[tuple[int | None, str | None]]:
    """Rows of communities; None for the whole city."""
    ids = list(city.places.ids)
    unknown = [name for name in communities if name is not None and name not in ids]
    if unknown:
        raise ResourceError(
            f"{scenario.name} has no community '{unknown[0]}'; it has {ids[0]} to {ids[-1]}"
        )
    return [(None if name is None else ids.index(name), name) for name in communities]


def _spread(today: NDArray[np.float64], row: int | None) -> NDArray[np.float64]:
    """Shares of a step: all to one community, or to each as much as it has of the money."""
    if row is not None:
        shares = np.zeros(len(today))
        shares[row] = 1.0
        return shares
    total = today.sum()
    return today / total if total > 0.0 else np.full(len(today), 1.0 / len(today))


def _check_step(step: float, unit: str) -> None:
    if not 0.0 < step < np.inf:
        raise ResourceError(f"a step of {step:g} {unit} cannot be valued; it must be above 0")


def _seeds(seed: int, replications: int) -> list[int]:
    if replications < 2:
        raise ResourceError(f"{replications} replication gives no interval; ask for 2 at least")
    return [replication_seed(seed, number) for number in range(replications)]
