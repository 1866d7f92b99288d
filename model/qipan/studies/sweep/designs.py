"""Designs of a sweep: which points of the unit cube are tried.

A point has a column for each factor, from 0 (low) to 1 (high), and one more for chance: what does
nothing but choose other seeds. Whatever effect is found for it is the noise of few replications,
and is the yardstick for all others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from .factors import Factor, SweepError

Floats = NDArray[np.float64]
Kind = Literal["factorial", "latin_hypercube", "sobol", "morris", "saltelli", "one_at_a_time"]

CHANCE = "chance (other seeds)"
MOST_POINTS = 20_000  # of a factorial design
WITHOUT_POINTS = {  # designs whose points are not for the asking, and what to give instead
    "factorial": "they are all combinations of the levels of its keys; give KEY=A,B,C",
    "one_at_a_time": "they are the ends of the range of each key",
}
MORRIS_LEVELS = 4  # the step is 2/3 of the range, so that all levels are met equally often
LEAST_FOR_INDICES = (
    16  # sets of mixtures; the bootstrap of fewer gives intervals that are too short
)
SPARE = 4  # trajectories drawn for each that is asked for
FACTORIAL_LEVELS = 3  # of a range whose levels are not given: low, middle, high


@dataclass(frozen=True, eq=False)
class Design:
    """Points to try.

    Attributes
    ----------
    kind : str
    names : tuple of str
        Factors, in the order of the columns.
    points : array of float, shape (points, factors + 1)
        The last column is chance.
    blocks : array of int, shape (points,)
        Which seeds each point is simulated on: points of one block share theirs.
    problem : dict or None
        What SALib must know of the design to analyse it.
    wanted : int or None
        Parts (see `length_of_part`) after which no more are simulated: the others stand in for
        parts with points that are no sound scenarios. None for all.
    """

    kind: Kind
    names: tuple[str, ...]
    points: Floats
    blocks: NDArray[np.int64]
    problem: dict[str, Any] | None = None
    wanted: int | None = None

    def __len__(self) -> int:
        return len(self.points)


def factorial(factors: Sequence[Factor]) -> Design:
    """Every combination of levels; a range without levels has its ends and middle.

    All points share the same seeds.

    Raises
    ------
    SweepError
        If there are too many combinations.
    """
    counts = [_levels(factor) for factor in factors]
    if prod(counts) > MOST_POINTS:
        size = f"{prod(counts):,}" if len(counts) < 40 else f"3 ** {len(counts)} or so"
        raise SweepError(
            f"a factorial design of {len(factors)} factors has {size} points, more than "
            f"{MOST_POINTS:,}: name fewer keys or levels, or take a latin_hypercube"
        )
    # the middle of each of n equal parts; n levels of a continuous range from end to end
    grids = [
        (np.arange(n) + 0.5) / n if factor.steps is not None else np.linspace(0.0, 1.0, n)
        for factor, n in zip(factors, counts, strict=True)
    ]
    points = np.array(list(product(*grids))).reshape(prod(counts), len(factors))
    return Design(
        "factorial", _names(factors), _with_chance(points, 0.0), np.zeros(len(points), int)
    )


def latin_hypercube(factors: Sequence[Factor], points: int, seed: int) -> Design:
    """Points of which each factor has one in every one of `points` parts of its range.

    Every point has seeds of its own, so that chance differs from point to point.
    """
    cube = qmc.LatinHypercube(len(factors) + 1, rng=np.random.default_rng(seed)).random(points)
    return Design("latin_hypercube", _names(factors), cube, np.arange(points))


def sobol(factors: Sequence[Factor], points: int, seed: int) -> Design:
    """Scrambled Sobol' points, every one with seeds of its own.

    Raises
    ------
    SweepError
        If `points` is no power of two: the points are even only then.
    """
    _check_power_of_two(points)
    cube = qmc.Sobol(len(factors) + 1, rng=np.random.default_rng(seed)).random(points)
    return Design("sobol", _names(factors), cube, np.arange(points))


def morris(factors: Sequence[Factor], trajectories: int, seed: int) -> Design:
    """Trajectories that move one factor, or one list, at a time (Morris 1991).

    More are drawn than asked for, as a trajectory with a point that is no sound scenario is of no
    use. Of points of a trajectory those share seeds that have the same chance.
    """
    from SALib.sample.morris import sample

    problem, drawn = _problem(factors), SPARE * trajectories
    points = np.asarray(sample(problem, drawn, num_levels=MORRIS_LEVELS, seed=seed))
    trajectory = np.repeat(np.arange(drawn), len(points) // drawn)
    level = np.rint(points[:, -1] * (MORRIS_LEVELS - 1)).astype(int)
    blocks = trajectory * MORRIS_LEVELS + level
    return Design("morris", _names(factors), points, blocks, problem, wanted=trajectories)


def saltelli(factors: Sequence[Factor], points: int, seed: int, *, lists: bool = True) -> Design:
    """Points for Sobol' indices: two samples, and mixtures of both (Saltelli and others 2010).

    A mixture shares the seeds of the sample that its chance comes from. The numbers of a list are
    taken as one if `lists` is true.

    Raises
    ------
    SweepError
        If `points` is no power of two, or too small for indices to have intervals.
    """
    from SALib.sample.sobol import sample

    check_index_points(points)
    problem = _problem(factors, lists=lists)
    cube = np.asarray(sample(problem, points, calc_second_order=False, seed=seed))
    length = len(cube) // points
    of_first = cube[:, -1] == np.repeat(cube[::length, -1], length)
    return Design(
        "saltelli",
        _names(factors),
        cube,
        2 * np.repeat(np.arange(points), length) + ~of_first,
        problem,
    )


def check_index_points(points: int) -> None:
    """Refuse numbers of points that Sobol' indices cannot be made of.

    Raises
    ------
    SweepError
        As `saltelli`.
    """
    _check_power_of_two(points)
    if points < LEAST_FOR_INDICES:
        raise SweepError(
            f"{points} points: Sobol' indices take {LEAST_FOR_INDICES} at least, for intervals"
        )


def length_of_part(design: Design) -> int:
    """Points that must all be known for any of them to be of use: a trajectory, a set of mixtures.

    1 where every point stands for itself.
    """
    if design.problem is None:
        return 1
    names = len(set(design.problem["groups"]))
    return names + 1 if design.kind == "morris" else names + 2


def _names(factors: Sequence[Factor]) -> tuple[str, ...]:
    return tuple(factor.name for factor in factors)


def _problem(factors: Sequence[Factor], *, lists: bool = True) -> dict[str, Any]:
    """Factors as SALib takes them; numbers of one list are one group if `lists` is true."""
    groups = [factor.group if lists else factor.name for factor in factors]
    return {
        "num_vars": len(factors) + 1,
        "names": [factor.name for factor in factors] + [CHANCE],
        "bounds": [[0.0, 1.0]] * (len(factors) + 1),
        "groups": [*groups, CHANCE],
    }


def _levels(factor: Factor) -> int:
    return FACTORIAL_LEVELS if factor.steps is None else factor.steps


def _with_chance(points: Floats, chance: float) -> Floats:
    return np.column_stack([points, np.full(len(points), chance)])


def _check_power_of_two(points: int) -> None:
    if points < 2 or points & (points - 1):
        below = 1 << max(points.bit_length() - 1, 1)
        raise SweepError(
            f"{points} points: Sobol' points come in powers of two; take {below} or {2 * below}"
        )
