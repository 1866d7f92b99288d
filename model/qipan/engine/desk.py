"""Desks: queues of four priorities, order of service, servers, hours, small work on the side."""

import math

from .calendar import end, open_hours
from .codes import (
    CHORE,
    DEPARTMENT,
    E_STARTED,
    END,
    NEEDS_DEPARTMENTS,
    OLDEST,
    PRIORITY_FIRST_COME,
    QUEUED,
    RANDOM,
    SERVED,
    SHORTEST,
    WAKE,
)
from .compile import kernel, whole
from .draws import uniform
from .ledger import note
from .powers import advice_on, look_for_powers
from .purposes import P_ORDER, P_WORK
from .shift import calendar_of, change_of_shift, next_start, shift_for_chores, shift_on_duty
from .slots import schedule
from .state import ASKING, FIRST_ASKING
from .work import work_of


@kernel
def touch(w, d, now):
    """Bring the desk's time integrals up to `now`, before its state changes."""
    desks = w.desks
    then = desks.touched[d]
    if now <= then:
        return
    tickets = desks.length[d] + desks.busy[d] - desks.on_chores[d]
    if desks.second_servers[d] > 0:
        touch_shifts(w, d, then, now)
    else:
        opened = open_hours_between(w, whole(desks.calendar[d]), then, now)
        desks.busy_hours[d] += desks.busy[d] * opened
        desks.open_hours[d] += desks.servers[d] * opened
    desks.ticket_hours[d] += tickets * (now - then)
    if w.rules.load_per_sd > 0.0:
        remember_load(w, d, tickets, now - then)
    desks.touched[d] = now


@kernel
def open_hours_between(w, calendar, then, now):
    """Open hours from `then` to `now`."""
    return open_hours(w, calendar, now) - open_hours(w, calendar, then)


@kernel
def touch_shifts(w, d, then, now):
    """Bring busy and open hours of a desk with two shifts up to `now`."""
    desks = w.desks
    first = open_hours_between(w, whole(desks.first_calendar[d]), then, now)
    second = open_hours_between(w, whole(desks.second_calendar[d]), then, now)
    desks.busy_hours[d] += (desks.busy[d] - desks.second_busy[d]) * first
    desks.busy_hours[d] += desks.second_busy[d] * second
    desks.open_hours[d] += desks.servers[d] * first + desks.second_servers[d] * second


@kernel
def remember_load(w, d, tickets, hours):
    """Exponentially fading mean and mean square of the tickets at the desk."""
    fading = math.exp(-hours / w.rules.load_memory)
    w.desks.load_mean[d] = fading * w.desks.load_mean[d] + (1.0 - fading) * tickets
    square = fading * w.desks.load_square[d] + (1.0 - fading) * tickets * tickets
    w.desks.load_square[d] = square


@kernel
def standardised_load(w, d):
    """How many standard deviations the desk's tickets lie above their running mean."""
    mean = w.desks.load_mean[d]
    variance = w.desks.load_square[d] - mean * mean
    if variance <= 1e-9:
        return 0.0
    tickets = w.desks.length[d] + w.desks.busy[d] - w.desks.on_chores[d]
    return (tickets - mean) / math.sqrt(variance)


@kernel
def enqueue(w, j, d):
    """Put ticket `j` last among those of its priority."""
    t = w.tickets
    q = 4 * d + int(t.priority[j])
    if t.petitioned[j] > 0.0:
        enqueue_behind_petitions(w, j, d)
        return
    last = w.queues.tail[q]
    t.previous[j] = last
    t.next[j] = -1
    if last < 0:
        w.queues.head[q] = j
    else:
        t.next[last] = j
    w.queues.tail[q] = j
    w.desks.length[d] += 1
    t.state[j] = QUEUED


