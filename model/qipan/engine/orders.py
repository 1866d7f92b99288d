"""Orders: 点单 – 派单 – 接单 – 办单 – 评单. Volunteers are called, accept, come or do not.

Every call is followed by a spell in which no further call reaches the volunteer (Manshadi &
Rodilitz 2022), tires, and brings giving up nearer: who calls more has fewer to call.
"""

import math

from .calendar import end, next_open
from .codes import (
    APPOINTMENT,
    ARRIVE,
    BY_DESK,
    CALL,
    E_CALLED,
    E_NO_SHOW,
    E_VOLUNTEER,
    ESTATE,
    INACTIVE,
    MOVING,
    N_ACCEPTS,
    N_CALLS,
    N_NO_SHOWS,
    N_ORDERS_DONE,
    N_ORDERS_FAILED,
    NOWHERE,
)
from .compile import kernel, whole
from .draws import exponential, uniform
from .ledger import count, note
from .purposes import P_ACCEPTS, P_CALLED, P_EXIT, P_INACTIVE, P_NO_SHOW, P_VOLUNTEER_WORK
from .rations import may_ask, spend
from .slots import schedule
from .triage import desk_at, right_level
from .work import hours_of_delay, work_of


@kernel
def call_round(w, j, now):
    """The answers to a round of calls are in; of those who accept, the first drawn is wanted."""
    t = w.tickets
    i = whole(t.issue[j])
    community = whole(w.issues.community[i])
    chosen = whole(-1)
    for n in range(choose(w, i, community, whole(t.rounds[j]), now)):
        v = whole(w.called.volunteer[n])
        count(w, now, community, N_CALLS)
        note(w, now, E_CALLED, i, NOWHERE)
        if not accepts_call(w, v, now):
            continue
        count(w, now, community, N_ACCEPTS)
        if chosen < 0:
            chosen = v
        else:
            w.volunteers.willing[v] *= 1.0 - w.rules.unmatched_loss
    if chosen >= 0:
        appoint(w, j, chosen, now)
    else:
        next_round(w, j, now)


@kernel
def rank(w, i, v, round_):
    """Draw by which volunteers are chosen for a round of calls, the highest first."""
    return uniform(w.issues.key[i] ^ w.volunteers.key[v], P_CALLED, round_)


@kernel
def choose(w, i, community, round_, now):
    """List in `World.called` whom to call, the highest rank first; how many they are.

    The first round asks the community's own, and nearby those who are planned for it; later ones,
    all of communities nearby as well.
    """
    found = gather(w, i, community, community, round_, 0, now)
    if round_ > 0 or w.rules.hours_planned:
        first = whole(w.communities.near_first[community])
        for n in range(first, first + w.communities.near_count[community]):
            pair = w.communities.shape[0] + n
            found = gather(w, i, whole(w.near[n]), pair, round_, found, now)
    return found


@kernel
def gather(w, i, community, pair, round_, found, now):
    """Put those volunteers of a community on the list who can be called and rank high enough.

    `pair` is the row of their community and that of the issue where hours are planned.
    """
    skills = whole(w.kinds.skills[w.issues.kind[i]])
    people, called = w.volunteers, w.called
    most = w.rules.calls_at_once
    v = whole(w.communities.first_volunteer[community])
    while v >= 0:
        here = v
        v = whole(people.next[here])
        if people.gone[here] or people.inactive_until[here] > now or people.busy_until[here] > now:
            continue
        if skills and not skills & whole(people.skills[here]):
            continue
        if w.rules.hours_planned and not may_ask(w, i, here, pair, round_):
            continue
        drawn = rank(w, i, here, round_)
        if found == most and drawn < called.rank[found - 1]:
            continue
        if credit_of(w, here, now) <= 0.0 or not stays(w, here, now):
            continue
        place = min(found, most - 1)
        while place > 0 and called.rank[place - 1] < drawn:
            called[place] = called[place - 1]
            place -= 1
        called.rank[place] = drawn
        called.volunteer[place] = here
        found = min(found + 1, most)
    return found


@kernel
def credit_of(w, v, now):
    """Hours that may be asked of a volunteer: earned by the week, for as long as memory lasts."""
    people = w.volunteers
    earned = people.earned[v]
    most = earned * w.rules.fatigue_memory
    return min(most, people.credit[v] + earned * (now - people.updated[v]))


