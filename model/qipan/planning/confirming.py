"""The loop of a plan with the simulation: plan, simulate, correct the curves, plan again."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from .candidates import Remembered
from .confirmed import Confirmed as Confirmed
from .judging import judge
from .keeping import years_tested
from .learning import Simulate
from .problem import PlanProblem, Values
from .program import Objective
from .search import Search


def confirm(
    given: PlanProblem,
    objective: Objective,
    simulate: Simulate,
    per_post: Values,
    *,
    residents: Values | None = None,
    seeds: Sequence[int],
    further_seeds: Sequence[int],
    fresh_seeds: Sequence[int],
    tested_seeds: Sequence[int] = (),
    rounds: int = 3,
    confidence: float = 0.95,
    no_worse: bool = False,
    time_limit: float = 60.0,
    told: Callable[[str], None] = lambda _: None,
) -> Confirmed:
    """Plan and simulate in turn, then meet rules, today and nobody on fresh seeds.

    Plans of the program and those nearest to rules of thumb are searched on `seeds`; the best of
    them are chosen from, and promised by, `further_seeds`; where something is asked for in most
    years, `tested_seeds`, of `years_tested`, tell whether a plan keeps it; fresh ones only judge.
    Without `residents` no rule goes by them.

    Raises
    ------
    ValueError
        If seeds overlap, or those that test are not as many as the confidence needs.
    NoPlan
        If no plan keeps all rules, by the curves as they were measured; it carries the problem.
    """
    together = [*seeds, *further_seeds, *tested_seeds, *fresh_seeds]
    if len(set(together)) < len(together):
        raise ValueError("a plan would be judged on seeds it was searched on")
    remembered = Remembered(simulate)
    search = Search(
        given, objective, remembered, per_post, residents, seeds, confidence, no_worse, time_limit
    )
    if search.keeping.anything() and len(tested_seeds) < years_tested(confidence):
        raise ValueError(f"a plan is tested on {years_tested(confidence)} years")
    search.run(rounds, told)
    chosen, years, proof = search.choose(further_seeds, tested_seeds, told)
    judged = judge(search, chosen, fresh_seeds)
    promised = float(years.total.mean())
    searched = float(remembered(chosen.heads, seeds, chosen.units).total.mean())
    return replace(
        judged,
        promised=promised,
        searched=searched,
        rounds=tuple(search.history),
        proof=proof,
    )
