"""Tickets that no desk handles: what becomes of them is known as they are opened."""

from .codes import ARRIVE, AT_ONCE, BY_ANSWER, HANDLED, NEVER, WAITING
from .compile import kernel, whole
from .draws import uniform
from .purposes import P_ENDING, P_FATE
from .slots import schedule
from .work import drawn


@kernel
def fate_of(w, i):
    """What becomes of the ticket of issue `i`: one number drawn for all that may."""
    k = whole(w.issues.kind[i])
    if not w.kinds.fated[k]:
        return HANDLED
    u = uniform(w.issues.key[i], P_FATE, 0)
    for n in range(w.fates.shape[1]):
        if u < w.fates.up_to[k, n]:
            return whole(n + 1)
    return HANDLED


@kernel
def meet_fate(w, j, fate, d, now):
    """Have ticket `j` wait for its end, if it has one, in the charge of desk `d` but not there."""
    t = w.tickets
    i = whole(t.issue[j])
    t.fate[j] = fate
    t.state[j] = WAITING
    t.desk[j] = d
    t.level[j] = w.desks.level[d]
    t.next[j] = -1
    if fate == NEVER:
        return
    then = now
    if fate == AT_ONCE:
        t.responded[j] = now
        t.by[j] = BY_ANSWER
    else:
        row = w.fates[w.issues.kind[i], fate - 1]
        form = int(row.form)
        then += drawn(form, row.a, row.b, w.knots, w.issues.key[i], P_ENDING, fate)
    schedule(w, then, ARRIVE, j, t.version[j])
