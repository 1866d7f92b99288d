"""The final plan: the loop's best plans meet the rules of thumb on fresh seeds, the best is chosen.

All of it goes by the program's own objective, or by what else the choice was asked to go by: a plan
for the worst off is not judged by its sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...statistics.estimate import Estimate, Values
from ...words import Phrase
from ..aim import Aim, Cadres, Outcome
from .loop import Key, Round, Search, judged_by, key_of
from .table import Table


@dataclass(frozen=True)
class Candidate:
    """A plan in the final comparison, on fresh seeds.

    Attributes
    ----------
    name : str
    plan : array of int
    outcome : Outcome
        With its criteria.
    judged : Estimate
        What the final choice goes by.
    """

    name: str
    plan: Cadres
    outcome: Outcome = field(repr=False)
    judged: Estimate

    @property
    def ticket_days(self) -> Values:
        """Open ticket-days a year, shape (seeds, communities)."""
        return self.outcome.ticket_days

    @property
    def mean(self) -> float:
        """Mean ticket-days of the city."""
        return float(self.ticket_days.sum(axis=1).mean())


@dataclass(frozen=True)
class LoopResult:
    """What the loop has found.

    Attributes
    ----------
    objective : Aim
        What the program minimises; the unit of `promised`.
    target : Aim
        What the final choice goes by: the objective, unless something else was asked for.
    rounds : tuple of Round
    table : Table
        The curves as corrected last.
    candidates : tuple of Candidate
        All plans of the final comparison, the best by the target first.
    chosen : Candidate
        The best of the loop's own plans.
    best_rule : Candidate
        The best of the rules of thumb.
    promised, promised_ticket_days : float
        Objective and sum of ticket-days that the curves promised of the chosen plan, before the
        fresh seeds were drawn.
    """

    objective: Aim
    target: Aim
    rounds: tuple[Round, ...]
    table: Table = field(repr=False)
    candidates: tuple[Candidate, ...]
    chosen: Candidate
    best_rule: Candidate
    promised: float
    promised_ticket_days: float

    @property
    def gap(self) -> Estimate:
        """Optimism gap of the objective: (simulated - promised) / simulated, on fresh seeds."""
        return _gap(self.objective.estimate(self.chosen.outcome), self.promised)

    @property
    def against_rule(self) -> Estimate:
        """Chosen plan minus best rule by the target, seed by seed."""
        return self.target.difference(self.chosen.outcome, self.best_rule.outcome)


def decide(search: Search, rules: Mapping[str, Cadres], fresh_seeds: Sequence[int]) -> LoopResult:
    """Let the best plans of a search meet the rules of thumb on fresh seeds.

    Parameters
    ----------
    search : Search
    rules : mapping of str to array
        Plans of the rules of thumb, at the same total.
    fresh_seeds : sequence of int
        None of them may have been searched on.

    Raises
    ------
    ValueError
        If seeds overlap, or there is no rule.
    NoTargetError
        If the target does not exist under some plan.
    """
    if set(search.seeds) & set(fresh_seeds):
        raise ValueError(Phrase("the plans would be judged on seeds they were chosen on"))
    if not rules:
        raise ValueError(Phrase("no rule to compare with"))
    best = sorted(search.remembered, key=lambda key: search.remembered[key])[: search.finalists]
    search.told(
        Phrase(
            "{number} plans meet {number2} rules on {number3} fresh seeds",
            number=len(best),
            number2=len(rules),
            number3=len(fresh_seeds),
        )
    )
    done: dict[Key, Outcome] = {}

    def meet(name: str, plan: Cadres) -> Candidate:
        if key_of(plan) not in done:  # two rules, or a rule and the loop, may say the same
            done[key_of(plan)] = search.simulate(plan, fresh_seeds, True)
        outcome = done[key_of(plan)]
        return Candidate(name, plan, outcome, judged_by(search.target, outcome))

    own = [meet(f"loop {n}", np.array(key)) for n, key in enumerate(best, start=1)]
    others = [meet(name, plan) for name, plan in rules.items()]
    chosen = min(own, key=_judged_mean)
    promised, promised_ticket_days = search.promises[key_of(chosen.plan)]
    return LoopResult(
        objective=search.objective,
        target=search.target,
        rounds=tuple(search.rounds),
        table=search.table,
        candidates=tuple(sorted(own + others, key=_judged_mean)),
        chosen=chosen,
        best_rule=min(others, key=_judged_mean),
        promised=promised,
        promised_ticket_days=promised_ticket_days,
    )


def _judged_mean(candidate: Candidate) -> tuple[float, float]:
    """Order of candidates: by the target, then by ticket-days."""
    return candidate.judged.mean, candidate.mean


def _gap(simulated: Estimate, promised: float) -> Estimate:
    """(simulated - promised) / simulated."""
    mean = simulated.mean
    low, high = simulated.low - promised, simulated.high - promised
    return Estimate((mean - promised) / mean, low / mean, high / mean)
