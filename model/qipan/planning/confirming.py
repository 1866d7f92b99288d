"""The loop of a plan with the simulation: plan, simulate, correct the curves, plan again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ..programs.cadres.problem import CadreProblem, StaffType
from ..programs.cadres.rules import RULES, apportion
from ..programs.curve import Curve
from ..statistics.estimate import Estimate, interval
from .problem import PlanProblem, Values
from .program import Objective, Plan, solve

DAYS_PER_YEAR = 365.0
STEEPEST, FLATTEST = 10.0, 0.05  # how far a curve's slope may be moved: the trust region
LEAST = 1e-3  # open tickets that tell no slope
WIDEST = 0.5  # least share of the days asked for that is left when margins are widened

# Full-time equivalents by community and seeds, to open ticket-days a year (seeds, communities).
Simulate = Callable[[NDArray[np.int64], Sequence[int]], Values]


@dataclass(frozen=True)
class Confirmed:
    """A plan and what the simulation says of it on seeds it was not searched on.

    Attributes
    ----------
    given : PlanProblem
        As corrected last.
    plan : Plan
    heads : array of int, shape (communities,)
        Whole full-time cadres with the hours of the plan, as they were simulated.
    promised, searched : float
        Ticket-days a year of the communities, by the program and on the seeds of the search.
    simulated, nobody, today : array of float, shape (seeds, communities)
        Open ticket-days a year of the plan, of nobody more, and of today's posts.
    rules : dict of str to array of float, shape (seeds, communities)
        The same of the plan's heads, at what the plan costs, divided by each rule of thumb.
    placed : dict of str to array of int, shape (communities,)
        Heads by each rule of thumb.
    kept : float or None
        Share of the fresh years in which every community keeps its days; None if none asked.
    rounds : tuple of (float, float)
        Promised and simulated ticket-days of each round, on the seeds of the search.
    """

    given: PlanProblem = field(repr=False)
    plan: Plan = field(repr=False)
    heads: NDArray[np.int64]
    promised: float
    searched: float
    simulated: Values = field(repr=False)
    nobody: Values = field(repr=False)
    today: Values = field(repr=False)
    rules: dict[str, Values] = field(repr=False)
    placed: dict[str, NDArray[np.int64]] = field(repr=False)
    kept: float | None
    rounds: tuple[tuple[float, float], ...]

    @property
    def gap(self) -> Estimate:
        """(simulated - promised) / promised, with the chance of the fresh years in its interval."""
        by_year = self.simulated.sum(axis=1)
        return interval((by_year - self.promised) / self.promised if self.promised else 0 * by_year)

    @property
    def best_rule(self) -> str:
        """The rule of thumb with the fewest on these very years, so that luck is on its side."""
        return min(self.rules, key=lambda name: float(self.rules[name].sum()))

    def against(self, other: Values) -> Estimate:
        """Ticket-days of the plan minus those of another, paired by year."""
        return interval((self.simulated - other).sum(axis=1))


def heads_of(given: PlanProblem, plan: Plan, per_post: Values) -> NDArray[np.int64]:
    """Full-time cadres by community with the hours a plan adds there, mean of its periods.

    Parts of cadres go to the largest remainders, so that all together have the plan's hours.
    """
    return _whole(given, _hours_of_posts(given, plan) + _hours_bought(given, plan), per_post)


def _hours_of_posts(given: PlanProblem, plan: Plan) -> Values:
    hours, years = np.zeros(len(given.desks)), given.spans.sum()
    for n, staff in enumerate(given.staff):
        hours += (plan.lent[n].sum(axis=1) / years) if staff.shared else 0.0
        if not staff.shared:
            hours += staff.hours * (plan.posts[n] @ given.spans) / years
    return hours


def _hours_bought(given: PlanProblem, plan: Plan) -> Values:
    hours: Values = plan.bought.sum(axis=(0, 2)) / given.spans.sum()
    return hours


def _whole(given: PlanProblem, hours: Values, per_post: Values) -> NDArray[np.int64]:
    parts = (hours / per_post)[: given.communities]
    return apportion(round(float(parts.sum())), parts, np.floor(parts), np.ceil(parts))


def confirm(
    given: PlanProblem,
    objective: Objective,
    simulate: Simulate,
    per_post: Values,
    *,
    residents: Values | None = None,
    seeds: Sequence[int],
    fresh_seeds: Sequence[int],
    rounds: int = 3,
    confidence: float = 0.95,
    no_worse: bool = False,
    time_limit: float = 60.0,
    told: Callable[[str], None] = lambda _: None,
) -> Confirmed:
    """Plan and simulate in turn, then meet rules, today and nobody on fresh seeds.

    Without `residents` no rule goes by them.

    Raises
    ------
    ValueError
        If seeds overlap.
    NoPlan
        If no plan keeps all rules, by the curves as they are.
    """
    if set(seeds) & set(fresh_seeds):
        raise ValueError("a plan would be judged on seeds it was searched on")
    asked = given.asked.wait_days.copy()
    zero = np.zeros(given.communities, dtype=np.int64)
    base = _open(simulate(zero, seeds))
    given = _begun(given, base)
    best: tuple[float, PlanProblem, Plan, NDArray[np.int64]] | None = None
    history = []
    for number in range(1, rounds + 1):
        posed = _with_no_worse(given) if no_worse else given
        plan = solve(posed, objective, time_limit=time_limit)
        heads = heads_of(given, plan, per_post)
        days = simulate(heads, seeds)
        found, promised = _open(days), _promised(plan, given)
        history.append((float(promised.sum() * DAYS_PER_YEAR), float(days.sum(axis=1).mean())))
        told(f"round {number}: promised {history[-1][0]:,.0f}, simulated {history[-1][1]:,.0f}")
        missed = _missed(given, days, asked, confidence)
        score = _score(objective, given, plan, days) + 1e12 * float(missed.sum())
        if best is None or score < best[0]:
            best = score, given, plan, heads
        given = _corrected(given, plan, base, found)
        given = _widened(given, asked, missed)
    assert best is not None
    _, given, plan, heads = best
    days = simulate(heads, seeds)
    given = _corrected(given, plan, base, _open(days))
    judged = _on_fresh(given, plan, heads, per_post, residents, asked, simulate, fresh_seeds)
    return replace(judged, searched=float(days.sum(axis=1).mean()), rounds=tuple(history))


def _open(days: Values) -> Values:
    found: Values = days.mean(axis=0) / DAYS_PER_YEAR
    return found


def _promised(plan: Plan, given: PlanProblem) -> Values:
    days: Values = plan.ticket_days(given)[: given.communities] / DAYS_PER_YEAR
    return days


def _raw(plan: Plan, given: PlanProblem) -> Values:
    """Open tickets as the program finds them, before level and slope."""
    count = given.communities
    raw: Values = (_promised(plan, given) - given.level[:count]) / given.slope[:count]
    return raw


def _moved(given: PlanProblem, slope: Values, level: Values) -> PlanProblem:
    count = given.communities
    slopes, levels = given.slope.copy(), given.level.copy()
    slopes[:count], levels[:count] = slope, level
    return replace(given, slope=slopes, level=levels)


def _begun(given: PlanProblem, base: Values) -> PlanProblem:
    """Stretch each community's curve so that it holds where nobody more is sent."""
    raw = _raw(solve(given.without_levers()), given)
    slope = np.clip(base / np.maximum(raw, LEAST), FLATTEST, STEEPEST)
    return _moved(given, slope, base - slope * raw)