@kernel
def enqueue_behind_petitions(w, j, d):
    """Put ticket `j` behind the petitions of its priority, and before everybody else."""
    t = w.tickets
    q = 4 * d + int(t.priority[j])
    ahead = whole(-1)
    behind = whole(w.queues.head[q])
    while behind >= 0 and t.petitioned[behind] > 0.0:
        ahead = behind
        behind = whole(t.next[behind])
    t.previous[j] = ahead
    t.next[j] = behind
    if ahead < 0:
        w.queues.head[q] = j
    else:
        t.next[ahead] = j
    if behind < 0:
        w.queues.tail[q] = j
    else:
        t.previous[behind] = j
    w.desks.length[d] += 1
    t.state[j] = QUEUED


@kernel
def remove(w, j, d):
    """Take ticket `j` out of the queue, wherever it stands."""
    t = w.tickets
    q = 4 * d + int(t.priority[j])
    ahead = t.previous[j]
    behind = t.next[j]
    if ahead < 0:
        w.queues.head[q] = behind
    else:
        t.next[ahead] = behind
    if behind < 0:
        w.queues.tail[q] = ahead
    else:
        t.previous[behind] = ahead
    w.desks.length[d] -= 1


@kernel
def arrive(w, j, d, now):
    """Ticket `j` reaches desk `d`."""
    touch(w, d, now)
    w.tickets.desk[j] = d
    w.tickets.level[j] = w.desks.level[d]
    w.desks.arrivals[d] += 1
    enqueue(w, j, d)
    serve_soon(w, d)


@kernel
def serve_soon(w, d):
    """Have the desk looked at when the event is over; desks are served in the order they ask."""
    asking = w.clock[ASKING]
    w.clock[FIRST_ASKING + asking] = d
    w.clock[ASKING] = asking + 1


@kernel
def serve_asking(w, now):
    """Serve every desk that has asked during this event."""
    for n in range(w.clock[ASKING]):
        serve(w, w.clock[FIRST_ASKING + n], now)
    w.clock[ASKING] = 0


@kernel
def serve(w, d, now):
    """Start services while a clerk is free and there, and somebody waits."""
    desks = w.desks
    if desks.chores[d] > 0.0:
        start_chores(w, d, now)
    while desks.length[d] > 0:
        shift = shift_on_duty(w, d, now)
        if shift < 0:
            wake_later(w, d, now)
            return
        j = next_in_turn(w, d, now)
        touch(w, d, now)
        remove(w, j, d)
        start(w, j, d, shift, now)


@kernel
def next_in_turn(w, d, now):
    """Ticket that desk `d` serves next, of those that wait there."""
    if w.desks.order[d] == PRIORITY_FIRST_COME:
        q = 4 * d
        while w.queues.head[q] < 0:
            q += 1
        return whole(w.queues.head[q])
    return least_marked(w, d, now)


@kernel
def least_marked(w, d, now):
    """Look through the queue for the ticket that another order than the usual one serves next."""
    best = whole(-1)
    least = math.inf
    for priority in range(4):
        waiting = w.queues.head[4 * d + priority]
        while waiting >= 0:
            j = whole(waiting)
            mark = mark_of(w, j, d, now)
            if best < 0 or mark < least:
                best = j
                least = mark
            waiting = w.tickets.next[j]
    return best


@kernel
def mark_of(w, j, d, now):
    """What the desk's order ranks ticket `j` by: the least is served first.

    By age, priority accumulates at a rate of one over the SLA (Kleinrock 1964).
    """
    if w.tickets.petitioned[j] > 0.0:
        return -math.inf
    order = w.desks.order[d]
    i = whole(w.tickets.issue[j])
    if order == OLDEST:
        return w.tickets.opened[j]
    if order == SHORTEST:
        return work_at(w, j, d)
    if order == RANDOM:  # a new draw for every choice, so that all are equally likely
        return uniform(w.issues.key[i], P_ORDER, w.desks.services[d])
    return (w.tickets.opened[j] - now) / w.kinds.sla[w.issues.kind[i]]


@kernel
def work_at(w, j, d):
    """Hours of work of ticket `j` at its next service, at desk `d`."""
    if w.tickets.left[j] > 0.0:
        return w.tickets.left[j] + w.rules.hand_over
    if w.tickets.look[j]:
        return w.rules.look
    i = whole(w.tickets.issue[j])
    work = w.desks.work_factor[d] * work_of(w, i, P_WORK, int(w.tickets.services[j]))
    level = whole(w.desks.level[d])
    if level == DEPARTMENT and w.issues.needs[i] & NEEDS_DEPARTMENTS:
        work *= w.rules.part_work
    return work + advice_on(w, i, level)


