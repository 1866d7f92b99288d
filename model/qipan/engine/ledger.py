"""What is written down while the city runs: daily counters, and the event log on request."""

from .compile import kernel
from .state import LOGGED


@kernel
def count(w, now, community, what):
    """Count something that happened in a community on the day of `now`."""
    w.counters[int(now) // 24, community, what] += 1


@kernel
def note(w, now, event, issue, place):
    """Write a row of the event log, if one is kept; `place` is a desk, or -1."""
    if w.rules.log:
        n = w.clock[LOGGED]
        w.log.time[n] = now
        w.log.event[n] = event
        w.log.issue[n] = issue
        w.log.place[n] = place
        w.clock[LOGGED] = n + 1
