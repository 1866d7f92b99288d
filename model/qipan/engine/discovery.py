"""How issues come to light: birth, first and further reports, patrol finds, lapse.

Every timer is one unit exponential of the issue, spent by its integrated hazard from birth. So a
change of policy moves the time but never redraws it, and a latent issue needs no more than the
earliest of its timers in the event list.
"""

import math

from .codes import (
    COULD_BE_LABOUR,
    E_BORN,
    E_DUPLICATE,
    E_LAPSED,
    E_REPORTED,
    HOTLINE,
    LAPSE,
    LAPSED,
    LATENT,
    N_BORN,
    N_DUPLICATES,
    N_LAPSED,
    N_MERGED,
    N_REPORTS,
    N_TALK_FINDS,
    NEIGHBOUR,
    NOTICE,
    NOWHERE,
    ORDERED,
    PATROL,
    PETITION,
    REPORT,
    TALK,
    TALKED,
    TICKETED,
    VISIT,
)
from .compile import kernel, whole
from .counter import served_until, settle_at_counter, settles_at_counter, turn_away, visits_counter
from .desk import add_chores
from .draws import uniform
from .homes import arises_there
from .lapse import lapse_time
from .ledger import count, note
from .marks import mark
from .onlookers import notice_time
from .patrol_times import find_time
from .purposes import P_MERGE, P_THINNING
from .report_times import keeps_hours, neighbour_report_time, own_report_time
from .slots import event_code, schedule
from .stalls import revive
from .state import FIRST_COMMUNITY_DESK, ISSUES
from .talks import talk_time
from .triage import open_ticket, withdraw


