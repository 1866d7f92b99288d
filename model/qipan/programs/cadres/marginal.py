"""What one more is worth: a tenth of a cadre in a community, a cadre in all.

Prices of a whole-number program do not exist, and those of a linear program hold on one side only
at a corner. So each value is found twice, with a little more and a little less.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from ..highs import SolverError
from ..objectives import LexicographicMaxMin, Objective
from ..program import plain
from ..solver import Solution, fix_and_price, solve
from .max_min import solve_max_min
from .plan import CadrePlan, build
from .problem import CadreProblem

CADRE = "full_time cadre"  # what is valued, as files call it
TENTH = 0.1
# Steps by which a range is sought are doubled so many times.
_DOUBLINGS = 4
_SAME_SLOPE = 1e-3


@dataclass(frozen=True)
class MarginalValue:
    """What a little more or less of something would change.

    Attributes
    ----------
    resource : str
        Such as "full_time cadre".
    community : str or None
        Where; None for a total.
    step : float
        How much more and how much less, in the resource's unit.
    more, less : float
        Change of the objective with the step more and the step less: `more` is at most 0 and
        `less` at least 0, up to the gap. inf: there is no plan with less. NaN: not found in time.
    range_less, range_more : float
        How far the value per unit stays what it is, down and up.
    unit : str
        Unit of `more` and `less`.
    uncertainty : float
        The changes may be wrong by this much, since plans are found up to a gap.
    price : float or None
        Conditional price per unit of the resource, with all whole numbers fixed, as a check.
    plan_held : bool
        Whether the cadres stay where they are, or may be planned anew.
    whole : bool
        Whether cadres planned anew are whole; else they may be shared out in parts.
    """

    resource: str
    community: str | None
    step: float
    more: float
    less: float
    range_less: float
    range_more: float
    unit: str
    uncertainty: float = 0.0
    price: float | None = None
    plan_held: bool = False
    whole: bool = True

    @property
    def basis(self) -> str:
        """What the value rests on: a conditional one holds for this whole-number plan only."""
        if self.plan_held:
            return "conditional on the plan: cadres stay"
        return "planned anew, whole cadres" if self.whole else "planned anew, cadres in parts"

    def __str__(self) -> str:
        """Write as "0.1 full_time cadre in c0007: -41 ticket-days a year"."""
        where = "" if self.community is None else f" in {self.community}"
        text = f"{plain(self.step)} {self.resource}{where}: {_signed(self.more)} {self.unit}"
        text += f"; as much less: {_signed(self.less)}"
        if math.isfinite(self.range_less) or math.isfinite(self.range_more):
            text += f" (holds from {_far(-self.range_less)} to {_far(self.range_more)})"
        if self.uncertainty > 0.5:
            text += f", known to within {plain(self.uncertainty)}"
        return text


def held_values(
    plan: CadrePlan, objective: Objective, *, step: float = TENTH
) -> list[MarginalValue]:
    """Value of a part of a cadre in each community, all cadres staying where they are.

    Read off the curves, so that it is exact and quick for any number of communities.
    """
    given = plan.given
    hours = given.hours(plan.cadres)
    out = []
    for row in np.flatnonzero(given.hours_gained > 0.0).tolist():
        each = float(given.hours_gained[row])
        changes = [_held(plan, objective, row, sign * step * each) for sign in (1.0, -1.0)]
        below, above = given.curves[row].room(float(hours[row]))
        out.append(
            MarginalValue(
                resource=CADRE,
                community=given.communities[row],
                step=step,
                more=changes[0],
                less=changes[1],
                range_less=below / each,
                range_more=above / each,
                unit=objective.unit,
                plan_held=True,
            )
        )
    return out


def _held(plan: CadrePlan, objective: Objective, row: int, hours: float) -> float:
    """Change of the objective if one community got some more hours and nobody moved."""
    given = plan.given
    days = plan.ticket_days.copy()
    now = float(given.hours(plan.cadres)[row])
    days[row] = float(given.curves[row].value_at(now + hours))
    return objective.value(given, days) - objective.value(given, plan.ticket_days)


def community_values(
    plan: CadrePlan,
    objective: Objective,
    communities: Iterable[str],
    *,
    step: float = TENTH,
    whole: bool = True,
    time_limit: float | None = None,
    gap: float = 1e-6,
) -> list[MarginalValue]:
    """Value of a part of a cadre in a community, by planning anew with a little more and less.

    Parameters
    ----------
    plan : CadrePlan
    objective : Objective
    communities : iterable of str
    step : float
        Cadres more and less.
    whole : bool
        False: cadres may be shared out in parts, which is exact and quick with many communities.
    time_limit, gap : float
        For each of the two or more solves a community.

    Raises
    ------
    ValueError
        For an unknown community.
    """
    given = plan.given
    base = _Base(given, objective, whole, time_limit, gap)
    out = []
    for community in communities:
        row = _row(given, community)
        each = float(given.hours_gained[row])

        def with_more(cadres: float, row: int = row, each: float = each) -> CadreProblem:
            return given.with_extra_hours(row, cadres * each)

        price = base.price(f"service_hours.{base.place(row)}")
        value = _two_sided(base, with_more, step, CADRE, community)
        out.append(_priced(value, None if price is None else price * each))
    return out


def total_value(
    plan: CadrePlan,
    objective: Objective,
    *,
    whole: bool = True,
    time_limit: float | None = None,
    gap: float = 1e-6,
) -> MarginalValue:
    """Value of one more cadre, planned anew.

    A step down is no longer than what there is.
    """
    given = plan.given
    base = _Base(given, objective, whole, time_limit, gap)

    def with_total(change: float) -> CadreProblem:
        return given.changed(total=given.total + round(change))

    value = _two_sided(base, with_total, 1.0, CADRE, None, most_less=float(given.total))
    return _priced(value, base.price("total"))


class _Base:
    """The problem as it is, solved once, and how to solve one like it."""

    def __init__(
        self,
        given: CadreProblem,
        objective: Objective,
        whole: bool,
        time_limit: float | None,
        gap: float,
    ) -> None:
        self.given, self.objective, self.whole = given, objective, whole
        self.time_limit, self.gap = time_limit, gap
        self._model = build(given, objective, whole=whole)
        self.found = self.solve(given)
        self._prices = self._conditional()

    def solve(self, given: CadreProblem) -> Solution:
        """Solve a problem like this one; of max-min with whole cadres, the worst score."""
        if self.whole and isinstance(self.objective, LexicographicMaxMin):
            first = LexicographicMaxMin(per=self.objective.per, levels=1)
            return solve_max_min(given, first, time_limit=self.time_limit, gap=self.gap)[1]
        problem = build(given, self.objective, whole=self.whole).program.problem
        return solve(problem, time_limit=self.time_limit, gap=self.gap)

    def _conditional(self) -> dict[str, float]:
        """Prices with the plan's whole numbers fixed; none if they cannot be had."""
        try:
            rows = fix_and_price(self._model.program.problem, self.found).rows
        except (SolverError, KeyError):
            return {}
        return dict(rows)

    def price(self, name: str) -> float | None:
        """Conditional price of a constraint."""
        return self._prices.get(name)

    def place(self, row: int) -> str:
        """Community as it is called in the program."""
        return self._model.places[row]


