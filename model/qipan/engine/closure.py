"""Closure and truth: a closed ticket is rated, and perhaps nothing was solved."""

import math

from .channels import goes_over_heads, learn_from_closure, learn_from_waiting
from .codes import (
    BY_COUNTER,
    BY_DESK,
    BY_UNIT,
    CLOSED,
    CLOSED_ALIVE,
    E_CLOSED,
    E_REOPENED,
    E_REPEAT_CALL,
    HANDLED,
    LAPSE,
    LAPSED,
    N_CLOSED,
    N_FALSELY_CLOSED,
    N_PROJECTS_BUILT,
    N_RATED,
    N_REOPENED,
    N_REPEAT_CALLS,
    N_SATISFIED,
    N_SET_ASIDE,
    N_UNIT_SOLVED,
    PAID,
    QUEUED,
    RECHECK,
    REVIEW,
    TICKETED,
)
from .compile import kernel, whole
from .desk import add_chores, enqueue, remove
from .discovery import schedule_next_report
from .draws import exponential, uniform
from .lapse import lapse_time
from .ledger import count, note
from .powers import is_set_aside
from .purposes import P_FALSE, P_RECHECK, P_REVIEW, P_SATISFIED
from .sign_up import sign_up
from .slots import schedule
from .stalls import revive
from .state import FIRST_COMMUNITY_DESK
from .triage import desk_at, petition, right_level, send, solve, start_patience
from .trust import move_trust, trust_of
from .work import hours_of_delay


@kernel
def close(w, j, now):
    """The office closes ticket `j`."""
    t = w.tickets
    i = whole(t.issue[j])
    t.state[j] = CLOSED
    t.closed[j] = now
    if t.first_closed[j] < 0.0:
        t.first_closed[j] = now
    t.version[j] += 1
    community = whole(w.issues.community[i])
    count(w, now, community, N_CLOSED)
    note(w, now, E_CLOSED, i, whole(t.desk[j]))
    if t.decided[j] & PAID:
        count(w, now, community, N_PROJECTS_BUILT)
    false = uniform(w.issues.key[i], P_FALSE, int(t.reopened[j])) < false_share(w, j, now)
    if false:
        close_falsely(w, j, now)
    elif is_set_aside(w, j):
        close_unlawfully(w, j, now)
    else:
        solve(w, i, now)
        if t.by[j] == BY_UNIT:
            count(w, now, community, N_UNIT_SOLVED)
    if w.rules.choosing:
        learn_from_closure(w, j, now, not false)
    rate(w, j, now, not false)


@kernel
def false_share(w, j, now):
    """Chance that nothing is solved; under pressure it rises with the age of the ticket.

    While the office's rate is about to be measured it is not less than `least_false_share`.
    """
    kind = w.issues.kind[w.tickets.issue[j]]
    lateness = min(1.0, (now - w.tickets.opened[j]) / w.kinds.sla[kind])
    pressed = w.rules.false_pressed - w.rules.false_share
    chance = w.rules.false_share + w.rules.pressure * lateness * max(0.0, pressed)
    return max(chance, w.rules.least_false_share)


@kernel
def close_falsely(w, j, now):
    """Nothing was solved, and sooner or later a resident finds out."""
    t = w.tickets
    i = whole(t.issue[j])
    count(w, now, whole(w.issues.community[i]), N_FALSELY_CLOSED)
    wait = w.rules.recheck * exponential(w.issues.key[i], P_RECHECK, int(t.reopened[j]))
    live_on(w, j, now, wait)


@kernel
def close_unlawfully(w, j, now):
    """The act will be set aside on review (撤销): then the matter is as it was."""
    t = w.tickets
    t.unlawful[j] = 1
    key = w.issues.key[t.issue[j]]
    live_on(w, j, now, hours_of_delay(w, REVIEW, key, P_REVIEW, int(t.reopened[j])))


@kernel
def live_on(w, j, now, wait):
    """The issue lives on behind a closed ticket, until that is found or it lapses."""
    t = w.tickets
    i = whole(t.issue[j])
    w.issues.state[i] = CLOSED_ALIVE
    w.issues.version[i] += 1
    gone = lapse_time(w, i)
    if gone < math.inf:
        schedule(w, max(now, gone), LAPSE, i, w.issues.version[i])
    schedule(w, now + wait, RECHECK, j, t.version[j])


@kernel
def rater(w, i):
    """The resident who rates: the affected one or the first neighbour; -1 if nobody reported."""
    resident = whole(w.issues.resident[i])
    if w.issues.own_reported[i]:
        return resident
    if w.issues.neighbours_reported[i] > 0:
        building = whole(w.residents.building[resident])
        first = w.buildings.first[building]
        return first + (resident - first + 1) % w.buildings.residents[building]
    return -1


