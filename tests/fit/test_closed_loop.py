"""A truth that is known, looked for in the ensembles of ledgers made from it."""

import numpy as np
import pytest
from closed_loop import KINDS, found_again, made_requests, truth_of
from closed_loop_runs import run_requests
from scipy.stats import binom

LEDGERS = 6


@pytest.mark.slow
def test_intervals_hold_the_truth_about_as_often_as_they_say():
    """Of so few ledgers only what is far from nine tenths shows; the experiment tells more."""
    held = {}
    for rng in np.random.default_rng(11).spawn(LEDGERS):
        truth = truth_of(500, rng)
        for name, values in found_again(truth, made_requests(truth, rng), 200, rng).items():
            held.setdefault(name, []).extend(values)
    assert len(held) == 7
    for name, values in held.items():
        # Kinds of a ledger move together: as many independent trials as ledgers are counted.
        assert np.mean(values) * LEDGERS >= binom.ppf(0.005, LEDGERS, 0.9), name
    every = np.concatenate([np.asarray(values) for values in held.values()])
    assert 0.75 <= every.mean() < 1.0


def test_a_made_ledger_is_that_of_its_truth():
    rng = np.random.default_rng(3)
    truth = truth_of(400, rng)
    requests = made_requests(truth, rng)
    expected = truth.mean[:400].sum(axis=0)
    counted = np.bincount(requests.kind, minlength=len(KINDS))
    np.testing.assert_allclose(counted, expected, rtol=0.2)
    assert (requests.opened + requests.days_open <= 400 + 1e-9).all()


@pytest.mark.slow
def test_a_run_of_the_engine_is_a_ledger_of_its_truth(tmp_path):
    """Births by kind and weekday, and medians of times, are those of ledgers made without it."""
    rng = np.random.default_rng(3)
    truth = truth_of(400, rng)
    ran, made = run_requests(truth, tmp_path, 1), made_requests(truth, rng)
    expected = truth.mean[:400].sum(axis=0)
    np.testing.assert_allclose(np.bincount(ran.kind, minlength=len(KINDS)), expected, rtol=0.2)
    week = [np.bincount(each.day % 7, minlength=7) / len(each) for each in (ran, made)]
    np.testing.assert_allclose(*week, atol=0.03)
    for k in range(len(KINDS)):
        early = [(each.kind == k) & (each.day < 200) for each in (ran, made)]
        middle = [
            np.median(each.days_open[rows]) for each, rows in zip((ran, made), early, strict=True)
        ]
        assert middle[0] == pytest.approx(middle[1], rel=0.25)
