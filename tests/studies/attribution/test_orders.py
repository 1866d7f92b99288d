"""Shapley values from orders: balanced, unbiased, and with intervals that cover."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from qipan.statistics.interval import mean_interval
from qipan.studies.attribution.orders import coalitions_of, draw_orders, estimate
from qipan.studies.attribution.shapley import interaction_indices, shapley_values

PLAYERS = 5


@pytest.mark.parametrize("players", range(2, 13))
def test_every_pair_are_neighbours_equally_often(players: int) -> None:
    block = draw_orders(players, 1, np.random.default_rng(players))
    assert all(sorted(order) == list(range(players)) for order in block)
    pairs = Counter(frozenset(pair) for order in block for pair in pairwise(order))
    assert len(pairs) == players * (players - 1) // 2 and len(set(pairs.values())) == 1


def test_each_order_is_followed_by_its_reverse() -> None:
    orders = draw_orders(6, 13, np.random.default_rng(1))
    assert len(orders) == 18  # whole blocks of 6
    assert all(
        order == reverse[::-1] for order, reverse in zip(orders[::2], orders[1::2], strict=True)
    )


def noisy_game(rng: np.random.Generator) -> np.ndarray:
    """Worth of coalitions in one replication: pairs and a triple matter, and so does chance."""
    masks = np.arange(1 << PLAYERS)
    bits = masks[:, np.newaxis] >> np.arange(PLAYERS) & 1
    worth = bits @ [1.0, -2.0, 0.5, 0.0, 3.0]
    worth = worth + 2.0 * bits[:, 0] * bits[:, 1] - 3.0 * bits[:, 1] * bits[:, 2] * bits[:, 4]
    noise = rng.normal(size=PLAYERS)  # what a player adds differs from seed to seed
    return worth + bits @ noise + rng.normal(size=len(masks))


@pytest.fixture(scope="module")
def truth() -> np.ndarray:
    """The expected game: no chance in it."""

    class Nothing:
        def normal(self, size: int) -> np.ndarray:
            return np.zeros(size)

    return noisy_game(Nothing())  # type: ignore[arg-type]


def test_estimates_are_unbiased_and_their_intervals_cover(truth: np.ndarray) -> None:
    """Over 600 experiments of 8 replications, each with its own orders."""
    experiments, replications = 600, 8
    values, pairs = shapley_values(truth), interaction_indices(truth)
    rng = np.random.default_rng(20)
    means = np.empty((experiments, PLAYERS))
    covered = np.empty((experiments, PLAYERS))
    pair_means, pair_covered = np.empty(experiments), np.empty(experiments)
    for e in range(experiments):
        found = []
        for _ in range(replications):
            game = noisy_game(rng)
            orders = draw_orders(PLAYERS, 1, rng)
            needed = coalitions_of(orders, interactions=True)
            known = {mask: game[mask] for mask in needed}
            found.append(estimate(known, orders, interactions=True))
        for p in range(PLAYERS):
            interval = mean_interval([each.values[p] for each in found])
            means[e, p] = interval.mean
            covered[e, p] = interval.low <= values[p] <= interval.high
        pair = mean_interval([each.interactions[1, 2] for each in found])
        pair_means[e], pair_covered[e] = pair.mean, pair.low <= pairs[1, 2] <= pair.high
    error = means.std(axis=0, ddof=1) / np.sqrt(experiments)
    assert (np.abs(means.mean(axis=0) - values) < 4.0 * error).all()
    assert abs(pair_means.mean() - pairs[1, 2]) < 4.0 * pair_means.std() / np.sqrt(experiments)
    # 0.95 of 3,000 and of 600, give or take 4 standard errors
    assert covered.mean() == pytest.approx(0.95, abs=0.02)
    assert pair_covered.mean() == pytest.approx(0.95, abs=0.036)


def test_a_block_sums_to_the_whole(truth: np.ndarray) -> None:
    orders = draw_orders(PLAYERS, 1, np.random.default_rng(3))
    game = {mask: truth[mask] for mask in coalitions_of(orders, interactions=False)}
    found = estimate(game, orders, interactions=False)
    assert found.values.sum() == pytest.approx(truth[-1] - truth[0])
    assert np.isnan(found.interactions).all()
    assert found.pairs.mean(axis=0) == pytest.approx(found.values)


def test_reverses_make_estimates_of_pairwise_games_exact() -> None:
    """An order and its reverse give a player its gain with half of every pair: no chance left."""
    rng = np.random.default_rng(5)
    weights = np.triu(rng.normal(size=(6, 6)))
    bits = np.arange(64)[:, np.newaxis] >> np.arange(6) & 1
    game = np.einsum("mi,ij,mj->m", bits, weights, bits)
    orders = draw_orders(6, 1, rng)
    found = estimate(dict(enumerate(game)), orders, interactions=True)
    assert found.pairs[0] == pytest.approx(shapley_values(game))
    assert found.interactions == pytest.approx(interaction_indices(game), nan_ok=True)
