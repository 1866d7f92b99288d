"""The event loop."""

from .ahead import fetch_hour
from .calendar import open_hours
from .carried import carry_over
from .claims import claim
from .closure import call_again, reopen
from .codes import (
    ADD_CHORES,
    APPOINTMENT,
    ARRIVE,
    CALL,
    CARRY_OVER,
    CHANGE_CALENDAR,
    CHANGE_PATROL,
    CHORE,
    CLAIM,
    CLOSE_GATE,
    DONE,
    END,
    FIND_AGAIN,
    HOLD_SITTING,
    LAPSE,
    LATENT,
    MORE_CANDIDATES,
    MORE_HEAP,
    MORE_ISSUES,
    MORE_LOG,
    MORE_PENDING,
    MORE_TICKETS,
    MOVE_QUEUE,
    NEIGHBOUR,
    NOTICE,
    PATIENCE,
    PATROL,
    PAY_PROJECTS,
    RECHECK,
    REVIVE,
    SET_ASIDE,
    SHIFT_CALENDARS,
    STAFF_DESK,
    STAFF_SECOND_SHIFT,
    SUBDISTRICT,
    TALK,
    TOUCH_DESKS,
    WAKE,
)
from .columns import CHUNK
from .compile import entry, kernel, whole
from .desk import add_chores, end_chores, enqueue, remove, serve_asking, serve_soon, touch, wake
from .discovery import birth, discover, lapse, report, talk_find
from .gates import close_gate, hold_sitting
from .handling import resume, service_end
from .notices import notice
from .orders import call_round, keep_appointment
from .patrol import pass_by
from .patrol_times import exposure
from .projects import pay_projects, select_projects
from .slots import cancelled, open_hour, take_first
from .stalls import take_up_stalled
from .state import (
    CANDIDATES,
    CANDIDATES_UNTIL,
    COMMANDS,
    CURRENT_SLOT,
    HEAP_SIZE,
    ISSUES,
    LOGGED,
    MOST_AT_ONCE,
    NEEDED,
    NEXT_CANDIDATE,
    NEXT_COMMAND,
    PENDING_USED,
    TICKETS,
)
from .triage import desk_at


@entry
def run(w, until):
    """Carry out every command, then every event before the hour `until`.

    Events come in order of (time, sequence number); births are merged in from the sorted
    candidates. Returns DONE, or what there must be more of before the kernel can go on.
    """
    clock = w.clock
    now = 0.0
    while True:
        serve_asking(w, now)
        reason = short_of_room(w)
        if reason != DONE:
            return reason
        if clock[NEXT_COMMAND] < clock[COMMANDS]:
            now = w.commands.time[clock[NEXT_COMMAND]]
            carry_out_command(w, clock[NEXT_COMMAND], now)
            clock[NEXT_COMMAND] += 1
            continue
        n = clock[NEXT_CANDIDATE]
        edge = clock[CURRENT_SLOT] + 1
        t_birth = w.candidates.time[n] if n < clock[CANDIDATES] else float(clock[CANDIDATES_UNTIL])
        t_event = w.heap.time[0] if clock[HEAP_SIZE] > 0 else until + 1.0
        if t_birth >= edge and t_event >= edge:
            if edge >= until:
                return DONE
            if edge >= clock[CANDIDATES_UNTIL]:
                return MORE_CANDIDATES
            needed = clock[HEAP_SIZE] + w.slots.count[edge] + clock[MOST_AT_ONCE]
            if needed > w.heap.shape[0]:
                clock[NEEDED] = needed
                return MORE_HEAP
            open_hour(w, edge)
            fetch_hour(w)
            continue
        if t_birth <= t_event:
            clock[NEXT_CANDIDATE] = n + 1
            now = t_birth
            code = birth(w, n, now)
        else:
            now = t_event
            code = take_first(w)
        if code >= 0:
            carry_out(w, code, now)


