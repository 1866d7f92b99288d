"""What a service leads to: closure, a decision to wait for, the next level, a whistle."""

import math

from .closure import close
from .codes import (
    ARRIVE,
    CONSENSUS_WAIT,
    DEPARTMENT,
    E_ACCEPTED,
    E_HANDED_OFF,
    E_REFUSED,
    E_RETURNED,
    E_WAITS,
    ESTATE,
    HAND_OFF,
    JOINT_MEETING,
    LAPSED,
    MONEY_WAIT,
    MOVING,
    N_ESCALATED,
    N_REFUSED,
    N_RETURNED,
    N_WAITS,
    N_WHISTLES,
    NEEDS_CONSENSUS,
    NEEDS_DEPARTMENTS,
    NEEDS_ENFORCEMENT,
    NEEDS_MONEY,
    P_DELAY,
    P_SUCCESS,
    P_WHISTLE,
    QUEUED,
    REFUSED,
    SUBDISTRICT,
    WAITING,
    WHISTLE_RETURN,
    WRONG_DESK,
)
from .compile import kernel, whole
from .desk import (
    arrive,
    free_worker,
    hand_over,
    remove,
    serve_soon,
    standardised_load,
    touch,
)
from .draws import uniform
from .gates import consensus_gate, departments_gate, enter_gate, last_gate
from .ledger import count, note
from .projects import propose
from .slots import schedule
from .triage import desk_at, right_level, withdraw
from .work import hours_of_delay

MONTH = 730.0  # hours


@kernel
def service_end(w, j, now):
    """A worker is done with ticket `j`."""
    t = w.tickets
    d = whole(t.desk[j])
    free_worker(w, j, d, now)
    if t.left[j] > 0.0 and w.issues.state[t.issue[j]] != LAPSED:
        hand_over(w, j, d)
    else:
        t.left[j] = 0.0
        outcome(w, j, d, now)
    serve_soon(w, d)


@kernel
def outcome(w, j, d, now):
    """Where ticket `j` goes from desk `d`."""
    t = w.tickets
    i = whole(t.issue[j])
    level = whole(w.desks.level[d])
    if w.issues.state[i] == LAPSED:
        t.state[j] = MOVING
        withdraw(w, j, now)
    elif t.look[j] == WRONG_DESK:
        t.look[j] = 0
        give_back(w, j, d, now)
        hand_off(w, j, desk_at(w, i, right_level(w, i)), now)
    elif t.look[j] == REFUSED:
        t.look[j] = 0
        whistle(w, j, d, now)
    elif succeeds(w, j, d, level):
        settle(w, j, now)
    elif level == DEPARTMENT:
        meet(w, j, d, now)
    else:
        count(w, now, whole(w.issues.community[i]), N_ESCALATED)
        if level == SUBDISTRICT:
            leave_subdistrict(w, j, d, now)
        else:
            note(w, now, E_HANDED_OFF, i, d)
            hand_off(w, j, desk_at(w, i, level + 1), now)


@kernel
def succeeds(w, j, d, level):
    """Whether the desk can do it: p(x) falls with complexity (Shumsky & Pinker 2003).

    Below the level that has the powers an issue needs, it cannot. Busy desks refer more
    (Freeman, Savva & Scholtes 2017).
    """
    i = whole(w.tickets.issue[j])
    if level < least_level(w, i):
        return False
    p = w.desks.simple[d] * (1.0 - w.desks.slope[d] * w.issues.complexity[i])
    if level == ESTATE:
        if not w.grids.institution[w.issues.grid[i]]:
            p = min(1.0, p * w.communities.estate[w.issues.community[i]])
        if w.grids.tri_party[w.issues.grid[i]]:
            p += w.rules.tri_party_gain * (1.0 - p)
    if level == SUBDISTRICT:
        p += w.rules.subdistrict_gain * (1.0 - p)
    refer = 1.0 - p
    if level < DEPARTMENT and w.rules.load_per_sd > 0.0:
        refer *= 1.0 + w.rules.load_per_sd * standardised_load(w, d)
        refer = min(1.0, max(0.0, refer))
    return uniform(w.issues.key[i], P_SUCCESS, whole(w.tickets.services[j])) >= refer


@kernel
def least_level(w, i):
    """Lowest level with the powers that issue `i` needs."""
    needs = w.issues.needs[i]
    if needs & NEEDS_DEPARTMENTS:
        return DEPARTMENT
    if needs & NEEDS_ENFORCEMENT:
        return SUBDISTRICT
    return ESTATE


@kernel
def settle(w, j, now):
    """The work is done; close, unless neighbours must agree or money be found first."""
    t = w.tickets
    i = whole(t.issue[j])
    missing = w.issues.needs[i] & ~t.decided[j]
    if missing & NEEDS_CONSENSUS:
        t.decided[j] |= NEEDS_CONSENSUS
        gate = consensus_gate(w, i, whole(t.level[j]))
        if gate >= 0:
            enter_gate(w, j, gate, now)
        else:
            wait(w, j, CONSENSUS_WAIT, whole(t.desk[j]), now)
    elif missing & NEEDS_MONEY:
        t.decided[j] |= NEEDS_MONEY
        if w.rules.fund:
            propose(w, j, delay(w, j, MONEY_WAIT), now)
        else:
            wait(w, j, MONEY_WAIT, whole(t.desk[j]), now)
    else:
        close(w, j, now)


