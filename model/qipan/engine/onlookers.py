"""When couriers and stewards of their neighbours next come upon a latent issue.

Couriers (骑手) ride through all grids of a community, and tell of what they see where a station
(驿站) is open to them: a hazard an hour of their working day, as of a patrol. Stewards come upon
what concerns neighbours at a constant hazard: the head of the building (楼栋长) in it, the members
of the council (议事会成员) in the whole community.
"""

import math

from .calendar import at_open_hours, open_hours
from .codes import HEAD, MEMBER, PRIVATE
from .compile import kernel, whole
from .draws import exponential
from .purposes import P_COURIER, P_STEWARD

WEEK = 168.0  # hours


@kernel
def notice_time(w, i):
    """When the first courier or steward would come upon issue `i`."""
    if w.rules.stewards:
        return min(courier_time(w, i), steward_time(w, i))
    return courier_time(w, i)


@kernel
def courier_exposure(w, community, now):
    """Integrated hazard of being told of by a courier, from hour 0 to `now`."""
    c = w.communities
    if c.ridden_rate[community] == 0.0:
        return c.ridden[community]
    spent = open_hours(w, whole(w.rules.courier_calendar), now) - c.ridden_since[community]
    return c.ridden[community] + c.ridden_rate[community] * spent


@kernel
def courier_time(w, i):
    """When a courier would tell of issue `i`, if stations stay as they are."""
    c = w.communities
    community = whole(w.issues.community[i])
    if c.ridden_rate[community] == 0.0 or not w.kinds.visible[w.issues.kind[i]]:
        return math.inf
    target = w.issues.ridden[i] + exponential(w.issues.key[i], P_COURIER, 0)
    hours = max(0.0, (target - c.ridden[community]) / c.ridden_rate[community])
    calendar = whole(w.rules.courier_calendar)
    return at_open_hours(w, calendar, c.ridden_since[community] + hours)


@kernel
def head_of(w, i):
    """Row of the head of the building in which issue `i` arises."""
    return whole(w.residents.building[w.issues.resident[i]])


@kernel
def members_of(w, i):
    """Row of the members of the council of the community."""
    return whole(w.buildings.shape[0]) + w.issues.community[i]


@kernel
def head_rate(w, i):
    """Hazard an hour at which the head of the building comes upon issue `i`."""
    if w.grids.institution[w.issues.grid[i]] or w.stewards.hours[head_of(w, i)] == 0.0:
        return 0.0
    return w.roles.rate[HEAD]


@kernel
def steward_rate(w, i):
    """Hazard an hour at which any steward comes upon issue `i`."""
    if w.stewards.hours[members_of(w, i)] == 0.0:
        return head_rate(w, i)
    return head_rate(w, i) + w.roles.rate[MEMBER]


@kernel
def steward_time(w, i):
    """When a steward would come upon issue `i`, which must concern neighbours."""
    kind = w.issues.kind[i]
    if not w.kinds.visible[kind] and w.kinds.sorting[kind] != PRIVATE:
        return math.inf
    rate = steward_rate(w, i)
    if rate == 0.0:
        return math.inf
    begin = max(w.issues.stewards_from[i], w.rules.stewards_since)
    return begin + exponential(w.issues.key[i], P_STEWARD, attempt(w, i)) / rate


@kernel
def attempt(w, i):
    """Number of the week from which stewards may come upon issue `i`: no two attempts share it."""
    return int(w.issues.stewards_from[i] / WEEK)
