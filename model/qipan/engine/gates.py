"""Gates: meetings, councils and funds at which tickets wait for their turn.

A gate is a row of the desks without staff, so that its tickets queue, rise in priority and are
withdrawn like all others. What desks do in opening hours, a gate does at its sittings.
"""

from .codes import (
    ARRIVE,
    CITY_MEETING,
    COMMUNITY_MEETING,
    COUNCIL,
    E_DECIDED,
    E_HEARD,
    E_WAITS,
    ESTATE,
    ESTATE_MEETING,
    FUND_QUEUE,
    JOINT_MEETING,
    MOVING,
    N_DECIDED,
    N_HEARD,
    N_WAITS,
    NEEDS_CONSENSUS,
    NEEDS_DEPARTMENTS,
    REFUSED,
    STALLED,
    SUBDISTRICT,
    SUBDISTRICT_MEETING,
    WAITING,
)
from .compile import kernel, whole
from .consensus import harden, wait_for_neighbours
from .desk import enqueue, remove, touch
from .draws import uniform
from .ledger import count, note
from .purposes import P_DELAY, P_SITTING
from .several import bound, department_due, needs_several
from .slots import schedule
from .state import FIRST_GATE
from .triage import desk_at
from .work import hours_of_delay

MOST_HEARINGS = 200  # by then departments are told what to do, and neighbours are left alone


@kernel
def sits(w, kind):
    """Whether gates of a kind are in force."""
    return w.gates.on[kind - ESTATE_MEETING] == 1


@kernel
def gate_row(w, kind, member):
    """Row of the gate of a grid, a community, a subdistrict or the city."""
    row = w.clock[FIRST_GATE] + member
    grids, communities = w.grids.shape[0], w.communities.shape[0]
    if kind >= COUNCIL:
        row += grids
    if kind >= COMMUNITY_MEETING:
        row += communities
    if kind >= SUBDISTRICT_MEETING:
        row += communities
    if kind >= CITY_MEETING:
        row += w.posts.shape[0]
    if kind >= FUND_QUEUE:
        row += 1
    if kind >= STALLED:
        row += communities
    return row


@kernel
def consensus_gate(w, i, level):
    """Gate at which neighbours agree: their estate's, the council, the community's; or -1."""
    community = whole(w.issues.community[i])
    grid = whole(w.issues.grid[i])
    if level == ESTATE and sits(w, ESTATE_MEETING) and w.grids.tri_party[grid]:
        return gate_row(w, ESTATE_MEETING, grid)
    if sits(w, COUNCIL):
        return gate_row(w, COUNCIL, community)
    if sits(w, COMMUNITY_MEETING):
        return gate_row(w, COMMUNITY_MEETING, community)
    return whole(-1)


@kernel
def departments_gate(w, i):
    """Gate at which several departments sit together, the subdistrict's first; or -1."""
    if sits(w, SUBDISTRICT_MEETING):
        subdistrict = w.communities.subdistrict[w.issues.community[i]]
        return gate_row(w, SUBDISTRICT_MEETING, whole(subdistrict))
    if sits(w, CITY_MEETING):
        return gate_row(w, CITY_MEETING, whole(0))
    return whole(-1)


@kernel
def last_gate(w, i):
    """Gate for what departments refuse or cannot do, the city's first; or -1."""
    if sits(w, CITY_MEETING):
        return gate_row(w, CITY_MEETING, whole(0))
    return departments_gate(w, i)


@kernel
def enter_gate(w, j, gate, now):
    """Ticket `j` is put on the list of a gate, unless it is urgent and need not wait its turn."""
    t = w.tickets
    i = whole(t.issue[j])
    t.rounds[j] = 0
    count(w, now, whole(w.issues.community[i]), N_WAITS)
    note(w, now, E_WAITS, i, gate)
    kind = whole(w.desks.level[gate])
    if w.rules.urgent_bypass and kind != FUND_QUEUE and w.kinds.priority[w.issues.kind[i]] == 0:
        hear_out_of_turn(w, j, kind, now)
        return
    touch(w, gate, now)
    t.desk[j] = gate
    w.desks.arrivals[gate] += 1
    enqueue(w, j, gate)


@kernel
def hear_out_of_turn(w, j, kind, now):
    """Hear an urgent ticket, at special sittings, until it is decided or has been heard in vain."""
    decided = False
    while not decided and not heard_in_vain(w, j, kind):
        decided = hear(w, j, kind, now)
    then = now + w.rules.urgent_wait * whole(w.tickets.rounds[j])
    if decided:
        leave_gate(w, j, kind, now, then)
    else:
        leave_undecided(w, j, now, then)


