"""Designs and what is found on them, on functions whose answers are known."""

import numpy as np
import pytest

from qipan.studies.sweep import designs
from qipan.studies.sweep.designs import CHANCE, Design, length_of_part
from qipan.studies.sweep.factors import Factor, SweepError
from qipan.studies.sweep.influence import (
    correlation_interval,
    elementary_effects,
    rank_correlations,
    sobol_indices,
)

ISHIGAMI = [Factor(f"x{n}", f"x{n}", (0,), 0.0, -np.pi, np.pi) for n in range(3)]
WITH_LIST = [*ISHIGAMI, *(Factor(f"l[{n}]", f"l[{n}]", (0,), 0.5, 0.0, 1.0) for n in range(2))]
LEVELS = [
    Factor("a", "a", (0,), 1, 0.0, 2.0, levels=("p", "q", "r")),
    Factor("b", "b", (0,), 1, 1.0, 4.0, whole=True),
    Factor("c", "c", (0,), 0.5, 0.0, 1.0),
]


def ishigami(design: Design) -> np.ndarray:
    x = -np.pi + 2 * np.pi * design.points[:, :3]
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def everywhere(design: Design) -> np.ndarray:
    return np.ones(len(design), bool)


def chance(design: Design, seed: int, size: float) -> np.ndarray:
    """Noise that points of one block share."""
    draws = np.random.default_rng(seed).normal(size=int(design.blocks.max()) + 1)
    return size * draws[design.blocks]


def test_sobol_indices_of_ishigami() -> None:
    """Ishigami and Homma 1990, a = 7, b = 0.1; the list does nothing."""
    design = designs.saltelli(WITH_LIST, 1024, 1)
    found = {i.factor: i for i in sobol_indices(design, ishigami(design), everywhere(design), 1)}
    for name, first, total in (
        ("x0", 0.3139, 0.5576),
        ("x1", 0.4424, 0.4424),
        ("x2", 0.0, 0.2437),
    ):
        index = found[name]
        wider = 1.5  # 95 % intervals of six numbers
        assert abs(index.first - first) < wider * (index.first_high - index.first)
        assert abs(index.total - total) < wider * (index.total_high - index.total)
        assert index.distinguishable
    assert not found["l"].distinguishable and found["l"].total == 0.0


def test_indices_of_chance_are_its_share_of_the_variance() -> None:
    factors = [Factor("x", "x", (0,), 0.5, 0.0, 1.0), Factor("idle", "idle", (0,), 0.5, 0.0, 1.0)]
    design = designs.saltelli(factors, 1024, 2)
    response = design.points[:, 0] * np.sqrt(12.0) + chance(design, 3, 1.0)
    found = {i.factor: i for i in sobol_indices(design, response, everywhere(design), 1)}
    for name in ("x", CHANCE):
        assert found[name].total == pytest.approx(0.5, abs=0.1)
    assert not found["idle"].distinguishable


def test_sets_of_mixtures_with_a_gap_are_left_out() -> None:
    design = designs.saltelli(ISHIGAMI, 64, 1)
    usable, response = everywhere(design), ishigami(design)
    usable[3], response[40] = False, np.nan
    whole = sobol_indices(design, ishigami(design), everywhere(design), 1)
    some = sobol_indices(design, response, usable, 1)
    assert some != whole and not any(np.isnan(index.total) for index in some)
    usable[:] = False
    assert sobol_indices(design, response, usable, 1) == ()


def test_morris_of_a_line() -> None:
    """Every effect of a line is its slope over the whole range, with no spread."""
    design = designs.morris(WITH_LIST, 6, 1)
    response = design.points[:, :3] @ [3.0, -2.0, 0.0] + 1.5 * design.points[:, 3:5].sum(axis=1)
    found = {e.factor: e for e in elementary_effects(design, response, everywhere(design), 1)}
    assert (found["x0"].size, found["x0"].mean) == (pytest.approx(3.0), pytest.approx(3.0))
    assert (found["x1"].size, found["x1"].mean) == (pytest.approx(2.0), pytest.approx(-2.0))
    assert found["x0"].spread == pytest.approx(0.0, abs=1e-9)
    assert found["x0"].above_noise and not found["x2"].above_noise
    assert found["x2"].size == pytest.approx(0.0, abs=1e-9) and found[CHANCE].size == 0.0


def test_morris_finds_what_is_not_by_itself() -> None:
    design = designs.morris(ISHIGAMI, 20, 1)
    found = {
        e.factor: e for e in elementary_effects(design, ishigami(design), everywhere(design), 1)
    }
    assert found["x2"].spread > 3.0  # it acts through x0 alone


def test_effects_below_chance_are_not_told_from_it() -> None:
    design = designs.morris(ISHIGAMI, 20, 1)
    scale = design.points[:, :3] @ [10.0, 0.3, 0.0]
    response = scale + chance(design, 5, 2.0)
    found = {e.factor: e for e in elementary_effects(design, response, everywhere(design), 1)}
    assert found["x0"].above_noise
    assert not found["x1"].above_noise and not found["x2"].above_noise
    assert found[CHANCE].size > 0.5