@kernel
def birth(w, n, now):
    """Candidate `n` arises, or is thinned out because disorder is below its bound.

    Returns the code of the event to be carried out at once (a report), or -1.
    """
    candidate = w.candidates[n]
    cell = candidate.cell
    community = cell // w.kinds.shape[0]
    kind = cell % w.kinds.shape[0]
    cohort = True
    gain = w.kinds.disorder_gain[kind]
    if gain > 0.0 and candidate.ordinal >= 0:
        level = 1000.0 * w.communities.visible[community] / w.communities.residents[community]
        chance = uniform(candidate.key, P_THINNING, 0) * (1.0 + gain)
        if chance > 1.0 + gain * level / (level + w.rules.disorder_half):
            return -1
        cohort = chance <= 1.0
    if w.rules.households and candidate.ordinal >= 0 and not arises_there(w, candidate, kind):
        return -1
    i = w.clock[ISSUES]
    w.clock[ISSUES] = i + 1
    mark(w, i, candidate, community, kind, cohort)
    count(w, now, community, N_BORN)
    note(w, now, E_BORN, i, NOWHERE)
    if w.kinds.visible[kind]:
        w.communities.visible[community] += 1
    at_once = math.isinf(w.issues.own_rate[i]) and w.held.share[int(now) // 24] == 0.0
    if at_once and not keeps_hours(w, i):
        return event_code(REPORT, i, w.issues.version[i])
    discover(w, i, now)
    return -1


@kernel
def discover(w, i, now):
    """Schedule the earliest of report, patrol find and lapse of a latent issue."""
    version = w.issues.version[i]
    own = own_report_time(w, i, now)
    near = neighbour_report_time(w, i)
    found = find_time(w, i)
    talked = talk_time(w, i)
    noticed = notice_time(w, i)
    gone = lapse_time(w, i)
    first = min(min(min(own, near), min(found, gone)), min(talked, noticed))
    if first == math.inf:
        return
    if first == own:
        schedule(w, max(now, own), REPORT, i, version)
    elif first == near:
        schedule(w, max(now, near), NEIGHBOUR, i, version)
    elif first == found:
        schedule(w, max(now, found), PATROL, i, version)
    elif first == talked:
        schedule(w, max(now, talked), TALK, i, version)
    elif first == noticed:
        schedule(w, max(now, noticed), NOTICE, i, version)
    else:
        schedule(w, max(now, gone), LAPSE, i, version)


@kernel
def schedule_next_report(w, i, now):
    """Schedule the next report of the circle on an issue that has a ticket."""
    own = math.inf
    if not w.issues.own_reported[i]:
        own = own_report_time(w, i, now)
    near = neighbour_report_time(w, i)
    if own <= near:
        if own < math.inf:
            schedule(w, max(now, own), REPORT, i, w.issues.version[i])
    else:
        schedule(w, max(now, near), NEIGHBOUR, i, w.issues.version[i])


@kernel
def report(w, i, now, by_neighbour):
    """A resident of the circle reports: the first time opens a ticket, later ones duplicate."""
    latent = w.issues.state[i] == LATENT
    channel = HOTLINE if by_neighbour else channel_used(w, i)
    done = math.inf
    if latent and not by_neighbour and visits_counter(w, i):
        done = served_until(w, i, now)
        if done == math.inf:
            if not turn_away(w, i, now):
                discover(w, i, now)
                return
            channel = HOTLINE
            if w.rules.choosing:
                w.issues.channel[i] = HOTLINE
    if by_neighbour:
        w.issues.neighbours_reported[i] += 1
    else:
        w.issues.own_reported[i] = 1
    if latent:
        count(w, now, whole(w.issues.community[i]), N_REPORTS)
        note(w, now, E_REPORTED, i, NOWHERE)
        if done < math.inf and settles_at_counter(w, i):
            come_to_light(w, i, now)
            settle_at_counter(w, i, now, done)
        else:
            become_ticket(w, i, now, channel)
    else:
        duplicate(w, i, now)
    schedule_next_report(w, i, now)


@kernel
def channel_used(w, i):
    """Channel of the affected resident: help is ordered where there is a platform for it."""
    channel = whole(w.issues.channel[i])
    if channel == TALKED and w.communities.talk_gain[w.issues.community[i]] == 0.0:
        channel = HOTLINE  # no talks are held any more
    if channel in (VISIT, PETITION):
        return channel
    if w.rules.orders and w.issues.needs[i] & COULD_BE_LABOUR:
        return ORDERED
    return channel


@kernel
def talk_find(w, i, now):
    """A latent issue comes up at a talk with deputies."""
    count(w, now, whole(w.issues.community[i]), N_TALK_FINDS)
    become_ticket(w, i, now, TALKED)
    schedule_next_report(w, i, now)


@kernel
def come_to_light(w, i, now):
    """A latent issue has come to light; its ticket is opened by who calls this."""
    w.issues.state[i] = TICKETED
    w.issues.version[i] += 1
    w.issues.reported[i] = now
    gone = lapse_time(w, i)
    if gone < math.inf:
        schedule(w, max(now, gone), LAPSE, i, w.issues.version[i])


@kernel
def become_ticket(w, i, now, channel):
    """A latent issue has come to light, and goes to a desk."""
    come_to_light(w, i, now)
    open_ticket(w, i, now, channel)


@kernel
def duplicate(w, i, now):
    """A further report on an open ticket: caught by a shared platform, or a clerk's work."""
    community = whole(w.issues.community[i])
    ticket = whole(w.issues.ticket[i])
    count(w, now, community, N_DUPLICATES)
    note(w, now, E_DUPLICATE, i, NOWHERE)
    ordinal = whole(w.tickets.duplicates[ticket])
    w.tickets.duplicates[ticket] += 1
    if uniform(w.issues.key[i], P_MERGE, ordinal) < w.rules.merged_share:
        count(w, now, community, N_MERGED)
        return
    revive(w, ticket, now)
    office = w.clock[FIRST_COMMUNITY_DESK] + community
    add_chores(w, office, w.rules.duplicate_work)


@kernel
def lapse(w, i, now):
    """An issue passes by itself; its open ticket is withdrawn."""
    had_ticket = w.issues.state[i] == TICKETED
    w.issues.state[i] = LAPSED
    w.issues.over[i] = now
    w.issues.version[i] += 1
    community = whole(w.issues.community[i])
    if w.kinds.visible[w.issues.kind[i]]:
        w.communities.visible[community] -= 1
    count(w, now, community, N_LAPSED)
    note(w, now, E_LAPSED, i, NOWHERE)
    if had_ticket:
        withdraw(w, whole(w.issues.ticket[i]), now)
