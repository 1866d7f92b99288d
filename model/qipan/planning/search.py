"""The search of a plan: curves as simulated, candidates, margins, and the years that judge."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import stats

from ..errors import message_of
from ..statistics.estimate import Estimate, interval
from ..words import Phrase
from .effects import measured_effects, with_effects
from .heads import Heads, heads_bought, heads_of, most_heads, most_hours, none_of, units_of
from .learning import Learned, Simulate, Years
from .problem import Asked, Option, PlanProblem, Values
from .program import NoPlan, Objective, Plan, nearest, solve
from .thumb import by_rules

WIDEST = 0.5  # least share of what is asked for that is left when margins are widened
FINALISTS = 3  # plans that meet on further years
WIDENED = 10  # times that a plan with other margins is tried on further years
LOOSER, TIGHTER = 0.7, 1.3  # times the margin where there is no plan, or the same one again
RISK = 0.05  # of saying that a community is worse off where none is
TINY = 1e-9
DAYS_PER_YEAR = 365.0
CLOSE = 1e-3  # gap of the program: what a year's chance hides


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
    heads_today : array of int, shape (communities,)
    units : array of float, shape (options, communities)
        Of options, as they were simulated.
    chosen : str
        Where the plan is from: '' for the program, or the rule of thumb whose placement it is.
    promised, searched : float
        Ticket-days a year of the communities, by the curves as they were corrected on further
        years, and on the seeds of the search.
    simulated, nobody, today : array of float, shape (seeds, communities)
        Open ticket-days a year of the plan, of nobody more, and of today's posts.
    late : array of float, shape (seeds, communities), or None
        Share of issues not solved in the days asked under the plan.
    rules : dict of str to array of float, shape (seeds, communities)
        The same of the plan that comes nearest to each rule of thumb under the same budget, caps
        and floors, the rule dividing the plan's heads.
    placed : dict of str to array of int, shape (communities,)
        Heads of those plans.
    rule_yuan : dict of str to float
        What they cost a year.
    kept : float or None
        Share of the fresh years in which every community keeps what is asked; None if nothing is.
    worse : tuple of str or None
        Communities with more open than today on the fresh years beyond chance; None if that is
        not asked.
    without : dict of str to array of float, shape (seeds, communities)
        Where the plan has options: days of the plan without each of them, by name, and without all
        posts and hours, by ''.
    rounds : tuple of (float, float)
        Promised and simulated ticket-days of each round, on the seeds of the search.
    rule_units : dict of str to array of float, shape (options, communities)
        Units of options of the plans of rules.
    """

    given: PlanProblem = field(repr=False)
    plan: Plan = field(repr=False)
    heads: Heads
    heads_today: Heads
    units: Values
    chosen: str
    promised: float
    searched: float
    simulated: Values = field(repr=False)
    nobody: Values = field(repr=False)
    today: Values = field(repr=False)
    late: Values | None = field(repr=False)
    rules: dict[str, Values] = field(repr=False)
    placed: dict[str, Heads] = field(repr=False)
    rule_yuan: dict[str, float]
    kept: float | None
    worse: tuple[str, ...] | None
    without: dict[str, Values] = field(repr=False)
    rounds: tuple[tuple[float, float], ...]
    rule_units: dict[str, Values] = field(default_factory=dict, repr=False)

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


@dataclass(frozen=True)
class Candidate:
    """A plan that was simulated.

    Attributes
    ----------
    name : str
        '' for a plan of the program, else the rule of thumb it comes nearest to.
    plan : Plan
    heads : array of int, shape (communities,)
    units : array of float, shape (options, communities)
    shared : int
        Heads that the rule divided.
    """

    name: str
    plan: Plan = field(repr=False)
    heads: Heads
    units: Values
    shared: int


