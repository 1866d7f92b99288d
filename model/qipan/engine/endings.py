"""Tickets that end without being closed: cancelled, a duplicate, transferred elsewhere."""

from .codes import CANCELLED, N_ENDED_CANCELLED
from .compile import kernel, whole
from .discovery import lapse
from .ledger import count


@kernel
def end_otherwise(w, j, now):
    """Ticket `j` ends without being closed, and its issue is no longer the city's."""
    fate = whole(w.tickets.fate[j])
    i = whole(w.tickets.issue[j])
    count(w, now, whole(w.issues.community[i]), N_ENDED_CANCELLED + fate - CANCELLED)
    lapse(w, i, now)
    w.tickets.fate[j] = fate  # a ticket that is withdrawn has none
