"""Intervals of simulated comparisons cover the expected metric as often as they say."""

from pathlib import Path

import numpy as np
import pytest
from coverage_trials import (
    coverage_of_fixed,
    coverage_of_looking,
    coverage_of_two_stages,
)

from qipan.runs.runner import Runner
from qipan.scenario import load

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
SHORT = {"horizon.days": 28, "horizon.warm_up_days": 7, "policy.burden.on": True}
NAMES = ("closed_per_year", "fixed_cohort_solved_share", "close_completed_mean")


@pytest.mark.slow
def test_intervals_of_a_simulated_difference_cover():
    """Fifty experiments in blocks of five, of three metrics: the script repeats 1,000 and more.

    Three metrics share seeds; their experiments count as fifty, not three times that, in the band.
    """
    policies = [load(TINY).revise(SHORT)]
    policies.append(policies[0].revise({"name": "shifts", "policy.shifts.on": True}))
    with Runner(jobs=2) as runner:
        values = runner.values(policies, range(250), 1, NAMES)
    apart = values[1] - values[0]
    assert not np.isnan(apart).any() and apart.any(axis=0).all()
    shares = [coverage_of_fixed(apart[:, column], 5).share for column in range(len(NAMES))]
    assert np.mean(shares) == pytest.approx(0.95, abs=2.6 * np.sqrt(0.95 * 0.05 / 50))


def test_both_rules_cover_normal_differences_and_looking_does_not():
    rng = np.random.default_rng(21)
    pool = rng.normal(3.0, 2.0, 30_000)
    band = 2.8 * np.sqrt(0.95 * 0.05 / 750)
    for n in (2, 5, 20):
        found = coverage_of_fixed(pool, n)
        assert found.experiments == len(pool) // n
        assert found.share == pytest.approx(0.95, abs=band)
    stages = coverage_of_two_stages(pool, 10, 0.8)
    assert stages.experiments > 750 and stages.replications > 20
    assert stages.share == pytest.approx(0.95, abs=band)
    looking = coverage_of_looking(pool, 5, 0.8)
    assert looking.share < 0.95 - band


def test_two_stages_keep_the_half_width_that_was_asked():
    from qipan.statistics.stopping import replications_needed, two_stage_interval

    rng = np.random.default_rng(4)
    for _ in range(50):
        values = rng.exponential(2.0, 4000)
        needed = replications_needed(values[None, :10], 0.7, 0.95)
        interval = two_stage_interval(values[:needed], 10, 0.95)
        assert 0.5 * (interval.high - interval.low) <= 0.7 + 1e-12
