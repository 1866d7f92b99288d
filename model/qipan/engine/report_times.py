"""When residents would report an issue: the affected one, neighbours, and what holds them back."""

import math

from .calendar import next_open
from .channels import office_hours
from .codes import GRID_WORKER, TALKED, VISIT
from .compile import kernel, whole
from .counter import visits_counter
from .draws import exponential, uniform
from .homes import at_home, when_both
from .purposes import P_HELD, P_NEIGHBOUR, P_RELEASED, P_REPORT
from .talks import next_talk


@kernel
def made_at(w, i, time, count):
    """When a report that would be made at `time` is: a shock may hold it back for a while.

    Held back or not is drawn once for each report of an issue, numbered by `count`.
    """
    if not time < w.slots.shape[0]:
        return time
    held = w.held[int(time) // 24]
    if held.share == 0.0 or uniform(w.issues.key[i], P_HELD, count) >= held.share:
        return time
    return held.until + held.spread * uniform(w.issues.key[i], P_RELEASED, count)


@kernel
def own_report_time(w, i, now):
    """When the affected resident would report; a visitor waits for office or centre to open."""
    rate = w.issues.own_rate[i]
    if rate == 0.0:
        return math.inf
    time = w.issues.birth[i] + w.issues.paused[i]
    time = max(w.issues.comes_at[i], time + exponential(w.issues.key[i], P_REPORT, 0) / rate)
    time = made_at(w, i, time, 0)
    if time < w.slots.shape[0] and keeps_hours(w, i):
        time = max(now, time)
        community = whole(w.issues.community[i])
        if w.issues.channel[i] == TALKED:
            return next_talk(w, community, time)
        home = at_home(w, whole(w.issues.resident[i]))
        if w.issues.channel[i] == GRID_WORKER:
            return next_open(w, home, time)
        if visits_counter(w, i):
            calendar = whole(w.rules.counter_calendar)
        else:
            calendar = office_hours(w, community)
        if not w.rules.households:
            return next_open(w, calendar, time)
        return when_both(w, calendar, home, time)
    return time


@kernel
def keeps_hours(w, i):
    """Whether the affected resident reports when an office is open, at home or at a talk only."""
    channel = w.issues.channel[i]
    if channel in (VISIT, TALKED):
        return True
    return w.rules.households and channel == GRID_WORKER


@kernel
def neighbour_report_time(w, i):
    """When the next of the neighbours would report.

    The neighbours share one rate, so the gaps between their reports are independent exponentials
    with rates (n-j) r (Renyi 1953): one draw a report, whatever the circle's size.
    """
    waiting = whole(w.issues.circle[i]) - 1
    reported = whole(w.issues.neighbours_reported[i])
    rate = w.issues.near_rate[i]
    if reported >= waiting or rate == 0.0:
        return math.inf
    time = w.issues.birth[i] + w.issues.paused[i]
    for j in range(reported + 1):
        time += exponential(w.issues.key[i], P_NEIGHBOUR, j) / (rate * (waiting - j))
    return made_at(w, i, time, reported + 1)
