"""How issues come to light: birth, first and further reports, patrol finds, lapse.

Every timer is one unit exponential of the issue, spent by its integrated hazard from birth. So a
change of policy moves the time but never redraws it, and a latent issue needs no more than the
earliest of its timers in the event list.
"""

import math

from .calendar import at_open_hours, next_open, open_hours
from .channels import choose_channel, office_hours
from .circle import in_circle
from .codes import (
    COULD_BE_LABOUR,
    E_BORN,
    E_DUPLICATE,
    E_LAPSED,
    E_REPORTED,
    GRID_WORKER,
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
    NEEDS_CONSENSUS,
    NEEDS_DEPARTMENTS,
    NEEDS_ENFORCEMENT,
    NEEDS_MONEY,
    NEIGHBOUR,
    NOTICE,
    NOWHERE,
    ORDERED,
    P_CHANNEL,
    P_CIRCLE,
    P_COMPLEXITY,
    P_CONSENSUS,
    P_DEPARTMENTS,
    P_ENFORCEMENT,
    P_HELD,
    P_INSTITUTION,
    P_LABOUR,
    P_MERGE,
    P_MONEY,
    P_NEIGHBOUR,
    P_PATROL,
    P_RELEASED,
    P_REPORT,
    P_THINNING,
    PATROL,
    PETITION,
    REPORT,
    TALK,
    TALKED,
    TICKETED,
    VISIT,
)
from .compile import kernel, whole
from .counter import (
    served_until,
    settle_at_counter,
    settles_at_counter,
    turn_away,
    visits_counter,
)
from .desk import add_chores
from .draws import exponential, from_quantiles, happens, uniform
from .homes import arises_there, at_home, when_both
from .lapse import lapse_time
from .ledger import count, note
from .onlookers import courier_exposure, notice_time
from .slots import event_code, schedule
from .stalls import revive
from .state import FIRST_COMMUNITY_DESK, ISSUES
from .talks import next_talk, talk_exposure, talk_time
from .triage import open_ticket, withdraw
from .trust import building_shift, eagerness, trust_of


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
def mark(w, i, candidate, community, kind, cohort):
    """Give a new issue its marks; all of them are draws of its own key."""
    s = w.issues
    key = candidate.key
    resident = candidate.resident
    building = whole(w.residents.building[resident])
    now = candidate.time
    s.birth[i] = now
    s.key[i] = key
    s.over[i] = -1.0
    s.reported[i] = -1.0
    s.resident[i] = resident
    s.community[i] = community
    s.grid[i] = grid_of(w, key, kind, community, building)
    s.heard[i] = talk_exposure(w, community, now)
    s.ordinal[i] = candidate.ordinal
    s.paused[i] = 0.0
    s.carried[i] = 0.0
    s.ticket[i] = -1
    s.kind[i] = kind
    s.state[i] = LATENT
    s.cohort[i] = cohort
    s.complexity[i] = from_quantiles(w.quantiles, kind, uniform(key, P_COMPLEXITY, 0))
    low = int(w.kinds.circle_low[kind])
    high = int(w.kinds.circle_high[kind])
    size = low + int(uniform(key, P_CIRCLE, 0) * (high - low + 1))
    s.circle[i] = min(size, whole(w.buildings.residents[building]))
    s.channel[i] = channel_of(w, key, resident, community, now)
    s.needs[i] = needs_of(w, key, kind)
    # Willingness to report is that of the moment in which the issue arises; a neighbour's is the
    # building's, since it is not the neighbour's own affair.
    hazard = w.kinds.report_rate[kind] * w.communities.voice[community]
    own = hazard * eagerness(w, trust_of(w, resident, now))
    own *= w.households.report[w.residents.household[resident]]
    s.own_rate[i] = own * w.rules.circle_report if in_circle(w, resident) else own
    mood = w.rules.trust_baseline + building_shift(w, building, now)
    weight = w.rules.neighbour_weight
    s.near_rate[i] = hazard * eagerness(w, mood) * weight if weight > 0.0 else 0.0
    if w.kinds.visible[kind]:
        s.watched[i] = exposure(w, whole(s.grid[i]), now)
        s.ridden[i] = courier_exposure(w, community, now)
    s.stewards_from[i] = now


@kernel
def grid_of(w, key, kind, community, building):
    """Grid in which the issue arises: the resident's, or that of an institution (专属网格)."""
    own = w.communities.institutions[community]
    if own > 0 and happens(key, P_INSTITUTION, w.kinds.institution[kind]):
        return w.communities.first_institution[community] + int(
            uniform(key, P_INSTITUTION, 1) * own
        )
    return whole(w.buildings.grid[building])


