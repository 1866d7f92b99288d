"""Keyed draws: the same in the engine and in numpy, and as random as they should be."""

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtri

from qipan.city import draws as twin
from qipan.engine import codes, draws
from qipan.engine.compile import OPTIONS
from qipan.engine.distributions import Knots, encode
from qipan.scenario.fields import Distribution

MANY = 200_000
BELIEVABLE = 1e-4  # probability below which a deviation is not put down to chance
WORDS = st.integers(0, 2**64 - 1)


@numba.njit
def _uniforms(keys, purposes, counts):
    out = np.empty(len(keys))
    for n in range(len(keys)):
        out[n] = draws.uniform(keys[n], purposes[n], counts[n])
    return out


@numba.njit
def _members(parent, indices):
    out = np.empty(len(indices), np.uint64)
    for n in range(len(indices)):
        out[n] = draws.key_of(parent, indices[n])
    return out


@numba.njit
def _quantiles(p):
    out = np.empty(len(p))
    for n in range(len(p)):
        out[n] = draws.normal_quantile(p[n])
    return out


@numba.njit
def _samples(form, a, b, keys):
    out = np.empty(len(keys))
    for n in range(len(keys)):
        out[n] = draws.sample(form, a, b, keys[n], 13, n % 5)
    return out


def uniforms(keys, purpose, counts):
    keys, purposes, counts = np.broadcast_arrays(np.asarray(keys, np.uint64), purpose, counts)
    return _uniforms(keys.copy(), purposes.astype(np.int64), counts.astype(np.int64))


def keys(number=MANY):
    return _members(np.uint64(2019), np.arange(number))


def test_numba_still_compiles_without_reference_counting():
    assert "_nrt" in OPTIONS, (
        "numba has dropped its private option _nrt: the engine still runs, but slower"
    )


@settings(deadline=None)
@given(WORDS, st.integers(0, 2**40), st.sampled_from(range(28)), st.integers(0, 2**40))
def test_the_numpy_twin_draws_the_engines_numbers(parent, index, purpose, count):
    key = twin.key_of(np.array([parent], np.uint64), index)
    assert key[0] == _members(np.uint64(parent), np.array([index]))[0]
    assert twin.uniform(key, purpose, count)[0] == uniforms(key, purpose, count)[0]


def test_every_purpose_of_a_draw_has_a_number_of_its_own():
    purposes = [int(value) for name, value in vars(codes).items() if name.startswith("P_")]
    assert len(set(purposes)) == len(purposes)


@pytest.mark.parametrize("along", ["keys", "counts", "purposes"])
def test_draws_are_uniform_and_neighbours_independent(along):
    run = np.arange(MANY)
    drawn = {
        "keys": lambda: uniforms(keys(), 3, 0),
        "counts": lambda: uniforms(7, 3, run),
        "purposes": lambda: uniforms(7, run, 0),
    }[along]()
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0
    cells = np.bincount((drawn * 256).astype(int), minlength=256)
    assert stats.chisquare(cells).pvalue > BELIEVABLE
    coarse = (drawn * 16).astype(int)
    for lag in (1, 2, 28):
        pairs = np.bincount(coarse[:-lag:2] * 16 + coarse[lag::2], minlength=256)
        assert stats.chisquare(pairs).pvalue > BELIEVABLE


def test_one_keys_purposes_are_independent_of_each_other():
    drawn = [(uniforms(keys(50_000), purpose, 0) * 8).astype(int) for purpose in range(28)]
    values = [
        stats.chisquare(np.bincount(one * 8 + other, minlength=64)).pvalue
        for n, one in enumerate(drawn)
        for other in drawn[:n]
    ]
    assert min(values) > BELIEVABLE / len(values)


def test_normal_quantile_is_that_of_scipy():
    tail = 10.0 ** -np.linspace(0.31, 300, 2000)
    p = np.concatenate([tail, 1.0 - tail[tail > 1e-15], np.linspace(0.001, 0.999, 1999)])
    np.testing.assert_allclose(_quantiles(p), ndtri(p), rtol=2e-14, atol=1e-15)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"distribution": "exponential", "mean": 3}, stats.expon(scale=3)),
        ({"distribution": "uniform", "low": 2, "high": 5}, stats.uniform(2, 3)),
        (
            {"distribution": "lognormal", "mean": 3, "sigma": 0.8},
            stats.lognorm(0.8, scale=3 * np.exp(-0.32)),
        ),
        *(
            ({"distribution": "gamma", "mean": 3, "cv": cv}, stats.gamma(cv**-2, scale=3 * cv**2))
            for cv in (2.0, 1.0, 0.5, 0.1)
        ),
    ],
    ids=["exponential", "uniform", "lognormal", "gamma 2", "gamma 1", "gamma 0.5", "gamma 0.1"],
)
def test_a_distribution_has_its_moments_and_its_shape(spec, expected):
    distribution = Distribution(**spec)
    a, b, form = encode(distribution, Knots())
    drawn = _samples(form, float(a), float(b), keys())
    assert distribution.expected == pytest.approx(expected.mean())
    assert abs(drawn.mean() - expected.mean()) < 4.5 * expected.std() / MANY**0.5
    spread = expected.std() ** 2 * np.sqrt((expected.stats("k") + 2) / MANY)
    if spec["distribution"] != "lognormal":  # whose variance no sample of this size shows
        assert abs(drawn.var() - expected.var()) < 4.5 * spread
    assert stats.kstest(drawn, expected.cdf).pvalue > BELIEVABLE


def test_a_scaled_distribution_is_scaled():
    hours, days = (
        encode(Distribution(distribution="lognormal", mean=m, sigma=0.7), Knots(), s)
        for m, s in ((48.0, 1.0), (2.0, 24.0))
    )
    assert hours == pytest.approx(days)