@kernel
def wake_later(w, d, now):
    """One event opens a closed desk at which somebody waits, if a clerk is free."""
    time = next_start(w, d, now)
    if time == math.inf:
        return
    if not w.desks.waking[d] or time < w.desks.wakes_at[d]:
        w.desks.waking[d] = 1
        w.desks.wakes_at[d] = time
        schedule(w, time, WAKE, d, 0)


@kernel
def start(w, j, d, shift, now):
    """A clerk of a shift takes up ticket `j`."""
    t = w.tickets
    w.desks.busy[d] += 1
    w.desks.second_busy[d] += shift
    t.shift[j] = shift
    t.state[j] = SERVED
    if t.responded[j] < 0.0:
        t.responded[j] = now
    note(w, now, E_STARTED, whole(t.issue[j]), d)
    work = work_to_do(w, j, d)
    calendar = calendar_of(w, d, shift)
    done = end(w, calendar, now, work / w.desks.speed[d])
    if w.rules.hands_over and w.desks.second_servers[d] > 0:
        over = change_of_shift(w, d, shift, now)
        if over < done:
            t.left[j] = work - w.desks.speed[d] * open_hours_between(w, calendar, now, over)
            done = over
    schedule(w, done, END, j, 0)


@kernel
def work_to_do(w, j, d):
    """Hours of work of ticket `j` at desk `d` now, or what another clerk has left of them."""
    t = w.tickets
    if t.left[j] > 0.0:
        work = work_at(w, j, d)
        t.left[j] = 0.0
        return work
    look_for_powers(w, j, whole(w.desks.level[d]))
    work = work_at(w, j, d)
    t.services[j] += 1
    w.desks.services[d] += 1
    return work


@kernel
def free_worker(w, j, d, now):
    """The clerk who had ticket `j` has finished; small work and whoever waits come next."""
    touch(w, d, now)
    w.desks.busy[d] -= 1
    w.desks.second_busy[d] -= int(w.tickets.shift[j])


@kernel
def hand_over(w, j, d):
    """Put ticket `j`, whose clerk has left it unfinished, before all others of its priority."""
    t = w.tickets
    q = 4 * d + int(t.priority[j])
    first = w.queues.head[q]
    if w.rules.petitions and t.petitioned[j] == 0.0:
        enqueue_behind_petitions(w, j, d)
        return
    t.previous[j] = -1
    t.next[j] = first
    if first < 0:
        w.queues.tail[q] = j
    else:
        t.previous[first] = j
    w.queues.head[q] = j
    w.desks.length[d] += 1
    t.state[j] = QUEUED


@kernel
def wake(w, d):
    """A desk opens."""
    w.desks.waking[d] = 0
    serve_soon(w, d)


@kernel
def add_chores(w, d, hours):
    """Small work (duplicates, inspections): before the next ticket, by the next free worker."""
    if hours > 0.0:
        w.desks.chores[d] += hours
        serve_soon(w, d)


@kernel
def start_chores(w, d, now):
    """The free clerk who is there first takes up all small work that lies there."""
    shift = shift_for_chores(w, d, now)
    if shift < 0:
        return
    touch(w, d, now)
    hours = w.desks.chores[d] / w.desks.speed[d]
    w.desks.chores[d] = 0.0
    w.desks.on_chores[d] += 1
    w.desks.busy[d] += 1
    w.desks.second_busy[d] += shift
    schedule(w, end(w, calendar_of(w, d, shift), now, hours), CHORE, d, shift)


@kernel
def end_chores(w, d, shift, now):
    """The small work of a clerk of a shift is done."""
    touch(w, d, now)
    w.desks.on_chores[d] -= 1
    w.desks.busy[d] -= 1
    w.desks.second_busy[d] -= shift
    serve_soon(w, d)
