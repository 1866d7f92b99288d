"""When patrols would come by an issue: their integrated hazard, and its inverse."""

import math

from .calendar import at_open_hours, open_hours
from .compile import kernel, whole
from .draws import exponential
from .purposes import P_PATROL


@kernel
def exposure(w, grid, now):
    """Integrated hazard of being found by a patrol of the grid, from hour 0 to `now`."""
    g = w.grids
    if g.rate[grid] == 0.0:
        return g.exposure[grid]
    spent = open_hours(w, int(g.calendar[grid]), now) - g.since[grid]
    return g.exposure[grid] + g.rate[grid] * spent


@kernel
def find_time(w, i):
    """When a patroller next comes by issue `i`, if patrols stay as they are."""
    if not w.kinds.visible[w.issues.kind[i]]:
        return math.inf
    grid = whole(w.issues.grid[i])
    g = w.grids
    if g.rate[grid] == 0.0:
        return math.inf
    attempt = whole(w.issues.missed[i])
    target = w.issues.watched[i] + exponential(w.issues.key[i], P_PATROL, attempt)
    hours = (target - g.exposure[grid]) / g.rate[grid]
    return at_open_hours(w, int(g.calendar[grid]), g.since[grid] + max(0.0, hours))
