"""Opening hours in constant time, from hourly cumulative tables.

Calendar 0 is always open. `opened[c, h]` counts the open hours of calendar c before hour h,
`hour[c, k]` is the hour of the k-th open one.
"""

import math

from .compile import kernel


@kernel
def is_open(w, calendar, now):
    """Whether the calendar is open at `now`."""
    return calendar == 0 or w.calendars.open[calendar, int(now)] == 1


@kernel
def open_hours(w, calendar, now):
    """Open hours from the beginning of the horizon to `now`."""
    if calendar == 0:
        return now
    hour = int(now)
    hours = float(w.calendars.opened[calendar, hour])
    if w.calendars.open[calendar, hour] == 1:
        hours += now - hour
    return hours


@kernel
def at_open_hours(w, calendar, hours):
    """When that many open hours have passed; work ending exactly at closing time is done then."""
    if calendar == 0:
        return hours
    if not hours <= w.calendars.shape[1]:  # also before a number that no integer can hold
        return math.inf
    whole = int(hours)
    part = hours - whole
    if part == 0.0 and whole > 0:
        whole -= 1
        part = 1.0
    if whole >= w.calendars.shape[1]:
        return math.inf
    return w.calendars.hour[calendar, whole] + part


@kernel
def end(w, calendar, now, hours):
    """When `hours` of open time begun at `now` are over: never before they began.

    At opening, work too short to be told from none by a sum of open hours would else end where
    the hour before did: at the last closing time.
    """
    if calendar == 0:
        return now + hours
    if hours == 0.0:
        return now
    return max(now, at_open_hours(w, calendar, open_hours(w, calendar, now) + hours))


@kernel
def next_open(w, calendar, now):
    """The first open moment from `now` on."""
    if is_open(w, calendar, now):
        return now
    opened = w.calendars.opened[calendar, int(now)]
    return float(w.calendars.hour[calendar, opened])


@kernel
def next_closed(w, calendar, now):
    """The first closed moment from `now` on."""
    hour = int(now)
    last = w.calendars.shape[1] - 1
    if w.calendars.open[calendar, hour] == 0:
        return now
    while hour < last and w.calendars.open[calendar, hour] == 1:
        hour += 1
    return float(hour)