@kernel
def short_of_room(w):
    """What one more event might not have room for, if anything."""
    clock = w.clock
    most = clock[MOST_AT_ONCE]
    if clock[NEXT_COMMAND] < clock[COMMANDS]:
        most += events_of_command(w, clock[NEXT_COMMAND])
    if clock[HEAP_SIZE] + most > w.heap.shape[0]:
        clock[NEEDED] = clock[HEAP_SIZE] + most
        return MORE_HEAP
    # Each may open a chunk, but in no list two that are not full.
    chunks = min(most, w.slots.shape[0] + most // (CHUNK - 1))
    pending = clock[PENDING_USED] + CHUNK * chunks
    if pending > w.pending.shape[0]:
        clock[NEEDED] = pending
        return MORE_PENDING
    if clock[ISSUES] + 1 > w.issues.shape[0]:
        return MORE_ISSUES
    if clock[TICKETS] + 1 > w.tickets.shape[0]:
        return MORE_TICKETS
    if w.rules.log and clock[LOGGED] + most > w.log.shape[0]:
        clock[NEEDED] = clock[LOGGED] + most
        return MORE_LOG
    return DONE


@kernel
def events_of_command(w, n):
    """How many events a command may schedule beyond those that any event may."""
    code = w.commands.code[n]
    if code == FIND_AGAIN:  # every latent issue may need a new place in the event list
        return w.clock[ISSUES]
    if HOLD_SITTING <= code <= PAY_PROJECTS or code == REVIVE:  # CLOSE_GATE lies between the two
        return 4 * whole(w.desks.length[w.commands.entity[n]])
    return whole(0)


@kernel
def carry_out(w, code, now):
    """One event."""
    event = code & 255
    entity = code >> 24
    if event == END:
        service_end(w, entity, now)
    elif event == WAKE:
        wake(w, entity)
    elif event == CHORE:
        end_chores(w, entity, (code >> 8) & 65535, now)
    elif cancelled(w, code):
        return
    elif event == ARRIVE:
        resume(w, entity, now)
    elif event <= NEIGHBOUR:  # REPORT or NEIGHBOUR
        report(w, entity, now, event == NEIGHBOUR)
    elif event == PATROL:
        pass_by(w, entity, now)
    elif event == TALK:
        talk_find(w, entity, now)
    elif event == NOTICE:
        notice(w, entity, now)
    elif event == LAPSE:
        lapse(w, entity, now)
    elif event == PATIENCE:
        call_again(w, entity, now)
    elif event == CALL:
        call_round(w, entity, now)
    elif event == APPOINTMENT:
        keep_appointment(w, entity, now)
    elif event == RECHECK:
        reopen(w, entity, now)


@kernel
def carry_out_command(w, n, now):
    """One decision of an institution, in force before the next event."""
    code = w.commands.code[n]
    entity = w.commands.entity[n]
    other = w.commands.other[n]
    value = w.commands.value[n]
    if code == STAFF_DESK:
        touch(w, entity, now)
        w.desks.servers[entity] = other
        w.desks.speed[entity] = value
        serve_soon(w, entity)
    elif code == STAFF_SECOND_SHIFT:
        touch(w, entity, now)
        w.desks.second_servers[entity] = other
        serve_soon(w, entity)
    elif code == SHIFT_CALENDARS:
        touch(w, entity, now)
        w.desks.first_calendar[entity] = other
        w.desks.second_calendar[entity] = int(value)
        w.desks.waking[entity] = 0
    elif code == ADD_CHORES:
        add_chores(w, entity, value)
    elif code == CHANGE_CALENDAR:
        touch(w, entity, now)
        w.desks.calendar[entity] = other
        w.desks.waking[entity] = 0
        serve_soon(w, entity)
    elif code == MOVE_QUEUE:
        move_queue(w, entity, now)
    elif code == CHANGE_PATROL:
        change_patrol(w, entity, other, value, now)
    elif code == FIND_AGAIN:
        find_again(w, now)
    elif code == TOUCH_DESKS:
        for d in range(w.desks.shape[0]):
            touch(w, d, now)
    elif code == HOLD_SITTING:
        hold_sitting(w, entity, now)
    elif code == CLOSE_GATE:
        close_gate(w, entity, now)
    elif code == PAY_PROJECTS:
        if other:
            select_projects(w, entity, now)
        pay_projects(w, entity, now)
    elif code == CLAIM:
        claim(w, entity, other, int(abs(value)), value < 0.0, now)
    elif code == SET_ASIDE:
        w.units.set_aside[entity] = value
    elif code == REVIVE:
        take_up_stalled(w, entity, other, value, now)
    elif code == CARRY_OVER:
        carry_over(w, entity, other, value, now)


@kernel
def move_queue(w, source, now):
    """Everybody who waits at a post goes to the desk that is in charge of them now.

    Whoever moves a queue staffs the desks afterwards, which has them look at their queues.
    """
    touch(w, source, now)
    for priority in range(4):
        waiting = w.queues.head[4 * source + priority]
        while waiting >= 0:
            j = whole(waiting)
            waiting = w.tickets.next[j]
            target = desk_at(w, whole(w.tickets.issue[j]), SUBDISTRICT)
            if target != source:
                touch(w, target, now)
                remove(w, j, source)
                w.tickets.desk[j] = target
                enqueue(w, j, target)


@kernel
def change_patrol(w, grid, calendar, rate, now):
    """From now on the grid is patrolled at another rate or at other hours."""
    g = w.grids
    g.exposure[grid] = exposure(w, grid, now)
    g.rate[grid] = rate
    g.calendar[grid] = calendar
    g.since[grid] = open_hours(w, calendar, now)


@kernel
def find_again(w, now):
    """Time every latent issue anew from its old thresholds, after hazards have changed."""
    for i in range(w.clock[ISSUES]):
        if w.issues.state[i] == LATENT:
            w.issues.version[i] += 1
            discover(w, i, now)
