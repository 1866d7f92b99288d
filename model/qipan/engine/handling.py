"""What a service leads to: closure, a decision to wait for, the next level, a whistle."""

from .closure import close
from .codes import (
    AFTER,
    ARRIVE,
    AT_ONCE,
    BY_COUNTER,
    BY_PATROL,
    DEPARTMENT,
    E_ACCEPTED,
    E_HANDED_OFF,
    E_REFUSED,
    E_RETURNED,
    E_WAITS,
    ESTATE,
    FUND_QUEUE,
    GIVES_UP,
    HAND_OFF,
    HARDENS,
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
    NO_POWER,
    QUEUED,
    REFUSED,
    SUBDISTRICT,
    WAITING,
    WHISTLE_RETURN,
    WRONG_DESK,
)
from .compile import kernel, whole
from .consensus import give_up, harden, wait_for_neighbours
from .desk import arrive, free_worker, hand_over, serve_soon, standardised_load
from .draws import uniform
from .endings import end_otherwise
from .gates import consensus_gate, departments_gate, enter_gate, gate_row, last_gate
from .ledger import count, note
from .outside import must_wait, wait_outside
from .places import is_demand, takes_place
from .powers import held_below
from .projects import ask_others, propose
from .purposes import P_DELAY, P_SUCCESS
from .several import (
    all_have_acted,
    all_obey,
    bound,
    department_due,
    mark_acted,
    needs_several,
    rounds_are_over,
)
from .slots import schedule
from .stalls import stall
from .triage import desk_at, right_level, withdraw
from .whistle import accepts
from .work import hours_of_delay

FAR_AWAY = 1e9  # an hour beyond any horizon that still is a 32-bit number


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
        leave_subdistrict(w, j, d, now)
    elif t.look[j] == NO_POWER:
        t.look[j] = 0
        if t.refusals[j] == 0:
            count(w, now, whole(w.issues.community[i]), N_ESCALATED)
        leave_subdistrict(w, j, d, now)
    elif succeeds(w, j, d, level):
        if level == DEPARTMENT and needs_several(w, i):
            act(w, j, d, now)
        else:
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
        return SUBDISTRICT if held_below(w, i) else DEPARTMENT
    return ESTATE


@kernel
def settle(w, j, now):
    """The work is done; close, unless neighbours must agree, or money or a place be found first."""
    t = w.tickets
    i = whole(t.issue[j])
    missing = w.issues.needs[i] & ~t.decided[j]
    if missing & NEEDS_CONSENSUS:
        seek_agreement(w, j, now)
    elif missing & NEEDS_MONEY:
        t.decided[j] |= NEEDS_MONEY
        if is_demand(w, i):
            seek_place(w, j, now)
        elif w.rules.fund or w.rules.others_limited:
            propose(w, j, delay(w, j, MONEY_WAIT), now)
        else:
            wait(w, j, MONEY_WAIT, whole(t.desk[j]), now)
    else:
        finish(w, j, now)


@kernel
def finish(w, j, now):
    """Close ticket `j`, which waits for nothing more but perhaps somebody outside."""
    t = w.tickets
    by = t.by[j]
    if by in (BY_PATROL, BY_COUNTER) or not must_wait(w, j, AFTER):
        close(w, j, now)
        return
    over = wait_outside(w, j, now)
    t.state[j] = WAITING
    t.next[j] = int(min(over, FAR_AWAY))  # a late answer about its money does not end the wait
    schedule(w, over, ARRIVE, j, t.version[j])


@kernel
def seek_agreement(w, j, now):
    """Neighbours must agree: at a sitting, or, where nobody sits, by themselves."""
    t = w.tickets
    i = whole(t.issue[j])
    gate = consensus_gate(w, i, whole(t.level[j]))
    if gate >= 0:
        enter_gate(w, j, gate, now)
        return
    count(w, now, whole(w.issues.community[i]), N_WAITS)
    note(w, now, E_WAITS, i, whole(t.desk[j]))
    wait_for_neighbours(w, j, now)


