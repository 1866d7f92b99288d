"""Choose sites, and say what the choice comes to: who goes where, how far, what is proven."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import NDArray

from ...words import Phrase
from ..highs import SolverError
from ..solver import Status, solve
from .assignment import SitesModel, assignment_program
from .lagrange import capacitated
from .medians import median
from .problem import Numbers, SitesProblem

OPEN = 0.5
MOST_PAIRS = 60_000  # of a place and a site near enough, for one whole-number program
LONGEST = 600.0  # seconds for prices and exchanges where no limit is given
PROVEN = 1e-7  # a relative gap that counts as none


@dataclass(frozen=True)
class Choice:
    """Sites that are open, and who goes there.

    Attributes
    ----------
    opened : array of int
        Rows of the open sites, in their order.
    served : array, shape (places, sites)
        Share of each place's people whom a site serves; all 0 where nobody does.
    status : str
        `optimal`, `within_gap`, or `stopped` where more time might find a better one.
    objective, bound : float
        In people times metres, residents covered or centres; no choice is better than the bound.
    linear_bound : float
        The same with sites opened in parts.
    """

    opened: NDArray[np.int64]
    served: Numbers
    status: Status
    objective: float
    bound: float
    linear_bound: float

    @property
    def gap(self) -> float:
        """What may be lacking, as a share of the objective."""
        apart = abs(self.objective - self.bound)
        return apart / abs(self.objective) if self.objective else (0.0 if apart == 0 else math.inf)

    def metres(self, given: SitesProblem) -> Numbers:
        """Mean metres of each place's people to where they are served; NaN where nobody is."""
        share = self.served.sum(axis=1)
        far = (self.served * given.metres).sum(axis=1)
        mean: Numbers = np.divide(far, share, out=np.full(len(far), np.nan), where=share > 0)
        return mean

    def load(self, given: SitesProblem) -> Numbers:
        """People whom each site serves."""
        people: Numbers = given.people @ self.served
        return people


def choose(given: SitesProblem, time_limit: float = math.inf) -> Choice | None:
    """Choose sites; None if no choice keeps all rules.

    Parameters
    ----------
    given : SitesProblem
        Without contradictions that arithmetic shows.
    time_limit : float
        Seconds after which the best found so far is taken.

    Raises
    ------
    SolverError
        If the time was not enough for any choice.
    """
    if given.objective == "least_distance" and not given.limited and given.within is None:
        found = median(given, time_limit)
        opened = np.sort(found.opened)
        served = nearest(given, opened)
        cost = float((given.people * given.metres[:, opened].min(axis=1)).sum())
        return Choice(opened, served, found.status, cost, found.bound, found.linear_bound)
    if given.objective == "least_distance" and given.reaches.sum() > MOST_PAIRS:
        return _near(given, min(time_limit, LONGEST))
    return _by_assignment(given, time_limit)


def _near(given: SitesProblem, time_limit: float) -> Choice:
    """Choose by prices and exchanges, with what is proven of the choice."""
    found = capacitated(given, time_limit)
    if found is None:
        raise SolverError(
            Phrase(
                "no choice of sites was found within {seconds:g} s; raise time_limit_seconds",
                seconds=time_limit,
            )
        )
    status: Status = "optimal" if found.cost <= found.bound * (1.0 + PROVEN) else "stopped"
    return Choice(found.opened, found.served, status, found.cost, found.bound, found.bound)


def _by_assignment(given: SitesProblem, time_limit: float) -> Choice | None:
    model = assignment_program(given)
    linear = solve(_in_parts(given))
    if linear.status == "infeasible":
        return None
    limit = None if math.isinf(time_limit) else time_limit
    found = solve(model.program.problem, time_limit=limit)
    if found.status == "infeasible":
        return None
    if not found.found:
        raise SolverError(
            Phrase(
                "no choice of sites was found within {seconds:g} s; raise time_limit_seconds",
                seconds=time_limit,
            )
        )
    opened = np.flatnonzero([found.values.get(y.name, y.lowBound) > OPEN for y in model.opened])
    served = _served(model, found.values, opened)
    sign = -1.0 if given.objective == "most_covered" else 1.0
    bounds = (sign * found.objective, sign * found.bound, sign * linear.objective)
    return Choice(opened, served, found.status, *bounds)


def _in_parts(given: SitesProblem) -> pulp.LpProblem:
    """Return the program with sites that may be opened in parts: its linear bound."""
    model = assignment_program(given)
    for var in model.opened:
        var.cat = pulp.LpContinuous
    return model.program.problem


def _served(model: SitesModel, values: Mapping[str, float], opened: NDArray[np.int64]) -> Numbers:
    given = model.given
    if not model.served:
        return nearest(given, opened)
    served = np.zeros(given.metres.shape)
    for (i, j), var in model.served.items():
        served[i, j] = values.get(var.name, 0.0)
    served[served < 1e-7] = 0.0
    return served


def nearest(given: SitesProblem, opened: NDArray[np.int64]) -> Numbers:
    """Everybody at the nearest open site, if it is near enough; shape (places, sites)."""
    served = np.zeros(given.metres.shape)
    if len(opened):
        at = opened[given.metres[:, opened].argmin(axis=1)]
        rows = np.arange(len(at))
        served[rows, at] = given.reaches[rows, at]
    return served
