"""The search of a plan: curves as simulated, candidates, margins, and the years that judge."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ..errors import message_of
from ..statistics.estimate import interval
from ..words import Phrase
from .candidates import Candidate, alike, options_held, with_posts_held, without
from .confirmed import Confirmed
from .effects import measured_effects, with_effects
from .heads import Heads, heads_bought, heads_of, most_heads, none_of, units_of
from .keeping import Keeping, above_0
from .learning import Learned, Simulate, Years
from .problem import PlanProblem, Values
from .program import NoPlan, Objective, Plan, nearest, solve
from .thumb import by_rules

FINALISTS = 3  # plans that meet on further years
WIDENED = 10  # times that a plan with other margins is tried on further years
LOOSER, TIGHTER = 0.7, 1.3  # times the margin where there is no plan, or the same one again
DAYS_PER_YEAR = 365.0
CLOSE = 1e-3  # gap of the program: what a year's chance hides


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
        self.residents, self.seeds = residents, seeds
        self.no_worse, self.time_limit = no_worse, time_limit
        tickets = given.tickets[: given.communities]
        self.keeping = Keeping(given.asked, tickets, confidence)
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
            if self.keeping.holds(years) and not worse.any():
                break
            self.learned.correct(chosen.heads, chosen.units, {0: years})
            before = self.given.asked
            curved = self._curved(self.given, chosen.heads)
            self.given = self.keeping.widened(curved, years, self.margin)
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
                    share=self.keeping.share_kept(self._years(chosen, both)),
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
        if self.objective != "least_waiting" or self.keeping.anything():
            return chosen
        for row, option in enumerate(self.given.options):
            if option.floors.any() or not chosen.units[row].any():
                continue
            change = (
                self._years(chosen, seeds).total - self._years(without(chosen, row), seeds).total
            )
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
            kept=self.keeping.share_kept(years) if self.keeping.anything() else None,
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
            if one.name and alike(one, chosen):
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
                less = without(chosen, row)
                found[option.name] = self.simulate(less.heads, seeds, less.units).days
        return found

    def _valued(self, given: PlanProblem, plan: Plan) -> Plan:
        """Return the plan with what it has open, and what one more is worth, by the last curves."""
        held = solve(with_posts_held(given, plan), self.objective, time_limit=self.time_limit)
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
        if any(alike(one, found) for one in self.candidates if one.name):
            return []
        given = replace(self.given, options=options_held(self.given, found.plan))
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
        self.given = self.keeping.widened(self._curved(given, found.heads), days, self.margin)

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
        if not self.keeping.holds(years):
            missed += sum(float(np.sum(part)) for part in self.keeping.missed(years))
        if self.objective == "least_cost":
            return missed, found.plan.yuan_year(self.given)
        if self.objective == "max_min":
            return missed, float(self.keeping.waits(years.days).mean(axis=0).max())
        return missed, float(years.total.mean())

    def _worse(self, found: Candidate, seeds: Sequence[int]) -> Values:
        """Ticket-days by which communities are worse off than today, beyond chance; 0 if not asked.

        A year's chance makes somebody worse off under any change: the mean of years is what is
        asked of, paired by year. All communities together are to err in one of twenty cases.
        """
        if not self.no_worse:
            return np.zeros(self.given.communities)
        change = self._years(found, seeds).days - self._years(self.today, seeds).days
        return above_0(change)

    def _names_of_worse(self, found: Candidate, seeds: Sequence[int]) -> tuple[str, ...] | None:
        if not self.no_worse:
            return None
        plan, today = (
            self.simulate(one.heads, seeds, one.units).days for one in (found, self.today)
        )
        return tuple(self.given.desks[row] for row in np.flatnonzero(above_0(plan - today)))


def _with_no_worse(given: PlanProblem, spare: Values) -> PlanProblem:
    today = solve(given.as_today()).open_tickets @ given.spans / given.spans.sum()
    most = np.maximum(today - spare, 0.0) + 1e-6
    return replace(given, asked=replace(given.asked, no_worse=most))
