"""Types of households: what arises at whose home, and when somebody is there."""

import math

from .calendar import next_open
from .compile import kernel, whole
from .draws import uniform
from .purposes import P_HOUSEHOLD

TRIES = 64  # days and more: hours that do not meet by then never do


@kernel
def arises_there(w, candidate, kind):
    """Whether a household of the resident's type has this need: births are bounds for all types."""
    household = whole(w.residents.household[candidate.resident])
    chance = w.need_chances[household * w.kinds.shape[0] + kind]
    return uniform(candidate.key, P_HOUSEHOLD, 0) < chance


@kernel
def at_home(w, resident):
    """Calendar of the hours in which somebody of the resident's household is at home."""
    return whole(w.households.calendar[w.residents.household[resident]])


@kernel
def when_both(w, one, other, now):
    """The first moment from `now` on at which two calendars are open; infinite if there is none."""
    time = now
    for _ in range(TRIES):
        if not time < w.calendars.shape[1]:
            return math.inf
        first = next_open(w, one, time)
        if not first < w.calendars.shape[1]:
            return math.inf
        time = next_open(w, other, first)
        if time == first:
            return time
    return math.inf