@kernel
def wait(w, j, decision, then, now):
    """Ticket `j` waits for a decision; afterwards it is at desk `then`."""
    t = w.tickets
    i = whole(t.issue[j])
    t.state[j] = WAITING if decision != JOINT_MEETING else MOVING
    t.desk[j] = then
    t.next[j] = -1
    count(w, now, whole(w.issues.community[i]), N_WAITS)
    note(w, now, E_WAITS, i, then)
    schedule(w, now + delay(w, j, decision), ARRIVE, j, t.version[j])


@kernel
def meet(w, j, department, now):
    """Ticket `j` goes to the meeting above the department, and then to the department again."""
    gate = last_gate(w, whole(w.tickets.issue[j]))
    if gate >= 0:
        enter_gate(w, j, gate, now)
    else:
        wait(w, j, JOINT_MEETING, department, now)


@kernel
def leave_subdistrict(w, j, d, now):
    """What the subdistrict cannot do goes to a meeting of departments, or one is called upon."""
    t = w.tickets
    i = whole(t.issue[j])
    if w.issues.needs[i] & NEEDS_DEPARTMENTS & ~t.decided[j]:
        gate = departments_gate(w, i)
        if gate >= 0:
            t.decided[j] |= NEEDS_DEPARTMENTS
            enter_gate(w, j, gate, now)
            return
    whistle(w, j, d, now)


@kernel
def resume(w, j, now):
    """The time of a hand-off, a decision, a project or a helper's work is over."""
    t = w.tickets
    if t.state[j] == WAITING and now < t.next[j]:
        return  # it waits for something that takes longer than what it waited for first
    if t.state[j] == QUEUED:  # nobody has paid from the list: others do at last
        queue = whole(t.desk[j])
        touch(w, queue, now)
        remove(w, j, queue)
        t.desk[j] = desk_at(w, whole(t.issue[j]), whole(t.level[j]))
        t.state[j] = WAITING
    if t.state[j] == WAITING:
        settle(w, j, now)
    else:
        # Asked again, because an enforcement centre may have taken over the post meanwhile.
        level = whole(w.desks.level[w.tickets.desk[j]])
        arrive(w, j, desk_at(w, whole(w.tickets.issue[j]), level), now)


@kernel
def delay(w, j, which):
    """Hours of a delay of ticket `j`; a draw for every service it has had and kind of delay."""
    t = w.tickets
    ordinal = int(t.services[j]) * 8 + which
    return hours_of_delay(w, which, w.issues.key[t.issue[j]], P_DELAY, ordinal)


@kernel
def hand_off(w, j, d, now):
    """Send ticket `j` on to desk `d`."""
    t = w.tickets
    i = whole(t.issue[j])
    hours = delay(w, j, HAND_OFF) * w.communities.hand_off[w.issues.community[i]]
    if hours == 0.0:
        arrive(w, j, d, now)
        return
    t.state[j] = MOVING
    t.desk[j] = d
    schedule(w, now + hours, ARRIVE, j, t.version[j])


@kernel
def give_back(w, j, d, now):
    """Note that ticket `j` is returned by desk `d`."""
    i = whole(w.tickets.issue[j])
    w.tickets.returns[j] = min(255, whole(w.tickets.returns[j]) + 1)
    count(w, now, whole(w.issues.community[i]), N_RETURNED)
    note(w, now, E_RETURNED, i, d)


@kernel
def whistle(w, j, d, now):
    """The subdistrict calls on a department (吹哨), which takes the ticket or refuses it."""
    t = w.tickets
    i = whole(t.issue[j])
    community = whole(w.issues.community[i])
    department = desk_at(w, i, DEPARTMENT)
    count(w, now, community, N_WHISTLES)
    if accepts(w, j, d, department, now):
        note(w, now, E_ACCEPTED, i, department)
        hand_off(w, j, department, now)
        return
    count(w, now, community, N_REFUSED)
    note(w, now, E_REFUSED, i, department)
    give_back(w, j, d, now)
    t.refusals[j] += 1
    if t.refusals[j] > w.rules.returns_limit:
        meet(w, j, department, now)
        return
    t.look[j] = REFUSED
    t.state[j] = MOVING
    t.desk[j] = d
    hours = delay(w, j, WHISTLE_RETURN) * w.communities.hand_off[community]
    schedule(w, now + hours, ARRIVE, j, t.version[j])


@kernel
def accepts(w, j, d, department, now):
    """Whether the department takes the ticket; desks that whistle too often tire it."""
    desks = w.desks
    fading = math.exp(-(now - desks.whistled[d]) / MONTH)
    recent = desks.whistles[d] * fading + 1.0
    desks.whistles[d] = recent
    desks.whistled[d] = now
    if w.rules.dispatch and desks.obeys[department]:
        return True
    excess = max(0.0, recent / w.rules.whistle_free - 1.0)
    chance = w.rules.acceptance / (1.0 + w.rules.whistle_fatigue * excess)
    i = whole(w.tickets.issue[j])
    return uniform(w.issues.key[i], P_WHISTLE, whole(w.tickets.refusals[j])) < chance
