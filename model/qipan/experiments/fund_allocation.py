"""Funds divided in a scenario: the program, rules of thumb, and what the simulation says."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..allocation.funds import FundsPlan, FundsProgram, MoneyValue
from ..allocation.funds_case import FundsCase
from ..allocation.objectives import Objective
from ..scenario import Scenario
from ..scenario.standing import warn_of_standing
from .budgets import Budgets, Yuan
from .errors import ResourceError
from .fund_curves import FundCurves, measure_curves
from .intervals import Interval, mean_interval, paired_interval
from .replications import replication_seed
from .resource_values import ResourceValue, Step, value_by_simulation
from .variants import Values, Variant, ticket_days

NEARLY = 2e-6  # part of the ticket-days promised that is no saving
PROGRAM, PROPORTIONS = "program", "today's proportions"
TODAY, NONE = "today", "no money"
REFERENCES = (TODAY, NONE)  # with totals of their own: no rivals of the program


@dataclass(frozen=True)
class FundRequest:
    """What a planner asks for.

    Attributes
    ----------
    objective : Objective
    yuan : float or None
        Money of all earmarks a year, the county's part included; None for as much as today.
    floor : float
        Least yuan of each earmark for each community that has any today.
    replications, fresh : int
        Seeds to measure curves on, and fresh ones to decide on.
    seed : int
        Base of both.
    step : float
        Yuan more and less that are valued.
    check : int
        Communities of the highest, and of the lowest value, whose value is simulated.
    time_limit : float or None
        Seconds for each solve.
    """

    objective: Objective
    yuan: float | None = None
    floor: float = 0.0
    replications: int = 12
    fresh: int = 40
    seed: int = 1
    step: float = 10_000.0
    check: int = 2
    time_limit: float | None = None


@dataclass(frozen=True)
class Divided:
    """A way to divide the money, on fresh seeds.

    Attributes
    ----------
    name : str
    yuan : array, shape (communities, earmarks)
    ticket_days : array, shape (seeds,)
        Open ticket-days a year of the city.
    """

    name: str
    yuan: Yuan
    ticket_days: Values

    @property
    def mean(self) -> Interval:
        """Mean and interval over the seeds."""
        return mean_interval(self.ticket_days)

    def minus(self, other: "Divided") -> Interval:
        """Paired difference."""
        return paired_interval(self.ticket_days, other.ticket_days)


@dataclass(frozen=True)
class CheckedValue:
    """What the program says of some money more and less, and what the simulation finds."""

    promised: MoneyValue
    simulated: ResourceValue


@dataclass(frozen=True)
class FundAllocation:
    """A plan, what was promised of it, and what the simulation found.

    Attributes
    ----------
    request : FundRequest
    curves : FundCurves
    plan : FundsPlan
        Of communities that take part.
    yuan : array, shape (communities, earmarks)
        What all communities get: the plan, and what it leaves over in today's proportions.
    promised : float
        Open ticket-days a year of the city.
    divided : tuple of Divided
        The program's, the rules', today as it stands and no money on fresh seeds, the fewest
        ticket-days first.
    values : tuple of MoneyValue
        In terms of the objective, for each community and earmark.
    checks : tuple of CheckedValue
    years : int
        Simulated years.
    """

    request: FundRequest
    curves: FundCurves
    plan: FundsPlan
    yuan: Yuan
    promised: float
    divided: tuple[Divided, ...]
    values: tuple[MoneyValue, ...]
    checks: tuple[CheckedValue, ...]
    years: int

    def named(self, name: str) -> Divided:
        """One of the ways to divide it."""
        return next(one for one in self.divided if one.name == name)

    @property
    def best_rule(self) -> Divided:
        """The best way to divide the same money without the program."""
        return next(one for one in self.divided if one.name not in (PROGRAM, *REFERENCES))

    @property
    def all_alike(self) -> bool:
        """Whether the program and all rules come to the same in every simulated year."""
        rivals = [one.ticket_days for one in self.divided if one.name not in REFERENCES]
        return bool(np.ptp(rivals, axis=0).max() == 0.0)

    @property
    def optimism(self) -> Interval:
        """(Simulated - promised) / simulated of the program's plan."""
        simulated = self.named(PROGRAM).ticket_days
        return mean_interval((simulated - self.promised) / simulated.mean())

    @property
    def promised_in_proportion(self) -> float:
        """Ticket-days a year, by the same curves, of the same money in today's proportions."""
        case, today = self.plan.case, self.named(PROPORTIONS).yuan
        saved = sum(
            float(case.benefit(place, earmark).of(today[row, e]))
            for place, row in zip(case.communities, self.curves.rows, strict=True)
            for e, earmark in enumerate(self.curves.budgets.earmarks)
        )
        others = np.delete(self.curves.today, self.curves.rows)
        return float(case.need.sum() - saved + others.sum())

    @property
    def promised_saving(self) -> float:
        """Ticket-days a year promised to be saved against the same money in today's proportions.

        0 where it is within what the program gives up to stay near today's division.
        """
        saving = self.promised_in_proportion - self.promised
        return 0.0 if abs(saving) <= NEARLY * self.promised else saving


