"""Games whose Shapley values and interactions are known."""

from itertools import permutations

import numpy as np
import pytest

from qipan.studies.attribution.shapley import interaction_indices, shapley_values

GLOVES = np.array([0.0, 0, 0, 0, 0, 1, 1, 1])  # players 0 and 1 have a left glove, 2 a right one


def random_game(players: int, seed: int) -> np.ndarray:
    game = np.random.default_rng(seed).normal(size=1 << players)
    game[0] = 0.0
    return game


def by_all_orders(game: np.ndarray, players: int) -> np.ndarray:
    """The definition, word for word."""
    gains = np.zeros(players)
    orders = list(permutations(range(players)))
    for order in orders:
        coalition = 0
        for player in order:
            gains[player] += game[coalition | 1 << player] - game[coalition]
            coalition |= 1 << player
    return gains / len(orders)


def test_gloves() -> None:
    assert shapley_values(GLOVES) == pytest.approx([1 / 6, 1 / 6, 4 / 6])


def test_airport() -> None:
    """Littlechild and Owen 1973: each length of runway is shared by those who need it."""
    costs = np.array([1.0, 4.0, 10.0])
    game = np.array([max((costs[p] for p in range(3) if m >> p & 1), default=0) for m in range(8)])
    assert shapley_values(game) == pytest.approx([1 / 3, 1 / 3 + 3 / 2, 1 / 3 + 3 / 2 + 6])


@pytest.mark.parametrize("players", [1, 2, 5])
def test_it_is_the_mean_over_all_orders(players: int) -> None:
    game = random_game(players, players)
    assert shapley_values(game) == pytest.approx(by_all_orders(game, players))


def test_efficiency_dummy_and_symmetry() -> None:
    worth = random_game(4, 4)
    # player 4 adds 3 to any coalition and nothing else; player 5 does nothing
    game = np.array([worth[m & 15] + 3.0 * (m >> 4 & 1) for m in range(64)])
    values = shapley_values(game)
    assert values.sum() == pytest.approx(game[-1] - game[0], abs=1e-12)
    assert values[4] == pytest.approx(3.0) and values[5] == pytest.approx(0.0, abs=1e-12)
    swapped = np.array([game[m & 60 | (m & 1) << 1 | m >> 1 & 1] for m in range(64)])
    assert shapley_values(swapped)[[1, 0]] == pytest.approx(values[[0, 1]])


def test_it_carries_further_axes_along() -> None:
    games = np.stack([random_game(3, seed) for seed in range(4)], axis=1)
    assert shapley_values(games)[:, 2] == pytest.approx(shapley_values(games[:, 2]))
    assert interaction_indices(games)[:, :, 2] == pytest.approx(
        interaction_indices(games[:, 2]), nan_ok=True
    )


def test_interactions_of_a_product() -> None:
    """Worth 5 if 0 and 1 are both there, and 2 for each of 2 and 3: only 0 and 1 interact."""
    game = np.array([5.0 * (m & 3 == 3) + 2.0 * (m >> 2 & 1) + 2.0 * (m >> 3) for m in range(16)])
    indices = interaction_indices(game)
    assert indices[0, 1] == indices[1, 0] == pytest.approx(5.0)
    others = [indices[i, j] for i in range(4) for j in range(i) if (i, j) != (1, 0)]
    assert others == pytest.approx([0.0] * 5, abs=1e-12)
    assert np.isnan(np.diag(indices)).all()


def test_interactions_of_a_unanimity_game() -> None:
    """Worth 1 if all n are there: every pair has 1 / (n - 1) (Grabisch and Roubens 1999)."""
    for players in (2, 3, 5):
        game = np.zeros(1 << players)
        game[-1] = 1.0
        assert interaction_indices(game)[0, 1] == pytest.approx(1 / (players - 1))


def test_substitutes_have_a_negative_interaction() -> None:
    assert interaction_indices(GLOVES)[0, 1] < 0.0 < interaction_indices(GLOVES)[0, 2]


def test_some_coalitions_are_no_game() -> None:
    with pytest.raises(ValueError, match="power of two"):
        shapley_values(np.zeros(7))
