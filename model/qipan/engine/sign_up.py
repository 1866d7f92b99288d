"""Residents whom a solved issue has won sign up as volunteers."""

from .codes import N_SIGNED_UP
from .compile import kernel, whole
from .draws import happens, key_of
from .ledger import count
from .purposes import P_SIGN_UP
from .state import VOLUNTEERS


@kernel
def sign_up(w, i, resident, trust, now):
    """A satisfied resident of high trust may sign up, once; without special skills at first."""
    if trust < w.rules.sign_up_trust or w.residents.helps[resident]:
        return
    key = w.issues.key[i]
    if not happens(key, P_SIGN_UP, w.rules.sign_up_share):
        return
    w.residents.helps[resident] = 1
    community = whole(w.issues.community[i])
    count(w, now, community, N_SIGNED_UP)
    v = w.clock[VOLUNTEERS]
    w.clock[VOLUNTEERS] = v + 1
    people = w.volunteers
    people.key[v] = key_of(key, P_SIGN_UP)
    people.community[v] = community
    people.earned[v] = w.rules.newcomer_earns
    people.credit[v] = w.rules.newcomer_earns * w.rules.fatigue_memory
    people.willing[v] = 1.0
    people.updated[v] = now
    people.calendar[v] = w.rules.newcomer_calendar
    people.pool[v] = w.rules.newcomer_pool
    people.next[v] = w.communities.first_volunteer[community]
    w.communities.first_volunteer[community] = v
