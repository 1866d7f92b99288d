"""Cases of several departments: who must act, whose turn it is, and when all have acted.

A case has one row, and so is at one desk at a time. Which departments have done their part is a set
of bits, by their place in the list of its kind; that all are bound to act (a meeting has decided,
or dispatch obliges every one of them) is the bit of the need among the ticket's decisions.
"""

from .codes import DEPARTMENT, NEEDS_DEPARTMENTS
from .compile import kernel, whole
from .state import FIRST_DEPARTMENT_DESK
from .triage import desk_at


@kernel
def needs_several(w, i):
    """Whether issue `i` is one of several departments."""
    return w.issues.needs[i] & NEEDS_DEPARTMENTS != 0


@kernel
def partner(w, i, place):
    """Desk of the department at a place in the list of the kind of issue `i`."""
    return w.clock[FIRST_DEPARTMENT_DESK] + whole(w.partners[w.issues.kind[i], place])


@kernel
def mark_acted(w, j, d):
    """Department `d` has done its part of ticket `j`."""
    i = whole(w.tickets.issue[j])
    for place in range(whole(w.kinds.partners[w.issues.kind[i]])):
        if partner(w, i, place) == d:
            w.tickets.acted[j] |= 1 << place


@kernel
def all_have_acted(w, j):
    """Whether every department that ticket `j` needs has done its part."""
    number = whole(w.kinds.partners[w.issues.kind[w.tickets.issue[j]]])
    return whole(w.tickets.acted[j]) == (1 << number) - 1


@kernel
def department_due(w, j):
    """Desk of the department whose turn it is: of several, the next that has not acted."""
    t = w.tickets
    i = whole(t.issue[j])
    if not needs_several(w, i) or all_have_acted(w, j):
        return desk_at(w, i, DEPARTMENT)
    number = whole(w.kinds.partners[w.issues.kind[i]])
    turn = whole(t.asked[j])
    while (whole(t.acted[j]) >> (turn % number)) & 1:
        turn += 1
    if w.rules.rounds == 0:
        turn %= number
    t.asked[j] = turn
    return partner(w, i, turn % number)


@kernel
def rounds_are_over(w, j):
    """Whether those who must still act have been asked as often as anybody asks."""
    number = whole(w.kinds.partners[w.issues.kind[w.tickets.issue[j]]])
    return w.rules.rounds > 0 and whole(w.tickets.asked[j]) >= w.rules.rounds * number


@kernel
def all_obey(w, i):
    """Whether dispatch obliges every department that issue `i` needs."""
    if not w.rules.dispatch:
        return False
    for place in range(whole(w.kinds.partners[w.issues.kind[i]])):
        if not w.desks.obeys[partner(w, i, place)]:
            return False
    return True


@kernel
def bound(w, j):
    """Whether the departments that ticket `j` needs are bound to act."""
    return w.tickets.decided[j] & NEEDS_DEPARTMENTS != 0