def _corrected(given: PlanProblem, plan: Plan, base: Values, found: Values) -> PlanProblem:
    """Move each community's curve to what was found: slope between nobody and the plan, value.

    Where the plan changes nothing the slope stays. A slope moves by half or to the double at most:
    a few years' luck is in it.
    """
    before, after = _raw(solve(given.without_levers()), given), _raw(_held(given, plan), given)
    count, gained = given.communities, before - after
    old = given.slope[:count]
    told = gained > LEAST
    slope = np.where(told, (base - found) / np.where(told, gained, 1.0), old)
    slope = np.clip(np.clip(slope, 0.5 * old, 2.0 * old), FLATTEST, STEEPEST)
    return _moved(given, slope, found - slope * after)


def _held(given: PlanProblem, plan: Plan) -> Plan:
    """What the curves promise of a plan whose posts stay as they are, mean of its periods."""
    staff = tuple(
        replace(s, floors=posts.min(axis=1), caps=posts.max(axis=1), change=np.inf)
        for s, posts in zip(given.staff, plan.posts, strict=True)
    )
    asked = replace(given.asked, wait_days=np.full(len(given.desks), np.inf), equity=np.inf)
    asked = replace(asked, no_worse=None)
    return solve(replace(given, staff=staff, asked=asked))


def _with_no_worse(given: PlanProblem) -> PlanProblem:
    today = solve(given.as_today()).open_tickets @ given.spans / given.spans.sum()
    return replace(given, asked=replace(given.asked, no_worse=today + 1e-6))


