"""One-stop centres (党群服务中心): who comes to the counter, and what is settled there.

A visitor waits for the first free clerk. Who comes while the counter is closed, would wait longer
than people do, or would not be done before it closes, is turned away: some call, some come again,
some give up. Transactions (便民服务事项), which are no matters of this model, take clerks' hours
all the time: they slow the clerks for visitors and now and then leave no room for one.
"""

import math

from .calendar import end, is_open
from .channels import learn
from .circle import in_circle
from .codes import BY_COUNTER, COMMUNITY, HARD_NEEDS, N_COUNTER, N_TURNED_AWAY, VISIT
from .compile import kernel, whole
from .draws import happens, uniform
from .ledger import count
from .purposes import P_COUNTER, P_FULL, P_TURNED_AWAY
from .triage import take_in_hand

A_MOMENT = 1e-6  # hours; sums of open hours are no more exact


@kernel
def visits_counter(w, i):
    """Whether the affected resident brings the issue to a centre's counter."""
    return w.issues.channel[i] == VISIT and in_circle(w, w.issues.resident[i])


@kernel
def window_of(w, i):
    """Counter to which the affected resident goes: the community's, or a nearer added one."""
    return whole(w.buildings.window[w.residents.building[w.issues.resident[i]]])


@kernel
def served_until(w, i, now):
    """When a clerk is done with the visitor of issue `i`; infinite if it is turned away."""
    window = window_of(w, i)
    calendar = whole(w.rules.counter_calendar)
    at = w.windows
    if not is_open(w, calendar, now):
        return math.inf
    if uniform(w.issues.key[i], P_FULL, whole(w.issues.visits[i])) < at.full[window]:
        return math.inf
    first = whole(at.first_clerk[window])
    clerk = first
    for other in range(first + 1, first + at.clerks[window]):
        if w.clerks.free_at[other] < w.clerks.free_at[clerk]:
            clerk = other
    queue = max(0.0, w.clerks.free_at[clerk] - now)
    if queue > w.rules.longest_queue:
        return math.inf
    hours = w.rules.counter_work * at.slowed[window]
    done = end(w, calendar, now, queue + hours)
    if done > now + queue + hours + A_MOMENT:  # it closes before
        return math.inf
    # Who is there for a part of the hours is away for the rest of them afterwards.
    w.clerks.free_at[clerk] = end(w, calendar, now, queue + hours / w.clerks.share[clerk])
    return done


@kernel
def turn_away(w, i, now):
    """Turn the visitor of issue `i` away; whether it calls instead."""
    count(w, now, whole(w.issues.community[i]), N_TURNED_AWAY)
    if w.rules.choosing:
        learn(w, whole(w.issues.resident[i]), VISIT, 0.0)
    attempt = whole(w.issues.visits[i])
    w.issues.visits[i] = min(65535, attempt + 1)
    u = uniform(w.issues.key[i], P_TURNED_AWAY, attempt)
    if u < w.rules.turned_to_calls:
        return True
    comes_again = u < w.rules.turned_to_return
    w.issues.comes_at[i] = now + w.rules.return_wait if comes_again else math.inf
    return False


@kernel
def settles_at_counter(w, i):
    """Whether the centre has what it takes to settle the issue there and then."""
    if not w.kinds.counter[w.issues.kind[i]] or w.issues.needs[i] & HARD_NEEDS:
        return False
    return happens(w.issues.key[i], P_COUNTER, w.windows.absorbed[window_of(w, i)])


@kernel
def settle_at_counter(w, i, now, done):
    """Open the ticket at the counter; it is closed when the visitor leaves."""
    count(w, now, whole(w.issues.community[i]), N_COUNTER)
    take_in_hand(w, i, now, VISIT, BY_COUNTER, COMMUNITY, done)
