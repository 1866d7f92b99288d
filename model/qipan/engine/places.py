"""Places of services (老年食堂, 四点半课堂): a demand is met only while paid places are left.

`World.places` has the places left of this year, by community and service.
"""

from .codes import ARRIVE, E_PLACE, N_PLACES_TAKEN, WAITING
from .compile import kernel, whole
from .desk import remove, touch
from .ledger import count, note
from .slots import schedule
from .triage import desk_at


@kernel
def is_demand(w, i):
    """Whether issue `i` is a demand for a service."""
    return w.kinds.service[w.issues.kind[i]] > 0


@kernel
def takes_place(w, j, now):
    """Whether a place of the year is left for ticket `j`, which takes it."""
    i = whole(w.tickets.issue[j])
    community = whole(w.issues.community[i])
    services = w.places.shape[0] // w.communities.shape[0]
    row = community * services + whole(w.kinds.service[w.issues.kind[i]]) - 1
    if w.places[row] <= 0:
        return False
    w.places[row] -= 1
    count(w, now, community, N_PLACES_TAKEN)
    note(w, now, E_PLACE, i, whole(w.tickets.desk[j]))
    return True


@kernel
def leave_for_place(w, j, gate, now):
    """Ticket `j` has got a place: it leaves the list for its desk, which closes it."""
    t = w.tickets
    touch(w, gate, now)
    remove(w, j, gate)
    t.next[j] = -1
    t.state[j] = WAITING
    t.desk[j] = desk_at(w, whole(t.issue[j]), whole(t.level[j]))
    schedule(w, now, ARRIVE, j, t.version[j])