@dataclass
class Remembered:
    """Simulates each placement once on each set of seeds."""

    simulate: Simulate
    done: dict[tuple[bytes, bytes, tuple[int, ...]], Years] = field(default_factory=dict)

    def __call__(self, heads: Heads, seeds: Sequence[int], units: Values | None = None, /) -> Years:
        """Return the years of a placement, simulated once."""
        some = units is not None and units.any()
        told = units.tobytes() if units is not None and some else b""
        key = heads.astype(np.int64).tobytes(), told, tuple(seeds)
        if key not in self.done:
            given = (heads, seeds, units) if some else (heads, seeds)
            self.done[key] = self.simulate(*given)
        return self.done[key]


class Search:
    """The search on its own seeds: curves, candidates, margins."""

    def __init__(
        self,
        given: PlanProblem,
        objective: Objective,
        simulate: Simulate,
        per_post: Values,
        residents: Values | None,
        seeds: Sequence[int],
        confidence: float,
        no_worse: bool,
        time_limit: float,
    ) -> None:
        self.objective, self.simulate, self.per_post = objective, simulate, per_post
        self.residents, self.seeds, self.confidence = residents, seeds, confidence
        self.no_worse, self.time_limit = no_worse, time_limit
        self.asked = given.asked
        # Open tickets by which fewer are asked for than today's, so that no community is worse.
        self.spare = np.zeros(len(given.desks))
        # Times the chance of the years that is kept free of what is asked for.
        self.margin = 1.0
        held = solve(given.as_today())
        self.today = Candidate("", held, heads_of(given, held, per_post), none_of(given), 0)
        most = most_heads(given, per_post)
        self.learned = Learned.measured(simulate, per_post, most, seeds)
        nobody = np.zeros(given.communities, dtype=np.int64)
        self.given = self._curved(self._measured(given, nobody, none_of(given)), nobody)
        self.candidates: list[Candidate] = []
        self.history: list[tuple[float, float]] = []

    def run(self, rounds: int, told: Callable[[str], None]) -> None:
        """Plan, simulate and correct; let the rules divide what each plan comes to."""
        for number in range(1, rounds + 1):
            found = self._planned()
            if found is None or self._known(found):
                break
            days = self.simulate(found.heads, self.seeds, found.units)
            promised = float(found.plan.ticket_days(self.given).sum())
            self.history.append((promised, float(days.total.mean())))
            told(
                Phrase(
                    "round {number}: promised {promised:,.0f}, simulated {simulated:,.0f}",
                    number=number,
                    promised=self.history[-1][0],
                    simulated=self.history[-1][1],
                )
            )
            self.candidates.append(found)
            self.candidates += self._rules(found)
            self._learn(found, days)
        # The curves have seen one plan after the other; the best rule may have a better neighbour.
        best = self._best(self.seeds)
        if best.name:
            self._learn(best, self.simulate(best.heads, self.seeds, best.units))
            found = self._planned()
            if found is not None and not self._known(found):
                self.candidates.append(found)

    def choose(
        self, further: Sequence[int], told: Callable[[str], None]
    ) -> tuple[Candidate, Years]:
        """Let the best meet on further years; widen margins until what is asked for holds."""
        ranked = sorted(self.candidates, key=lambda one: self._score(one, self.seeds))
        finalists = ranked[:FINALISTS]
        both = [*self.seeds, *further]
        chosen = min(finalists, key=lambda one: self._score(one, both))
        for _ in range(WIDENED):
            years = self._years(chosen, both)
            worse = self._worse(chosen, both)
            if self._holds(years) and not worse.any():
                break
            self.learned.correct(chosen.heads, chosen.units, {0: years})
            before = self.given.asked
            self.given = self._widened(years, self._curved(self.given, chosen.heads))
            self.spare[: len(worse)] += worse / DAYS_PER_YEAR
            found = self._planned()
            if found is None or self._known(found):
                self.margin *= LOOSER if found is None else TIGHTER
                if found is None:
                    self.given = replace(self.given, asked=before)
                continue
            self.candidates.append(found)
            chosen = min((chosen, found), key=lambda one: self._score(one, both))
            told(
                Phrase(
                    "margins widened: kept in {share:.0%}",
                    share=self._share_kept(self._years(chosen, both)),
                )
            )
        chosen = self._proven(chosen, both, told)
        years = self.simulate(chosen.heads, further, chosen.units)
        self.learned.correct(chosen.heads, chosen.units, {0: years})
        return chosen, years

    def _proven(
        self, chosen: Candidate, seeds: Sequence[int], told: Callable[[str], None]
    ) -> Candidate:
        """Plan without options whose effect in the plan cannot be told from nothing.

        Curves of a few years are partly luck, which a program buys. Where something is asked for,
        or little cost, what an option does to the sum does not decide.
        """
        if self.objective != "least_waiting" or self._something_asked():
            return chosen
        for row, option in enumerate(self.given.options):
            if option.floors.any() or not chosen.units[row].any():
                continue
            change = self._years(chosen, seeds).total - self._years(_less(chosen, row), seeds).total
            if interval(change).proven_below_0:
                continue
            told(
                Phrase("{name}: no effect that can be told from chance; left out", name=option.name)
            )
            options = list(self.given.options)
            options[row] = replace(option, caps=np.zeros_like(option.caps))
            self.given = replace(self.given, options=tuple(options))
            found = self._planned()
            if found is None:
                return chosen
            self.candidates += [found, *self._rules(found)]
            there = [one for one in self.candidates if not one.units[row].any()]
            chosen = min(there, key=lambda one: self._score(one, seeds))
        return chosen

    def judge(self, chosen: Candidate, fresh: Sequence[int]) -> Confirmed:
        """Let the plan meet the others; placements that are alike are simulated once."""
        given, zero, today = self.given, np.zeros_like(chosen.heads), self.today.heads
        years = self.simulate(chosen.heads, fresh, chosen.units)
        rules = self._rules_beside(chosen)
        last = self._curved(given, chosen.heads)
        return Confirmed(
            given=last,
            plan=self._valued(last, chosen.plan),
            heads=chosen.heads,
            heads_today=today,
            units=chosen.units,
            chosen=chosen.name,
            promised=np.nan,
            searched=np.nan,
            simulated=years.days,
            nobody=self.simulate(zero, fresh).days,
            today=self.simulate(today, fresh).days,
            late=years.late,
            rules={one.name: self.simulate(one.heads, fresh, one.units).days for one in rules},
            placed={one.name: one.heads for one in rules},
            rule_yuan={one.name: one.plan.yuan_year(given) for one in rules},
            kept=self._share_kept(years) if self._something_asked() else None,
            without=self._without(chosen, fresh),
            worse=self._names_of_worse(chosen, fresh),
            rounds=(),
            rule_units={one.name: one.units for one in rules},
        )

    def _rules_beside(self, chosen: Candidate) -> list[Candidate]:
        """Each rule at the heads of the plan, or at its cost where that is better."""
        best: dict[str, Candidate] = {}
        self.candidates += self._rules(chosen)
        for one in self.candidates:
            if one.name and _alike(one, chosen):
                other = best.get(one.name, one)
                best[one.name] = min((other, one), key=lambda each: self._score(each, self.seeds))
        return list(best.values())

    def _without(self, chosen: Candidate, seeds: Sequence[int]) -> dict[str, Values]:
        """Ticket-days of the plan without each of its options, and without its posts and hours."""
        found = {}
        if chosen.units.any() and chosen.heads.any():
            nobody = np.zeros_like(chosen.heads)
            found[""] = self.simulate(nobody, seeds, chosen.units).days
        for row, option in enumerate(self.given.options):
            if chosen.units[row].any():
                less = _less(chosen, row)
                found[option.name] = self.simulate(less.heads, seeds, less.units).days
        return found

    def _valued(self, given: PlanProblem, plan: Plan) -> Plan:
        """Return the plan with what it has open, and what one more is worth, by the last curves."""
        held = solve(_held(given, plan), self.objective, time_limit=self.time_limit)
        try:
            free = solve(given, self.objective, gap=CLOSE, time_limit=self.time_limit)
        except NoPlan:  # by the margins; the plan itself keeps what is asked for
            free = held
        return replace(
            plan,
            open_tickets=held.open_tickets,
            prices=held.prices,
            linear_prices=free.linear_prices,
        )

    def _planned(self) -> Candidate | None:
        """The program's plan; None if margins leave none while there is another already."""
        given = _with_no_worse(self.given, self.spare) if self.no_worse else self.given
        try:
            plan = solve(given, self.objective, gap=CLOSE, time_limit=self.time_limit)
        except NoPlan as none:
            if self.candidates:
                return None
            raise NoPlan(message_of(none), given) from None
        heads = heads_of(given, plan, self.per_post)
        return Candidate("", plan, heads, units_of(given, plan), int(heads.sum()))

    def _rules(self, found: Candidate) -> list[Candidate]:
        """Plans nearest to the rules of thumb, each under the same budget, caps and floors."""
        if any(_alike(one, found) for one in self.candidates if one.name):
            return []
        given = replace(self.given, options=_options_held(self.given, found.plan))
        first = self._nearest(given, found, found.shared)
        dear = found.plan.yuan_year(given)
        # A rule that leaves money of the plan's divides as many more as that would pay.
        more = [
            self._nearest(given, found, found.shared + number, only=one.name)
            for one in first
            if (number := self._affordable(dear - one.plan.yuan_year(given))) > 0
        ]
        return [*first, *(one for several in more for one in several)]

    def _affordable(self, yuan: float) -> int:
        """Heads that so many yuan a year would pay at the cheapest lever."""
        head = float(self.per_post[: self.given.communities].mean())
        each = [s.yuan_year / s.hours * head for s in self.given.staff]
        each += [p.yuan_hour * head for p in self.given.priced]
        return int((yuan + 1e-6) // min(each)) if each else 0

    def _nearest(
        self, given: PlanProblem, found: Candidate, heads: int, only: str = ""
    ) -> list[Candidate]:
        """Plans nearest to what rules would do with so many heads; of one rule alone if named."""
        kept = heads_bought(given, found.plan, self.per_post)
        rules = by_rules(given, heads, self.per_post, self.residents, kept)
        hours = self.per_post[: given.communities]
        plans = {
            name: nearest(given, heads * hours, time_limit=self.time_limit)
            for name, heads in rules.items()
            if only in ("", name)
        }
        return [
            Candidate(name, plan, heads_of(given, plan, self.per_post), found.units, found.shared)
            for name, plan in plans.items()
        ]

    def _known(self, found: Candidate) -> bool:
        return any(
            np.array_equal(one.heads, found.heads)
            and np.array_equal(one.units, found.units)
            and not one.name
            for one in self.candidates
        )

    def _learn(self, found: Candidate, days: Years) -> None:
        most, steps = self.learned.most, {0: days}
        for step in (1, -1):
            beside = np.clip(found.heads + step, 0, most)
            steps[step] = self.simulate(beside, self.seeds, found.units)
        given = self._measured(self.given, found.heads, found.units)
        self.learned.correct(found.heads, found.units, steps)
        self.given = self._widened(days, self._curved(given, found.heads))

    def _measured(self, given: PlanProblem, heads: Heads, units: Values) -> PlanProblem:
        """Measure what options change beside these heads."""
        if not given.options:
            return given
        effects = measured_effects(given, self.simulate, heads, units, self.seeds)
        self.learned.effects = effects
        return with_effects(given, effects)

    def _curved(self, given: PlanProblem, heads: Heads) -> PlanProblem:
        open_tickets, late = self.learned.lines(heads)
        return replace(given, simulated=open_tickets, late=late)

    def _best(self, seeds: Sequence[int]) -> Candidate:
        return min(self.candidates, key=lambda one: self._score(one, seeds))

    def _years(self, found: Candidate, seeds: Sequence[int]) -> Years:
        """Years on seeds, those of the search remembered as they are."""
        own = self.simulate(found.heads, self.seeds, found.units)
        others = [seed for seed in seeds if seed not in set(self.seeds)]
        return own + self.simulate(found.heads, others, found.units) if others else own

    def _score(self, found: Candidate, seeds: Sequence[int]) -> tuple[float, float]:
        """What is missed of what is asked for, then the objective; less is better."""
        years = self._years(found, seeds)
        missed = float(self._worse(found, seeds).sum())
        if not self._holds(years):
            missed += sum(float(np.sum(part)) for part in self._missed(years))
        if self.objective == "least_cost":
            return missed, found.plan.yuan_year(self.given)
        if self.objective == "max_min":
            return missed, float(_waits(self.given, years.days).mean(axis=0).max())
        return missed, float(years.total.mean())

    def _something_asked(self) -> bool:
        asked = self.asked
        of_each = np.isfinite(asked.wait_days).any() or asked.late is not None
        return bool(of_each or np.isfinite(asked.equity))

    def _share_kept(self, years: Years) -> float:
        """Share of years in which every community keeps what is asked."""
        asked = self.asked.wait_days[: self.given.communities]
        kept = (_waits(self.given, years.days) <= asked).all(axis=1)
        if self.asked.late is not None and years.late is not None:
            kept &= (years.late <= self.asked.late).all(axis=1)
        kept &= _unequal(self.given, years.days) <= self.asked.equity
        return float(kept.mean())

    def _worse(self, found: Candidate, seeds: Sequence[int]) -> Values:
        """Ticket-days by which communities are worse off than today, beyond chance; 0 if not asked.

        A year's chance makes somebody worse off under any change: the mean of years is what is
        asked of, paired by year. All communities together are to err in one of twenty cases.
        """
        if not self.no_worse:
            return np.zeros(self.given.communities)
        change = self._years(found, seeds).days - self._years(self.today, seeds).days
        return _above_0(change)

    def _names_of_worse(self, found: Candidate, seeds: Sequence[int]) -> tuple[str, ...] | None:
        if not self.no_worse:
            return None
        plan, today = (
            self.simulate(one.heads, seeds, one.units).days for one in (found, self.today)
        )
        return tuple(self.given.desks[row] for row in np.flatnonzero(_above_0(plan - today)))

    def _holds(self, years: Years) -> bool:
        """Whether a year that is like these keeps what is asked with the confidence.

        Of n years and one more, any is the worst as likely as any other: with f years that fail a
        new one does with a chance of (f + 1) / (n + 1) at most. Of few years none may fail.
        """
        count = len(years.days)
        failed = round((1.0 - self._share_kept(years)) * count)
        return failed <= max(0.0, (1.0 - self.confidence) * (count + 1) - 1.0 + 1e-9)

    def _missed(self, years: Years) -> tuple[Values, Values, float]:
        """Days, and shares late, by which communities miss what is asked; and times the mean.

        In the years that count: all communities together are to keep it with the confidence, so
        each by itself in more.
        """
        count = self.given.communities
        level = 1.0 - (1.0 - self.confidence) / count
        asked = self.asked.wait_days[:count]
        days = late = np.zeros(count)
        if np.isfinite(asked).any():
            waits = np.quantile(_waits(self.given, years.days), level, axis=0)
            days = np.maximum(0.0, waits - asked)
        if self.asked.late is not None and years.late is not None:
            found = np.quantile(years.late, level, axis=0)
            late = np.maximum(0.0, found - self.asked.late)
        times = 0.0
        if np.isfinite(self.asked.equity):
            unequal = np.quantile(_unequal(self.given, years.days), self.confidence)
            times = max(0.0, float(unequal) - self.asked.equity)
        return days, late, times

    def _widened(self, years: Years, given: PlanProblem) -> PlanProblem:
        """Ask the mean of years for what leaves their chance free, where more than that is missed.

        The curves are of means. As many times the mean as the years that count are in a community
        is taken off what is asked for there, which is not given back; no community is asked for
        more than all levers could do.
        """
        count, level = given.communities, 1.0 - (1.0 - self.confidence) / given.communities
        _, _, times = self._missed(years)
        wait, most_late = given.asked.wait_days.copy(), given.asked.late
        levers = most_hours(given)
        if np.isfinite(self.asked.wait_days[:count]).any() and given.simulated is not None:
            least = given.simulated.at(levers) * DAYS_PER_YEAR
            least = _waits(given, np.maximum(least, 0.0)) * (1.0 + TINY)
            waits = _waits(given, years.days)
            free = self._kept_free(self.asked.wait_days[:count], waits, level)
            wait[:count] = np.minimum(wait[:count], np.maximum(free, least))
        if self.asked.late is not None and years.late is not None and given.late is not None:
            assert most_late is not None
            free = self._kept_free(self.asked.late, years.late, level)
            most_late = np.minimum(most_late, np.maximum(free, given.late.at(levers)))
        equity = max(1.0, given.asked.equity - times)
        return replace(
            given, asked=replace(given.asked, wait_days=wait, late=most_late, equity=equity)
        )

    def _kept_free(self, asked: Values, found: Values, level: float) -> Values:
        """What the mean may be so that the years that count keep what is asked, where they miss it.

        Parameters
        ----------
        asked : array of float, shape (communities,)
        found : array of float, shape (seeds, communities)
        level : float
        """
        counts = np.quantile(found, level, axis=0)
        share = 1.0 - found.mean(axis=0) / np.maximum(counts, TINY)
        free = np.maximum(1.0 - self.margin * share, WIDEST) * asked
        kept: Values = np.where(counts > asked, free, asked)
        return kept


def _alike(one: Candidate, other: Candidate) -> bool:
    """Whether a rule divides as many heads as another plan has, beside the same options."""
    return one.shared == other.shared and np.array_equal(one.units, other.units)


def _less(found: Candidate, row: int) -> Candidate:
    """Placement of a plan without one of its options."""
    units = found.units.copy()
    units[row] = 0.0
    return replace(found, units=units)


def _held(given: PlanProblem, plan: Plan) -> PlanProblem:
    """Pose a plan whose posts stay as they are; it has met what is asked for already."""
    staff = tuple(
        replace(s, floors=posts.min(axis=1), caps=posts.max(axis=1), change=np.inf)
        for s, posts in zip(given.staff, plan.posts, strict=True)
    )
    nothing = Asked(np.full(len(given.desks), np.inf))
    return replace(given, staff=staff, asked=nothing, options=_options_held(given, plan))


def _options_held(given: PlanProblem, plan: Plan) -> tuple[Option, ...]:
    """Options as a plan has them."""
    return tuple(
        replace(option, floors=units.min(axis=1), caps=units.max(axis=1))
        for option, units in zip(given.options, plan.units, strict=True)
    )


def _with_no_worse(given: PlanProblem, spare: Values) -> PlanProblem:
    today = solve(given.as_today()).open_tickets @ given.spans / given.spans.sum()
    most = np.maximum(today - spare, 0.0) + 1e-6
    return replace(given, asked=replace(given.asked, no_worse=most))


def _above_0(change: Values) -> Values:
    """Means by community of changes, shape (years, communities), that are above 0 beyond chance."""
    years, count = change.shape
    error = change.std(axis=0, ddof=1) / np.sqrt(years)
    least = change.mean(axis=0) - stats.t.ppf(1.0 - RISK / count, years - 1) * error
    return np.where(least > TINY, change.mean(axis=0), 0.0)


def _unequal(given: PlanProblem, days: Values) -> Values:
    """How many times the mean the community that waits longest waits, by year."""
    there = given.tickets[: given.communities] > TINY
    tickets = given.tickets[: given.communities][there]
    mean = np.maximum(days[:, there].sum(axis=1) / tickets.sum(), TINY)
    times: Values = (days[:, there] / tickets).max(axis=1) / mean
    return times


def _waits(given: PlanProblem, days: Values) -> Values:
    tickets = np.maximum(given.tickets[: given.communities], 1e-9)
    waits: Values = days / tickets
    return waits
