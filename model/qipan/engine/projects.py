"""Projects: what needs money is proposed, approved, perhaps returned, paid for and built.

The fund pays first. What it does not pay stands on the community's list until other budgets pay for
it, if they ever do, a unit does, or new money comes with the year; who pays from the list goes by
need, which is priority (urgent kinds, and those whose residents have called again), then age.
"""

import math

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
    PAID,
    WAITING,
)
from .compile import kernel, whole
from .desk import remove, touch
from .draws import happens, normal, uniform
from .gates import enter_gate, gate_row
from .ledger import count, note
from .places import is_demand, leave_for_place, takes_place
from .purposes import (
    P_COST,
    P_NEVER_PAID,
    P_OTHERS_WORKS,
    P_OWN_SHARE,
    P_READY,
    P_RETURNED,
    P_SCORE,
)
from .slots import schedule
from .triage import desk_at
from .work import cost_of, hours_of_delay


@kernel
def payer_of(w, i, part):
    """Row of the first earmark of the community that may and can pay its part; -1 if none.

    Where residents bear a share of their own (物业维修资金), the fund pays only if they agree.
    """
    if not w.rules.fund:
        return whole(-1)
    agreed = happens(w.issues.key[i], P_OWN_SHARE, w.rules.own_agreed)
    if w.rules.own_share > 0.0 and not agreed:
        return whole(-1)
    allowed = whole(w.kinds.earmarks[w.issues.kind[i]])
    first = whole(w.issues.community[i]) * w.rules.earmarks
    for e in range(w.rules.earmarks):
        if (allowed >> e) & 1 and w.budgets.free[first + e] >= part:
            return whole(first + e)
    return whole(-1)


@kernel
def pays(w, i, cost):
    """Whether an earmark of the community may and can pay; the first that can does."""
    part = cost * (1.0 - w.rules.own_share)
    row = payer_of(w, i, part)
    if row < 0:
        return False
    w.budgets.free[row] -= part
    w.budgets.spent[row] += part
    w.budgets.projects[row] += 1
    return True


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
    if not w.rules.scored and pays(w, i, cost):
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


@kernel
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
            elif not w.rules.scored and pays(w, i, cost):
                remove(w, j, gate)
                begin_project(w, j, cost, now)
            elif w.tickets.others[j] == NOT_NOW and others_pay(w, i, cost):
                build_by_others(w, j, now)


@kernel
def score(w, i, cost, now):
    """Score of a proposal: residents it serves times how ready it is, a yuan, as a jury sees it."""
    key = w.issues.key[i]
    worth = w.issues.circle[i] * uniform(key, P_READY, 0) / max(1.0, cost)
    return worth * math.exp(w.rules.score_noise * normal(key, P_SCORE, int(now / 24.0)))


@kernel
def best_proposal(w, gate, now):
    """Ticket on the list with the best score of those that the fund can pay for; -1 if none."""
    best = whole(-1)
    highest = 0.0
    for priority in range(4):
        waiting = w.queues.head[4 * gate + priority]
        while waiting >= 0:
            j = whole(waiting)
            waiting = w.tickets.next[j]
            i = whole(w.tickets.issue[j])
            cost = cost_of(w, i, P_COST)
            if is_demand(w, i) or payer_of(w, i, cost * (1.0 - w.rules.own_share)) < 0:
                continue
            found = score(w, i, cost, now)
            if found > highest:
                best = j
                highest = found
    return best


@kernel
def select_projects(w, gate, now):
    """A round of selection (公益创投): the fund pays the best proposals, as far as it can."""
    touch(w, gate, now)
    j = best_proposal(w, gate, now)
    while j >= 0:
        i = whole(w.tickets.issue[j])
        cost = cost_of(w, i, P_COST)
        if pays(w, i, cost):
            remove(w, j, gate)
            begin_project(w, j, cost, now)
        j = best_proposal(w, gate, now)
