"""Stalled cases: every department has passed them on, and nobody acts until they are revived.

They lie on a list of their community, a gate at which nobody sits, so that they are open, are
counted and wait like all others. A resident's call revives one at once; a talk with deputies or an
inspection takes up each of the list by chance.
"""

from .codes import (
    ARRIVE,
    E_REVIVED,
    E_STALLED,
    MOVING,
    N_REVIVED,
    N_STALLED,
    QUEUED,
    REFUSED,
    STALLED,
    SUBDISTRICT,
)
from .compile import kernel, whole
from .desk import enqueue, remove, touch
from .draws import uniform
from .gates import gate_row
from .ledger import count, note
from .purposes import P_REVIVED
from .slots import schedule
from .triage import desk_at


@kernel
def stall(w, j, now):
    """Nobody acts on ticket `j` any more."""
    t = w.tickets
    i = whole(t.issue[j])
    community = whole(w.issues.community[i])
    gate = gate_row(w, STALLED, community)
    count(w, now, community, N_STALLED)
    note(w, now, E_STALLED, i, gate)
    touch(w, gate, now)
    t.desk[j] = gate
    w.desks.arrivals[gate] += 1
    enqueue(w, j, gate)


@kernel
def revive(w, j, now):
    """Ticket `j`, if it is stalled, goes back to the subdistrict, which asks anew."""
    t = w.tickets
    gate = whole(t.desk[j])
    if t.state[j] != QUEUED or w.desks.level[gate] != STALLED:
        return
    i = whole(t.issue[j])
    touch(w, gate, now)
    remove(w, j, gate)
    t.next[j] = -1
    t.asked[j] = 0
    t.passed[j] = 0
    t.look[j] = REFUSED
    t.state[j] = MOVING
    t.desk[j] = desk_at(w, i, SUBDISTRICT)
    count(w, now, whole(w.issues.community[i]), N_REVIVED)
    note(w, now, E_REVIVED, i, gate)
    schedule(w, now, ARRIVE, j, t.version[j])


@kernel
def take_up_stalled(w, gate, occasion, chance, now):
    """Revive each case on a list with a chance, once drawn for the case and the occasion."""
    for priority in range(4):
        waiting = w.queues.head[4 * gate + priority]
        while waiting >= 0:
            j = whole(waiting)
            waiting = w.tickets.next[j]
            if uniform(w.issues.key[w.tickets.issue[j]], P_REVIVED, occasion) < chance:
                revive(w, j, now)
