"""Small random problems of cadres, and all their plans."""

from itertools import product
from pathlib import Path

import numpy as np

from qipan.programs.cadres.plan import CadreProblem
from qipan.programs.cadres.program import violations
from qipan.programs.curve import convex_curve


def problem(seed: int, communities: int = 3, **changes: object) -> CadreProblem:
    rng = np.random.default_rng(seed)
    x = np.array([0.0, 500.0, 1000.0, 2000.0, 4000.0])
    curves = []
    for _ in range(communities):
        load = rng.uniform(500.0, 3000.0)
        y = load * np.exp(-x / rng.uniform(400.0, 3000.0)) + rng.uniform(-50.0, 50.0, 5)
        curves.append(convex_curve(x, np.maximum(y, 0.0)))
    floors = (rng.random(communities) < 0.2).astype(int)
    given = {
        "communities": [f"c{row}" for row in range(communities)],
        "curves": curves,
        "residents": rng.uniform(1000.0, 6000.0, communities),
        "hours_gained": 1000.0 * rng.uniform(0.4, 0.9, communities),
        "total": max(int(floors.sum()), int(rng.integers(1, communities + 2))),
        "present": rng.integers(0, 2, communities),
        "floors": floors,
        "caps": np.full(communities, 2),
        "load_hours": rng.uniform(500.0, 4000.0, communities),
        "own_hours": rng.uniform(500.0, 4000.0, communities),
    }
    return CadreProblem(**(given | changes))


def all_plans(given: CadreProblem) -> np.ndarray:
    """All plans that keep the rules, shape (plans, communities)."""
    tops = np.minimum(given.caps, given.total).astype(int)
    every = np.array(list(product(*[range(top + 1) for top in tops])))
    return np.array([plan for plan in every if not violations(given, plan)])


def rows_and_bounds(file: Path) -> tuple[str, list[str]]:
    """Program of an .lp file; PuLP 4 writes bounds in another order than PuLP 3."""
    rows, _, bounds = file.read_text("utf-8").partition("Bounds\n")
    return rows, sorted(bounds.splitlines())
