"""Two shifts (两班倒) at one desk: who of its clerks is there, and whose a case is.

A desk whose people work in two shifts has clerks of the first and of the second, each with hours of
their own, and one queue. A clerk keeps a case until it is done: it rests while the clerk is away.
Where cases are handed over, the other shift takes over at its beginning what is not done.
"""

import math

from .calendar import is_open, next_closed, next_open
from .compile import kernel, whole


@kernel
def calendar_of(w, d, shift):
    """Calendar of the clerks of a shift; without shifts, of the desk."""
    if w.desks.second_servers[d] == 0:
        return whole(w.desks.calendar[d])
    return whole(w.desks.second_calendar[d] if shift == 1 else w.desks.first_calendar[d])


@kernel
def free_clerks(w, d, shift):
    """Clerks of a shift who have nothing in hand."""
    desks = w.desks
    if shift == 1:
        return desks.second_servers[d] - desks.second_busy[d]
    if desks.second_servers[d] == 0:
        return desks.servers[d] - desks.busy[d]
    return desks.servers[d] - (desks.busy[d] - desks.second_busy[d])


@kernel
def shift_on_duty(w, d, now):
    """Shift with a free clerk who is there now; -1 if there is none."""
    if free_clerks(w, d, 0) > 0 and is_open(w, calendar_of(w, d, 0), now):
        return 0
    if free_clerks(w, d, 1) > 0 and is_open(w, calendar_of(w, d, 1), now):
        return 1
    return -1


@kernel
def next_start(w, d, now):
    """When a clerk who is free now is next there; infinite if all have something in hand."""
    time = math.inf
    if free_clerks(w, d, 0) > 0:
        time = next_open(w, calendar_of(w, d, 0), now)
    if free_clerks(w, d, 1) > 0:
        time = min(time, next_open(w, calendar_of(w, d, 1), now))
    return time


@kernel
def shift_for_chores(w, d, now):
    """Shift of the free clerk who is there first; -1 if there is none."""
    if free_clerks(w, d, 1) <= 0:
        return 0 if free_clerks(w, d, 0) > 0 else -1
    if free_clerks(w, d, 0) <= 0:
        return 1
    first = next_open(w, calendar_of(w, d, 0), now)
    return 0 if first <= next_open(w, calendar_of(w, d, 1), now) else 1


@kernel
def change_of_shift(w, d, shift, now):
    """When the clerks of a shift have left and those of the other are there."""
    left = next_closed(w, calendar_of(w, d, shift), now)
    return next_open(w, calendar_of(w, d, 1 - shift), left)
