"""The value of partial information where it is known in closed form."""

import math

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import norm

from qipan.studies.uncertainty.partial_information import information

NAMES = ("a", "b", "c")


def closed_form(mean: float, sigma: float) -> float:
    """E max(0, N(mean, sigma)) - max(0, mean): of a benefit that is linear in a normal factor."""
    ratio = mean / sigma
    return sigma * norm.pdf(ratio) + mean * norm.cdf(ratio) - max(0.0, mean)


def worlds(n: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((n, len(NAMES)))


# not 0: what is gained beyond the better of two equal policies is estimated too low, as the better
# one of the worlds drawn is taken for the better one
@pytest.mark.parametrize("mean", [-0.5, 0.5, 1.0])
def test_linear_and_gaussian(mean: float) -> None:
    slopes = np.array([2.0, 1.0, 0.0])
    misses = []
    for seed in range(12):
        places = worlds(400, seed)
        noise = np.random.default_rng([seed, 1]).normal(size=400)
        benefits = mean + ndtri(places) @ slopes + noise
        found = {f.family: f for f in information(benefits[:, None], places, NAMES).families}
        for name, slope in (("a", 2.0), ("b", 1.0)):
            off = found[name].value - closed_form(mean, slope)
            misses.append(off / found[name].error)
    # of 24 errors of standard size about 1, the mean lies within 4 of its standard errors, each
    # pair of one seed counted once
    assert abs(np.mean(misses)) < 4.0 / math.sqrt(12)
    assert np.mean(np.abs(misses) < 3.0) > 0.8


def test_the_family_that_matters_comes_first_and_idle_ones_are_chance() -> None:
    places = worlds(200, 5)
    benefits = (np.abs(places[:, 1] - 0.5) - 0.25)[:, None]  # bent: no line shows it
    found = information(benefits, places, NAMES)
    assert found.families[0].family == "b" and found.families[0].above_chance
    assert found.families[0].explained > 0.8
    assert found.families[0].value <= found.everything * 1.05
    assert sum(f.above_chance for f in found.families) < 3


def test_what_cannot_change_the_choice_is_worth_nothing() -> None:
    places = worlds(100, 6)
    benefits = (10.0 + places[:, 0])[:, None]
    found = information(benefits, places, NAMES)
    assert found.everything == pytest.approx(0.0, abs=1e-9)
    assert found.families[0].value == pytest.approx(0.0, abs=1e-9)
    assert max(found.families, key=lambda f: f.explained).family == "a"


def test_too_few_worlds_are_refused() -> None:
    with pytest.raises(ValueError, match="8 worlds are too few: 20 at least"):
        information(np.zeros((8, 1)), worlds(8, 1), NAMES)


def test_where_one_policy_is_best_everywhere_families_stand_by_what_goes_with_them() -> None:
    rng = np.random.default_rng(3)
    places = rng.uniform(size=(60, 6))
    benefits = 30.0 + 10.0 * places[:, [4]] + rng.normal(size=(60, 1))
    found = information(benefits, places, [f"f{n}" for n in range(6)])
    assert found.everything == 0.0 and all(each.value == 0.0 for each in found.families)
    assert found.families[0].family == "f4"
