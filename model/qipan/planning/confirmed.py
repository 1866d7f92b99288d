"""A plan that was found, and what fresh years say of it and of what it is held against."""

from dataclasses import dataclass, field

from ..statistics.estimate import Estimate, interval
from .heads import Heads
from .problem import PlanProblem, Values
from .program import Plan
from .proving import Proof


@dataclass(frozen=True)
class Confirmed:
    """A plan and what the simulation says of it on seeds it was not searched on.

    Attributes
    ----------
    given : PlanProblem
        As corrected last.
    plan : Plan
    heads : array of float, shape (communities,)
        Full-time cadres with the hours of the plan, as they were simulated.
    heads_today : array of float, shape (communities,)
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
    placed : dict of str to array of float, shape (communities,)
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
    rules_kept : dict of str to float
        Share of the fresh years in which every community keeps what is asked under the plans of
        rules, which are not held to it; empty if nothing is asked.
    proof : Proof or None
        What years of its own say of what is asked for; None if nothing is.
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
    rules_kept: dict[str, float] = field(default_factory=dict)
    proof: Proof | None = None

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