def _two_sided(
    base: _Base,
    changed: Callable[[float], CadreProblem],
    step: float,
    resource: str,
    community: str | None,
    most_less: float = math.inf,
) -> MarginalValue:
    """Solve with the step more and the step less, then with doubled steps for the range."""
    more, error_more = _change(base, changed, step)
    less, error_less = (math.inf, 0.0)
    if step <= most_less:
        less, error_less = _change(base, changed, -step)
    return MarginalValue(
        resource=resource,
        community=community,
        step=step,
        more=more,
        less=less,
        range_less=_range(base, changed, -step, less, most_less),
        range_more=_range(base, changed, step, more, math.inf),
        unit=base.objective.unit,
        uncertainty=max(error_more, error_less),
        whole=base.whole,
    )


def _change(
    base: _Base, changed: Callable[[float], CadreProblem], amount: float
) -> tuple[float, float]:
    """Change of the objective, and by how much it may be wrong."""
    found = base.solve(changed(amount))
    if found.status == "infeasible":
        return math.inf, 0.0
    if not (found.found and base.found.found):
        return math.nan, math.inf
    difference = found.objective - base.found.objective
    # A plan that is good enough for less is there with more, so the sign is known.
    difference = min(difference, 0.0) if amount > 0.0 else max(difference, 0.0)
    error = sum(_room(solution) for solution in (found, base.found))
    return difference, error if error > 1e-6 * abs(found.objective) else 0.0


def _room(solution: Solution) -> float:
    """How far a better objective might be."""
    return solution.objective - solution.bound if math.isfinite(solution.bound) else math.inf


def _range(
    base: _Base,
    changed: Callable[[float], CadreProblem],
    step: float,
    first: float,
    most_less: float,
) -> float:
    """Largest doubled step at which the value per unit is still what it is for one step."""
    if not math.isfinite(first):
        return 0.0
    reached = abs(step)
    for _ in range(_DOUBLINGS):
        longer = 2.0 * reached
        if step < 0.0 and longer > most_less:
            break
        value, _ = _change(base, changed, math.copysign(longer, step))
        expected = first * longer / abs(step)
        if not abs(value - expected) <= _SAME_SLOPE * abs(expected) + 1e-6:
            break
        reached = longer
    return reached


def _priced(value: MarginalValue, price: float | None) -> MarginalValue:
    return replace(value, price=price)


def _row(given: CadreProblem, community: str) -> int:
    places = list(given.communities)
    if community not in places:
        raise ValueError(f"there is no community {community!r} in this problem")
    return places.index(community)


def _signed(number: float) -> str:
    if math.isinf(number):
        return "no plan"
    if math.isnan(number):
        return "not found in time"
    return f"{'-' if number < 0.0 else '+'}{plain(abs(number))}" if number else "0"


def _far(number: float) -> str:
    if math.isinf(number):
        return "any less" if number < 0.0 else "any more"
    return f"{'-' if number < 0.0 else '+'}{plain(abs(number))}"
