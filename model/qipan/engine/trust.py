"""Trust of residents and buildings, decaying lazily to a baseline."""

import math

from .compile import kernel, whole


@kernel
def own_trust(w, resident, now):
    """Trust of a resident, the shift of the building not included."""
    baseline = w.rules.trust_baseline
    distance = w.residents.trust[resident] - baseline
    if distance == 0.0:
        return baseline
    fading = math.exp(-(now - w.residents.updated[resident]) / w.rules.trust_decay)
    return baseline + distance * fading


@kernel
def building_shift(w, building, now):
    """How far a building's trust lies from the baseline through what its residents lived."""
    shift = w.buildings.shift[building]
    if shift == 0.0:
        return 0.0
    return shift * math.exp(-(now - w.buildings.updated[building]) / w.rules.trust_decay)


@kernel
def trust_of(w, resident, now):
    """Trust T of a resident, in [0, 1]."""
    shift = building_shift(w, w.residents.building[resident], now)
    return min(1.0, max(0.0, own_trust(w, resident, now) + shift))


@kernel
def move_trust(w, resident, now, change):
    """Change the trust of a resident, and a share of it in the building."""
    trust = own_trust(w, resident, now) + change
    w.residents.trust[resident] = min(1.0, max(0.0, trust))
    w.residents.updated[resident] = now
    building = whole(w.residents.building[resident])
    shift = building_shift(w, building, now) + w.rules.building_share * change
    limit = w.rules.building_limit
    w.buildings.shift[building] = min(limit, max(-limit, shift))
    w.buildings.updated[building] = now


@kernel
def eagerness(w, trust):
    """Reporting hazard against that at trust 1/2: exp(gamma (T - 1/2)), clipped."""
    if w.rules.trust_slope == 0.0:
        return 1.0
    clip = w.rules.trust_clip
    return min(clip, max(1.0 / clip, math.exp(w.rules.trust_slope * (trust - 0.5))))
