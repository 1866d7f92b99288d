"""The columns of the fast layer's tables: one structured array per owner.

A structured array passes through numba as one argument whatever its number of columns, reads like
an object (`w.issues.state[i]`) and grows by one copy; this is what lets the kernel be compiled in
seconds.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .lines import in_lines, zeros

Table = NDArray[Any]

EVENT = np.dtype([("time", "f8"), ("sequence", "i8"), ("code", "i8")], align=True)
CHUNK = np.int64(8)  # rows of a chunk of events to come: together a whole number of lines
SLOT = np.dtype([("head", "i4"), ("count", "i4")], align=True)

CANDIDATE = np.dtype(
    [("time", "f8"), ("key", "u8"), ("resident", "i4"), ("cell", "i4"), ("ordinal", "i4")],
    align=True,
)
ISSUE = in_lines(
    [
        ("birth", "f8"),
        ("key", "u8"),
        ("over", "f8"),  # when it was solved or lapsed; -1 while alive
        ("reported", "f8"),  # first report or find; -1 while latent
        ("watched", "f8"),  # the grid's patrol exposure at birth
        ("resident", "i4"),
        ("community", "i4"),
        ("grid", "i4"),
        ("ordinal", "i4"),  # its number among the candidates of its community and kind
        ("ticket", "i4"),
        ("complexity", "f4"),
        ("own_rate", "f4"),  # hazard an hour of the affected resident's report
        ("near_rate", "f4"),  # hazard of one neighbour's
        ("paused", "f4"),  # hours behind a false closure, in which nobody reports
        ("heard", "f4"),  # the community's exposure to talks at birth
        ("version", "u2"),
        ("kind", "u1"),
        ("state", "u1"),
        ("circle", "u1"),
        ("neighbours_reported", "u1"),
        ("own_reported", "u1"),
        ("cohort", "u1"),  # would be born under every policy
        ("channel", "u1"),
        ("needs", "u1"),
        ("missed", "u2"),  # patrollers who came by and had no time
        ("visits", "u2"),  # to a counter, in vain
        ("comes_at", "f8"),  # not before this hour does the affected resident come (again)
        ("carried", "f8"),  # hours that it had been open when the simulation began
        ("ridden", "f4"),  # the community's exposure to couriers at birth
        ("stewards_from", "f4"),  # hour from which stewards may (again) come upon it
    ],
    first=(
        *("key", "over", "birth", "reported"),
        *("resident", "community", "grid", "ticket", "complexity"),
        *("version", "kind", "state", "needs", "own_reported", "neighbours_reported", "circle"),
        *("channel", "cohort"),
    ),
)
TICKET = in_lines(
    [
        ("opened", "f8"),
        ("responded", "f8"),
        ("closed", "f8"),
        ("issue", "i4"),
        ("desk", "i4"),
        ("previous", "i4"),
        ("next", "i4"),  # in a queue; with an appointment, the volunteer
        ("rating", "f4"),
        ("version", "u2"),
        ("services", "u2"),
        ("priority", "u1"),
        ("state", "u1"),
        ("level", "u1"),
        ("entered", "u1"),  # level of the first desk, or of who settled it where it stood
        ("channel", "u1"),
        ("look", "u1"),  # why the next desk only looks at it: WRONG_DESK, REFUSED or 0
        ("decided", "u1"),  # decisions already waited for, as bits
        ("returns", "u1"),
        ("refusals", "u1"),
        ("reopened", "u1"),
        ("calls", "u1"),
        ("duplicates", "u1"),
        ("satisfied", "u1"),  # 0 not rated, 1 no, 2 yes
        ("by", "u1"),  # who did, or is to do, the work
        ("sittings", "u1"),
        ("rounds", "u1"),  # of calls for volunteers; of hearings at the gate where it is
        ("first_closed", "f8"),  # first closure, whatever it was worth; -1 before it
        ("unlawful", "u1"),  # it was closed by an act that a review will set aside
        ("acted", "u1"),  # departments that have done their part, as bits by place in their list
        ("passed", "u1"),  # departments that have passed it on since somebody last took it up
        ("hardened", "u1"),  # times that neighbours have hardened
        ("ending", "u1"),  # how a wait for neighbours ends: AGREED, HARDENS, GIVES_UP or 0
        ("asked", "u2"),  # place in the rounds of departments asked
        ("askings", "u2"),  # departments ever asked; never begins anew, for it numbers draws
        ("others", "u1"),  # what other budgets have said: NOT_NOW, OTHERS_PAID or 0
        ("shift", "u1"),  # of the clerk who has it
        ("left", "f8"),  # work left to the clerk who takes it over
        ("fate", "u1"),  # what becomes of it without a desk, by `codes.FATES`
        ("outside", "f8"),  # hours that it has waited, or is to wait, for somebody outside
        ("petitioned", "f8"),  # when a resident went over the heads of all; 0 is never
    ],
    first=(
        *("opened", "closed", "left", "responded"),
        *("issue", "desk", "previous", "next", "version", "services"),
        *("priority", "state", "level", "shift", "look", "decided", "by", "reopened", "returns"),
        *("satisfied", "fate"),
    ),
)
RESIDENT = np.dtype(
    [
        ("trust", "f4"),
        ("expectation", "f4"),
        ("updated", "f4"),
        ("building", "i4"),
        ("helps", "u1"),  # has signed up as a volunteer
        ("household", "u1"),  # row of its type
    ],
    align=True,
)
BUILDING = np.dtype(
    [
        ("shift", "f4"),
        ("updated", "f4"),
        ("grid", "i4"),
        ("first", "i4"),
        ("residents", "i4"),
        ("window", "i4"),  # counter to which its residents go
        ("in_circle", "u1"),  # within reach of a service centre
    ],
    align=True,
)
GRID = np.dtype(
    [
        ("exposure", "f8"),  # integrated find hazard at the last change of rate
        ("since", "f8"),  # open patrol hours at that change
        ("rate", "f8"),  # finds per latent visible issue and open hour
        ("calendar", "i4"),
        ("community", "i4"),
        ("institution", "u1"),  # of a mall, a hospital or a school
        ("tri_party", "u1"),
        ("patrollers", "f8"),  # who walk it; it has this stretch of its team's line,
        ("place", "f8"),  # from here on
        ("first_patroller", "i4"),  # of the team
        ("last_patroller", "i4"),
    ],
    align=True,
)
# Somebody who does one thing after another, away from any desk.
WORKER = np.dtype(
    [
        ("free_at", "f8"),
        ("share", "f8"),  # of the open hours in which it works
    ],
    align=True,
)
# Counter (窗口) of a centre: one of each community, then those of added centres.
WINDOW = np.dtype(
    [
        ("absorbed", "f8"),  # share of counter kinds that the centre settles at once
        ("full", "f8"),  # chance that transactions leave no room before patience ends
        ("slowed", "f8"),  # hours of a clerk for an hour of visits, the rest being transactions
        ("first_clerk", "i4"),
        ("clerks", "i4"),
    ],
    align=True,
)
COMMUNITY = np.dtype(
    [
        ("residents", "i8"),
        ("visible", "i8"),
        ("voice", "f8"),
        ("hand_off", "f8"),
        ("estate", "f8"),
        ("talked", "f8"),  # integrated talk hazard at the last change
        ("next_talk", "f8"),  # the first talk counted on top of it
        ("talk_period", "f8"),
        ("talk_gain", "f8"),  # hazard that one talk adds; 0 without talks
        ("subdistrict", "i4"),
        ("first_institution", "i4"),  # its dedicated grids
        ("institutions", "i4"),
        ("first_volunteer", "i4"),  # head of its list of volunteers
        ("near_first", "i4"),  # in World.near: communities within the radius of orders
        ("near_count", "i4"),
        ("others_free", "f8"),  # yuan that other budgets have left for it this year
        ("others_spent", "f8"),  # on projects
        ("others_on_places", "f8"),
        ("ridden", "f8"),  # integrated hazard of being told of by a courier, at the last change
        ("ridden_since", "f8"),  # hours of couriers open at that change
        ("ridden_rate", "f8"),  # an open hour; 0 without a station
        ("points", "f8"),  # that petitions have cost and no inspection has followed yet
    ],
    align=True,
)
DESK = in_lines(
    [
        ("speed", "f8"),
        ("work_factor", "f8"),
        ("simple", "f8"),
        ("slope", "f8"),
        ("busy_hours", "f8"),  # integral of busy servers over open hours
        ("open_hours", "f8"),  # integral of servers over open hours
        ("ticket_hours", "f8"),  # integral of tickets present over all hours
        ("touched", "f8"),
        ("chores", "f8"),  # hours of small work waiting for a worker
        ("whistles", "f8"),
        ("whistled", "f8"),
        ("load_mean", "f8"),
        ("load_square", "f8"),
        ("arrivals", "i8"),
        ("services", "i8"),
        ("servers", "i4"),
        ("busy", "i4"),
        ("length", "i4"),
        ("calendar", "i4"),
        ("on_chores", "i4"),  # workers at small work
        ("level", "u1"),
        ("waking", "u1"),
        ("obeys", "u1"),
        ("order", "u1"),  # of service, by `codes.ORDERS`
        ("untrained", "f8"),  # share of its people who have come from no department
        # Where people work in two shifts, `servers` are those of the first.
        ("second_servers", "i4"),
        ("second_busy", "i4"),
        ("first_calendar", "i4"),
        ("second_calendar", "i4"),
        ("wakes_at", "f8"),
    ],
    first=(
        *("touched", "busy_hours", "open_hours", "ticket_hours", "chores", "speed"),
        *("servers", "busy", "length", "calendar"),
        # The second line.
        *("work_factor", "simple", "slope", "arrivals", "services"),
        *("on_chores", "second_servers", "second_busy", "level", "order", "waking", "obeys"),
    ),
)
HOUSEHOLD = np.dtype(
    [
        ("report", "f8"),  # reporting hazard against that of all
        ("calendar", "i4"),  # of the hours in which somebody is at home
    ],
    align=True,
)
# Heads of buildings by building, then the members of each community's council together.
STEWARD = np.dtype(
    [
        ("hours", "f8"),  # a week; 0 where there is nobody
        ("used", "f8"),  # of them, in `week`
        ("week", "i8"),
        ("given", "f8"),  # hours in all
    ],
    align=True,
)
ROLE = np.dtype(
    [
        ("rate", "f8"),  # hazard an hour of coming upon a latent issue
        ("record", "f8"),  # hours to pass on what was found
        ("settle", "f8"),  # chance to settle a simple matter between neighbours
        ("settle_hours", "f8"),
    ],
    align=True,
)
QUEUE = np.dtype([("head", "i4"), ("tail", "i4")], align=True)
KIND = np.dtype(
    [
        ("report_rate", "f8"),
        ("disorder_gain", "f8"),
        ("lapse_rate", "f8"),
        ("sla", "f8"),
        ("patience", "f8"),
        ("on_the_spot", "f8"),
        ("consensus", "f8"),
        ("money", "f8"),
        ("enforcement", "f8"),
        ("departments", "f8"),
        ("work_a", "f8"),
        ("work_b", "f8"),
        ("work_form", "u1"),
        ("visible", "u1"),
        ("sorting", "u1"),
        ("priority", "u1"),
        ("post", "u1"),
        ("circle_low", "u1"),
        ("circle_high", "u1"),
        ("department", "i4"),
        ("labour", "f8"),
        ("institution", "f8"),
        ("money_a", "f8"),
        ("money_b", "f8"),
        ("money_form", "u1"),
        ("counter", "u1"),  # settled at the counters of service centres
        ("skills", "u1"),  # skills of volunteers of which one is needed, as bits; 0 is none
        ("earmarks", "u1"),  # earmarks that may pay for it, as bits
        ("power", "u1"),  # the subdistrict holds the power to enforce, by law
        ("handed_down", "f8"),  # share of the cases whose power a department has handed down
        ("partners", "u1"),  # departments that must all act where one does not do
        ("service", "u1"),  # of which a place meets it, counted from 1; 0 is none
        ("enters", "u1"),  # level its tickets go to unsorted; ESTATE stands for none
        ("outside", "u1"),  # when they wait for somebody outside: BEFORE, AFTER or 0
        ("outside_a", "f8"),
        ("outside_b", "f8"),
        ("outside_form", "u1"),
        ("outside_days", "i4"),  # calendar of the days that count
        ("fated", "u1"),  # some of its tickets no desk handles
    ],
    align=True,
)
GATE = np.dtype(
    [
        ("success", "f8"),
        ("hard_from", "f8"),
        ("slots", "i8"),
        ("sittings", "i8"),
        ("on", "u1"),
        ("sittings_most", "i8"),
    ],
    align=True,
)
VOLUNTEER = np.dtype(
    [
        ("key", "u8"),
        ("inactive_until", "f8"),
        ("busy_until", "f8"),
        ("credit", "f4"),  # hours it may still be asked for, at `updated`
        ("earned", "f4"),  # hours of credit an hour
        ("remembered", "f4"),  # fading count of calls, at `updated`
        ("willing", "f4"),  # acceptance against that of a newcomer
        ("exit_spent", "f4"),  # integrated exit hazard
        ("updated", "f4"),
        ("hours", "f4"),  # worked
        ("wasted", "f4"),  # hours of orders to which it did not come
        ("next", "i4"),  # of the same community
        ("community", "i4"),
        ("calls", "i4"),
        ("accepted", "i4"),
        ("done", "i4"),
        ("no_shows", "i4"),
        ("calendar", "i4"),
        ("pool", "u1"),
        ("skills", "u1"),
        ("gone", "u1"),
    ],
    align=True,
)
CALLED = np.dtype([("rank", "f8"), ("volunteer", "i8")], align=True)
UNIT = np.dtype(
    [
        ("key", "u8"),
        ("kinds", "u8"),  # kinds it can solve, as bits
        ("engagement", "f8"),
        ("hours_left", "f8"),
        ("yuan_left", "f8"),
        ("set_aside", "f8"),  # hours for the community whose list it goes through
        ("hours", "f8"),  # given
        ("yuan", "f8"),
        ("claims", "i8"),
    ],
    align=True,
)
BUDGET = np.dtype(
    [
        ("free", "f8"),
        ("allotted", "f8"),
        ("spent", "f8"),
        ("projects", "i8"),
        ("on_places", "f8"),  # of what is spent
    ],
    align=True,
)
# Up to which uniform number tickets of a kind come to an end that no desk brings about, and after
# how long; a row for each but the first of `codes.FATES`.
FATE = np.dtype([("up_to", "f8"), ("a", "f8"), ("b", "f8"), ("form", "u1")], align=True)
KNOT = np.dtype([("p", "f8"), ("x", "f8")], align=True)  # of a distribution given by quantiles
DELAY = np.dtype([("a", "f8"), ("b", "f8"), ("form", "u1")], align=True)
CALENDAR = np.dtype([("opened", "i4"), ("hour", "i4"), ("open", "u1")], align=True)
LOG = np.dtype([("time", "f8"), ("issue", "i4"), ("place", "i4"), ("event", "u1")], align=True)
COMMAND = np.dtype(
    [("code", "i8"), ("entity", "i8"), ("other", "i8"), ("value", "f8"), ("time", "f8")], align=True
)
# What shocks do to the reports of a day: which share is held back until which hour, and over how
# many hours after it they are made.
HELD = np.dtype([("share", "f8"), ("until", "f8"), ("spread", "f8")], align=True)
CELL = np.dtype(
    [("key", "u8"), ("rate", "f8"), ("spent", "f8"), ("drawn", "i8"), ("level", "i8")], align=True
)


def grown(table: Table, rows: int) -> Table:
    """Copy of `table` with at least `rows` rows, the new ones zero."""
    larger = zeros(rows, table.dtype)
    larger[: len(table)] = table
    return larger
