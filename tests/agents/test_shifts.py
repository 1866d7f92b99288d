"""Two shifts (两班倒): the same hours of work over a longer day."""

import numpy as np
import pytest

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
