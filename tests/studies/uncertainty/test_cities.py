"""Nested intervals cover; intervals that stand on one city do not."""

import numpy as np
import pytest

from qipan.statistics.interval import mean_interval
from qipan.studies.uncertainty.cities import components, nested_interval

CITY, CHANCE = 2.0, 1.0  # standard deviations


def nested(rng: np.random.Generator, cities: int, replications: int) -> np.ndarray:
    return CITY * rng.normal(size=(cities, 1)) + CHANCE * rng.normal(size=(cities, replications))


@pytest.mark.slow
@pytest.mark.parametrize("cities", [3, 8, 20])
def test_nested_intervals_cover_as_often_as_they_say(cities: int) -> None:
    rng = np.random.default_rng([cities, 7])
    trials, hits, naive = 2000, 0, 0
    for _ in range(trials):
        values = nested(rng, cities, 4)
        low, high = nested_interval(values)[1:3]
        hits += low <= 0.0 <= high
        low, high = mean_interval(values.ravel())[1:3]
        naive += low <= 0.0 <= high
    # five standard errors of a share of 0.95 in so many trials
    assert hits / trials == pytest.approx(0.95, abs=5.0 * np.sqrt(0.95 * 0.05 / trials))
    assert naive / trials < 0.85


def test_one_city_tells_no_interval_of_cities() -> None:
    found = nested_interval(np.arange(4.0)[None])
    assert found.mean == 1.5 and np.isnan(found.low) and found.n == 1


def test_the_variance_is_split() -> None:
    rng = np.random.default_rng(9)
    cities = nested(rng, 4000, 3)
    worlds = 3.0 * rng.normal(size=(4000, 1)) + rng.normal(size=(4000, 3))
    found = components(cities, worlds)
    assert found.chance == pytest.approx(1.0, rel=0.1)
    assert found.city == pytest.approx(4.0, rel=0.1)
    assert found.assumed == pytest.approx(9.0, rel=0.1)
    assert found.shares == pytest.approx((1 / 14, 4 / 14, 9 / 14), abs=0.05)


def test_what_nothing_tells_is_no_number() -> None:
    found = components(None, None)
    assert all(np.isnan(share) for share in found.shares)
    only = components(nested(np.random.default_rng(1), 50, 3), None)
    assert np.isnan(only.assumed) and only.shares[0] + only.shares[1] == pytest.approx(1.0)