@kernel
def exit_spent(w, v, now):
    """Integrated hazard of giving up: a constant rate, and more for each remembered call."""
    people = w.volunteers
    hours = now - people.updated[v]
    memory = w.rules.fatigue_memory
    calls = people.remembered[v] * memory * (1.0 - math.exp(-hours / memory))
    return people.exit_spent[v] + w.rules.exit_rate * (hours + w.rules.exit_fatigue * calls)


@kernel
def stays(w, v, now):
    """Whether a volunteer has not given up; who has is remembered as gone."""
    if exit_spent(w, v, now) < exponential(w.volunteers.key[v], P_EXIT, 0):
        return True
    w.volunteers.gone[v] = 1
    return False


@kernel
def accepts_call(w, v, now):
    """Call a volunteer: whether the order is accepted, and what the call costs."""
    people = w.volunteers
    credit = credit_of(w, v, now)
    spent = exit_spent(w, v, now)
    fading = math.exp(-(now - people.updated[v]) / w.rules.fatigue_memory)
    remembered = people.remembered[v] * fading
    people.credit[v] = credit
    people.exit_spent[v] = spent
    people.remembered[v] = remembered + 1.0
    people.updated[v] = now
    people.calls[v] += 1
    calls = whole(people.calls[v])
    spell = hours_of_delay(w, INACTIVE, people.key[v], P_INACTIVE, calls)
    people.inactive_until[v] = now + spell
    tired = 1.0 + w.rules.fatigue * max(0.0, remembered - w.rules.fatigue_free)
    chance = w.rules.volunteer_accepts * people.willing[v] / tired
    if uniform(people.key[v], P_ACCEPTS, calls) >= chance:
        return False
    people.accepted[v] += 1
    return True


@kernel
def order_hours(w, j):
    """Hours of work of the order of ticket `j`."""
    work = work_of(w, whole(w.tickets.issue[j]), P_VOLUNTEER_WORK, 0)
    return w.rules.volunteer_work * work


@kernel
def appoint(w, j, v, now):
    """Volunteer `v` will come in the next free hours."""
    t = w.tickets
    if t.responded[j] < 0.0:
        t.responded[j] = now
    calendar = whole(w.volunteers.calendar[v])
    hours = order_hours(w, j)
    if w.rules.hours_planned:
        spend(w, whole(t.issue[j]), v, hours)
    over = end(w, calendar, next_open(w, calendar, now), hours)
    w.volunteers.busy_until[v] = over
    t.next[j] = v
    schedule(w, over, APPOINTMENT, j, t.version[j])


@kernel
def keep_appointment(w, j, now):
    """The hour is over: the volunteer has done the work, or has not come."""
    t = w.tickets
    i = whole(t.issue[j])
    community = whole(w.issues.community[i])
    people = w.volunteers
    v = whole(t.next[j])
    if not w.rules.orders:  # the platform has been given up meanwhile
        next_round(w, j, now)
        return
    hours = order_hours(w, j)
    if uniform(w.issues.key[i], P_NO_SHOW, whole(t.rounds[j])) < w.rules.no_show:
        count(w, now, community, N_NO_SHOWS)
        note(w, now, E_NO_SHOW, i, NOWHERE)
        people.no_shows[v] += 1
        people.wasted[v] += hours
        next_round(w, j, now)
        return
    count(w, now, community, N_ORDERS_DONE)
    note(w, now, E_VOLUNTEER, i, NOWHERE)
    people.done[v] += 1
    people.hours[v] += hours
    people.credit[v] -= hours
    people.willing[v] = 1.0
    t.level[j] = ESTATE
    t.next[j] = -1
    schedule(w, now, ARRIVE, j, t.version[j])


@kernel
def next_round(w, j, now):
    """Call again, or give the order to the desk."""
    t = w.tickets
    i = whole(t.issue[j])
    t.rounds[j] += 1
    t.next[j] = -1
    if t.rounds[j] < w.rules.order_rounds:
        schedule(w, now + w.rules.answer_wait, CALL, j, t.version[j])
        return
    count(w, now, whole(w.issues.community[i]), N_ORDERS_FAILED)
    t.by[j] = BY_DESK
    t.state[j] = MOVING
    t.desk[j] = desk_at(w, i, right_level(w, i))
    schedule(w, now, ARRIVE, j, t.version[j])
