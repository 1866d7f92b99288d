"""Deputies' talks (恳谈): at each, a latent issue of the community comes up by chance."""

import math

from .compile import kernel
from .draws import exponential
from .purposes import P_TALK


@kernel
def talk_exposure(w, community, now):
    """Integrated hazard of coming up at the community's talks, from hour 0 to `now`."""
    c = w.communities
    gain = c.talk_gain[community]
    first = c.next_talk[community]
    if gain == 0.0 or now < first:
        return c.talked[community]
    return c.talked[community] + gain * (1 + int((now - first) / c.talk_period[community]))


@kernel
def talk_time(w, i):
    """When issue `i` would come up at a talk, if talks stay as they are.

    A talk at which each issue comes up with chance p adds -ln(1 - p) to the hazard at once.
    """
    c = w.communities
    community = w.issues.community[i]
    gain = c.talk_gain[community]
    if gain == 0.0:
        return math.inf
    missing = w.issues.heard[i] + exponential(w.issues.key[i], P_TALK, 0) - c.talked[community]
    talks = max(0, math.ceil(missing / gain) - 1)
    return c.next_talk[community] + talks * c.talk_period[community]


@kernel
def next_talk(w, community, now):
    """Begin of the community's first talk from `now` on; `now` itself where none are held."""
    c = w.communities
    if c.talk_gain[community] == 0.0:
        return now
    first = c.next_talk[community]
    return first + c.talk_period[community] * max(
        0.0, math.ceil((now - first) / c.talk_period[community])
    )
