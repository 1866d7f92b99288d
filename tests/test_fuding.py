"""The case of Fuding: overloaded before its reform, faster after it, and asked for more."""

from pathlib import Path

import pytest

import qipan
from qipan.runs.cautions import is_stationary
from qipan.runs.paired import paired_difference
from qipan.runs.runs import Runs

SCENARIOS = Path(__file__).parents[1] / "scenarios"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reformed() -> Runs:
    return qipan.replicate(SCENARIOS / "fuding.yaml", n=12, jobs=2)


@pytest.fixture(scope="module")
def unreformed() -> Runs:
    return qipan.replicate(SCENARIOS / "fuding_before.yaml", n=12, jobs=2)


def test_unreformed_city_is_overloaded_and_says_so(unreformed: Runs) -> None:
    assert unreformed.interval("load").low > 0.95
    assert is_stationary(unreformed) is False


def test_reform_shortens_the_time_to_solve(reformed: Runs, unreformed: Runs) -> None:
    assert paired_difference(unreformed, reformed, "fixed_cohort_p50").high < 0.0
    assert paired_difference(unreformed, reformed, "fixed_cohort_solved_share").low > 0.0


def test_better_service_raises_reports(reformed: Runs, unreformed: Runs) -> None:
    """Induced demand: trust rises, and with it the share of issues that come to light."""
    assert paired_difference(unreformed, reformed, "mean_trust").low > 0.0
    assert paired_difference(unreformed, reformed, "unreported_share").high < 0.0