@kernel
def channel_of(w, key, resident, community, now):
    """Channel by which the affected resident would report."""
    if w.rules.choosing:
        return choose_channel(w, key, resident, community, now)
    u = uniform(key, P_CHANNEL, 0)
    if u < w.rules.visit_share:
        return VISIT
    if u < w.rules.visit_share + w.rules.hotline_share:
        return HOTLINE
    return GRID_WORKER


@kernel
def needs_of(w, key, kind):
    """What the issue cannot be solved without, as bits."""
    needs = 0
    if happens(key, P_CONSENSUS, w.kinds.consensus[kind]):
        needs |= NEEDS_CONSENSUS
    if happens(key, P_MONEY, w.kinds.money[kind]):
        needs |= NEEDS_MONEY
    if happens(key, P_ENFORCEMENT, w.kinds.enforcement[kind]):
        needs |= NEEDS_ENFORCEMENT
    if happens(key, P_DEPARTMENTS, w.kinds.departments[kind]):
        needs |= NEEDS_DEPARTMENTS
    if happens(key, P_LABOUR, w.kinds.labour[kind]):
        needs |= COULD_BE_LABOUR
    return needs


@kernel
def exposure(w, grid, now):
    """Integrated hazard of being found by a patrol of the grid, from hour 0 to `now`."""
    g = w.grids
    if g.rate[grid] == 0.0:
        return g.exposure[grid]
    spent = open_hours(w, int(g.calendar[grid]), now) - g.since[grid]
    return g.exposure[grid] + g.rate[grid] * spent


@kernel
def find_time(w, i):
    """When a patroller next comes by issue `i`, if patrols stay as they are."""
    if not w.kinds.visible[w.issues.kind[i]]:
        return math.inf
    grid = whole(w.issues.grid[i])
    g = w.grids
    if g.rate[grid] == 0.0:
        return math.inf
    attempt = whole(w.issues.missed[i])
    target = w.issues.watched[i] + exponential(w.issues.key[i], P_PATROL, attempt)
    hours = (target - g.exposure[grid]) / g.rate[grid]
    return at_open_hours(w, int(g.calendar[grid]), g.since[grid] + max(0.0, hours))


@kernel
def made_at(w, i, time, count):
    """When a report that would be made at `time` is: a shock may hold it back for a while.

    Held back or not is drawn once for each report of an issue, numbered by `count`.
    """
    if not time < w.slots.shape[0]:
        return time
    held = w.held[int(time) // 24]
    if held.share == 0.0 or uniform(w.issues.key[i], P_HELD, count) >= held.share:
        return time
    return held.until + held.spread * uniform(w.issues.key[i], P_RELEASED, count)


@kernel
def own_report_time(w, i, now):
    """When the affected resident would report; a visitor waits for office or centre to open."""
    rate = w.issues.own_rate[i]
    if rate == 0.0:
        return math.inf
    time = w.issues.birth[i] + w.issues.paused[i]
    time = max(w.issues.comes_at[i], time + exponential(w.issues.key[i], P_REPORT, 0) / rate)
    time = made_at(w, i, time, 0)
    if time < w.slots.shape[0] and keeps_hours(w, i):
        time = max(now, time)
        community = whole(w.issues.community[i])
        if w.issues.channel[i] == TALKED:
            return next_talk(w, community, time)
        home = at_home(w, whole(w.issues.resident[i]))
        if w.issues.channel[i] == GRID_WORKER:
            return next_open(w, home, time)
        if visits_counter(w, i):
            calendar = whole(w.rules.counter_calendar)
        else:
            calendar = office_hours(w, community)
        if not w.rules.households:
            return next_open(w, calendar, time)
        return when_both(w, calendar, home, time)
    return time


@kernel
def keeps_hours(w, i):
    """Whether the affected resident reports when an office is open, at home or at a talk only."""
    channel = w.issues.channel[i]
    if channel in (VISIT, TALKED):
        return True
    return w.rules.households and channel == GRID_WORKER


@kernel
def neighbour_report_time(w, i):
    """When the next of the neighbours would report.

    The neighbours share one rate, so the gaps between their reports are independent exponentials
    with rates (n-j) r (Renyi 1953): one draw a report, whatever the circle's size.
    """
    waiting = whole(w.issues.circle[i]) - 1
    reported = whole(w.issues.neighbours_reported[i])
    rate = w.issues.near_rate[i]
    if reported >= waiting or rate == 0.0:
        return math.inf
    time = w.issues.birth[i] + w.issues.paused[i]
    for j in range(reported + 1):
        time += exponential(w.issues.key[i], P_NEIGHBOUR, j) / (rate * (waiting - j))
    return made_at(w, i, time, reported + 1)


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
