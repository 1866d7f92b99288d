"""A courier or a steward comes upon a latent issue: passed on, settled, or left for want of time.

Volunteers' hours are nobody's gift either: a steward has so many a week and no more. Whoever has
none left this week comes upon the issue next week at the earliest.
"""

from .codes import (
    BY_STEWARD,
    ESTATE,
    HARD_NEEDS,
    HEAD,
    MEMBER,
    N_COURIER_FINDS,
    N_SETTLED_BY_STEWARDS,
    N_STEWARD_FINDS,
    NEEDS_CONSENSUS,
    PRIVATE,
    RIDER,
    STEWARD,
)
from .compile import kernel, whole
from .discovery import become_ticket, come_to_light, discover, schedule_next_report
from .draws import uniform
from .ledger import count
from .onlookers import (
    WEEK,
    attempt,
    courier_time,
    head_of,
    head_rate,
    members_of,
    steward_rate,
    steward_time,
)
from .purposes import P_SETTLES, P_WHICH_STEWARD
from .triage import take_in_hand

ROUNDING = 1e-9  # hours


@kernel
def notice(w, i, now):
    """Who comes first upon issue `i`: a courier, or a steward."""
    community = whole(w.issues.community[i])
    if not w.rules.stewards or courier_time(w, i) <= steward_time(w, i):
        count(w, now, community, N_COURIER_FINDS)
        become_ticket(w, i, now, RIDER)
        schedule_next_report(w, i, now)
        return
    role = MEMBER
    part = uniform(w.issues.key[i], P_WHICH_STEWARD, attempt(w, i))
    if part * steward_rate(w, i) < head_rate(w, i):
        role = HEAD
    row = head_of(w, i) if role == HEAD else members_of(w, i)
    settle_hours = w.roles.settle_hours[role]
    if settles(w, i, role) and has_hours(w, row, settle_hours, now):
        give_hours(w, row, settle_hours)
        count(w, now, community, N_STEWARD_FINDS)
        count(w, now, community, N_SETTLED_BY_STEWARDS)
        come_to_light(w, i, now)
        take_in_hand(w, i, now, STEWARD, BY_STEWARD, ESTATE, now + settle_hours)
        w.tickets.decided[w.issues.ticket[i]] |= NEEDS_CONSENSUS
    elif has_hours(w, row, w.roles.record[role], now):
        give_hours(w, row, w.roles.record[role])
        count(w, now, community, N_STEWARD_FINDS)
        become_ticket(w, i, now, STEWARD)
    else:
        w.issues.stewards_from[i] = WEEK * (1.0 + int(now / WEEK))
        discover(w, i, now)
        return
    schedule_next_report(w, i, now)


@kernel
def settles(w, i, role):
    """Whether neighbours would settle the issue among themselves with the steward's help."""
    needs = w.issues.needs[i] & HARD_NEEDS
    if needs & ~NEEDS_CONSENSUS:
        return False
    if not needs and w.kinds.sorting[w.issues.kind[i]] != PRIVATE:
        return False
    chance = w.roles.settle[role] * (1.0 - w.issues.complexity[i])
    return uniform(w.issues.key[i], P_SETTLES, role) < chance


@kernel
def has_hours(w, row, hours, now):
    """Whether a steward has so many hours left this week."""
    s = w.stewards
    week = int(now / WEEK)
    if s.week[row] != week:
        s.week[row] = week
        s.used[row] = 0.0
    return s.used[row] + hours <= s.hours[row] + ROUNDING


@kernel
def give_hours(w, row, hours):
    """Take hours of a steward's week."""
    w.stewards.used[row] += hours
    w.stewards.given[row] += hours
