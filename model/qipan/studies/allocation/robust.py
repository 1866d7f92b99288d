"""A plan that is best on average over what nobody has measured, and what others lose against it.

Every assumed number is drawn anew within its range, those of a family mostly together. The curves
of all draws are averaged and the program is solved on the mean (sample average approximation); on
fresh draws the plan then meets today's, the one made for the values as given, and one that knows
the draw. Residents are drawn too: where the objective is per resident, so are the curves that are
averaged, and a draw's plan is made and judged by the residents of the draw.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...agents.staffing import StaffingError
from ...programs.aim import Aim, Outcome
from ...programs.cadres.plan import CadrePlan, solve_cadres
from ...programs.cadres.problem import FULL_TIME
from ...programs.cadres.table import Table, tabulate
from ...runs.runs import replication_seed
from ...runs.staffed import check_staffed
from ...statistics.estimate import Estimate, Values, interval
from ...words import Phrase, placed
from ..sweep.families import in_families, own_part
from ..sweep.worlds import Worlds
from ..uncertainty.movable import movable_factors
from .cadres import CadreAllocation, problem
from .placement import PlacementError
from .plans import PlanSimulator
from .request import aim_of

if TYPE_CHECKING:
    import pandas as pd

Cadres = NDArray[np.int64]

TODAY, NOMINAL, ROBUST, KNOWING = "today", "nominal", "robust", "knowing the draw"
# Simulated years of each draw: to measure curves, and to judge plans.
YEARS_TO_PLAN, YEARS_TO_JUDGE = 2, 4
# So many times as many draws as are wanted are tried before it is given up.
_PATIENCE = 20
NOT_THE_SAME = Phrase("without cadres a desk has nobody, or there are other communities")
# Added to the request's seed, so that draws and their years are not those of the loop.
_PLANNED_ON, _JUDGED_ON = 2, 3


@dataclass(frozen=True)
class Draws:
    """Worlds drawn from the assumed ranges, and what was not used.

    Attributes
    ----------
    simulators : tuple of PlanSimulator
        One a draw.
    factors : int
        Assumed numbers that were drawn.
    held : tuple of str
        Assumed numbers that were not, since with others there would be other communities.
    redrawn : dict of str to int
        Draws that were no sound scenario, by reason; each was drawn again.
    """

    simulators: tuple[PlanSimulator, ...] = field(repr=False)
    factors: int
    held: tuple[str, ...]
    redrawn: dict[str, int]


@dataclass(frozen=True)
class Regret:
    """What a plan loses against one made knowing the draw; below 0 luck was on its side.

    Attributes
    ----------
    plan : str
    value : Estimate
        Objective, over the draws.
    mean : Estimate
        Mean regret, over the draws.
    worst : Estimate
        Regret in the draw where it is largest, over that draw's years.
    """

    plan: str
    value: Estimate
    mean: Estimate
    worst: Estimate


@dataclass(frozen=True)
class RobustResult:
    """A robust plan and its rivals on fresh draws.

    Attributes
    ----------
    solved : CadrePlan
        The robust plan, as the program found it on the mean curves; per resident, these are scaled
        to the residents as given.
    plans : dict of str to array
        Plans of one kind for all draws: today's, the nominal and the robust one.
    objective : str
    unit : str
    values : dict of str to array, shape (draws,)
        Objective by plan and fresh draw, that of the plan knowing the draw among them.
    regrets : tuple of Regret
    against_today, against_nominal : Estimate
        Robust plan minus the other, over the draws.
    planned_on, judged_on : Draws
    """

    solved: CadrePlan
    plans: dict[str, Cadres]
    objective: str
    unit: str
    values: dict[str, Values] = field(repr=False)
    regrets: tuple[Regret, ...]
    against_today: Estimate | None
    against_nominal: Estimate
    planned_on: Draws
    judged_on: Draws


class Ranges:
    """All assumed numbers of a scenario, to be drawn each evenly within its range.

    Those of a family hang together, see `sweep.families`. Shares of a whole are scaled to remain
    one, whole numbers stay whole; see `sweep.ties`.

    Parameters
    ----------
    simulator : PlanSimulator
        Of the scenario as it is.

    Attributes
    ----------
    held : tuple of str
        Those that are not drawn, since there would be other communities.
    factors : list of Factor
        Those that are.
    """

    def __init__(self, simulator: PlanSimulator) -> None:
        self._simulator = simulator
        self.factors, self.held = movable_factors(simulator.free, simulator.communities)

    def draw(self, count: int, seed: int) -> Draws:
        """Draw so many sound worlds; what is none is counted, and drawn again.

        Raises
        ------
        PlacementError
            If hardly any draw is a sound scenario.
        """
        families = (*in_families(self.factors), own_part())
        worlds = Worlds((self._simulator.free,), families)
        rng = np.random.default_rng(seed)
        found: list[PlanSimulator] = []
        redrawn: Counter[str] = Counter()
        for _ in range(_PATIENCE * count):
            if len(found) == count:
                break
            drawn = worlds.at({family.name: float(rng.random()) for family in families})
            if drawn is None:
                continue
            world = self._simulator.of(drawn[0])
            if world.communities == self._simulator.communities and _staffed(world):
                found.append(world)
            else:
                redrawn[NOT_THE_SAME] += 1
        for unsound in worlds.unsound:
            redrawn[placed(unsound.key, unsound.reason)] += unsound.points
        if len(found) < count:
            raise PlacementError(
                Phrase(
                    "only {number} of {number2} draws from the assumed ranges are sound "
                    "scenarios; "
                    "most often: {most_common}",
                    number=len(found),
                    number2=_PATIENCE * count,
                    most_common=redrawn.most_common(1)[0][0],
                )
            )
        return Draws(tuple(found), len(self.factors), self.held, dict(redrawn))


def robust_plan(
    found: CadreAllocation,
    simulator: PlanSimulator,
    draws: int,
    told: Callable[[str], None] = lambda _: None,
) -> RobustResult:
    """Plan for the mean over draws of all assumed ranges, and judge on as many fresh draws.

    Parameters
    ----------
    found : Allocation
        The nominal plan.
    simulator : PlanSimulator
        Of the scenario as it is.
    draws : int
        To plan on, and as many again to judge on; 2 at least.
    told : callable
        Receives a line for each step.

    Raises
    ------
    PlacementError
        If there are too few draws, or hardly any is sound.
    """
    if draws < 2:
        raise PlacementError(
            Phrase("{draws} draw gives no interval; ask for 2 at least", draws=draws)
        )
    seed = found.request.seed
    ranges = Ranges(simulator)
    planned_on = ranges.draw(draws, seed + _PLANNED_ON)
    told(
        Phrase(
            "drew {factors} assumed numbers {draws} times", factors=planned_on.factors, draws=draws
        )
    )
    tables = [
        _table(found, world, _years(seed + _PLANNED_ON, n, YEARS_TO_PLAN))
        for n, world in enumerate(planned_on.simulators)
    ]
    solved = _solve(found, _mean(found, tables, planned_on.simulators), found.facts.residents)
    told(Phrase("robust plan: {summary}", summary=solved.summary()))
    plans = {NOMINAL: found.placed, ROBUST: solved.cadres}
    if found.facts.today.sum() == found.placed.sum():
        plans = {TODAY: found.facts.today, **plans}
    judged_on = ranges.draw(draws, seed + _JUDGED_ON)
    told(
        Phrase(
            "plans meet on {draws} fresh draws of {years_to_judge} years",
            draws=draws,
            years_to_judge=YEARS_TO_JUDGE,
        )
    )
    by_draw = [
        _judge(found, world, plans, _years(seed + _JUDGED_ON, n, YEARS_TO_PLAN + YEARS_TO_JUDGE))
        for n, world in enumerate(judged_on.simulators)
    ]
    return _result(found, solved, plans, by_draw, planned_on, judged_on)


@dataclass(frozen=True)
class _Judged:
    """Plans in one draw."""

    aim: Aim
    outcomes: Mapping[str, Outcome]

    def value(self, plan: str) -> float:
        return self.aim.estimate(self.outcomes[plan]).mean

    def regret(self, plan: str) -> Estimate:
        return self.aim.difference(self.outcomes[plan], self.outcomes[KNOWING])


def _judge(
    found: CadreAllocation, world: PlanSimulator, plans: dict[str, Cadres], years: Sequence[int]
) -> _Judged:
    """Simulate the plans in a draw, and one that the program makes knowing it."""
    to_plan, to_judge = years[:YEARS_TO_PLAN], years[YEARS_TO_PLAN:]
    residents = world.city.places.residents
    knowing = _solve(found, _table(found, world, to_plan), residents).cadres
    done = {name: world(plan, to_judge) for name, plan in {**plans, KNOWING: knowing}.items()}
    given = found.problem.changed(residents=residents.astype(float))
    return _Judged(aim_of(found.request.objective, given), done)


def _result(
    found: CadreAllocation,
    solved: CadrePlan,
    plans: dict[str, Cadres],
    by_draw: list[_Judged],
    planned_on: Draws,
    judged_on: Draws,
) -> RobustResult:
    names = [*plans, KNOWING]
    values = {name: np.array([judged.value(name) for judged in by_draw]) for name in names}

    def against(other: str) -> Estimate:
        return interval(values[ROBUST] - values[other])

    regrets = []
    for name in names:
        lost = values[name] - values[KNOWING]
        worst = by_draw[int(lost.argmax())].regret(name)
        regrets.append(Regret(name, interval(values[name]), interval(lost), worst))
    return RobustResult(
        solved=solved,
        plans=plans,
        objective=found.request.objective.name,
        unit=found.request.objective.unit,
        values=values,
        regrets=tuple(regrets),
        against_today=against(TODAY) if TODAY in plans else None,
        against_nominal=against(NOMINAL),
        planned_on=planned_on,
        judged_on=judged_on,
    )


def _table(found: CadreAllocation, world: PlanSimulator, years: Sequence[int]) -> Table:
    return tabulate(world.at_receivers, len(world.communities), *found.bounds, years)


def _mean(
    found: CadreAllocation, tables: Sequence[Table], worlds: Sequence[PlanSimulator]
) -> Table:
    """Mean curves of draws; of scores per resident, as ticket-days of the residents as given."""
    values = np.array([table.values for table in tables])
    if found.request.objective.by_residents:
        drawn = np.array([world.city.places.residents for world in worlds])
        values *= (found.facts.residents / drawn)[:, :, None]
    return Table(tables[0].numbers, values.mean(axis=0))


def _solve(found: CadreAllocation, table: Table, residents: NDArray[np.int64]) -> CadrePlan:
    request, total = found.request, found.first.given.total
    known = replace(found.facts, residents=residents)
    given = problem(known, table.numbers, table.values, total, *found.bounds)
    return solve_cadres(given, request.objective, gap=request.gap, time_limit=request.time_limit)


def _staffed(world: PlanSimulator) -> bool:
    """Whether somebody is at every desk even where no cadre is sent."""
    try:
        check_staffed(world.placed(np.zeros(len(world.communities), np.int64)))
    except StaffingError:
        return False
    return True


def _years(seed: int, draw: int, count: int) -> list[int]:
    return [replication_seed(seed, draw * count + n) for n in range(count)]


def robust_frame(result: RobustResult) -> "pd.DataFrame":
    """Tabulate the objective by fresh draw and plan."""
    import pandas as pd

    frame = pd.DataFrame({name.replace(" ", "_"): row for name, row in result.values.items()})
    frame.insert(0, "draw", range(1, len(frame) + 1))
    return frame


def robust_plan_frame(found: CadreAllocation, result: RobustResult) -> "pd.DataFrame":
    """Tabulate the robust plan, so that a scenario can use it."""
    import pandas as pd

    return pd.DataFrame(
        {
            "community": found.facts.communities,
            "type": FULL_TIME,
            "today": found.facts.today,
            "plan": result.plans[ROBUST],
        }
    )
