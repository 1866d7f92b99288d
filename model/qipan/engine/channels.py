"""By which channel a resident reports, and how that is learnt from how the channel has served.

A multinomial logit (McFadden 1974): channel c is chosen in proportion to its usual share times
exp(beta D_c). D_c begins at 0 and moves by a share of (P - P_0 - D_c) with each experience of
performance P, P_0 being the usual one. Residents of one type in one building learn together, as
they tell one another. Where nobody learns the shares stay as they are.
"""

import math

from .codes import CHOICES, HOTLINE, PETITION, TALKED, VISIT
from .compile import kernel, whole
from .draws import uniform
from .homes import at_home, when_both
from .purposes import P_CHANNEL, P_PETITION
from .state import FIRST_COMMUNITY_DESK
from .trust import trust_of

MANY = len(CHOICES)


@kernel
def choose_channel(w, key, resident, community, now):
    """Channel of a new issue; who is never at home while the office is open calls instead."""
    total = 0.0
    for n in range(MANY):
        total += weight(w, resident, community, n)
    left = uniform(key, P_CHANNEL, 0) * total
    channel = HOTLINE
    for n in range(MANY):
        left -= weight(w, resident, community, n)
        if left < 0.0:
            channel = CHOICES[n]
            break
    if w.rules.households and channel == VISIT:
        meeting = when_both(w, office_hours(w, community), at_home(w, resident), now)
        if meeting == math.inf:
            return HOTLINE
    return channel


@kernel
def office_hours(w, community):
    """Calendar of the community's desk."""
    return whole(w.desks.calendar[w.clock[FIRST_COMMUNITY_DESK] + community])


@kernel
def weight(w, resident, community, n):
    """Chance of the n-th of `CHOICES` against the others; none of talks where none are held."""
    if CHOICES[n] == TALKED and w.communities.talk_gain[community] == 0.0:
        return 0.0
    share = w.channel_shares[MANY * w.residents.household[resident] + n]
    learnt = w.attractions[first_attraction(w, resident) + n]
    return share * math.exp(w.rules.sensitivity * learnt)


@kernel
def first_attraction(w, resident):
    """Place of what the resident's building and type have learnt of the first of `CHOICES`."""
    row = w.residents.building[resident] * w.households.shape[0] + w.residents.household[resident]
    return MANY * whole(row)


@kernel
def learn(w, resident, channel, performance):
    """Move the attraction of a channel towards how it has served."""
    first = first_attraction(w, resident)
    for n in range(MANY):
        if CHOICES[n] == channel:
            gap = performance - w.rules.usual_performance - w.attractions[first + n]
            w.attractions[first + n] += w.rules.channel_learning * gap


@kernel
def channel_in_mind(w, j):
    """Channel to which the affected resident puts down how ticket `j` is served."""
    if w.tickets.petitioned[j] > 0.0:
        return PETITION
    return whole(w.issues.channel[w.tickets.issue[j]])


@kernel
def learn_from_closure(w, j, now, truly):
    """The affected resident has reported and sees the ticket closed: how soon, and for what.

    P = 1 / (1 + t / (a SLA)) as in the rating, t being counted from a petition if there was one.
    """
    t = w.tickets
    i = whole(t.issue[j])
    if not w.issues.own_reported[i]:
        return
    performance = 0.0
    if truly:
        begun = t.petitioned[j] if t.petitioned[j] > 0.0 else t.opened[j]
        sla = w.kinds.sla[w.issues.kind[i]]
        performance = 1.0 / (1.0 + (now - begun) / (w.rules.sla_multiple * sla))
    learn(w, whole(w.issues.resident[i]), channel_in_mind(w, j), performance)


@kernel
def learn_from_waiting(w, j):
    """The affected resident's patience has ended, and nothing has come of it so far."""
    i = whole(w.tickets.issue[j])
    if w.issues.own_reported[i]:
        learn(w, whole(w.issues.resident[i]), channel_in_mind(w, j), 0.0)


@kernel
def goes_over_heads(w, j, now, falsely):
    """Whether the affected resident petitions, having waited in vain or been told it was solved.

    The chance falls with trust, and rises where petitions have served better than the channel.
    """
    t = w.tickets
    i = whole(t.issue[j])
    if t.petitioned[j] > 0.0 or not w.issues.own_reported[i]:
        return False
    resident = whole(w.issues.resident[i])
    chance = w.rules.petition_after_false if falsely else w.rules.petition_after_call
    chance *= 2.0 * (1.0 - trust_of(w, resident, now))
    if w.rules.choosing:
        first = first_attraction(w, resident)
        better = w.attractions[first + MANY - 1]
        for n in range(MANY):
            if CHOICES[n] == w.issues.channel[i]:
                better -= w.attractions[first + n]
        chance *= math.exp(w.rules.sensitivity * better)
    ordinal = int(t.reopened[j]) * 64 + int(t.calls[j])
    return uniform(w.issues.key[i], P_PETITION, ordinal) < chance