def _waits(given: PlanProblem, days: Values) -> Values:
    tickets = np.maximum(given.tickets[: given.communities], 1e-9)
    waits: Values = days / tickets
    return waits


def _missed(given: PlanProblem, days: Values, asked: Values, confidence: float) -> Values:
    """Days by which communities miss what is asked in the worst years that count."""
    asked = asked[: given.communities]
    if not np.isfinite(asked).any():
        return np.zeros(given.communities)
    late = np.quantile(_waits(given, days), confidence, axis=0)
    missed: Values = np.maximum(0.0, late - asked)
    return missed


def _widened(given: PlanProblem, asked: Values, missed: Values) -> PlanProblem:
    wait = given.asked.wait_days.copy()
    count = given.communities
    wait[:count] = np.maximum(wait[:count] - missed, WIDEST * asked[:count])
    return replace(given, asked=replace(given.asked, wait_days=wait))


def _score(objective: Objective, given: PlanProblem, plan: Plan, days: Values) -> float:
    if objective == "least_cost":
        return plan.yuan_year(given)
    if objective == "max_min":
        return float(_waits(given, days).mean(axis=0).max())
    return float(days.sum(axis=1).mean())


def by_rules(
    given: PlanProblem,
    heads: int,
    per_post: Values,
    residents: Values | None = None,
    kept: NDArray[np.int64] | None = None,
) -> dict[str, NDArray[np.int64]]:
    """So many full-time heads, whole ones, by each rule of thumb that tells them apart.

    No community gets more than all levers together could give it, nor fewer than `kept`: hours
    that are bought for a community cannot be had elsewhere at their price.
    """
    count = given.communities
    offered = (given.arrivals.sum(axis=1) @ given.spans / given.spans.sum())[:count]
    today = heads_of(given, solve(given.as_today()), per_post)
    problem = CadreProblem(
        communities=given.desks[:count],
        staff_types=(StaffType("head", float(per_post[:count].mean())),),
        curves=tuple(Curve(np.zeros(1), np.zeros(1)) for _ in range(count)),
        residents=np.ones(count) if residents is None else residents,
        hours_gained=per_post[:count, None],
        totals=np.array([heads]),
        present=today[:, None],
        floors=(np.zeros(count) if kept is None else kept.astype(np.float64))[:, None],
        caps=np.ceil(_most_hours(given) / per_post[:count])[:, None],
        load_hours=offered,
        own_hours=given.own[:count],
    )
    left_out = {"today"} | (set() if residents is not None else {"per_head"})
    left_out |= set() if today.any() else {"proportional_to_today"}
    return {name: rule(problem)[:, 0] for name, rule in RULES.items() if name not in left_out}


def _most_hours(given: PlanProblem) -> Values:
    """Hours a year that all levers together could add in each community."""
    count = given.communities
    above = given.above[:count]
    most = np.zeros(count)
    for staff in given.staff:
        most += staff.hours * (staff.caps[above] if staff.shared else staff.caps[:count])
    for priced in given.priced:
        most += priced.caps[:count]
    return most


def _on_fresh(
    given: PlanProblem,
    plan: Plan,
    heads: NDArray[np.int64],
    per_post: Values,
    residents: Values | None,
    asked: Values,
    simulate: Simulate,
    seeds: Sequence[int],
) -> Confirmed:
    """Let the plan meet the others; placements that are alike are simulated once."""
    done: dict[bytes, Values] = {}

    def days(placed: NDArray[np.int64]) -> Values:
        key = placed.tobytes()
        if key not in done:
            done[key] = simulate(placed, seeds)
        return done[key]

    today = heads_of(given, solve(given.as_today()), per_post)
    kept_there = np.minimum(heads, _whole(given, _hours_bought(given, plan), per_post))
    rules = by_rules(given, int(heads.sum()), per_post, residents, kept_there)
    kept = None
    if np.isfinite(asked).any():
        waits = _waits(given, days(heads))
        kept = float((waits <= asked[: given.communities]).all(axis=1).mean())
    return Confirmed(
        given=given,
        plan=plan,
        heads=heads,
        promised=float(_promised(_held(given, plan), given).sum() * DAYS_PER_YEAR),
        searched=np.nan,
        simulated=days(heads),
        nobody=days(np.zeros_like(heads)),
        today=days(today),
        rules={name: days(placed) for name, placed in rules.items()},
        placed=rules,
        kept=kept,
        rounds=(),
    )
