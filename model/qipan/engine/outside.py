"""Waits for somebody outside, which take nobody's time: a crew, a notice period, a season."""

from .calendar import end
from .codes import WAITED_OUTSIDE
from .compile import kernel, whole
from .purposes import P_OUTSIDE
from .work import drawn


@kernel
def must_wait(w, j, when):
    """Whether ticket `j` must wait outside at this time, and has not yet."""
    kind = w.issues.kind[w.tickets.issue[j]]
    return w.kinds.outside[kind] == when and not w.tickets.decided[j] & WAITED_OUTSIDE


@kernel
def wait_outside(w, j, now):
    """Note that ticket `j` waits outside from now on; when that is over.

    What lies beyond the horizon is not counted among its hours.
    """
    t = w.tickets
    i = whole(t.issue[j])
    k = whole(w.issues.kind[i])
    t.decided[j] |= WAITED_OUTSIDE
    form = whole(w.kinds.outside_form[k])
    a, b = w.kinds.outside_a[k], w.kinds.outside_b[k]
    hours = drawn(form, a, b, w.knots, w.issues.key[i], P_OUTSIDE, int(t.reopened[j]))
    hours *= w.rules.waits_stretch
    over = end(w, whole(w.kinds.outside_days[k]), now, hours)
    t.outside[j] += min(over, float(w.slots.shape[0])) - now
    return over
