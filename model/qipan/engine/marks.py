"""The marks of an issue: what it is, where, and who would tell of it, drawn when it arises."""

from .channels import choose_channel
from .circle import in_circle
from .codes import (
    COULD_BE_LABOUR,
    GRID_WORKER,
    HOTLINE,
    LATENT,
    NEEDS_CONSENSUS,
    NEEDS_DEPARTMENTS,
    NEEDS_ENFORCEMENT,
    NEEDS_MONEY,
    VISIT,
)
from .compile import kernel, whole
from .draws import from_quantiles, happens, uniform
from .onlookers import courier_exposure
from .patrol_times import exposure
from .purposes import (
    P_CHANNEL,
    P_CIRCLE,
    P_COMPLEXITY,
    P_CONSENSUS,
    P_DEPARTMENTS,
    P_ENFORCEMENT,
    P_INSTITUTION,
    P_LABOUR,
    P_MONEY,
)
from .talks import talk_exposure
from .trust import building_shift, eagerness, trust_of


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
