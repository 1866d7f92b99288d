"""Opening hours in constant time against going through them hour by hour."""

import datetime
import math
from types import SimpleNamespace
from typing import NamedTuple

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qipan.city.calendars import build_calendars
from qipan.engine import build, calendar
from qipan.scenario.horizon import WEEKDAYS, Calendar, Horizon, PublicHolidays

FIRST = datetime.date(2019, 4, 29)  # a Monday
DAYS = 12
EIGHTHS = 8  # times in eighths of an hour are exact in floating point


class World(NamedTuple):
    calendars: np.ndarray


@numba.njit
def is_open(w, row, now):
    return calendar.is_open(w, row, now)


@numba.njit
def open_hours(w, row, now):
    return calendar.open_hours(w, row, now)


@numba.njit
def at_open_hours(w, row, hours):
    return calendar.at_open_hours(w, row, hours)


@numba.njit
def end(w, row, now, hours):
    return calendar.end(w, row, now, hours)


@numba.njit
def next_open(w, row, now):
    return calendar.next_open(w, row, now)


def tables(calendars, closed=(), worked=()):
    return build_calendars(
        SimpleNamespace(
            horizon=Horizon(start=FIRST, days=DAYS),
            calendars=calendars,
            public_holidays=PublicHolidays(closed=closed, worked=worked),
            issues=SimpleNamespace(kinds={}),
        )
    )


class Slow:
    """The same questions, answered hour by hour from what the calendar says."""

    def __init__(self, spec, closed, worked):
        self.spec, self.closed, self.worked = spec, closed, worked

    def is_open(self, hour):
        date = FIRST + datetime.timedelta(days=hour // 24)
        if self.spec.holidays and date in self.closed:
            return False
        on = WEEKDAYS[date.weekday()] in self.spec.days
        on = on or (self.spec.holidays and date in self.worked)
        return on and any(a <= hour % 24 < b for a, b in self.spec.hours)

    def end(self, now, hours, last):
        """When `hours` are worked off; infinite if not before `last`."""
        while now < last:
            border = math.floor(now) + 1
            if self.is_open(math.floor(now)):
                if hours <= border - now:
                    return now + hours
                hours -= border - now
            now = float(border)
        return math.inf


@st.composite
def cases(draw):
    edges = draw(st.lists(st.integers(0, 24), min_size=2, max_size=6, unique=True).map(sorted))
    hours = list(zip(edges[::2], edges[1::2], strict=False))
    days = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True))
    spec = Calendar(days=days, hours=hours, holidays=draw(st.booleans()))
    dates = [FIRST + datetime.timedelta(days=n) for n in range(DAYS)]
    special = draw(st.lists(st.sampled_from(dates), max_size=5, unique=True))
    cut = draw(st.integers(0, len(special)))
    return spec, special[:cut], special[cut:]


@settings(max_examples=150, deadline=None)
@given(
    cases(),
    st.integers(0, DAYS * 24 * EIGHTHS - 1),
    st.one_of(st.integers(1, 60 * EIGHTHS), st.integers(1, 60).map(lambda n: n * EIGHTHS)),
)
def test_the_tables_answer_as_a_walk_through_the_hours_does(case, now, hours):
    now, hours = now / EIGHTHS, hours / EIGHTHS
    table = tables({"it": case[0]}, *case[1:])
    world = World(build._calendars(table))
    row = table.index["it"]
    slow = Slow(*case)
    last = table.open.shape[1]
    assert is_open(world, row, now) == slow.is_open(int(now))
    passed = sum(min(1.0, now - hour) for hour in range(math.ceil(now)) if slow.is_open(hour))
    assert open_hours(world, row, now) == passed
    for fast, expected in (
        (end(world, row, now, hours), slow.end(now, hours, last)),
        (at_open_hours(world, row, hours), slow.end(0.0, hours, last)),
    ):
        assert fast == expected or (expected == math.inf and fast >= last)
    opens = next((h for h in range(int(now), last) if slow.is_open(h)), math.inf)
    expected = now if opens == int(now) else opens
    fast = next_open(world, row, now)
    assert fast == expected or (expected == math.inf and fast >= last)


@pytest.fixture
def office():
    spec = Calendar(days=WEEKDAYS[:5], hours=((8, 12), (14, 18)))
    table = tables({"office": spec, "always": Calendar(always=True)})
    return World(build._calendars(table)), table.index["office"]


@pytest.mark.parametrize(
    ("now", "hours", "expected"),
    [
        (8.0, 4.0, 12.0),  # done as the doors close, not when they open again
        (8.0, 4.5, 14.5),
        (17.5, 0.5, 18.0),
        (17.5, 1.0, 24 + 8.5),
        (4 * 24 + 17.0, 1.0, 4 * 24 + 18.0),
        (4 * 24 + 17.0, 1.5, 7 * 24 + 8.5),  # over a weekend
        (13.0, 8.0, 24 + 12.0),  # begun while closed
        (13.0, 0.0, 13.0),
    ],
)
def test_work_that_ends_as_the_office_closes_is_done_then(office, now, hours, expected):
    assert end(*office, now, hours) == expected


def test_row_0_is_always_open(office):
    world, _ = office
    assert next_open(world, 0, 3.25) == 3.25
    assert end(world, 0, 3.25, 100.5) == 103.75
    assert at_open_hours(world, 0, 7.5) == 7.5


def test_a_holiday_closes_and_a_day_worked_in_return_opens():
    closed, worked = FIRST + datetime.timedelta(days=2), FIRST + datetime.timedelta(days=6)
    weekdays = Calendar(days=WEEKDAYS[:5], hours=((8, 12),))
    daily = Calendar(days=WEEKDAYS, hours=((8, 12),), holidays=False)
    table = tables({"office": weekdays, "estate": daily}, [closed], [worked])
    hours = {name: table.open[row].reshape(-1, 24).any(axis=1) for name, row in table.index.items()}
    assert hours["office"][:7].tolist() == [True, True, False, True, True, False, True]
    assert hours["estate"].all()


SMALLEST = 5e-324  # above 0


@settings(max_examples=300, deadline=None)
@given(
    cases(),
    st.floats(0.0, DAYS * 24, exclude_max=True) | st.integers(0, DAYS * 24 - 1).map(float),
    st.floats(0.0, 1e300) | st.floats(0.0, 1e-9) | st.just(SMALLEST),
)
def test_nothing_ends_before_it_began(case, now, hours):
    table = tables({"it": case[0]}, *case[1:])
    world = World(build._calendars(table))
    assert end(world, table.index["it"], now, hours) >= now
    assert end(world, 0, now, hours) >= now


def test_work_begun_as_the_office_opens_does_not_end_as_it_last_closed(office):
    for hours in (SMALLEST, 1e-300, 1e-16, 1e-14):
        assert end(*office, 4 * 24 + 14.0, hours) == 4 * 24 + 14.0


def test_replications_of_a_city_share_its_calendars():
    table = tables({"it": Calendar(always=True)})
    assert build._calendars(table) is build._calendars(table)
    assert build._calendars(tables({"it": Calendar(always=True)})) is not build._calendars(table)