def test_a_trajectory_moves_one_factor_or_list_at_a_time() -> None:
    design = designs.morris(WITH_LIST, 3, 1)
    length = length_of_part(design)
    assert length == 6 and len(design) == 3 * 4 * length  # with spare ones
    first = design.points[:length]
    moved = [frozenset(np.flatnonzero(step)) for step in np.diff(first, axis=0) != 0.0]
    assert set(moved) == {frozenset({n}) for n in (0, 1, 2, 5)} | {frozenset({3, 4})}
    same = design.blocks[:-1] == design.blocks[1:]
    inside = np.arange(1, len(design)) % length != 0
    moved_chance = np.diff(design.points[:, -1]) != 0.0
    assert (same[inside] == ~moved_chance[inside]).all() and not same[~inside].any()


def test_mixtures_share_seeds_with_the_sample_their_chance_is_from() -> None:
    design = designs.saltelli(ISHIGAMI, 16, 1)
    length = length_of_part(design)
    for part in range(16):
        rows = slice(part * length, (part + 1) * length)
        for column, block in zip(design.points[rows, -1], design.blocks[rows], strict=True):
            own = design.points[part * length, -1]
            assert block == 2 * part + (column != own)


def test_rank_correlations_are_signed_and_ordered_and_cover() -> None:
    factors = [Factor(f"x{n}", f"x{n}", (0,), 0.5, 0.0, 1.0) for n in range(4)]
    names = tuple(factor.name for factor in factors)
    # true Spearman's rho of uniform x and uniform x + noise, by a sample of a million
    rng = np.random.default_rng(1)
    x = rng.random(1_000_000)
    y = x + rng.normal(size=len(x)) * 0.3
    ranks = np.empty(len(y))
    ranks[np.argsort(y)] = np.arange(len(y))
    truth = np.corrcoef(x, ranks)[0, 1]
    covered = []
    for seed in range(500):
        rng = np.random.default_rng([2, seed])
        cube = rng.random((60, 5))
        design = Design("sobol", names, cube, np.arange(60))
        response = cube[:, 0] + rng.normal(size=60) * 0.3
        found = rank_correlations(factors, design, response, everywhere(design))
        assert found[0].factor == "x0" and found[0].distinguishable
        covered.append(found[0].low <= truth <= found[0].high)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.03)


def test_idle_factors_are_rarely_told_from_nothing() -> None:
    factors = [Factor(f"x{n}", f"x{n}", (0,), 0.5, 0.0, 1.0) for n in range(50)]
    names = tuple(factor.name for factor in factors)
    wrong = 0
    for seed in range(200):
        rng = np.random.default_rng([3, seed])
        design = Design("sobol", names, rng.random((40, 51)), np.arange(40))
        found = rank_correlations(factors, design, rng.normal(size=40), everywhere(design))
        wrong += any(each.distinguishable for each in found)
    assert wrong / 200 < 0.1  # at most 5 % of sweeps, and chance


@pytest.mark.parametrize("points", [8, 9, 10, 12])
def test_few_points_find_nothing_among_many_idle_factors(points: int) -> None:
    """At most one sweep in twenty finds any of 557 idle factors, by the law of random ranks."""
    factors, draws = 557, 500_000
    ranks = np.arange(points) - (points - 1) / 2
    rows = np.broadcast_to(ranks, (draws, points))
    rho = np.random.default_rng(points).permuted(rows, axis=1) @ ranks / (ranks @ ranks)
    low, high = correlation_interval(rho, points, 0.05 / (factors + 1))
    false_finds = factors * np.mean((low > 0.0) | (high < 0.0))
    # of that few finds of one in thousands the count itself is chance: three errors' room
    assert false_finds < 0.05 + 3.0 * np.sqrt(0.05 * factors / draws)
    low, high = correlation_interval(np.array([1.0, 0.99]), points, 0.05 / (factors + 1))
    assert low[0] > 0.0 and high[0] <= 1.0  # what is certain is found


def test_a_factorial_design_has_every_combination_once() -> None:
    design = designs.factorial(LEVELS)
    values = {
        tuple(f.value(float(s)) for f, s in zip(LEVELS, row, strict=False)) for row in design.points
    }
    assert len(design) == len(values) == 3 * 4 * 3
    assert {v[0] for v in values} == {"p", "q", "r"} and {v[1] for v in values} == {1, 2, 3, 4}
    assert {v[2] for v in values} == {0.0, 0.5, 1.0}


def test_a_factorial_design_that_is_too_large_is_refused_with_its_size() -> None:
    many = [Factor(f"x{n}", f"x{n}", (0,), 0.5, 0.0, 1.0) for n in range(12)]
    with pytest.raises(SweepError, match=r"12 factors has 531,441 points"):
        designs.factorial(many)


def test_a_latin_hypercube_has_a_point_in_every_part() -> None:
    design = designs.latin_hypercube(LEVELS, 20, 1)
    parts = np.sort(np.floor(design.points * 20), axis=0)
    assert (parts == np.arange(20)[:, np.newaxis]).all()
    assert len(set(design.blocks)) == 20
    assert (design.points == designs.latin_hypercube(LEVELS, 20, 1).points).all()
    assert (design.points != designs.latin_hypercube(LEVELS, 20, 2).points).any()


@pytest.mark.parametrize("points", [100, 1, 3])
def test_sobol_points_come_in_powers_of_two(points: int) -> None:
    for design in (designs.sobol, designs.saltelli):
        with pytest.raises(SweepError, match="powers of two; take"):
            design(LEVELS, points, 1)


def test_indices_take_some_points() -> None:
    with pytest.raises(SweepError, match="take 16 at least"):
        designs.saltelli(LEVELS, 8, 1)
