"""Patrols (巡查): who comes by, what it records and what it fixes on the spot (随手做).

A team walks the grids of a community; the dedicated grid of an institution is walked by its own.
The team's patrollers stand on a line, each one long, and each grid has the stretch of the line
that it is worth: half a patroller a grid is one patroller for two of them. Of those who pass an
issue each is as likely as its part of the grid's stretch, and one who still records or fixes
something passes without seeing it. So each finds a N / (1 + a h N) issues an open hour, of N that
are there, at a rate a and with h hours for each (Holling's disc equation, 1959).
"""

from .calendar import end
from .codes import BY_PATROL, ESTATE, HARD_NEEDS, N_ON_THE_SPOT, N_PATROL_FINDS, PATROLLED
from .compile import kernel, whole
from .discovery import become_ticket, come_to_light, discover, schedule_next_report
from .draws import uniform
from .ledger import count
from .patrol_times import exposure
from .purposes import P_ON_THE_SPOT, P_PATROLLER, P_WORK
from .triage import take_in_hand
from .work import work_of


@kernel
def pass_by(w, i, now):
    """A patroller comes upon a latent issue: busy, it passes; else it fixes or reports it."""
    patroller = passing(w, i)
    if now < w.patrollers.free_at[patroller]:
        # The hazard has no memory: what is left of the way is drawn anew, from here on.
        w.issues.missed[i] = min(65535, whole(w.issues.missed[i]) + 1)
        w.issues.watched[i] = exposure(w, whole(w.issues.grid[i]), now)
        discover(w, i, now)
        return
    count(w, now, whole(w.issues.community[i]), N_PATROL_FINDS)
    if can_fix(w, i):
        count(w, now, whole(w.issues.community[i]), N_ON_THE_SPOT)
        come_to_light(w, i, now)
        hours = w.rules.record_hours + w.rules.fix_factor * work_of(w, i, P_WORK, 0)
        done = keep_busy(w, i, patroller, now, hours)
        take_in_hand(w, i, now, PATROLLED, BY_PATROL, ESTATE, done)
    else:
        keep_busy(w, i, patroller, now, w.rules.record_hours)
        become_ticket(w, i, now, PATROLLED)
    schedule_next_report(w, i, now)


@kernel
def passing(w, i):
    """Patroller who comes by issue `i` this time."""
    g = w.grids
    grid = w.issues.grid[i]
    part = uniform(w.issues.key[i], P_PATROLLER, whole(w.issues.missed[i]))
    row = g.first_patroller[grid] + int(g.place[grid] + part * g.patrollers[grid])
    return min(row, whole(g.last_patroller[grid]))


@kernel
def can_fix(w, i):
    """Whether the patroller can do it alone, there and then."""
    if not w.rules.fix_on_the_spot or w.issues.needs[i] & HARD_NEEDS:
        return False
    fixable = w.kinds.on_the_spot[w.issues.kind[i]] * (1.0 - w.issues.complexity[i])
    return uniform(w.issues.key[i], P_ON_THE_SPOT, 0) < fixable


@kernel
def keep_busy(w, i, patroller, now, hours):
    """When the patroller has done `hours` of work, a part-timer later; until then it is busy."""
    calendar = whole(w.grids.calendar[w.issues.grid[i]])
    done = end(w, calendar, now, hours / w.patrollers.share[patroller])
    w.patrollers.free_at[patroller] = done
    return done
