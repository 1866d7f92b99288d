"""What a change of policy writes into the tables of the fast layer, beside rules and delays."""

import numpy as np
from numpy.typing import NDArray

from ..city import City
from ..city.nearby import nearby
from ..scenario.document import ScenarioDocument
from ..scenario.policy import Council, Meeting, PatrolPolicy
from . import columns, state
from .codes import GATES
from .rules import HOURS_PER_DAY
from .volunteer_tables import begin_orders, expect_hours, settle

ROUNDING = 1e-9  # a sum of parts of patrollers that is this near a whole number is it


def meetings_of(document: ScenarioDocument) -> dict[str, Meeting | None]:
    """Meetings in force by kind of gate, in the order of `codes.GATES`; None where none is held."""
    policy = document.policy
    joint = policy.joint_meetings
    return {
        "estate_meeting": policy.tri_party.meeting if policy.tri_party.on else None,
        "council": policy.councils.council if policy.councils.on else None,
        "community_meeting": joint.community if joint.on else None,
        "subdistrict_meeting": joint.subdistrict if joint.on else None,
        "city_meeting": joint.city if joint.on else None,
        "fund_queue": None,
        "stalled": None,
    }


def set_gates(document: ScenarioDocument, gates: columns.Table) -> list[str]:
    """Write which gates are in force; the kinds that have just been done away with."""
    held = meetings_of(document)
    before = gates["on"].copy()
    for name, meeting in held.items():
        row = gates[GATES.index(name)]
        row["on"] = meeting is not None
        if meeting is not None:
            row["success"] = meeting.success
            row["hard_from"] = meeting.hard_from
            row["slots"] = meeting.slots
            row["sittings"] = meeting.sittings
            most = meeting.sittings_most if isinstance(meeting, Council) else None
            row["sittings_most"] = most or 0
    gates["on"][GATES.index("fund_queue")] = 1  # whoever waits on it is paid for by others in time
    return [name for name, was, now in zip(GATES, before, gates["on"], strict=True) if was > now]


def set_kinds(document: ScenarioDocument, kinds: columns.Table, earmarks: tuple[str, ...]) -> None:
    """Write what helpers, funds and subdistricts now may do for each kind of issue."""
    skills = document.volunteers.skills if document.volunteers else {}
    circle, fund = document.policy.service_circle, document.policy.fund
    authority = document.policy.authority
    handed_down = authority.handed_down if authority.on else {}
    for row, name in zip(kinds, document.issues.kinds, strict=True):
        row["counter"] = name in circle.kinds
        row["power"] = document.issues.kinds[name].power == "subdistrict"
        row["handed_down"] = handed_down.get(name, 0.0)
        row["skills"] = sum(
            1 << bit for bit, skill in enumerate(skills.values()) if name in skill.kinds
        )
        row["earmarks"] = sum(
            1 << bit
            for bit, earmark in enumerate(earmarks)
            if earmark in fund.earmarks and name in fund.earmarks[earmark].kinds
        )


def set_orders(
    document: ScenarioDocument, city: City, world: state.World, now: float
) -> NDArray[np.int32]:
    """Write who may be called for how long; the communities near each, as `World.near`."""
    orders = document.policy.orders
    if not orders.on:
        return world.near
    people = world.volunteers[: world.clock[state.VOLUNTEERS]]
    begins = now == 0.0 or not world.rules.orders
    if not begins:
        settle(people, world.rules, now)
    expect_hours(document, city, people)
    if begins:
        begin_orders(document, people, now)
    first, count, rows = nearby(city.places, orders.radius_km)
    world.communities["near_first"] = first
    world.communities["near_count"] = count
    return rows


def set_talks(
    document: ScenarioDocument, communities: columns.Table, first: NDArray[np.float64], now: float
) -> None:
    """Write when talks are held from now on, given each community's first hour of one."""
    meetings = document.policy.joint_meetings
    talks = meetings.talks if meetings.on else None
    held = communities["talk_gain"] > 0.0
    past = np.floor((now - communities["next_talk"]) / communities["talk_period"]) + 1.0
    # A talk at this very hour belongs to what begins now.
    due = (now - communities["next_talk"]) % communities["talk_period"] == 0.0
    counted = np.maximum(0.0, past - due) * held
    communities["talked"] += counted * communities["talk_gain"]
    communities["talk_gain"] = 0.0
    if talks is not None:
        communities["talk_gain"] = -np.log1p(-talks.surfacing_share)
        communities["talk_period"] = talks.period_days * HOURS_PER_DAY
        communities["next_talk"] = first


def set_patrollers(
    document: ScenarioDocument, city: City, grids: columns.Table, patrollers: columns.Table
) -> columns.Table:
    """Write which patrollers walk each grid; the table of them, all free where they are others.

    The grids of a community share a team of as many as they are worth in all; an institution's
    grid has a team of its own. The last of a team may be there for a part of the hours only.
    """
    policy = document.policy.patrol
    own = grids["institution"] == 1
    each = np.where(own, policy.patrollers_per_grid, _in_grids(policy, city)[grids["community"]])
    if not policy.on or (grids["patrollers"] == each).all():
        return patrollers
    team = np.cumsum(own | (np.diff(grids["community"], prepend=-1) > 0)) - 1
    size = np.bincount(team)
    worth = each[np.cumsum(size) - size] * size
    people = np.maximum(1, np.ceil(worth - ROUNDING)).astype(np.int64)
    first = np.cumsum(people) - people
    grids["patrollers"] = each
    grids["place"] = each * (np.arange(len(grids)) - (np.cumsum(size) - size)[team])
    grids["first_patroller"] = first[team]
    grids["last_patroller"] = (first + people - 1)[team]
    table = np.zeros(people.sum(), columns.WORKER)
    table["share"] = 1.0
    table["share"][first + people - 1] = worth - (people - 1)
    return table


def _in_grids(policy: PatrolPolicy, city: City) -> NDArray[np.float64]:
    """Patrollers of each grid that a community's team walks, shape (communities,)."""
    places = city.places
    walked = (places.grids - places.dedicated).tolist()
    per_grid = [policy.in_grid(name, n) for name, n in zip(places.ids, walked, strict=True)]
    return np.array(per_grid)


def set_clerks(
    windows: columns.Table, clerks: columns.Table, number: NDArray[np.float64]
) -> columns.Table:
    """Write how many clerks stand at each counter; the table of them.

    The last of each may be there for a part of the hours only.
    """
    people = np.maximum(1, np.ceil(number - ROUNDING)).astype(np.int64)
    last = np.cumsum(people) - 1
    table = np.zeros(people.sum(), columns.WORKER)
    table["share"] = 1.0
    table["share"][last] = number - (people - 1)
    same = np.array_equal(windows["clerks"], people)
    if same and np.array_equal(clerks["share"], table["share"]):
        return clerks
    windows["clerks"] = people
    windows["first_clerk"] = last + 1 - people
    return table