def allocate_funds(
    scenario: Scenario,
    request: FundRequest,
    jobs: int = 1,
    told: Callable[[str], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> FundAllocation:
    """Divide the earmarks' money, and simulate what comes of it.

    Raises
    ------
    ResourceError
        If there is no money to divide.
    CannotBeDone
        If the floors need more than there is.
    SolverError
        If no plan is proven best within the time limit.
    """
    budgets = Budgets(scenario)
    warn_of_standing(scenario, of_money=True)
    totals = _totals(budgets, request.yuan)
    seeds = [replication_seed(request.seed, n) for n in range(request.replications)]
    fresh = [replication_seed(request.seed + 1, n) for n in range(request.fresh)]
    check_floors(budgets, totals, request.floor)
    curves = measure_curves(budgets, seeds, jobs, stop)
    points = curves.yuan.size
    told(f"measured ticket-days at {points} amounts on {len(seeds)} seeds")
    case = curves.case(totals, request.floor)
    program = FundsProgram(case, request.objective, request.time_limit)
    plan = program.nearest(_usual(case, budgets, curves))
    told(f"{request.objective.name}: proven best, gap 0 %")
    yuan = _all_given(curves, plan, totals)
    ways = {PROGRAM: yuan, **rules(curves, totals)}
    promised = float(plan.ticket_days.sum() + np.delete(curves.today, curves.rows).sum())
    told(f"promises {promised:,.0f} ticket-days a year")
    divided = _simulate(scenario, budgets, ways, fresh, jobs, stop)
    values = program.value_of_money(request.step)
    told("valued more and less money in each community")
    checks = _check(budgets, yuan, values, request, fresh, jobs, stop)
    runs = len(seeds) * (1 + points) + len(fresh) * (len(divided) + 1 + 2 * len(checks))
    return FundAllocation(
        request, curves, plan, yuan, promised, divided, values, checks, years=runs
    )


def _usual(case: FundsCase, budgets: Budgets, curves: FundCurves) -> Yuan:
    """What communities have today, of as much money as there is to divide."""
    today = budgets.today[curves.rows]
    usual: Yuan = today / np.maximum(today.sum(axis=0), 1.0)
    usual *= np.array([earmark.yuan[0] for earmark in case.earmarks])
    return usual


def _totals(budgets: Budgets, yuan: float | None) -> Values:
    """Money of each earmark; another total is of each earmark the same share more or less."""
    totals: Values = budgets.today.sum(axis=0)
    if yuan is None:
        return totals
    if not 0.0 <= yuan < np.inf:
        raise ResourceError(f"{yuan:g} yuan cannot be divided; the money must be a number from 0")
    scaled: Values = totals * yuan / totals.sum()
    return scaled


def check_floors(budgets: Budgets, totals: Values, floor: float) -> None:
    """Refuse floors that need more than there is before anything is simulated.

    Raises
    ------
    ResourceError
    """
    taking_part = int((budgets.today.sum(axis=1) > 0.0).sum())
    short = [
        f"The floor of {floor:,.0f} yuan of {name} for each of {taking_part} communities needs "
        f"{floor * taking_part:,.0f}; there are {total:,.0f}: {floor * taking_part - total:,.0f} "
        f"are missing, or lower the floor to {total / taking_part:,.0f}."
        for name, total in zip(budgets.earmarks, totals, strict=True)
        if floor * taking_part > total
    ]
    if short:
        raise ResourceError("\n".join(short))


def rules(curves: FundCurves, totals: Values) -> dict[str, Yuan]:
    """Rules of thumb that divide the same money among the same communities."""
    places = curves.budgets.city.places
    takes = np.zeros(len(places.ids))
    takes[curves.rows] = 1.0
    today = curves.budgets.today
    shares = {
        PROPORTIONS: today / np.maximum(today.sum(axis=0), 1.0),
        "equal": _column(takes),
        "per head": _column(takes * places.residents),
        "by need": _column(takes * curves.asked),
    }
    return {name: share * totals for name, share in shares.items()}


def _column(weights: NDArray[np.float64]) -> Values:
    shares: Values = (weights / weights.sum())[:, None]
    return shares


def _all_given(curves: FundCurves, plan: FundsPlan, totals: Values) -> Yuan:
    """Yuan for everybody; what a plan leaves over, as of no use, in today's proportions."""
    today = curves.budgets.today
    yuan = np.zeros_like(today)
    yuan[curves.rows] = plan.city[:, :, 0]
    rest = np.maximum(0.0, totals - yuan.sum(axis=0))
    given: Yuan = np.round(yuan + rest * today / np.maximum(today.sum(axis=0), 1.0), 2)
    return given


def _simulate(
    scenario: Scenario,
    budgets: Budgets,
    ways: dict[str, Yuan],
    seeds: list[int],
    jobs: int,
    stop: threading.Event | None,
) -> tuple[Divided, ...]:
    """Simulate ways to divide the same money, the scenario as it stands, and no money at all."""
    scenarios = [budgets.funded(yuan) for yuan in ways.values()]
    nothing = np.zeros_like(budgets.today)
    scenarios += [scenario, budgets.funded(nothing)]
    ways = {**ways, TODAY: budgets.today, NONE: nothing}
    variants = [Variant(each, budgets.city) for each in scenarios]
    days = ticket_days(variants, seeds, jobs, stop).sum(axis=2)
    found = [Divided(name, yuan, row) for (name, yuan), row in zip(ways.items(), days, strict=True)]
    return tuple(sorted(found, key=lambda one: one.ticket_days.mean()))


def _check(
    budgets: Budgets,
    yuan: Yuan,
    values: tuple[MoneyValue, ...],
    request: FundRequest,
    seeds: list[int],
    jobs: int,
    stop: threading.Event | None,
) -> tuple[CheckedValue, ...]:
    """Simulate a step more and less where the program values it most and least."""
    known = sorted(
        (value for value in values if np.isfinite(value.more)), key=lambda value: value.more
    )
    chosen = known[: request.check] + known[max(request.check, len(known) - request.check) :]
    if not chosen:
        return ()

    def variant(value: MoneyValue, sign: float) -> Variant | None:
        tried = yuan.copy()
        row = list(budgets.city.places.ids).index(value.community)
        tried[row, budgets.earmarks.index(value.purpose)] += sign * request.step
        return None if (tried < 0.0).any() else Variant(budgets.funded(tried), budgets.city)

    steps = [
        Step(
            f"fund.{value.purpose}",
            value.community,
            request.step,
            "yuan",
            variant(value, 1.0),
            variant(value, -1.0),
        )
        for value in chosen
    ]
    base = Variant(budgets.funded(yuan), budgets.city)
    found = value_by_simulation(base, steps, seeds, jobs, stop)
    return tuple(CheckedValue(*pair) for pair in zip(chosen, found, strict=True))
