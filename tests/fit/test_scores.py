"""Scores against other implementations and by hand."""

import numpy as np
import pytest

from qipan.fit.scores import crps, inside, pit, uniform_p_value


def test_crps_is_that_of_another_library():
    import scoringrules  # compiles while it is imported, which no other worker need wait for

    rng = np.random.default_rng(1)
    drawn, seen = rng.normal(size=(40, 7)), rng.normal(size=7)
    other = scoringrules.crps_ensemble(seen, drawn.T, estimator="fair")
    np.testing.assert_allclose(crps(drawn, seen), other)


def test_intervals_of_an_honest_forecaster_hold_nine_tenths():
    rng = np.random.default_rng(2)
    drawn, seen = rng.poisson(40, (500, 2000)), rng.poisson(40, 2000)
    assert inside(drawn, seen).mean() == pytest.approx(0.91, abs=0.025)
    assert uniform_p_value(pit(drawn, seen, rng)) > 1e-3


def test_a_forecaster_who_is_too_sure_is_found_out():
    rng = np.random.default_rng(3)
    drawn, seen = rng.normal(size=(500, 2000)), 2 * rng.normal(size=2000)
    assert inside(drawn, seen).mean() < 0.7
    assert uniform_p_value(pit(drawn, seen, rng)) < 1e-6
