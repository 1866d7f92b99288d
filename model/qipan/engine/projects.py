"""Projects: what needs money is proposed, approved, perhaps returned, paid for and built.

The fund pays first. What it does not pay stands on the community's list until other budgets pay for
it, if they ever do, a unit does, or new money comes with the year; who pays from the list goes by
need, which is priority (urgent kinds, and those whose residents have called again), then age.
"""

from .codes import (
    APPROVAL,
    ARRIVE,
    BUILDING_WORKS,
    E_OTHERS_PAY,
    E_PROJECT,
    FAST_APPROVAL,
    FUND_QUEUE,
    N_OTHERS_PAID,
    N_PROJECTS,
    N_PROJECTS_RETURNED,
    NOT_NOW,
    OTHERS_PAID,
    OTHERS_WORKS,
    P_COST,
    P_NEVER_PAID,
    P_OTHERS_WORKS,
    P_RETURNED,
    PAID,
    WAITING,
)
from .compile import formula, kernel, whole
from .desk import remove, touch
from .draws import happens
from .gates import enter_gate, gate_row
from .ledger import count, note
from .places import is_demand, leave_for_place, takes_place
from .slots import schedule
from .triage import desk_at
from .work import cost_of, hours_of_delay


@kernel
def pays(w, i, cost):
    """Whether an earmark of the community may and can pay; the first that can does."""
    if not w.rules.fund:
        return False
    allowed = whole(w.kinds.earmarks[w.issues.kind[i]])
    first = whole(w.issues.community[i]) * w.rules.earmarks
    for e in range(w.rules.earmarks):
        if (allowed >> e) & 1 and w.budgets.free[first + e] >= cost:
            w.budgets.free[first + e] -= cost
            w.budgets.spent[first + e] += cost
            w.budgets.projects[first + e] += 1
            return True
    return False


@kernel
def stage(w, i, which, ordinal):
    """Hours of a stage of the project of issue `i`."""
    count_ = 1 + 8 * (which - APPROVAL) + ordinal
    return hours_of_delay(w, which, w.issues.key[i], P_COST, count_)


@kernel
def propose(w, j, wait_without, now):
    """Pay for the project of ticket `j`, or put it on the community's list of those unpaid.

    From the list it is paid for in the next budget year, taken up by a unit, or by other budgets,
    which decide after `wait_without` hours, whichever comes first.
    """
    i = whole(w.tickets.issue[j])
    cost = cost_of(w, i, P_COST)
    if pays(w, i, cost):
        begin_project(w, j, cost, now)
        return
    enter_gate(w, j, gate_row(w, FUND_QUEUE, whole(w.issues.community[i])), now)
    schedule(w, now + wait_without, ARRIVE, j, w.tickets.version[j])


@kernel
def begin_project(w, j, cost, now):
    """Approval, perhaps a second one, and the works of a project that is paid for."""
    t = w.tickets
    i = whole(t.issue[j])
    community = whole(w.issues.community[i])
    count(w, now, community, N_PROJECTS)
    note(w, now, E_PROJECT, i, whole(t.desk[j]))
    approval = FAST_APPROVAL if cost <= w.rules.fast_track else APPROVAL
    hours = stage(w, i, approval, 0) + stage(w, i, BUILDING_WORKS, 0)
    if happens(w.issues.key[i], P_RETURNED, w.rules.return_share):
        count(w, now, community, N_PROJECTS_RETURNED)
        hours += stage(w, i, approval, 1)
    t.decided[j] |= PAID
    t.state[j] = WAITING
    t.next[j] = int(now + hours)
    schedule(w, now + hours, ARRIVE, j, t.version[j])


@kernel
def others_pay(w, i, cost):
    """Whether other budgets pay for the project of issue `i`: some never, the rest within a year's.

    Where they are without limit they always pay.
    """
    if not w.rules.others_limited:
        return True
    if happens(w.issues.key[i], P_NEVER_PAID, w.rules.never_paid):
        return False
    community = whole(w.issues.community[i])
    if w.communities.others_free[community] < cost:
        return False
    w.communities.others_free[community] -= cost
    w.communities.others_spent[community] += cost
    return True


@kernel
def ask_others(w, j, now):
    """Other budgets decide on the project of ticket `j`; what they do not pay stays on the list."""
    i = whole(w.tickets.issue[j])
    if others_pay(w, i, cost_of(w, i, P_COST)):
        build_by_others(w, j, now)
    else:
        w.tickets.others[j] = NOT_NOW


@kernel
def build_by_others(w, j, now):
    """Other budgets have paid: the ticket leaves the list, and the works begin."""
    t = w.tickets
    i = whole(t.issue[j])
    queue = whole(t.desk[j])
    touch(w, queue, now)
    remove(w, j, queue)
    count(w, now, whole(w.issues.community[i]), N_OTHERS_PAID)
    note(w, now, E_OTHERS_PAY, i, queue)
    t.others[j] = OTHERS_PAID
    t.desk[j] = desk_at(w, i, whole(t.level[j]))
    t.state[j] = WAITING
    hours = hours_of_delay(w, OTHERS_WORKS, w.issues.key[i], P_OTHERS_WORKS, int(t.services[j]))
    t.next[j] = int(now + hours)
    schedule(w, now + hours, ARRIVE, j, t.version[j])


@formula
def pay_projects(w, gate, now):
    """New money has come: begin the projects on the list that it can pay for, by need.

    The fund's comes first, then that of others for what they had no money for before; demands for a
    service take the places that have been bought.
    """
    touch(w, gate, now)
    for priority in range(4):
        waiting = w.queues.head[4 * gate + priority]
        while waiting >= 0:
            j = whole(waiting)
            waiting = w.tickets.next[j]
            i = whole(w.tickets.issue[j])
            cost = cost_of(w, i, P_COST)
            if is_demand(w, i):
                if takes_place(w, j, now):
                    leave_for_place(w, j, gate, now)
            elif pays(w, i, cost):
                remove(w, j, gate)
                begin_project(w, j, cost, now)
            elif w.tickets.others[j] == NOT_NOW and others_pay(w, i, cost):
                build_by_others(w, j, now)
