"""Claims: a paired unit takes up needs that fit its skills, hours and money."""

from .codes import ARRIVE, BY_UNIT, E_CLAIMED, FUND_QUEUE, HARD_NEEDS, N_CLAIMS, UNIT_WORK, WAITING
from .compile import kernel, whole
from .desk import remove, touch
from .draws import uniform
from .gates import gate_row
from .ledger import count, note
from .purposes import P_CLAIM, P_COST, P_WORK
from .slots import schedule
from .state import FIRST_COMMUNITY_DESK
from .work import cost_of, hours_of_delay, work_of


@kernel
def claim(w, u, community, most, forced, now):
    """Unit `u` goes through a community's list of needs: its desk's queue, then unpaid projects.

    It takes up what fits and what it is willing to do, at most so many; what is `forced` on it
    needs no willingness.
    """
    office = w.clock[FIRST_COMMUNITY_DESK] + community
    taken = claim_from(w, u, office, most, forced, now)
    queue = gate_row(w, FUND_QUEUE, whole(community))
    if w.desks.length[queue] > 0:
        claim_from(w, u, queue, most - taken, forced, now)


@kernel
def claim_from(w, u, row, most, forced, now):
    """Take up tickets from the queue of a desk or of a fund; the number taken."""
    taken = 0
    for priority in range(4):
        waiting = w.queues.head[4 * row + priority]
        while waiting >= 0 and taken < most:
            j = whole(waiting)
            waiting = w.tickets.next[j]
            if fits(w, u, j, row) and (forced or is_willing(w, u, j)):
                take(w, u, j, row, now)
                taken += 1
    return taken


@kernel
def is_willing(w, u, j):
    """Whether the unit takes up the ticket: once drawn for the two, compared with engagement."""
    key = w.issues.key[w.tickets.issue[j]] ^ w.units.key[u]
    return uniform(key, P_CLAIM, 0) < w.units.engagement[u]


@kernel
def fits(w, u, j, row):
    """Whether unit `u` has the skill, and the hours or the money, for ticket `j`."""
    i = whole(w.tickets.issue[j])
    if not (whole(w.units.kinds[u]) >> whole(w.issues.kind[i])) & 1:
        return False
    if w.desks.level[row] == FUND_QUEUE:
        return cost_of(w, i, P_COST) <= w.units.yuan_left[u]
    if w.issues.needs[i] & HARD_NEEDS or w.tickets.look[j]:
        return False
    return hours_of(w, j) <= min(w.units.hours_left[u], w.units.set_aside[u])


@kernel
def hours_of(w, j):
    """Hours of work of ticket `j`: those that the desk would have had."""
    return work_of(w, whole(w.tickets.issue[j]), P_WORK, int(w.tickets.services[j]))


@kernel
def take(w, u, j, row, now):
    """Unit `u` takes ticket `j` from its queue and works on it."""
    t = w.tickets
    i = whole(t.issue[j])
    if w.desks.level[row] == FUND_QUEUE:
        cost = cost_of(w, i, P_COST)
        w.units.yuan_left[u] -= cost
        w.units.yuan[u] += cost
    else:
        hours = hours_of(w, j)
        w.units.hours_left[u] -= hours
        w.units.set_aside[u] -= hours
        w.units.hours[u] += hours
    w.units.claims[u] += 1
    touch(w, row, now)
    remove(w, j, row)
    community = whole(w.issues.community[i])
    count(w, now, community, N_CLAIMS)
    note(w, now, E_CLAIMED, i, row)
    then = now + hours_of_delay(w, UNIT_WORK, w.issues.key[i] ^ w.units.key[u], P_CLAIM, 1)
    if t.responded[j] < 0.0:
        t.responded[j] = now
    t.by[j] = BY_UNIT
    t.state[j] = WAITING
    t.desk[j] = w.clock[FIRST_COMMUNITY_DESK] + community
    t.next[j] = int(then)
    schedule(w, then, ARRIVE, j, t.version[j])