@kernel
def end_wait_for_neighbours(w, j, now):
    """Neighbours who were left to themselves agree, harden, or give up."""
    t = w.tickets
    ending = whole(t.ending[j])
    t.ending[j] = 0
    if ending == GIVES_UP:
        give_up(w, j, now)
    elif ending == HARDENS:
        harden(w, j, whole(t.desk[j]), now)
        seek_agreement(w, j, now)
    else:
        t.decided[j] |= NEEDS_CONSENSUS
        settle(w, j, now)


@kernel
def act(w, j, d, now):
    """Department `d` has done its part; the others go on at once if they are bound to act."""
    i = whole(w.tickets.issue[j])
    mark_acted(w, j, d)
    if all_have_acted(w, j):
        settle(w, j, now)
    elif bound(w, j):
        note(w, now, E_HANDED_OFF, i, d)
        arrive(w, j, department_due(w, j), now)
    else:
        whistle(w, j, desk_at(w, i, SUBDISTRICT), now)


@kernel
def seek_place(w, j, now):
    """A demand is met by a place that is left, or stands on the community's list."""
    if takes_place(w, j, now):
        finish(w, j, now)
    else:
        enter_gate(
            w, j, gate_row(w, FUND_QUEUE, whole(w.issues.community[w.tickets.issue[j]])), now
        )


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
    if needs_several(w, i) and not bound(w, j):
        gate = departments_gate(w, i)
        if all_obey(w, i):
            t.decided[j] |= NEEDS_DEPARTMENTS
        elif gate >= 0:
            enter_gate(w, j, gate, now)
            return
    whistle(w, j, d, now)


@kernel
def resume(w, j, now):
    """The time of a hand-off, a decision, a project or a helper's work is over."""
    t = w.tickets
    if t.state[j] == WAITING and now < t.next[j]:
        return  # it waits for something that takes longer than what it waited for first
    if t.state[j] == QUEUED:  # nobody has paid from the list: others have now decided
        ask_others(w, j, now)
        return
    if t.state[j] == WAITING:
        if t.fate[j] == AT_ONCE:
            close(w, j, now)
        elif t.fate[j]:
            end_otherwise(w, j, now)
        elif t.ending[j]:
            end_wait_for_neighbours(w, j, now)
        else:
            settle(w, j, now)
    else:
        d = whole(t.desk[j])
        if w.desks.level[d] == SUBDISTRICT:
            # Asked again, because an enforcement centre may have taken over the post meanwhile.
            d = desk_at(w, whole(t.issue[j]), SUBDISTRICT)
        arrive(w, j, d, now)


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
    """The subdistrict calls on a department (吹哨), which takes the ticket or refuses it.

    Of several, the one whose turn it is; the case is stalled when nobody is asked any more.
    """
    t = w.tickets
    i = whole(t.issue[j])
    community = whole(w.issues.community[i])
    department = department_due(w, j)
    several = needs_several(w, i)
    if several and not bound(w, j) and rounds_are_over(w, j):
        stall(w, j, now)
        return
    t.asked[j] += 1
    count(w, now, community, N_WHISTLES)
    if accepts(w, j, d, department, now):
        note(w, now, E_ACCEPTED, i, department)
        hand_off(w, j, department, now)
        return
    count(w, now, community, N_REFUSED)
    note(w, now, E_REFUSED, i, department)
    give_back(w, j, d, now)
    t.refusals[j] = min(255, whole(t.refusals[j]) + 1)
    t.passed[j] = min(255, whole(t.passed[j]) + 1)
    if not several and t.refusals[j] > w.rules.returns_limit:
        meet(w, j, department, now)
        return
    t.look[j] = REFUSED if held_below(w, i) else NO_POWER
    t.state[j] = MOVING
    t.desk[j] = d
    hours = delay(w, j, WHISTLE_RETURN) * w.communities.hand_off[community]
    schedule(w, now + hours, ARRIVE, j, t.version[j])
