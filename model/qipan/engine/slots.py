"""The event list: unsorted lists by hour, only the current hour in a binary heap.

A list is a chain of chunks of seven events, so that an hour's events come from memory together.
The first row of a chunk names the following chunk; only the first chunk of a list may have room.

Events are ordered by (time, sequence number). Most timers are cancelled before they fire; a
cancelled one is dropped when its hour opens and never enters the heap.
"""

from .by_address import fetch_line
from .codes import END, LAPSE, RECHECK
from .columns import CHUNK
from .compile import kernel
from .state import CURRENT_SLOT, FREE_PENDING, HEAP_SIZE, NEXT_SEQUENCE, PENDING_USED


@kernel
def schedule(w, time, event, entity, version):
    """Schedule an event; beyond the horizon it is forgotten."""
    clock = w.clock
    sequence = clock[NEXT_SEQUENCE]
    clock[NEXT_SEQUENCE] = sequence + 1
    if not time < w.slots.shape[0]:
        return
    code = event_code(event, entity, version)
    slot = int(time)
    if slot <= clock[CURRENT_SLOT]:
        sift_in(w, time, sequence, code)
        return
    number = w.slots.count[slot]
    w.slots.count[slot] = number + 1
    place = number % (CHUNK - 1)
    if place == 0:
        chunk = new_chunk(w)
        w.pending.code[chunk] = w.slots.head[slot]
        w.slots.head[slot] = chunk
    e = w.slots.head[slot] + 1 + place
    w.pending.time[e] = time
    w.pending.sequence[e] = sequence
    w.pending.code[e] = code


@kernel
def new_chunk(w):
    """First row of a chunk that no list uses."""
    clock = w.clock
    chunk = clock[FREE_PENDING]
    if chunk >= 0:
        clock[FREE_PENDING] = w.pending.code[chunk]
    else:
        chunk = clock[PENDING_USED]
        clock[PENDING_USED] = chunk + CHUNK
    return chunk


@kernel
def in_first_chunk(number):
    """How many of a list's events are in its first chunk: the others are full."""
    return (number - 1) % (CHUNK - 1) + 1


@kernel
def event_code(event, entity, version):
    """Event, its issue, ticket or desk, and the version that must still hold, in one number."""
    return (int(entity) << 24) | (int(version) << 8) | event


@kernel
def sift_in(w, time, sequence, code):
    """Put an event into the heap of the current hour."""
    heap = w.heap
    i = w.clock[HEAP_SIZE]
    w.clock[HEAP_SIZE] = i + 1
    while i > 0:
        parent = (i - 1) >> 1
        if heap.time[parent] < time or (
            heap.time[parent] == time and heap.sequence[parent] < sequence
        ):
            break
        heap[i] = heap[parent]
        i = parent
    heap.time[i] = time
    heap.sequence[i] = sequence
    heap.code[i] = code


@kernel
def before(a, b):
    """Whether event a comes before event b."""
    return a.time < b.time or (a.time == b.time and a.sequence < b.sequence)


@kernel
def take_first(w):
    """Remove the first event of the heap and return its code."""
    heap = w.heap
    code = heap.code[0]
    n = w.clock[HEAP_SIZE] - 1
    w.clock[HEAP_SIZE] = n
    i = 0
    while True:
        child = 2 * i + 1
        if child >= n:
            break
        if child + 1 < n and before(heap[child + 1], heap[child]):
            child += 1
        if before(heap[n], heap[child]):
            break
        heap[i] = heap[child]
        i = child
    heap[i] = heap[n]
    return code


@kernel
def cancelled(w, code):
    """Whether the issue or ticket of the event has moved on since it was scheduled."""
    event = code & 255
    version = (code >> 8) & 65535
    entity = code >> 24
    if event <= LAPSE:
        return version != w.issues.version[entity]
    if event <= RECHECK:
        return version != w.tickets.version[entity]
    return False


@kernel
def fetch_versions(w, slot):
    """Have the versions that tell which events of an hour are cancelled on their way together."""
    chunk = w.slots.head[slot]
    number = in_first_chunk(w.slots.count[slot])
    while chunk >= 0:
        for e in range(chunk + 1, chunk + 1 + number):
            event = w.pending.code[e] & 255
            entity = w.pending.code[e] >> 24
            if event <= LAPSE:
                fetch_line(w.issues, entity)
            elif event <= END:
                fetch_line(w.tickets, entity)
        chunk = w.pending.code[chunk]
        number = CHUNK - 1


@kernel
def open_hour(w, slot):
    """Move the live events of an hour into the heap."""
    fetch_versions(w, slot)
    w.clock[CURRENT_SLOT] = slot
    chunk = w.slots.head[slot]
    number = in_first_chunk(w.slots.count[slot])
    w.slots.head[slot] = -1
    w.slots.count[slot] = 0
    while chunk >= 0:
        for e in range(chunk + 1, chunk + 1 + number):
            if not cancelled(w, w.pending.code[e]):
                sift_in(w, w.pending.time[e], w.pending.sequence[e], w.pending.code[e])
        following = w.pending.code[chunk]
        w.pending.code[chunk] = w.clock[FREE_PENDING]
        w.clock[FREE_PENDING] = chunk
        chunk = following
        number = CHUNK - 1
