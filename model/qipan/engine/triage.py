"""Tickets: opened, sorted to a level, sent to a desk, withdrawn."""

from .circle import in_circle
from .codes import (
    ARRIVE,
    BEFORE,
    BIG,
    BY_VOLUNTEER,
    CALL,
    COMMUNITY,
    COULD_BE_LABOUR,
    E_OPENED,
    E_PETITION,
    E_SOLVED,
    E_WITHDRAWN,
    ESTATE,
    HANDLED,
    MOVING,
    N_MISROUTED,
    N_OPENED,
    N_ORDERS,
    N_PETITION_INSPECTIONS,
    N_PETITIONS,
    N_SOLVED,
    N_WITHDRAWN,
    NOWHERE,
    PATIENCE,
    PATROLLED,
    PETITION,
    PRIVATE,
    QUEUED,
    RIDER,
    SERVED,
    SOLVED,
    SUBDISTRICT,
    VISIT,
    WAITING,
    WITHDRAWN,
    WRONG_DESK,
)
from .compile import kernel, whole
from .desk import add_chores, arrive, enqueue, remove, touch
from .draws import exponential, happens, uniform
from .fates import fate_of, meet_fate
from .ledger import count, note
from .outside import must_wait, wait_outside
from .purposes import P_ASKED_FIRST, P_PATIENCE, P_TRIAGE
from .slots import schedule
from .state import FIRST_COMMUNITY_DESK, FIRST_DEPARTMENT_DESK, TICKETS


@kernel
def desk_at(w, i, level):
    """Desk in charge of issue `i` at a level."""
    community = whole(w.issues.community[i])
    if level == ESTATE:
        return whole(w.issues.grid[i])
    if level == COMMUNITY:
        return w.clock[FIRST_COMMUNITY_DESK] + community
    kind = w.issues.kind[i]
    if level == SUBDISTRICT:
        return whole(w.posts[w.communities.subdistrict[community], w.kinds.post[kind]])
    return w.clock[FIRST_DEPARTMENT_DESK] + w.kinds.department[kind]


@kernel
def right_level(w, i):
    """Level at which the issue belongs.

    A private matter is the estate's where matters are sorted (三事分流) or the three sit together,
    and everywhere for those who ask the property firm or a mediator first.
    """
    if w.kinds.enters[w.issues.kind[i]] != ESTATE:
        return whole(w.kinds.enters[w.issues.kind[i]])
    sorting = w.kinds.sorting[w.issues.kind[i]]
    if sorting == BIG:
        return SUBDISTRICT
    grid = whole(w.issues.grid[i])
    if sorting == PRIVATE and (
        w.rules.sorting
        or w.grids.tri_party[grid]
        or happens(w.issues.key[i], P_ASKED_FIRST, w.rules.private_to_estate)
    ):
        return ESTATE
    if w.grids.institution[grid]:
        return ESTATE
    return COMMUNITY


@kernel
def new_ticket(w, i, now, channel):
    """A row for the ticket of issue `i`, which is opened now."""
    count(w, now, whole(w.issues.community[i]), N_OPENED)
    return row_of_ticket(w, i, now, channel)


@kernel
def row_of_ticket(w, i, opened, channel):
    """A row for the ticket of issue `i`."""
    j = w.clock[TICKETS]
    w.clock[TICKETS] = j + 1
    t = w.tickets
    t.issue[j] = i
    t.opened[j] = opened
    t.responded[j] = -1.0
    t.closed[j] = -1.0
    t.first_closed[j] = -1.0
    t.rating[j] = -1.0
    t.channel[j] = channel
    t.priority[j] = w.kinds.priority[w.issues.kind[i]]
    w.issues.ticket[i] = j
    return j


@kernel
def open_ticket(w, i, now, channel):
    """Open the ticket of issue `i` and send it to a desk, now and then to a wrong one.

    What goes to a level unsorted, or to no desk at all, goes to no wrong one.
    """
    j = new_ticket(w, i, now, channel)
    if channel == PETITION:
        petition(w, j, now)
    level = right_level(w, i)
    fate = fate_of(w, i)
    sorted_ = fate == HANDLED and w.kinds.enters[w.issues.kind[i]] == ESTATE
    error = w.rules.triage_error * w.channel_errors[channel]
    if sorted_ and uniform(w.issues.key[i], P_TRIAGE, 0) < error:
        w.tickets.look[j] = WRONG_DESK
        level = SUBDISTRICT if level == COMMUNITY else COMMUNITY
        count(w, now, whole(w.issues.community[i]), N_MISROUTED)
    w.tickets.entered[j] = level
    d = desk_at(w, i, level)
    note(w, now, E_OPENED, i, d)
    if channel != PATROLLED and channel != RIDER:
        start_patience(w, j, now)
    if channel == VISIT and in_circle(w, w.issues.resident[i]):
        w.tickets.responded[j] = now  # somebody takes it up while the visitor stands there
    if fate != HANDLED:
        meet_fate(w, j, fate, d, now)
    elif w.rules.orders and w.issues.needs[i] == COULD_BE_LABOUR and not w.tickets.look[j]:
        place_order(w, j, d, now)
    else:
        send(w, j, d, now)


