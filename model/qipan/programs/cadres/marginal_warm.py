"""What one more is worth in very many communities: cadres in parts, solved again from a warm basis.

A linear program that differs by one right-hand side from one just solved is solved in a few steps;
from the beginning it takes as long as the first. So values of thousands of places cost little.
"""

from collections.abc import Sequence

import numpy as np

from ..curve import Floats
from ..objectives import Objective
from ..warm import WarmProgram
from .marginal import CADRE, TENTH, MarginalValue
from .plan import CadrePlan, build

# Steps by which a range is sought are doubled so many times.
_DOUBLINGS = 4
_SAME_SLOPE = 1e-3


def warm_values(
    plan: CadrePlan,
    objective: Objective,
    communities: Sequence[str],
    *,
    step: float = TENTH,
) -> list[MarginalValue]:
    """Value of a part of a cadre in communities, all cadres being shared out anew, in parts.

    Parameters
    ----------
    plan : CadrePlan
        Its problem is asked about; the plan itself is not kept to.
    objective : Objective
    communities : sequence of str
        Where, in the order of the answer.
    step : float
        Cadres more and less.

    Raises
    ------
    ValueError
        For an unknown community.
    SolverError
        If not even parts of cadres keep all rules.
    """
    given, known = plan.given, list(plan.given.communities)
    unknown = [name for name in communities if name not in known]
    if unknown:
        raise ValueError(f"there is no community {unknown[0]!r} in this problem")
    model = build(given, objective, whole=False)
    warm = WarmProgram(model.program.problem)
    asked = np.array([known.index(name) for name in communities], dtype=np.int64)
    rows = np.array([warm.rows[f"service_hours.{model.places[row]}"] for row in asked], np.int64)
    each = given.hours_gained[asked]
    more, range_more = _side(warm, rows, step, each)
    less, range_less = _side(warm, rows, -step, each)
    return [
        MarginalValue(
            resource=CADRE,
            community=name,
            step=step,
            more=float(more[n]),
            less=float(less[n]),
            range_less=float(range_less[n]),
            range_more=float(range_more[n]),
            unit=objective.unit,
            whole=False,
        )
        for n, name in enumerate(communities)
    ]


def _side(warm: WarmProgram, rows: np.ndarray, step: float, each: Floats) -> tuple[Floats, Floats]:
    """Change by a step in each community, and how far the value per unit stays that."""
    first = _changes(warm, rows, step * each)
    reached = np.where(np.isfinite(first), abs(step), 0.0)
    going = np.isfinite(first)
    for doubling in range(1, _DOUBLINGS + 1):
        factor = 2.0**doubling
        asked = np.flatnonzero(going)
        if not len(asked):
            break
        found = _changes(warm, rows[asked], factor * step * each[asked])
        expected = factor * first[asked]
        same = np.abs(found - expected) <= _SAME_SLOPE * np.abs(expected) + 1e-6
        going[asked[~same]] = False
        reached[asked[same]] = factor * abs(step)
    return first, reached


def _changes(warm: WarmProgram, rows: np.ndarray, steps: Floats) -> Floats:
    """Changes of the objective; inf where there is no plan."""
    found = warm.steps(rows, steps)
    return np.where(np.isnan(found), np.inf, found)
