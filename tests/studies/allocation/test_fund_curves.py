"""Curves of money, measured on a few seeds: drawn to what communities have in common."""

import numpy as np

from qipan.studies.allocation.fund_curves import MULTIPLES, drawn_together

COMMUNITIES, SEEDS = 16, 8
YUAN = 1e5 * MULTIPLES


def measured(seed, truth, noise):
    rng = np.random.default_rng(seed)
    saved = truth[:, None, :] + rng.normal(0.0, noise, (len(YUAN), SEEDS, COMMUNITIES))
    saved[0] = 0.0
    return saved


def alike(seed):
    """Projects asked for, and what money saves where all projects are alike."""
    asked = np.random.default_rng(seed).gamma(4.0, 6.0, COMMUNITIES)
    return asked, asked * 30.0 * (1.0 - np.exp(-YUAN[:, None] / asked / 8_000.0))


def error(found, truth):
    return float(((found - truth)[1:] ** 2).mean() ** 0.5)


def test_luck_of_a_few_seeds_is_mostly_taken_off():
    rows, errors = np.arange(COMMUNITIES), []
    for seed in range(20):
        asked, truth = alike(seed)
        saved = measured(100 + seed, truth, 80.0)
        drawn = drawn_together(YUAN, saved, asked, rows)
        errors.append((error(drawn, truth), error(saved.mean(axis=1), truth)))
    mine, plain = np.mean(errors, axis=0)
    assert mine < 0.6 * plain


def test_what_differs_for_certain_stays():
    asked, truth = alike(1)
    truth = truth * np.random.default_rng(2).uniform(0.0, 3.0, COMMUNITIES)
    saved = measured(3, truth, 10.0)
    drawn = drawn_together(YUAN, saved, asked, np.arange(COMMUNITIES))
    assert error(drawn, truth) < 1.05 * error(saved.mean(axis=1), truth)


def test_where_nobody_asks_for_money_there_is_nothing_in_common():
    saved = measured(4, np.zeros((len(YUAN), COMMUNITIES)), 5.0)
    drawn = drawn_together(YUAN, saved, np.zeros(COMMUNITIES), np.arange(COMMUNITIES))
    assert np.array_equal(drawn, saved.mean(axis=1))
    assert (drawn[0] == 0.0).all()


def test_two_communities_are_enough():
    asked = np.array([10.0, 10.0])
    truth = 3.0 * YUAN[:, None] / 1e5 * np.ones(2)
    saved = np.repeat(truth[:, None, :], SEEDS, axis=1)
    found = drawn_together(YUAN, saved, asked, np.arange(2))
    assert np.allclose(found, truth, rtol=1e-3)