@kernel
def send(w, j, d, now):
    """Send a new ticket `j` to desk `d`, once it has waited for whoever outside must come first."""
    t = w.tickets
    if not must_wait(w, j, BEFORE):
        arrive(w, j, d, now)
        return
    t.state[j] = MOVING
    t.desk[j] = d
    t.level[j] = w.desks.level[d]
    schedule(w, wait_outside(w, j, now), ARRIVE, j, t.version[j])


@kernel
def petition(w, j, now):
    """A resident goes over the heads of all (信访): ticket `j` is served before all others.

    The subdistrict has to answer for it, and so many points bring the community an inspection.
    """
    t = w.tickets
    i = whole(t.issue[j])
    community = whole(w.issues.community[i])
    t.petitioned[j] = now
    if t.state[j] == QUEUED and t.desk[j] >= 0 and now > t.opened[j]:
        d = whole(t.desk[j])
        remove(w, j, d)
        t.priority[j] = 0
        enqueue(w, j, d)
    else:
        t.priority[j] = 0
    count(w, now, community, N_PETITIONS)
    note(w, now, E_PETITION, i, NOWHERE)
    add_chores(w, desk_at(w, i, SUBDISTRICT), w.rules.petition_hours)
    c = w.communities
    c.points[community] += w.rules.petition_points
    if c.points[community] >= w.rules.points_to_inspection:
        c.points[community] -= w.rules.points_to_inspection
        count(w, now, community, N_PETITION_INSPECTIONS)
        office = w.clock[FIRST_COMMUNITY_DESK] + community
        add_chores(w, office, w.rules.petition_inspection * w.desks.speed[office])


@kernel
def place_order(w, j, d, now):
    """Ticket `j` becomes an order for volunteers; desk `d` answers for it meanwhile."""
    t = w.tickets
    count(w, now, whole(w.issues.community[t.issue[j]]), N_ORDERS)
    t.by[j] = BY_VOLUNTEER
    t.state[j] = WAITING
    t.desk[j] = d
    t.level[j] = w.desks.level[d]
    called = wait_outside(w, j, now) if must_wait(w, j, BEFORE) else now
    schedule(w, called + w.rules.answer_wait, CALL, j, t.version[j])


@kernel
def start_patience(w, j, now):
    """Set the timer of the resident's next call about ticket `j`."""
    t = w.tickets
    i = whole(t.issue[j])
    mean = w.kinds.patience[w.issues.kind[i]]
    if mean > 0.0 and t.calls[j] < w.rules.most_calls:
        ordinal = int(t.reopened[j]) * 64 + int(t.calls[j])
        wait = mean * exponential(w.issues.key[i], P_PATIENCE, ordinal)
        schedule(w, now + wait, PATIENCE, j, t.version[j])


@kernel
def take_in_hand(w, i, now, channel, by, level, until):
    """Open a ticket for who settles it where it stands, a patrol or a counter, by `until`.

    It is closed as all others are, perhaps falsely (`closure.close`).
    """
    j = new_ticket(w, i, now, channel)
    t = w.tickets
    t.responded[j] = now
    t.state[j] = WAITING
    t.entered[j] = level
    t.level[j] = level
    t.by[j] = by
    t.desk[j] = -1
    t.next[j] = -1
    note(w, now, E_OPENED, i, NOWHERE)
    schedule(w, until, ARRIVE, j, t.version[j])


@kernel
def solve(w, i, now):
    """The issue is truly over."""
    w.issues.state[i] = SOLVED
    w.issues.over[i] = now
    w.issues.version[i] += 1
    community = whole(w.issues.community[i])
    if w.kinds.visible[w.issues.kind[i]]:
        w.communities.visible[community] -= 1
    count(w, now, community, N_SOLVED)
    note(w, now, E_SOLVED, i, NOWHERE)


@kernel
def withdraw(w, j, now):
    """The issue of ticket `j` has lapsed. A service under way is finished first."""
    t = w.tickets
    if t.state[j] == SERVED:
        return
    if t.state[j] == QUEUED:
        d = whole(t.desk[j])
        touch(w, d, now)
        remove(w, j, d)
    t.state[j] = WITHDRAWN
    t.closed[j] = now
    t.fate[j] = HANDLED
    t.version[j] += 1
    i = whole(t.issue[j])
    count(w, now, whole(w.issues.community[i]), N_WITHDRAWN)
    note(w, now, E_WITHDRAWN, i, NOWHERE)