@kernel
def performance(w, j, now, truly):
    """P = 0.9^returns / (1 + t/(3 SLA)), 0 if nothing was solved."""
    if not truly:
        return 0.0
    t = w.tickets
    sla = w.kinds.sla[w.issues.kind[t.issue[j]]]
    quality = 1.0
    for _ in range(t.returns[j]):
        quality *= w.rules.return_penalty
    return quality / (1.0 + (now - t.opened[j]) / (w.rules.sla_multiple * sla))


@kernel
def rate(w, j, now, truly):
    """Expectancy-disconfirmation (Zhang et al. 2022); expectation and trust learn from it."""
    t = w.tickets
    i = whole(t.issue[j])
    resident = rater(w, i)
    if resident < 0 or t.by[j] == BY_COUNTER:  # surveys do not ask after transactions
        return
    rules = w.rules
    p = performance(w, j, now, truly)
    gap = p - w.residents.expectation[resident]
    weight = rules.rating_positive if gap > 0.0 else rules.rating_negative
    score = rules.rating_constant + rules.rating_performance * p + weight * gap
    satisfaction = 1.0 / (1.0 + math.exp(-score))
    t.rating[j] = satisfaction
    community = whole(w.issues.community[i])
    count(w, now, community, N_RATED)
    t.satisfied[j] = 1
    if uniform(w.issues.key[i], P_SATISFIED, int(t.reopened[j])) < satisfaction:
        t.satisfied[j] = 2
        count(w, now, community, N_SATISFIED)
        if w.rules.orders:
            sign_up(w, i, resident, trust_of(w, resident, now), now)
    w.residents.expectation[resident] += rules.expectation_learning * gap
    if rules.trust_learning > 0.0:
        gain = satisfaction - trust_of(w, resident, now)
        move_trust(w, resident, now, rules.trust_learning * gain)


@kernel
def reopen(w, j, now):
    """The resident, or a review, finds that nothing was solved; the ticket begins anew."""
    t = w.tickets
    i = whole(t.issue[j])
    if w.issues.state[i] != CLOSED_ALIVE:
        return
    if t.unlawful[j]:
        t.unlawful[j] = 0
        count(w, now, whole(w.issues.community[i]), N_SET_ASIDE)
    w.issues.state[i] = TICKETED
    w.issues.paused[i] += now - t.closed[j]  # nobody reports what is held to be closed
    t.reopened[j] += 1
    t.calls[j] = 0
    t.decided[j] = 0
    t.acted[j] = 0
    t.asked[j] = 0
    t.passed[j] = 0
    t.refusals[j] = 0
    t.others[j] = 0
    t.fate[j] = HANDLED
    t.by[j] = BY_DESK
    t.closed[j] = -1.0
    if t.priority[j] > 0:
        t.priority[j] -= 1
    count(w, now, whole(w.issues.community[i]), N_REOPENED)
    note(w, now, E_REOPENED, i, whole(t.desk[j]))
    if w.rules.petitions and goes_over_heads(w, j, now, True):
        petition(w, j, now)
    start_patience(w, j, now)
    schedule_next_report(w, i, now)
    send(w, j, desk_at(w, i, right_level(w, i)), now)


@kernel
def call_again(w, j, now):
    """Patience ends: a repeat call. Priority up, trust down, and somebody must answer it."""
    t = w.tickets
    i = whole(t.issue[j])
    if w.issues.state[i] == LAPSED:  # a last service is still under way, but nobody waits for it
        return
    community = whole(w.issues.community[i])
    count(w, now, community, N_REPEAT_CALLS)
    note(w, now, E_REPEAT_CALL, i, whole(t.desk[j]))
    t.calls[j] += 1
    if t.priority[j] > 0:
        if t.state[j] == QUEUED:
            d = whole(t.desk[j])
            remove(w, j, d)
            t.priority[j] -= 1
            enqueue(w, j, d)
        else:
            t.priority[j] -= 1
    resident = rater(w, i)
    if resident >= 0:
        move_trust(w, resident, now, -w.rules.call_loss)
    if w.rules.choosing:
        learn_from_waiting(w, j)
    if w.rules.petitions and goes_over_heads(w, j, now, False):
        petition(w, j, now)
    revive(w, j, now)
    add_chores(w, w.clock[FIRST_COMMUNITY_DESK] + community, w.rules.duplicate_work)
    start_patience(w, j, now)
