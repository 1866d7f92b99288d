"""Gates: meetings, councils and funds at which tickets wait for their turn.

A gate is a row of the desks without staff, so that its tickets queue, rise in priority and are
withdrawn like all others. What desks do in opening hours, a gate does at its sittings.
"""

from .codes import (
    ARRIVE,
    CITY_MEETING,
    COMMUNITY_MEETING,
    CONSENSUS_WAIT,
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
    P_DELAY,
    P_SITTING,
    SUBDISTRICT_MEETING,
    WAITING,
)
from .compile import formula, kernel, whole
from .desk import enqueue, remove, touch
from .draws import uniform
from .ledger import count, note
from .slots import schedule
from .state import FIRST_GATE
from .triage import desk_at
from .work import hours_of_delay

MOST_HEARINGS = 200  # a case that is still undecided then is decided


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
        sittings = hear_at_once(w, j, kind, now)
        leave_gate(w, j, kind, now, now + w.rules.urgent_wait * sittings)
        return
    touch(w, gate, now)
    t.desk[j] = gate
    w.desks.arrivals[gate] += 1
    enqueue(w, j, gate)


@kernel
def hear_at_once(w, j, kind, now):
    """Hear an urgent ticket until it is decided; the number of special sittings."""
    sittings = 0
    while sittings < MOST_HEARINGS:
        sittings += 1
        if hear(w, j, kind, now):
            break
    return sittings


@kernel
def hear(w, j, kind, now):
    """Whether a sitting decides ticket `j`; a hard case is not decided before its time."""
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
    if heard >= MOST_HEARINGS:
        return True
    return uniform(w.issues.key[i], P_SITTING, whole(t.sittings[j])) < gate.success


@kernel
def leave_gate(w, j, kind, now, then):
    """Ticket `j` is decided and goes on at `then`: back where it was, or to the department."""
    t = w.tickets
    i = whole(t.issue[j])
    count(w, now, whole(w.issues.community[i]), N_DECIDED)
    note(w, now, E_DECIDED, i, whole(t.desk[j]))
    send_on(w, j, kind, then)


@kernel
def send_on(w, j, kind, then):
    """Have ticket `j` go on from a gate of that kind at `then`."""
    t = w.tickets
    i = whole(t.issue[j])
    t.next[j] = -1
    if SUBDISTRICT_MEETING <= kind <= CITY_MEETING:
        t.state[j] = MOVING
        t.desk[j] = desk_at(w, i, whole(3))
    else:
        t.state[j] = WAITING
        t.desk[j] = desk_at(w, i, whole(t.level[j]))
    schedule(w, then, ARRIVE, j, t.version[j])


@formula
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


@formula
def close_gate(w, gate, now):
    """A gate is done away with: whoever waits there waits as if it had never been."""
    touch(w, gate, now)
    kind = whole(w.desks.level[gate])
    which = CONSENSUS_WAIT
    if kind >= SUBDISTRICT_MEETING:
        which = JOINT_MEETING
    for priority in range(4):
        while w.queues.head[4 * gate + priority] >= 0:
            j = whole(w.queues.head[4 * gate + priority])
            remove(w, j, gate)
            key = w.issues.key[w.tickets.issue[j]]
            ordinal = int(w.tickets.services[j]) * 8 + which
            send_on(w, j, kind, now + hours_of_delay(w, which, key, P_DELAY, ordinal))
