"""Variances of day factors: their intervals hold the truth, of rare kinds as well."""

from dataclasses import replace

import numpy as np
import pytest
from closed_loop import made_requests, truth_of

from qipan.fit.arrivals.arrivals import fit_arrivals
from qipan.fit.arrivals.day_factor import day_factors, moments
from qipan.fit.requests import requests_of

from .made import VARIANCE, made_frame

KINDS = 12
SMALL = 0.03


def _fitted(seed):
    """Fit a ledger of kinds of three requests a day whose own factors hardly vary."""
    rng = np.random.default_rng(seed)
    truth = truth_of(400, rng)
    level = np.full((len(truth.days), KINDS), 3.0)
    truth = replace(truth, mean=level, kind_variance=np.full(KINDS, SMALL), city_variance=0.05)
    truth = replace(truth, middle=np.zeros((len(truth.middle), KINDS)), spread=np.full(KINDS, 1.0))
    names = tuple(f"k{n:02d}" for n in range(KINDS))
    return fit_arrivals(replace(made_requests(truth, rng), kinds=names), {})


@pytest.mark.slow
def test_intervals_of_small_variances_hold_them():
    """One width for all, as a share of the estimate, held about half of these."""
    held = []
    for seed in (1, 2):
        told = _fitted(seed).factor.told[1:]
        low, high = np.quantile(told, [0.05, 0.95], axis=1)
        held.extend((low <= SMALL) & (high >= SMALL))
    assert sum(held) >= 17  # of 24: fewer once in a thousand times


def test_what_is_rare_is_told_less_surely():
    frame = made_frame()
    factor = fit_arrivals(requests_of(frame), {}).factor
    thin = fit_arrivals(requests_of(frame.iloc[::6]), {}).factor
    width, thin_width = (np.ptp(f.told[0, 10:190]) for f in (factor, thin))
    assert thin_width > 1.2 * width
    assert (np.diff(factor.told, axis=1) >= 0).all() and (factor.told >= 0).all()
    drawn = factor.draw(2000, np.random.default_rng(1))
    np.testing.assert_allclose(np.median(drawn[:, 0]), factor.city, rtol=0.1)
    np.testing.assert_allclose(np.median(drawn[:, 1:], axis=0), factor.kinds, rtol=0.2)


def test_moments_part_what_kinds_share_from_what_is_their_own():
    rng = np.random.default_rng(1)
    mu = np.full((3000, 3), 20.0)
    city = day_factors((1, 3000), 0.1, 0.3, rng)[0][:, None]
    own = np.column_stack([day_factors((1, 3000), v, 0.3, rng)[0] for v in (0.05, 0.1, 0.2)])
    found = moments(rng.poisson(mu * city * own) - mu, mu, np.ones(mu.shape, bool))
    assert found.city == pytest.approx(0.1, abs=0.015)
    np.testing.assert_allclose(found.kinds, [0.05, 0.1, 0.2], atol=0.03)
    assert found.city_memory == pytest.approx(0.3, abs=0.1)


def test_one_kind_alone_has_all_the_variance():
    frame = made_frame().assign(kind="a")
    factor = fit_arrivals(requests_of(frame), {}).factor
    assert factor.city == 0.0 and (factor.draw(5, np.random.default_rng(1))[:, 0] == 0.0).all()
    assert factor.kinds[0] == pytest.approx(VARIANCE, abs=0.06)
