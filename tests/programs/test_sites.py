"""Sites held against every possible choice, against medians made to be known, and bounds."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from qipan.programs.sites.choice import choose
from qipan.programs.sites.exchange import exchanged, greedy
from qipan.programs.sites.medians import cost_of
from qipan.programs.sites.problem import SitesProblem, contradictions

PLACES, SITES = 9, 7


def problem(seed: int, **said: object) -> SitesProblem:
    draws = np.random.default_rng(seed)
    places, sites = draws.uniform(0.0, 1000.0, (PLACES, 2)), draws.uniform(0.0, 1000.0, (SITES, 2))
    given = SitesProblem(
        places=tuple(f"p{n}" for n in range(PLACES)),
        sites=tuple(f"s{n}" for n in range(SITES)),
        people=draws.integers(100, 5000, PLACES).astype(float),
        metres=np.hypot(*(places[:, None] - sites).transpose(2, 0, 1)),
        kept=np.zeros(SITES, bool),
        capacity=np.full(SITES, np.inf),
        objective="least_distance",
        centres=3,
    )
    return replace(given, **said)  # type: ignore[arg-type]


def choices(given: SitesProblem) -> list[list[int]]:
    """Every set of sites that the number of centres and kept sites allow."""
    most = len(given.sites) if given.centres is None else given.centres
    kept = set(np.flatnonzero(given.kept).tolist())
    found = []
    for size in range(most + 1):
        sets = itertools.combinations(range(len(given.sites)), size)
        found += [list(chosen) for chosen in sets if kept <= set(chosen)]
    return found


def transported(given: SitesProblem, opened: list[int]) -> float:
    """Least people times metres with these sites and their capacities, by a program of its own."""
    if not opened:
        return np.inf
    count, n = len(given.places), len(opened)
    cost = (given.people[:, None] * given.metres[:, opened]).ravel()
    rooms = np.zeros((n, count * n))
    for k in range(n):
        rooms[k, k::n] = given.people
    everybody = np.kron(np.eye(count), np.ones(n))
    top = np.where(given.reaches[:, opened].ravel(), 1.0, 0.0)
    found = linprog(
        cost,
        A_ub=rooms,
        b_ub=np.minimum(given.capacity[opened], 1e9),
        A_eq=everybody,
        b_eq=np.ones(count),
        bounds=list(zip(np.zeros(len(top)), top, strict=True)),
    )
    return float(found.fun) if found.success else np.inf


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("centres", [1, 3, 6])
def test_the_median_is_the_best_of_all_choices(seed: int, centres: int) -> None:
    given = problem(seed, centres=centres, kept=np.arange(SITES) == seed % SITES)
    costs = given.people[:, None] * given.metres
    best = min(cost_of(costs, np.array(chosen)) for chosen in choices(given) if chosen)
    found = choose(given)
    assert found is not None
    assert found.status == "optimal"
    assert found.objective == pytest.approx(best)
    assert found.linear_bound <= found.bound * (1.0 + 1e-9)
    assert found.bound <= best * (1.0 + 1e-9)
    assert given.kept[found.opened].sum() == 1
    assert len(found.opened) == centres


@pytest.mark.parametrize("seed", range(5))
def test_capacities_are_kept_at_the_least_cost(seed: int) -> None:
    people = problem(seed).people.sum()
    given = problem(seed, capacity=np.full(SITES, 0.45 * people))
    best = min(transported(given, chosen) for chosen in choices(given))
    found = choose(given)
    assert found is not None
    assert found.objective == pytest.approx(best)
    assert (found.load(given) <= given.capacity + 1e-3).all()
    assert found.served.sum(axis=1) == pytest.approx(np.ones(PLACES))


@pytest.mark.parametrize("seed", range(5))
def test_prices_bound_the_cost_of_capacities_and_their_choice_is_near(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qipan.programs.sites.choice.MOST_PAIRS", 0)
    people = problem(seed).people.sum()
    kept = np.arange(SITES) == seed % SITES
    given = problem(seed, capacity=np.full(SITES, 0.45 * people), kept=kept)
    best = min(transported(given, chosen) for chosen in choices(given))
    found = choose(given, time_limit=20.0)
    assert found is not None
    assert found.bound <= best * (1 + 1e-9)
    assert best * (1 - 1e-9) <= found.objective <= 1.05 * best
    assert found.objective == pytest.approx(transported(given, found.opened.tolist()))
    assert (found.load(given) <= given.capacity + 1e-3).all()
    assert found.served.sum(axis=1) == pytest.approx(np.ones(PLACES))
    assert seed % SITES in found.opened
    assert (found.status == "optimal") == (found.gap <= 1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_coverings_are_the_best_of_all_choices(seed: int) -> None:
    given = problem(seed, objective="most_covered", centres=2, within=300.0)
    covered = [given.people[given.reaches[:, c].any(axis=1)].sum() for c in choices(given)]
    most = choose(given)
    assert most is not None
    assert most.objective == pytest.approx(max(covered))
    share = 0.6
    fewest = replace(given, objective="fewest_centres", centres=None, share=share)
    if contradictions(fewest):
        return
    least = min(
        len(c)
        for c in choices(fewest)
        if given.people[given.reaches[:, c].any(axis=1)].sum() >= share * given.people.sum()
    )
    found = choose(fewest)
    assert found is not None
    assert len(found.opened) == least
    assert found.served.sum(axis=1) @ given.people >= share * given.people.sum() - 1e-6


@pytest.mark.parametrize(("towns", "size"), [(5, 8), (12, 15)])
def test_towns_far_apart_have_a_centre_in_each_middle(towns: int, size: int) -> None:
    # a made instance: rings of equal people around a middle, far from each other; the middle of
    # each is its median, which costs a radius for each of its ring
    angle = np.linspace(0.0, 2.0 * np.pi, size, endpoint=False)
    ring = np.concatenate([[[0.0, 0.0]], 100.0 * np.stack([np.cos(angle), np.sin(angle)], axis=1)])
    points = np.concatenate([ring + np.array([10_000.0 * n, 0.0]) for n in range(towns)])
    names = tuple(f"p{n}" for n in range(len(points)))
    given = SitesProblem(
        names,
        names,
        np.ones(len(points)),
        np.hypot(*(points[:, None] - points).transpose(2, 0, 1)),
        np.zeros(len(points), bool),
        np.full(len(points), np.inf),
        "least_distance",
        towns,
    )
    found = choose(given)
    assert found is not None
    assert found.opened.tolist() == [n * (size + 1) for n in range(towns)]
    assert found.objective == pytest.approx(towns * size * 100.0)


def test_exchange_never_makes_it_dearer() -> None:
    for seed in range(10):
        given = problem(seed)
        costs = given.people[:, None] * given.metres
        first = greedy(given, costs, 3)
        assert cost_of(costs, exchanged(given, costs, first)) <= cost_of(costs, first) + 1e-9


def test_what_no_choice_can_keep_is_said_before_it_is_solved() -> None:
    assert "only 7 sites" in contradictions(problem(0, centres=8))[0]
    assert "3 centres exist" in contradictions(problem(0, kept=np.arange(7) < 3, centres=2))[0]
    small = problem(0, capacity=np.full(SITES, 100.0))
    assert "serve 300 residents" in contradictions(small)[0]
    assert "within 1 m" in contradictions(problem(0, within=1.0))[0]
    assert not contradictions(problem(0))


def test_capacities_and_distances_that_clash_have_no_choice() -> None:
    # each site has room for all but can be reached by its own place alone
    metres = np.where(np.eye(4, dtype=bool), 0.0, 900.0)
    names = tuple("abcd")
    given = SitesProblem(
        names,
        names,
        np.full(4, 10.0),
        metres,
        np.zeros(4, bool),
        np.full(4, 30.0),
        "least_distance",
        2,
        within=500.0,
    )
    assert not contradictions(given)
    assert choose(given) is None
