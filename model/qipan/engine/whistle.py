"""How a department takes or refuses a whistle (吹哨): called too often, it tires."""

import math

from .compile import kernel, whole
from .draws import uniform
from .purposes import P_ASKED, P_WHISTLE
from .several import bound, needs_several

MONTH = 730.0  # hours


@kernel
def accepts(w, j, d, department, now):
    """Whether the department takes the ticket; desks that whistle too often tire it."""
    desks = w.desks
    fading = math.exp(-(now - desks.whistled[d]) / MONTH)
    recent = desks.whistles[d] * fading + 1.0
    desks.whistles[d] = recent
    desks.whistled[d] = now
    if (w.rules.dispatch and desks.obeys[department]) or bound(w, j):
        return True
    excess = max(0.0, recent / w.rules.whistle_free - 1.0)
    willing = w.rules.acceptance * w.rules.measured_acceptance
    chance = willing / (1.0 + w.rules.whistle_fatigue * excess)
    t = w.tickets
    i = whole(t.issue[j])
    if needs_several(w, i):
        chance *= w.rules.next_chance ** whole(t.passed[j])
        t.askings[j] += 1
        return uniform(w.issues.key[i], P_ASKED, whole(t.askings[j])) < chance
    return uniform(w.issues.key[i], P_WHISTLE, whole(t.refusals[j])) < chance
