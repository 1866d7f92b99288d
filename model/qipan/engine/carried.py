"""Tickets that are open when the simulation begins, put in their places at hour 0."""

from .codes import HOTLINE, LAPSE, TICKETED
from .compile import kernel, whole
from .desk import arrive
from .discovery import schedule_next_report
from .lapse import lapse_time
from .marks import mark
from .slots import schedule
from .state import CARRIED, ISSUES
from .triage import desk_at, right_level, row_of_ticket, start_patience


@kernel
def carry_over(w, n, level, age, now):
    """Candidate `n` is an issue whose ticket has been open for `age` hours.

    It lies at a level, or where it belongs if that is -1. Its thresholds (of lapse, of further
    reports) run from now: that it is still open says nothing more of them.
    """
    candidate = w.candidates[n]
    kinds = w.kinds.shape[0]
    community = candidate.cell // kinds
    kind = candidate.cell % kinds
    i = w.clock[ISSUES]
    w.clock[ISSUES] = i + 1
    w.clock[CARRIED] += 1
    mark(w, i, candidate, community, kind, True)
    s = w.issues
    s.birth[i] = now - age
    s.reported[i] = now - age
    s.carried[i] = age
    s.paused[i] = age
    s.own_reported[i] = 1
    s.state[i] = TICKETED
    s.version[i] += 1
    if w.kinds.visible[kind]:
        w.communities.visible[community] += 1
    gone = lapse_time(w, i)
    schedule(w, max(now, gone), LAPSE, i, s.version[i])
    j = row_of_ticket(w, i, now - age, HOTLINE)
    if level < 0:
        level = right_level(w, i)
    w.tickets.entered[j] = level
    start_patience(w, j, now)
    arrive(w, j, desk_at(w, i, level), now)
    schedule_next_report(w, whole(i), now)
