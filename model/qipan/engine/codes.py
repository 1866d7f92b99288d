"""The numbers by which the kernel names events, states and counters.

They are numpy integers because numba compiles a function anew for every plain integer constant it
is called with, and for these only once.
"""

from typing import Any

import numpy as np


def numbers(count: int) -> Any:
    """Return the numbers from 0, as many as `count`."""
    return tuple(np.int64(n) for n in range(count))


# Events. Those up to LAPSE belong to an issue and are cancelled by its version, those up to
# RECHECK to a ticket and by the ticket's version, the rest to a desk and are never cancelled.
(
    REPORT,
    NEIGHBOUR,
    PATROL,
    TALK,
    NOTICE,
    LAPSE,
    ARRIVE,
    PATIENCE,
    CALL,
    APPOINTMENT,
    RECHECK,
    END,
    WAKE,
    CHORE,
) = numbers(14)

# States of an issue.
LATENT, TICKETED, CLOSED_ALIVE, SOLVED, LAPSED = numbers(5)

# States of a ticket. QUEUED is at a desk or a gate; WAITING is for a decision, a volunteer or a
# unit, and in no queue.
QUEUED, SERVED, MOVING, WAITING, CLOSED, WITHDRAWN = numbers(6)

# Channels by which a ticket came.
VISIT, HOTLINE, GRID_WORKER, PATROLLED, TALKED, ORDERED, APP, PETITION, RIDER, STEWARD = numbers(10)
CHANNELS = (
    "visit",
    "hotline",
    "grid_worker",
    "patrol",
    "talk",
    "order",
    "app",
    "petition",
    "courier",
    "steward",
)
# Those that residents choose among, in the order in which a draw passes through them.
CHOICES = (VISIT, HOTLINE, GRID_WORKER, APP, TALKED, PETITION)

# Who did the work of a ticket.
BY_DESK, BY_VOLUNTEER, BY_UNIT, BY_PATROL, BY_COUNTER, BY_ANSWER, BY_STEWARD = numbers(7)
HANDLERS = ("desk", "volunteer", "unit", "patrol", "counter", "answer", "steward")

# Stewards of their neighbours: heads of buildings (楼栋长) and members of councils (议事会成员).
HEAD, MEMBER = numbers(2)

# Why a desk only looks at a ticket: it lies at the wrong one, a department has refused it, or the
# power it needs lies with a department.
WRONG_DESK, REFUSED, NO_POWER = np.int64(1), np.int64(2), np.int64(3)

# Levels of desks, then the gates at which tickets wait for a sitting, for money, or until somebody
# takes them up again.
(
    ESTATE,
    COMMUNITY,
    SUBDISTRICT,
    DEPARTMENT,
    ESTATE_MEETING,
    COUNCIL,
    COMMUNITY_MEETING,
    SUBDISTRICT_MEETING,
    CITY_MEETING,
    FUND_QUEUE,
    STALLED,
) = numbers(11)
LEVELS = ("estate", "community", "subdistrict", "department")
GATES = (
    "estate_meeting",
    "council",
    "community_meeting",
    "subdistrict_meeting",
    "city_meeting",
    "fund_queue",
    "stalled",
)

# Orders of service at desks.
PRIORITY_FIRST_COME, OLDEST, SHORTEST, RANDOM, BY_AGE = numbers(5)
ORDERS = ("priority_first_come", "oldest", "shortest", "random", "by_age")


# How a wait for neighbours ends.
AGREED, HARDENS, GIVES_UP = np.int64(1), np.int64(2), np.int64(3)

# Sorting classes of kinds.
PRIVATE, SMALL, BIG = numbers(3)

# What a ticket cannot be solved without, as bits: decisions it waits for, and powers.
# The last says only that volunteers could do the work.
NEEDS_CONSENSUS, NEEDS_MONEY, NEEDS_ENFORCEMENT, NEEDS_DEPARTMENTS, COULD_BE_LABOUR = (
    np.int64(1) << bit for bit in numbers(5)
)
HARD_NEEDS = COULD_BE_LABOUR - np.int64(1)
# Beside the needs that are decided on, a ticket remembers that its project is paid for.
PAID = COULD_BE_LABOUR << np.int64(1)
# And that it has waited for somebody outside since it was opened or reopened.
WAITED_OUTSIDE = PAID << np.int64(1)

# When a ticket waits for somebody outside; never is 0.
BEFORE, AFTER = np.int64(1), np.int64(2)
OUTSIDE_WAITS = ("before", "after")