@kernel
def hear(w, j, kind, now):
    """Whether a sitting decides ticket `j`; a hard case is not decided before its time.

    Neighbours who have hardened agree less.
    """
    t = w.tickets
    i = whole(t.issue[j])
    gate = w.gates[kind - ESTATE_MEETING]
    heard = whole(t.rounds[j]) + 1
    t.rounds[j] = heard
    t.sittings[j] = min(255, whole(t.sittings[j]) + 1)
    count(w, now, whole(w.issues.community[i]), N_HEARD)
    note(w, now, E_HEARD, i, whole(t.desk[j]))
    needed = gate.sittings if w.issues.complexity[i] >= gate.hard_from else 1
    if heard < needed:
        return False
    success = gate.success
    if kind <= COMMUNITY_MEETING:
        success *= w.rules.hardened_success ** whole(t.hardened[j])
    elif heard >= MOST_HEARINGS:
        return True
    return uniform(w.issues.key[i], P_SITTING, whole(t.sittings[j])) < success


@kernel
def heard_in_vain(w, j, kind):
    """Whether neighbours have been heard as often as their gate hears anybody, and do not agree."""
    if kind > COMMUNITY_MEETING:
        return False
    most = whole(w.gates.sittings_most[kind - ESTATE_MEETING])
    return whole(w.tickets.rounds[j]) >= (most if most > 0 else MOST_HEARINGS)


@kernel
def leave_gate(w, j, kind, now, then):
    """Ticket `j` is decided and goes on at `then`: back where it was, or to the department."""
    t = w.tickets
    i = whole(t.issue[j])
    count(w, now, whole(w.issues.community[i]), N_DECIDED)
    note(w, now, E_DECIDED, i, whole(t.desk[j]))
    if kind <= COMMUNITY_MEETING:
        t.decided[j] |= NEEDS_CONSENSUS
    elif needs_several(w, i):
        t.decided[j] |= NEEDS_DEPARTMENTS
    send_on(w, j, kind, then)


@kernel
def leave_undecided(w, j, now, then):
    """Neighbours have not agreed: they harden, and from `then` on are left to themselves."""
    harden(w, j, whole(w.tickets.desk[j]), now)
    wait_for_neighbours(w, j, then)


@kernel
def send_on(w, j, kind, then):
    """Have ticket `j` go on from a gate of that kind at `then`.

    A case of several departments on which nobody has decided goes back to who asks them.
    """
    t = w.tickets
    i = whole(t.issue[j])
    t.next[j] = -1
    if SUBDISTRICT_MEETING <= kind <= CITY_MEETING:
        t.state[j] = MOVING
        if needs_several(w, i) and not bound(w, j):
            t.look[j] = REFUSED
            t.desk[j] = desk_at(w, i, SUBDISTRICT)
        else:
            t.desk[j] = department_due(w, j)
    else:
        t.state[j] = WAITING
        t.desk[j] = desk_at(w, i, whole(t.level[j]))
    schedule(w, then, ARRIVE, j, t.version[j])


@kernel
def hold_sitting(w, gate, now):
    """Hear the tickets on a gate's list in turn, as many as there are slots.

    Who is heard and not decided keeps the place in the list.
    """
    touch(w, gate, now)
    kind = whole(w.desks.level[gate])
    slots = w.gates.slots[kind - ESTATE_MEETING]
    heard = 0
    for priority in range(4):
        waiting = w.queues.head[4 * gate + priority]
        while waiting >= 0 and heard < slots:
            j = whole(waiting)
            waiting = w.tickets.next[j]
            heard += 1
            if hear(w, j, kind, now):
                remove(w, j, gate)
                leave_gate(w, j, kind, now, now)
            elif heard_in_vain(w, j, kind):
                remove(w, j, gate)
                leave_undecided(w, j, now, now)


@kernel
def close_gate(w, gate, now):
    """A gate is done away with: whoever waits there waits as if it had never been."""
    touch(w, gate, now)
    kind = whole(w.desks.level[gate])
    for priority in range(4):
        while w.queues.head[4 * gate + priority] >= 0:
            j = whole(w.queues.head[4 * gate + priority])
            remove(w, j, gate)
            if kind <= COMMUNITY_MEETING:
                wait_for_neighbours(w, j, now)
                continue
            i = whole(w.tickets.issue[j])
            hours = 0.0
            if not needs_several(w, i) or bound(w, j):
                ordinal = int(w.tickets.services[j]) * 8 + JOINT_MEETING
                hours = hours_of_delay(w, JOINT_MEETING, w.issues.key[i], P_DELAY, ordinal)
            send_on(w, j, kind, now + hours)
