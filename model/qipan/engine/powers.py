"""Powers (执法权): which desk may act on an issue, and what its acts are worth."""

from .codes import NEEDS_ENFORCEMENT, NO_POWER, SUBDISTRICT
from .compile import kernel, whole
from .draws import happens, uniform
from .purposes import P_POWER, P_SET_ASIDE


@kernel
def is_handed_down(w, i):
    """Whether the department has handed down to the subdistrict the power that `i` needs (赋权)."""
    kind = w.issues.kind[i]
    if w.kinds.power[kind] or not w.issues.needs[i] & NEEDS_ENFORCEMENT:
        return False
    return happens(w.issues.key[i], P_POWER, w.kinds.handed_down[kind])


@kernel
def held_below(w, i):
    """Whether the subdistrict may do whatever issue `i` needs of powers."""
    if not w.issues.needs[i] & NEEDS_ENFORCEMENT or w.kinds.power[w.issues.kind[i]]:
        return True
    return is_handed_down(w, i)


@kernel
def look_for_powers(w, j, level):
    """Write whether a subdistrict that takes up ticket `j` only sees that the power is not its own.

    It is asked each time, because a power may have been handed down or taken back meanwhile.
    """
    t = w.tickets
    if level != SUBDISTRICT:
        return
    i = whole(t.issue[j])
    held = held_below(w, i)
    if held and t.look[j] == NO_POWER:
        t.look[j] = 0
    elif not held and t.look[j] == 0 and is_told(w, i):
        t.look[j] = NO_POWER


@kernel
def is_told(w, i):
    """Whether the file tells that a power is needed, or only work on the case does.

    It does where lists say who is in charge of what, and of kinds of which every case needs one.
    """
    return w.rules.sorting or w.kinds.enforcement[w.issues.kind[i]] >= 1.0


@kernel
def advice_on(w, i, level):
    """Hours in which an adviser (法律顾问) reads what a subdistrict does on a power handed down."""
    if w.rules.advice > 0.0 and level == SUBDISTRICT and is_handed_down(w, i):
        return w.rules.advice
    return 0.0


@kernel
def is_set_aside(w, j):
    """Whether the act that closes ticket `j` will not stand: one of people who never learned it."""
    t = w.tickets
    i = whole(t.issue[j])
    if w.rules.legal_error == 0.0 or t.level[j] != SUBDISTRICT or not is_handed_down(w, i):
        return False
    chance = w.rules.legal_error * w.desks.untrained[t.desk[j]]
    return uniform(w.issues.key[i], P_SET_ASIDE, int(t.reopened[j])) < chance
