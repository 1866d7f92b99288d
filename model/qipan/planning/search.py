"""The search of a plan: curves as simulated, candidates, and the years that choose."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ..statistics.estimate import interval
from ..words import Phrase
from .candidates import (
    Candidate,
    alike,
    alike_placed,
    options_held,
    without,
    without_lever,
)
from .effects import measured_cover, measured_effects, with_effects
from .heads import PLACES, Heads, heads_bought, heads_of, most_heads, none_of, units_of
from .keeping import Keeping, above_0
from .learning import Learned, Simulate, Years
from .problem import PlanProblem, Values, levers_among
from .program import NoPlan, Objective, nearest, solve
from .proving import Proof, Proving
from .thumb import by_rules

FINALISTS = 3  # plans that meet on further years
BEGUN = 0.05  # of the price of a post, below which money is none
AGAIN = 3  # times that the chosen plan's curves are corrected on all years, and it is made again
DAYS_PER_YEAR = 365.0
CLOSE = 1e-3  # gap of the program: what a year's chance hides
OF_COST = 1e-2  # the same of a least cost: a third of a post in a plan of thirty


class Search:
    """The search on its own seeds: curves and candidates."""

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
        self.gap = OF_COST if objective == "least_cost" else CLOSE
        tickets = given.tickets[: given.communities]
        self.keeping = Keeping(given.asked, tickets, confidence)
        # Open tickets by which fewer are asked for than today's, so that no community is worse.
        self.spare = np.zeros(len(given.desks))
        held = solve(given.as_today())
        self.today = Candidate("", held, heads_of(given, held, per_post), none_of(given), 0)
        self.most = most_heads(given, per_post)
        self.learned = Learned.measured(simulate, per_post, self.most, seeds)
        self.heads_near = np.zeros(given.communities)  # at which curves were corrected last
        # Of the years that count for what is asked for, beside those of the mean.
        self.counting = self._counted(seeds)
        nobody = np.zeros(given.communities)
        self.given = self.curved(self._measured(given, nobody, none_of(given)), nobody)
        self.candidates: list[Candidate] = []
        self.history: list[tuple[float, float]] = []

    def run(self, rounds: int, told: Callable[[str], None]) -> None:
        """Plan, simulate and correct; let the rules divide what each plan comes to."""
        near: Years | None = None
        for number in range(1, rounds + 1):
            found = self._planned(near)
            if found is None or self._known(found):
                break
            near = days = self.simulate(found.heads, self.seeds, found.units)
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
            self.candidates += self.rules_of(found)
            self.learn(found, self.seeds)
        # The curves have seen one plan after the other; the best rule may have a better neighbour.
        best = self._best(self.seeds)
        if best.name:
            self.learn(best, self.seeds)
            found = self._planned(near)
            if found is not None and not self._known(found):
                self.candidates.append(found)

    def choose(
        self, further: Sequence[int], tested: Sequence[int], told: Callable[[str], None]
    ) -> tuple[Candidate, Years, Proof | None]:
        """Let the best meet on further years, and be tested on others for what is asked of them.

        Returns
        -------
        tuple of Candidate, Years, Proof or None
            The plan, its further years, and what the test says; None if nothing is asked for.
        """
        ranked = sorted(self.candidates, key=lambda one: self.score(one, self.seeds))
        both = [*self.seeds, *further]
        chosen = min(ranked[:FINALISTS], key=lambda one: self.score(one, both))
        proof = None
        if self.keeping.anything() or self.no_worse:
            chosen, proof = Proving(self, both, tested, told).run(chosen)
            self.candidates.append(chosen)
        else:
            chosen = self._made_again(chosen, both)
        chosen = self._proven(chosen, both, told)
        years = self.simulate(chosen.heads, further, chosen.units)
        self.learned.correct(chosen.heads, chosen.units, {0: years})
        return chosen, years, proof if self.keeping.anything() else None

    def _made_again(self, chosen: Candidate, seeds: Sequence[int]) -> Candidate:
        """Plan by curves that are true to the chosen plan on all years, as long as that helps."""
        for _ in range(AGAIN):
            self.learn(chosen, seeds)
            found = self._planned(None)
            if found is None or self._known(found):
                break
            self.candidates += [found, *self.rules_of(found)]
            if self.score(found, seeds) >= self.score(chosen, seeds):
                break
            chosen = found
        return chosen

    def asked_with(self, near: Years, times: float) -> Candidate | None:
        """Plan for so many times what is asked for in the years that count; None if none is."""
        found = self._solved(self._tightened(near, times))
        if found is not None:
            self.candidates.append(found)
        return found

    def _proven(
        self, chosen: Candidate, seeds: Sequence[int], told: Callable[[str], None]
    ) -> Candidate:
        """Plan without options whose effect in the plan cannot be told from nothing.

        Curves of a few years are partly luck, which a program buys. Where something is asked for,
        or little cost, what an option does to the sum does not decide.
        """
        if self.objective != "least_waiting" or self.keeping.anything():
            return chosen
        for name, rows in levers_among(self.given.options).items():
            if self._must_be_had(rows) or not chosen.units[rows].any():
                continue
            less = without(chosen, rows)
            change = self.years(chosen, seeds).total - self.years(less, seeds).total
            if interval(change).proven_below_0:
                continue
            told(Phrase("{name}: no effect that can be told from chance; left out", name=name))
            self.given = without_lever(self.given, rows)
            found = self._planned(None)
            if found is None:
                return chosen
            self.candidates += [found, *self.rules_of(found)]
            there = [one for one in self.candidates if not one.units[rows].any()]
            chosen = min(there, key=lambda one: self.score(one, seeds))
        return chosen

    def _must_be_had(self, rows: list[int]) -> bool:
        """Whether floors ask for a lever, whatever it does."""
        options, cover = self.given.options, self.given.cover
        sites = cover is not None and rows[0] in cover.rows and bool(cover.floors.any())
        return sites or any(options[row].floors.any() for row in rows)

    def _planned(self, near: Years | None) -> Candidate | None:
        """The program's plan, that keeps what is asked in the years that count if there is one.

        None if curves as corrected leave none while there is another already.
        """
        found = None
        if near is not None and self.keeping.anything():
            found = self._solved(self._tightened(near, 1.0))
        if found is None:
            found = self._solved(self.given)
        if found is None and not self.candidates:
            raise NoPlan(Phrase("no plan keeps all rules"), self.asked_all(self.given))
        return found

    def count_on(self, seeds: Sequence[int]) -> None:
        """Measure the years that count on other years."""
        self.counting = self._counted(seeds)

    def _counted(self, seeds: Sequence[int]) -> Learned | None:
        if not self.keeping.anything():
            return None
        most, level = self.most, self.keeping.level
        return Learned.measured(self._split, self.per_post, most, seeds, level)

    def _split(self, heads: Heads, seeds: Sequence[int], units: Values | None = None, /) -> Years:
        """Simulate years, those of the search by themselves, so that none is simulated twice."""
        others = [seed for seed in seeds if seed not in set(self.seeds)]
        if not others or len(others) == len(seeds):
            return self.simulate(heads, seeds, units)
        return self.simulate(heads, self.seeds, units) + self.simulate(heads, others, units)

    def _tightened(self, near: Years, times: float) -> PlanProblem:
        given = self.given
        if self.counting is not None:
            self.counting.effects, self.counting.cover = self.learned.effects, self.learned.cover
            counted, late = self.counting.lines(self.heads_near)
            given = replace(given, counted=counted, late=late or given.late)
        return self.keeping.tightened(given, near, times)

    def _solved(self, given: PlanProblem) -> Candidate | None:
        posed = self.asked_all(given)
        try:
            plan = solve(posed, self.objective, gap=self.gap, time_limit=self.time_limit)
        except NoPlan:
            return None
        heads = heads_of(posed, plan, self.per_post)
        return Candidate("", plan, heads, units_of(posed, plan), _all(heads))

    def asked_all(self, given: PlanProblem) -> PlanProblem:
        """Ask for no more open than today too, where that is asked for."""
        return _with_no_worse(given, self.spare) if self.no_worse else given

    def rules_of(self, found: Candidate) -> list[Candidate]:
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
        """Heads that so many yuan a year pay in the cheapest posts, one begun among them.

        The plan of so many heads that keeps the budget may put one elsewhere than the rule has no
        money for.
        """
        head = float(self.per_post[: self.given.communities].mean())
        each = [s.yuan_year / s.hours * head for s in self.given.staff]
        return int(np.ceil(yuan / min(each) - BEGUN)) if each else 0

    def _nearest(
        self, given: PlanProblem, found: Candidate, heads: float, only: str = ""
    ) -> list[Candidate]:
        """Plans nearest to what rules would do with so many heads; of one rule alone if named."""
        bought = heads_bought(given, found.plan, self.per_post)
        rules = by_rules(given, heads, self.per_post, self.residents, bought)
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
        return any(alike_placed(one, found) and not one.name for one in self.candidates)

    def learn(self, found: Candidate, seeds: Sequence[int], beside: bool = True) -> None:
        """Move the curves to what a plan shows, and with one head more and one less beside it."""
        most, steps = self.learned.most, {0: self.years(found, seeds)}
        for step in (1, -1) if beside else ():
            other = replace(found, heads=np.clip(found.heads + step, 0, most))
            steps[step] = self.years(other, seeds)
        given = self._measured(self.given, found.heads, found.units)
        self.learned.correct(found.heads, found.units, steps)
        if self.counting is not None:
            self.counting.effects, self.counting.cover = self.learned.effects, self.learned.cover
            self.counting.correct(found.heads, found.units, steps)
        self.heads_near = found.heads
        self.given = self.curved(given, found.heads)

    def spare_more(self, found: Candidate, seeds: Sequence[int]) -> None:
        """Ask for fewer open than today where a plan leaves communities worse off."""
        worse = self.worse(found, seeds)
        self.spare[: len(worse)] += worse / DAYS_PER_YEAR

    def _measured(self, given: PlanProblem, heads: Heads, units: Values) -> PlanProblem:
        """Measure what options change beside these heads."""
        if not given.options:
            return given
        effects = measured_effects(given, self.simulate, heads, units, self.seeds)
        cover = measured_cover(given, self.simulate, heads, units, self.seeds)
        self.learned.effects, self.learned.cover = effects, cover
        return replace(with_effects(given, effects), cover=cover)

    def curved(self, given: PlanProblem, heads: Heads) -> PlanProblem:
        """Return the problem with convex curves that are true at these heads."""
        open_tickets, late = self.learned.lines(heads)
        return replace(given, simulated=open_tickets, late=late)

    def _best(self, seeds: Sequence[int]) -> Candidate:
        return min(self.candidates, key=lambda one: self.score(one, seeds))

    def years(self, found: Candidate, seeds: Sequence[int]) -> Years:
        """Years on seeds."""
        return self._split(found.heads, seeds, found.units)

    def score(self, found: Candidate, seeds: Sequence[int]) -> tuple[float, float]:
        """What is missed of what is asked for, then the objective; less is better."""
        years = self.years(found, seeds)
        missed = float(self.worse(found, seeds).sum())
        if not self.keeping.holds(years):
            missed += sum(float(np.sum(part)) for part in self.keeping.missed(years))
        if self.objective == "least_cost":
            return missed, found.plan.yuan_year(self.given)
        if self.objective == "max_min":
            return missed, float(self.keeping.waits(years.days).mean(axis=0).max())
        return missed, float(years.total.mean())

    def worse(self, found: Candidate, seeds: Sequence[int]) -> Values:
        """Ticket-days by which communities are worse off than today, beyond chance; 0 if not asked.

        A year's chance makes somebody worse off under any change: the mean of years is what is
        asked of, paired by year. All communities together are to err in one of twenty cases.
        """
        if not self.no_worse:
            return np.zeros(self.given.communities)
        change = self.years(found, seeds).days - self.years(self.today, seeds).days
        return above_0(change)


def _all(heads: Heads) -> float:
    return round(float(heads.sum()), PLACES)


def _with_no_worse(given: PlanProblem, spare: Values) -> PlanProblem:
    today = solve(given.as_today()).open_tickets @ given.spans / given.spans.sum()
    most = np.maximum(today - spare, 0.0) + 1e-6
    return replace(given, asked=replace(given.asked, no_worse=most))
