"""Two shifts (两班倒): the same hours of work over a longer day."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import qipan
from qipan.agents.staffing import two_shifts
from qipan.engine import codes

from .conftest import CITY, after_days, falls, simulate, with_policy

SHIFTS = with_policy("shifts", calendar="two_shifts")


def test_two_shifts_spread_the_same_hours_over_longer_opening():
    before, after = (after_days(scenario, 1) for scenario in (CITY, SHIFTS))
    assert before.weekly_hours("two_shifts") > 2 * before.weekly_hours("office")
    work = []
    for run in (simulate(CITY, 1), simulate(SHIFTS, 1)):
        desks = run.record.desks_after
        chosen = desks["level"] == codes.COMMUNITY
        work.append((desks["open_hours"] * desks["speed"])[chosen].sum())
    assert work[1] == pytest.approx(work[0], rel=0.01)
    desk = before.communities[0].desk
    heads = before.communities[0].own_heads(CITY.document)
    clerks = after.layer.world.desks[desk]
    assert clerks["servers"] + clerks["second_servers"] == round(heads)
    assert clerks["servers"] - clerks["second_servers"] in (0, 1)
    rows = [model.layer.world.desks["calendar"][desk] for model in (before, after)]
    assert rows == [before.calendar_row("office"), before.calendar_row("two_shifts")]


def test_two_shifts_answer_sooner_in_the_evening_and_at_the_weekend():
    calm = CITY.revise({"issues.rate_factor": 0.2})
    open_late = with_policy("shifts", calm)

    def wait_out_of_hours(run):
        record = run.record
        opened = record.tickets["opened"]
        office = record.city.calendars.open[record.city.calendars.index["office"]]
        chosen = (record.tickets["responded"] >= 0) & ~office[opened.astype(int)]
        return float(np.median((record.tickets["responded"] - opened)[chosen]))

    assert falls(open_late, wait_out_of_hours, calm)


KINDS = CITY.document.issues.kinds
# Cases of weeks of work, which a community always closes at the first attempt.
LONG = CITY.revise(
    {
        "horizon": {"start": "2019-05-06", "days": 150, "warm_up_days": 0},
        "desks.community.paperwork": None,
        "desks.community.success": {"simple": 1, "slope": 0},
        "desks.community.work_factor": 1,
        "desks.load_effect.on": False,
        "triage": {"error_without_sorting": 0, "private_to_estate_share": 0, "merged_share": 1},
        "residents.reporting.neighbour_weight": 0,
        "calls.most_per_ticket": 0,
        **{f"issues.kinds.{kind}.births_per_1000_residents_year": 0 for kind in KINDS},
        "issues.kinds.refuse.births_per_1000_residents_year": 3,
        "issues.kinds.refuse.sorting_class": "small",
        "issues.kinds.refuse.work_hours": 100,
        "issues.kinds.refuse.lapse_mean_days": None,
        "issues.kinds.refuse.needs": {},
    }
)


def weeks_of_cases(scenario):
    """Weeks in which a clerk had each of the long cases that are closed."""
    run = qipan.simulate(scenario, 1, events=True)
    tickets = run.record.tickets
    closed = tickets[(tickets["by"] == codes.BY_DESK) & (tickets["closed"] >= 0)]
    weeks = (closed["closed"] - closed["responded"]) / 168
    assert len(closed) > 10
    return weeks


@pytest.mark.parametrize("shifts", [False, True])
def test_nobody_works_more_than_their_week(shifts):
    """A clerk works on one case at a time, and on it alone."""
    scenario = with_policy("shifts", LONG, calendar="two_shifts") if shifts else LONG
    weeks = weeks_of_cases(scenario)
    week = after_days(scenario, 1).weekly_hours("office")
    assert np.median(100 / weeks) <= 1.05 * week
    assert ((weeks + 1) * week >= 100).all()  # a part of a week may be all of its hours


def test_a_case_that_is_handed_over_goes_on_in_both_shifts_at_a_cost():
    handed, dearly = (
        with_policy("shifts", LONG, calendar="two_shifts", hand_over_hours=hours)
        for hours in (0, 2)
    )
    kept = with_policy("shifts", LONG, calendar="two_shifts")
    weeks = {name: np.median(weeks_of_cases(s)) for name, s in (("kept", kept), ("handed", handed))}
    assert weeks["handed"] < 0.6 * weeks["kept"]
    assert np.median(weeks_of_cases(dearly)) > 1.2 * weeks["handed"]


@given(st.floats(0.1, 40), st.floats(0.1, 1), st.floats(10, 60), st.floats(10, 84))
def test_two_shifts_add_no_hours_to_anybodys_week(heads, rate, week, shift_hours):
    found = two_shifts(heads, heads * rate, week, shift_hours)
    people = found.servers + found.second_shift
    assert found.servers - found.second_shift in (0, 1)
    done = people * found.speed * shift_hours
    assert done <= heads * rate * week * (1 + 1e-9)
    assert done == pytest.approx(heads * rate * min(week, shift_hours))


def test_each_shift_has_half_of_a_days_hours():
    tables = after_days(CITY, 1).city.calendars
    for name, row in tables.index.items():
        first, second = (tables.open[shift] for shift in tables.shifts[name])
        assert not (first & second).any()
        assert ((first | second) == tables.open[row]).all()
        a_day = [shift.reshape(-1, 24).sum(axis=1) for shift in (first, second)]
        assert np.isin(a_day[0] - a_day[1], (0, 1)).all()
        last_of_first = np.where(first.reshape(-1, 24), np.arange(24), -1).max(axis=1)
        first_of_second = np.where(second.reshape(-1, 24), np.arange(24), 24).min(axis=1)
        assert (last_of_first < first_of_second).all()