# What becomes of tickets that no desk handles, in the order of `IssueKind.unhandled_shares`; of
# all others nothing is known beforehand.
HANDLED, AT_ONCE, NEVER, CANCELLED, DUPLICATE, TRANSFERRED = numbers(6)
FATES = ("handled", "at_once", "never", "cancelled", "duplicate", "transferred")

# What other budgets have said to the project of a ticket; nothing yet is 0.
NOT_NOW, OTHERS_PAID = np.int64(1), np.int64(2)

# Rows of the table of delays.
(
    HAND_OFF,
    WHISTLE_RETURN,
    JOINT_MEETING,
    CONSENSUS_WAIT,
    MONEY_WAIT,
    INACTIVE,
    APPROVAL,
    FAST_APPROVAL,
    BUILDING_WORKS,
    UNIT_WORK,
    REVIEW,
    OTHERS_WORKS,
) = numbers(12)

# Forms of distributions.
DETERMINISTIC, EXPONENTIAL, LOGNORMAL, GAMMA, UNIFORM, QUANTILES = numbers(6)

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
    "talk_finds",
    "settled_at_counter",
    "orders",
    "volunteer_calls",
    "volunteer_accepts",
    "no_shows",
    "orders_done",
    "orders_failed",
    "signed_up",
    "unit_claims",
    "unit_solved",
    "cases_heard",
    "cases_decided",
    "projects",
    "projects_returned",
    "projects_built",
    "acts_set_aside",
    "stalled",
    "revived",
    "hardened",
    "given_up",
    "paid_by_others",
    "places_taken",
    "turned_away",
    "ended_cancelled",
    "ended_duplicate",
    "ended_transferred",
    "petitions",
    "petition_inspections",
    "courier_finds",
    "steward_finds",
    "settled_by_stewards",
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
    N_TALK_FINDS,
    N_COUNTER,
    N_ORDERS,
    N_CALLS,
    N_ACCEPTS,
    N_NO_SHOWS,
    N_ORDERS_DONE,
    N_ORDERS_FAILED,
    N_SIGNED_UP,
    N_CLAIMS,
    N_UNIT_SOLVED,
    N_HEARD,
    N_DECIDED,
    N_PROJECTS,
    N_PROJECTS_RETURNED,
    N_PROJECTS_BUILT,
    N_SET_ASIDE,
    N_STALLED,
    N_REVIVED,
    N_HARDENED,
    N_GIVEN_UP,
    N_OTHERS_PAID,
    N_PLACES_TAKEN,
    N_TURNED_AWAY,
    N_ENDED_CANCELLED,
    N_ENDED_DUPLICATE,
    N_ENDED_TRANSFERRED,
    N_PETITIONS,
    N_PETITION_INSPECTIONS,
    N_COURIER_FINDS,
    N_STEWARD_FINDS,
    N_SETTLED_BY_STEWARDS,
) = numbers(len(COUNTERS))

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
    "called",
    "volunteer_comes",
    "no_show",
    "claimed",
    "heard",
    "decided",
    "project",
    "stalled",
    "revived",
    "hardened",
    "given_up",
    "others_pay",
    "place",
    "petition",
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
    E_CALLED,
    E_VOLUNTEER,
    E_NO_SHOW,
    E_CLAIMED,
    E_HEARD,
    E_DECIDED,
    E_PROJECT,
    E_STALLED,
    E_REVIVED,
    E_HARDENED,
    E_GIVEN_UP,
    E_OTHERS_PAY,
    E_PLACE,
    E_PETITION,
) = numbers(len(LOG_EVENTS))

# Place of what happens at no desk.
NOWHERE = np.int64(-1)

# Why the kernel came back to Python.
DONE, MORE_HEAP, MORE_PENDING, MORE_ISSUES, MORE_TICKETS, MORE_LOG, MORE_CANDIDATES = numbers(7)

# Commands of institutions, carried out before the next event.
(
    STAFF_DESK,
    ADD_CHORES,
    CHANGE_CALENDAR,
    MOVE_QUEUE,
    CHANGE_PATROL,
    FIND_AGAIN,
    TOUCH_DESKS,
    HOLD_SITTING,
    CLOSE_GATE,
    PAY_PROJECTS,
    CLAIM,
    SET_ASIDE,
    REVIVE,
    STAFF_SECOND_SHIFT,
    SHIFT_CALENDARS,
    CARRY_OVER,
) = numbers(16)
