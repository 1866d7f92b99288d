"""Offices that react to a rate that is told every month."""

import datetime

import numpy as np
import pytest

import qipan
from qipan.agents.month_end import is_last
from qipan.engine import codes
from qipan.scenario import ScenarioError
from qipan.scenario.institutions import MonthEnd

from .conftest import CITY, TINY, counted, falls, rises, values

HABIT = {"on": True, "last_days": 5, "least_false_share": 0.6, "acceptance_factor": 0.3}
HURRIED = CITY.revise({f"closure.month_end.{key}": value for key, value in HABIT.items()})


def test_offices_that_hurry_at_the_months_end_close_more_that_is_not_solved() -> None:
    """The null test: without the habit the honest gap is smaller, by more than its interval."""
    assert rises(HURRIED, "false_closure_share")
    assert rises(HURRIED, counted("reopened"))
    assert rises(HURRIED, "refusals_per_ticket")


def test_the_gap_opens_in_the_last_days_of_the_month_alone() -> None:
    closed, false = (codes.COUNTERS.index(name) for name in ("closed", "falsely_closed"))

    def share(last: bool):
        def of(run: qipan.Run) -> float:
            horizon = run.record.document.horizon
            dates = [
                horizon.first_day + datetime.timedelta(days=n) for n in range(horizon.total_days)
            ]
            days = np.array([(date + datetime.timedelta(days=5)).day <= 5 for date in dates])
            chosen = run.record.counters[days == last].sum(axis=(0, 1))
            return float(chosen[false] / chosen[closed])

        return of

    assert (values(HURRIED, share(True)) > 0.5).all()
    assert (values(HURRIED, share(False)) < 0.2).all()
    assert falls(CITY, share(True), HURRIED)


def test_a_habit_that_is_off_or_neutral_changes_nothing() -> None:
    absent = qipan.simulate(TINY.revise({"closure.month_end": None}), 1).record
    neutral = {"least_false_share": 0, "acceptance_factor": 1, "easy_first": False, "on": True}
    for habit in ({"on": False, "least_false_share": 0.9}, neutral):
        tried = TINY.revise(
            {f"closure.month_end.{key}": value for key, value in {**habit, "last_days": 27}.items()}
        )
        record = qipan.simulate(tried, 1).record
        assert np.array_equal(record.issues, absent.issues)
        assert np.array_equal(record.tickets, absent.tickets)


def test_orders_are_as_before_when_the_month_is_over() -> None:
    scenario = TINY.revise(
        {
            "horizon": {"start": "2019-03-28", "days": 6, "warm_up_days": 0},
            "desks.community.order": "oldest",
            **{f"closure.month_end.{key}": value for key, value in HABIT.items()},
        }
    )
    model = qipan.CityModel(scenario, 1)
    layout, usual = model.layer.layout, model.layer.world.desks["order"].copy()
    seen = []
    while model.running:
        model.simulate_day()
        seen.append(model.layer.world.desks["order"][: layout.desks].copy())
    assert (seen[0] == codes.SHORTEST).all() and (seen[3] == codes.SHORTEST).all()
    assert np.array_equal(seen[4], usual[: layout.desks])
    assert usual[layout.first_community] == codes.OLDEST


@pytest.mark.parametrize(
    ("date", "last"), [("2019-02-25", False), ("2019-02-26", True), ("2020-02-26", False)]
)
def test_months_end_when_they_do(date: str, last: bool) -> None:
    habit = MonthEnd(last_days=3, least_false_share=0.3, acceptance_factor=1)
    assert is_last(datetime.date.fromisoformat(date), habit) is last


@pytest.mark.parametrize(
    ("key", "value"), [("last_days", 0), ("least_false_share", 1), ("acceptance_factor", 1.1)]
)
def test_a_habit_that_cannot_be_is_refused(key: str, value: float) -> None:
    with pytest.raises(ScenarioError, match=f"closure.month_end.{key}"):
        TINY.revise({f"closure.month_end.{key}": value})
