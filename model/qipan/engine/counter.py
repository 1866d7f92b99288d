"""One-stop centres (党群服务中心): what is settled at the counter at once."""

from .circle import in_circle
from .codes import BY_COUNTER, COMMUNITY, HARD_NEEDS, N_COUNTER, P_COUNTER, VISIT
from .compile import kernel, whole
from .desk import add_chores
from .draws import happens
from .ledger import count
from .state import FIRST_COMMUNITY_DESK
from .triage import close_on_the_spot


@kernel
def settles_at_counter(w, i):
    """Whether a centre settles the issue while the resident stands there.

    Neither powers nor money nor neighbours' consent are to be had at a counter.
    """
    if w.issues.needs[i] & HARD_NEEDS:
        return False
    if not w.kinds.counter[w.issues.kind[i]] or not in_circle(w, w.issues.resident[i]):
        return False
    if w.issues.needs[i] & HARD_NEEDS:
        return False
    return happens(w.issues.key[i], P_COUNTER, w.communities.absorbed[w.issues.community[i]])


@kernel
def settle_at_counter(w, i, now):
    """Open, settle and close at the counter; somebody of the community works there."""
    community = whole(w.issues.community[i])
    w.issues.reported[i] = now
    count(w, now, community, N_COUNTER)
    close_on_the_spot(w, i, now, VISIT, BY_COUNTER, COMMUNITY)
    add_chores(w, w.clock[FIRST_COMMUNITY_DESK] + community, w.rules.counter_work)
