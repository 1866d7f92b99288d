"""Fetching rows from memory before the events that need them.

A city's tables are larger than a processor's caches, and an event goes from row to row: ticket,
issue, resident, building. One after another, each is waited for; for all events of an hour
together, they are on their way at the same time. Nothing is changed here, and no result depends
on it.
"""

from .by_address import fetch
from .codes import END, LAPSE, RECHECK
from .compile import kernel, whole
from .state import CANDIDATES, CURRENT_SLOT, HEAP_SIZE, NEXT_CANDIDATE


@kernel
def fetch_hour(w):
    """Fetch what the events and births of the current hour touch first."""
    clock = w.clock
    for n in range(clock[HEAP_SIZE]):
        code = w.heap.code[n]
        event = code & 255
        if event <= LAPSE:
            fetch_issue(w, code >> 24)
        elif event <= RECHECK:
            fetch_ticket(w, code >> 24)
        elif event == END:
            fetch_ticket(w, code >> 24)
            fetch_queue(w, whole(w.tickets.desk[code >> 24]))
    over = clock[CURRENT_SLOT] + 1
    n = clock[NEXT_CANDIDATE]
    while n < clock[CANDIDATES] and w.candidates.time[n] < over:
        fetch_resident(w, whole(w.candidates.resident[n]))
        n += 1


@kernel
def fetch_ticket(w, j):
    """Fetch a ticket and its issue."""
    fetch(w.tickets, j)
    fetch_issue(w, whole(w.tickets.issue[j]))


@kernel
def fetch_issue(w, i):
    """Fetch an issue, where it is and whose it is."""
    fetch(w.issues, i)
    fetch(w.grids, whole(w.issues.grid[i]))
    fetch_resident(w, whole(w.issues.resident[i]))


@kernel
def fetch_resident(w, resident):
    """Fetch a resident and the building."""
    fetch(w.residents, resident)
    fetch(w.buildings, whole(w.residents.building[resident]))


@kernel
def fetch_queue(w, d):
    """Fetch a desk and, of each priority, the first in line."""
    fetch(w.desks, d)
    for q in range(4 * d, 4 * d + 4):
        first = whole(w.queues.head[q])
        if first >= 0:
            fetch(w.tickets, first)
            fetch(w.issues, whole(w.tickets.issue[first]))
