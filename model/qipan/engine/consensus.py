"""Neighbours without a council: they settle, harden, or give up and live with things as they are.

Three hazards compete from the moment at which the work is done. Each time that neighbours harden
they take longer to settle by themselves, and are harder to bring together at a sitting.
"""

from .codes import (
    AGREED,
    ARRIVE,
    CONSENSUS_WAIT,
    E_GIVEN_UP,
    E_HARDENED,
    E_LAPSED,
    GIVES_UP,
    HARDENS,
    LAPSED,
    N_GIVEN_UP,
    N_HARDENED,
    N_LAPSED,
    NOWHERE,
    WAITING,
)
from .compile import kernel, whole
from .draws import exponential
from .ledger import count, note
from .purposes import P_AGREES, P_GIVES_UP, P_HARDENS
from .slots import schedule
from .triage import desk_at, withdraw
from .work import hours_of_delay

DRAWS_A_SERVICE = 64  # waits for neighbours that can follow one service


@kernel
def wait_for_neighbours(w, j, now):
    """Ticket `j` waits until neighbours settle, harden or give up, whichever comes first."""
    t = w.tickets
    i = whole(t.issue[j])
    key = w.issues.key[i]
    hardened = whole(t.hardened[j])
    ordinal = int(t.services[j]) * DRAWS_A_SERVICE + hardened % DRAWS_A_SERVICE
    first = hours_of_delay(w, CONSENSUS_WAIT, key, P_AGREES, ordinal)
    if first > 0.0:  # what takes no time takes none however often they have hardened
        first *= w.rules.hardened_wait**hardened
    t.ending[j] = AGREED
    hardens = w.rules.hardening * exponential(key, P_HARDENS, ordinal)
    if hardens < first:
        first = hardens
        t.ending[j] = HARDENS
    gives_up = w.rules.giving_up * exponential(key, P_GIVES_UP, ordinal)
    if gives_up < first:
        first = gives_up
        t.ending[j] = GIVES_UP
    t.state[j] = WAITING
    t.desk[j] = desk_at(w, i, whole(t.level[j]))
    t.next[j] = -1
    schedule(w, now + first, ARRIVE, j, t.version[j])


@kernel
def harden(w, j, place, now):
    """Neighbours have hardened, at a gate or, while they were left to themselves, at a desk."""
    i = whole(w.tickets.issue[j])
    w.tickets.hardened[j] = min(255, whole(w.tickets.hardened[j]) + 1)
    count(w, now, whole(w.issues.community[i]), N_HARDENED)
    note(w, now, E_HARDENED, i, place)


@kernel
def give_up(w, j, now):
    """Neighbours live with things as they are: the issue is over, and nothing was solved."""
    i = whole(w.tickets.issue[j])
    community = whole(w.issues.community[i])
    w.issues.state[i] = LAPSED
    w.issues.over[i] = now
    w.issues.version[i] += 1
    if w.kinds.visible[w.issues.kind[i]]:
        w.communities.visible[community] -= 1
    count(w, now, community, N_LAPSED)
    count(w, now, community, N_GIVEN_UP)
    note(w, now, E_GIVEN_UP, i, NOWHERE)
    note(w, now, E_LAPSED, i, NOWHERE)
    withdraw(w, j, now)
