"""The numbers by which the kernel names events, states, purposes of draws and counters.

They are numpy integers because numba compiles a function anew for every plain integer constant it
is called with, and for these only once.
"""

from typing import Any

import numpy as np


def _numbers(count: int) -> Any:
    return tuple(np.int64(n) for n in range(count))


# Events. Those up to LAPSE belong to an issue and are cancelled by its version, those up to
# RECHECK to a ticket and by the ticket's version, the rest to a desk and are never cancelled.
REPORT, NEIGHBOUR, PATROL, LAPSE, ARRIVE, PATIENCE, RECHECK, END, WAKE, CHORE = _numbers(10)

# States of an issue.
LATENT, TICKETED, CLOSED_ALIVE, SOLVED, LAPSED = _numbers(5)

# States of a ticket. WAITING is for a decision (meeting, consensus, money) and not in a queue.
QUEUED, SERVED, MOVING, WAITING, CLOSED, WITHDRAWN = _numbers(6)

# Channels by which a ticket came.
VISIT, HOTLINE, GRID_WORKER, PATROLLED = _numbers(4)
CHANNELS = ("visit", "hotline", "grid_worker", "patrol")

# Levels of desks.
ESTATE, COMMUNITY, SUBDISTRICT, DEPARTMENT = _numbers(4)
LEVELS = ("estate", "community", "subdistrict", "department")

# Sorting classes of kinds.
PRIVATE, SMALL, BIG = _numbers(3)

# What a ticket cannot be solved without, as bits: decisions it waits for, and powers.
NEEDS_CONSENSUS, NEEDS_MONEY, NEEDS_ENFORCEMENT, NEEDS_DEPARTMENTS = (
    np.int64(1) << bit for bit in _numbers(4)
)

# Rows of the table of delays.
HAND_OFF, WHISTLE_RETURN, JOINT_MEETING, CONSENSUS_WAIT, MONEY_WAIT = _numbers(5)

# Forms of distributions.
DETERMINISTIC, EXPONENTIAL, LOGNORMAL, GAMMA, UNIFORM = _numbers(5)

# Purposes of keyed draws. Appending is safe; renumbering changes every result.
(
    P_BIRTH,
    P_RESIDENT,
    P_THINNING,
    P_COMPLEXITY,
    P_CIRCLE,
    P_CHANNEL,
    P_REPORT,
    P_NEIGHBOUR,
    P_MERGE,
    P_PATROL,
    P_ON_THE_SPOT,
    P_LAPSE,
    P_TRIAGE,
    P_WORK,
    P_SUCCESS,
    P_WHISTLE,
    P_DELAY,
    P_FALSE,
    P_RECHECK,
    P_PATIENCE,
    P_SATISFIED,
    P_CONSENSUS,
    P_MONEY,
    P_ENFORCEMENT,
    P_DEPARTMENTS,
    P_CITY_FACTOR,
    P_KIND_FACTOR,
    P_INSPECTION,
) = _numbers(28)

# Daily counters by community.
COUNTERS = (
    "born",
    "reports",
    "duplicates",
    "merged",
    "repeat_calls",
    "patrol_finds",
    "fixed_on_the_spot",
    "lapsed",
    "opened",
    "closed",
    "falsely_closed",
    "solved",
    "reopened",
    "withdrawn",
    "escalated",
    "misrouted",
    "returned",
    "whistles",
    "whistles_refused",
    "rated",
    "satisfied",
    "decision_waits",
)
(
    N_BORN,
    N_REPORTS,
    N_DUPLICATES,
    N_MERGED,
    N_REPEAT_CALLS,
    N_PATROL_FINDS,
    N_ON_THE_SPOT,
    N_LAPSED,
    N_OPENED,
    N_CLOSED,
    N_FALSELY_CLOSED,
    N_SOLVED,
    N_REOPENED,
    N_WITHDRAWN,
    N_ESCALATED,
    N_MISROUTED,
    N_RETURNED,
    N_WHISTLES,
    N_REFUSED,
    N_RATED,
    N_SATISFIED,
    N_WAITS,
) = _numbers(len(COUNTERS))

# Events of the log.
LOG_EVENTS = (
    "born",
    "reported",
    "duplicate",
    "opened",
    "started",
    "handed_off",
    "returned",
    "whistle_accepted",
    "whistle_refused",
    "waits",
    "closed",
    "reopened",
    "repeat_call",
    "solved",
    "lapsed",
    "withdrawn",
)
(
    E_BORN,
    E_REPORTED,
    E_DUPLICATE,
    E_OPENED,
    E_STARTED,
    E_HANDED_OFF,
    E_RETURNED,
    E_ACCEPTED,
    E_REFUSED,
    E_WAITS,
    E_CLOSED,
    E_REOPENED,
    E_REPEAT_CALL,
    E_SOLVED,
    E_LAPSED,
    E_WITHDRAWN,
) = _numbers(len(LOG_EVENTS))

# Place of what happens at no desk.
NOWHERE = np.int64(-1)

# Why the kernel came back to Python.
DONE, MORE_HEAP, MORE_PENDING, MORE_ISSUES, MORE_TICKETS, MORE_LOG, MORE_CANDIDATES = _numbers(7)

# Commands of institutions, carried out before the next event.
(
    STAFF_DESK,
    ADD_CHORES,
    CHANGE_CALENDAR,
    MOVE_QUEUE,
    CHANGE_PATROL,
    FIND_AGAIN,
    TOUCH_DESKS,
) = _numbers(7)
