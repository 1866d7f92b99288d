"""City and scenario to the world of the fast layer, before anybody works in it."""

from collections import Counter
from functools import cache

import numpy as np
from scipy.special import betaincinv

from ..city import City
from ..city.draws import key_of_text, keys_of_texts, mix, seed_key, uniform
from ..scenario.catalogue import MOST_DEPARTMENTS
from ..scenario.document import ScenarioDocument
from ..scenario.policy import MOST_CALLS_AT_ONCE
from . import state
from .behaviour import (
    attractions,
    channel_errors,
    channel_shares,
    household_table,
    need_bounds,
    need_chances,
)
from .births import Births
from .codes import (
    COMMUNITY,
    COUNTERS,
    DEPARTMENT,
    DETERMINISTIC,
    ESTATE,
    ESTATE_MEETING,
    GATES,
    ORDERS,
    P_RESIDENT,
    SUBDISTRICT,
)
from .distributions import encode
from .helpers import first_volunteers, unit_table, volunteer_table
from .intensity import cumulative_intensity
from .layout import Layout, build_layout
from .rules import HOURS_PER_DAY, HOURS_PER_YEAR, build_rules, priority_of

COMPLEXITY_POINTS = 4097
SORTING_CLASSES = ("private", "small", "big")


def build_world(
    document: ScenarioDocument, city: City, seed: int, earmarks: int = 0, log: bool = False
) -> tuple[state.World, Births, Layout]:
    """World of one replication at hour 0: everything in its place, no staff at any desk yet.

    `earmarks` is the number of earmarks for which each community keeps a budget.
    """
    layout = build_layout(document, city)
    days = document.horizon.total_days
    hours = days * 24
    clock = np.zeros(state.CLOCK_SIZE, np.int64)
    clock[state.CURRENT_SLOT] = -1
    clock[state.FREE_PENDING] = -1
    clock[state.FIRST_COMMUNITY_DESK] = layout.first_community
    clock[state.FIRST_DEPARTMENT_DESK] = layout.first_department
    clock[state.FIRST_GATE] = layout.desks
    clock[state.VOLUNTEERS] = len(city.roster.key)
    clock[state.MOST_AT_ONCE] = 64
    slots = np.zeros(hours, state.SLOT)
    slots["head"] = -1
    queues = np.full((4 * layout.rows, 2), -1, np.int32).view(state.QUEUE)[:, 0]
    births = _births(document, city, seed)
    # Room for all that may be born. Memory that is never written to is never taken.
    most = births.bound(0, hours)
    world = state.World(
        heap=np.zeros(4096, state.EVENT),
        pending=np.zeros(4096, state.PENDING),
        slots=slots,
        clock=clock,
        candidates=np.zeros(1, state.CANDIDATE),
        issues=np.zeros(most, state.ISSUE),
        tickets=np.zeros(most, state.TICKET),
        residents=_residents(document, city),
        buildings=_buildings(city),
        grids=_grids(city),
        communities=_communities(document, city),
        desks=_desks(document, layout),
        queues=queues,
        kinds=_kinds(document, layout),
        quantiles=_complexity_quantiles(document),
        posts=_posts(layout),
        calendars=_calendars(city),
        delays=build_delays(document),
        counters=np.zeros((days, layout.communities, len(COUNTERS)), np.int32),
        log=np.zeros(1024 if log else 1, state.LOG),
        commands=np.zeros(16, state.COMMAND),
        gates=np.zeros(len(GATES), state.GATE),
        volunteers=volunteer_table(document, city, seed, most),
        called=np.zeros(MOST_CALLS_AT_ONCE, state.CALLED),
        near=np.zeros(0, np.int32),
        units=unit_table(document, city),
        budgets=np.zeros(layout.communities * earmarks, state.BUDGET),
        skill_sets=np.zeros(256, np.uint8),
        planned=np.zeros(1),
        unplanned=np.zeros(1),
        partners=_partners(document, layout),
        places=np.zeros(layout.communities * max(1, len(document.issues.services)), np.int64),
        patrollers=np.zeros(1, state.WORKER),
        clerks=np.zeros(1, state.WORKER),
        channel_shares=channel_shares(document),
        channel_errors=channel_errors(document),
        attractions=attractions(document, city),
        households=household_table(document, city),
        need_chances=need_chances(document, city),
        stewards=np.zeros(len(city.people.building_grid) + layout.communities, state.STEWARD),
        roles=np.zeros(2, state.ROLE),
        rules=build_rules(document, city.calendars.index, earmarks, log),
    )
    return world, births, layout


def _residents(document: ScenarioDocument, city: City) -> state.Table:
    table = np.zeros(city.residents, state.RESIDENT)
    table["trust"] = city.people.trust
    table["expectation"] = document.residents.rating.initial_expectation
    table["building"] = city.people.building
    table["household"] = city.people.household
    return table


def _buildings(city: City) -> state.Table:
    people = city.people
    table = np.zeros(len(people.building_grid), state.BUILDING)
    table["grid"] = people.building_grid
    table["first"] = people.building_first
    table["residents"] = people.building_residents
    return table


def _grids(city: City) -> state.Table:
    table = np.zeros(len(city.people.grid_community), state.GRID)
    table["community"] = city.people.grid_community
    places = city.places
    last = np.cumsum(places.grids)[table["community"]]
    dedicated = places.dedicated[table["community"]]
    table["institution"] = np.arange(len(table)) >= last - dedicated
    return table


def _communities(document: ScenarioDocument, city: City) -> state.Table:
    places = city.places
    factors = [document.city.types[name].estate_success_factor for name in places.types]
    table = np.zeros(len(places.ids), state.COMMUNITY)
    table["residents"] = places.residents
    table["voice"] = places.voice
    table["hand_off"] = 1.0
    table["estate"] = np.array(factors)[places.type]
    table["subdistrict"] = places.subdistrict
    table["talk_period"] = 1.0
    table["institutions"] = places.dedicated
    table["first_institution"] = np.cumsum(places.grids) - places.dedicated
    table["first_volunteer"] = first_volunteers(city)
    return table


def _desks(document: ScenarioDocument, layout: Layout) -> state.Table:
    table = np.zeros(layout.rows, state.DESK)
    for name, gate_rows in layout.gates.items():
        table["level"][gate_rows.start : gate_rows.stop] = ESTATE_MEETING + GATES.index(name)
    bounds = (0, layout.first_community, layout.first_subdistrict, layout.first_department)
    ends = (*bounds[1:], layout.desks)
    spec = document.desks
    levels = (spec.estate, spec.community, spec.subdistrict, spec.department)
    codes = (ESTATE, COMMUNITY, SUBDISTRICT, DEPARTMENT)
    for code, level, begin, end in zip(codes, levels, bounds, ends, strict=True):
        rows = table[begin:end]
        rows["level"] = code
        rows["speed"] = level.speed
        rows["work_factor"] = level.work_factor
        rows["simple"] = level.success.simple
        rows["slope"] = level.success.slope
        rows["order"] = ORDERS.index(level.order)
    table["obeys"][layout.first_department : layout.desks] = [
        department.obeys_dispatch for department in spec.departments.values()
    ]
    return table


def _kinds(document: ScenarioDocument, layout: Layout) -> state.Table:
    issues = document.issues
    table = np.zeros(len(issues.kinds), state.KIND)
    for row, kind in zip(table, issues.kinds.values(), strict=True):
        mean = kind.report_mean_days * HOURS_PER_DAY
        row["report_rate"] = 1.0 / mean if mean > 0.0 else np.inf
        row["disorder_gain"] = kind.disorder_gain if kind.visible else 0.0
        lapse = kind.lapse_mean_days
        row["lapse_rate"] = 0.0 if lapse is None else 1.0 / (lapse * HOURS_PER_DAY)
        row["sla"] = issues.sla_hours[kind.sla_class]
        row["patience"] = (kind.patience_days or 0.0) * HOURS_PER_DAY
        row["on_the_spot"] = kind.on_the_spot_share
        row["consensus"] = kind.needs.consensus
        row["money"] = kind.needs.money
        row["enforcement"] = kind.needs.enforcement
        row["departments"] = kind.needs.several_departments
        row["work_a"], row["work_b"], row["work_form"] = encode(kind.work_hours)
        row["visible"] = kind.visible
        row["sorting"] = SORTING_CLASSES.index(kind.sorting_class)
        row["priority"] = priority_of(kind.sla_class)
        row["post"] = layout.posts.index(kind.post)
        row["circle_low"], row["circle_high"] = kind.circle
        row["department"] = layout.departments.index(kind.department)
        row["partners"] = len(kind.departments_needed)
        row["labour"] = kind.needs.labour
        row["institution"] = kind.at_institutions_share
        if kind.money_yuan is not None:
            row["money_a"], row["money_b"], row["money_form"] = encode(kind.money_yuan)
        if kind.service is not None:  # a place of it is what must be paid for
            row["money"] = 1.0
            row["money_a"] = issues.services[kind.service].yuan_per_place_year
            row["money_form"] = DETERMINISTIC
            row["service"] = 1 + list(issues.services).index(kind.service)
    return table


def _complexity_quantiles(document: ScenarioDocument) -> np.ndarray:
    kinds = document.issues.kinds.values()
    return np.stack([_beta_quantiles(k.complexity.alpha, k.complexity.beta) for k in kinds])


@cache
def _beta_quantiles(alpha: float, beta: float) -> np.ndarray:
    points = np.linspace(0.0, 1.0, COMPLEXITY_POINTS)
    quantiles: np.ndarray = betaincinv(alpha, beta, points)
    return quantiles


def _posts(layout: Layout) -> np.ndarray:
    rows = [
        [layout.post(subdistrict, post) for post in range(len(layout.posts))]
        for subdistrict in range(layout.subdistricts)
    ]
    return np.array(rows, np.int32)


def _partners(document: ScenarioDocument, layout: Layout) -> np.ndarray:
    """Departments that a case of several needs, by kind and place in its list; then -1."""
    kinds = document.issues.kinds.values()
    table = np.full((len(kinds), MOST_DEPARTMENTS), -1, np.int32)
    for row, kind in zip(table, kinds, strict=True):
        names = kind.departments_needed
        row[: len(names)] = [layout.departments.index(name) for name in names]
    return table


def _calendars(city: City) -> state.Table:
    tables = city.calendars
    table = np.zeros(tables.open.shape, state.CALENDAR)
    table["open"] = tables.open
    table["opened"] = tables.opened
    table["hour"] = tables.hour
    return table


def build_delays(document: ScenarioDocument) -> state.Table:
    """Table of the delays between desks, in hours."""
    handling = document.handling
    volunteers, fund, units = document.volunteers, document.policy.fund, document.units
    spell = volunteers.inactive_days if volunteers else None
    work = units.handling_days if units else None
    review = document.policy.authority.review_days
    others = document.handling.other_budgets
    rows = [
        encode(handling.hand_off_hours),
        encode(handling.whistle.return_delay_hours),
        encode(handling.joint_meeting_days, HOURS_PER_DAY),
        encode(handling.consensus_days, HOURS_PER_DAY),
        encode(handling.money_days, HOURS_PER_DAY),
        *(
            encode(days, HOURS_PER_DAY) if days is not None else (0.0, 0.0, DETERMINISTIC)
            for days in (
                spell,
                fund.approval_days,
                fund.fast_approval_days or fund.approval_days,
                fund.build_days,
                work,
                review,
                others.build_days if others else None,
            )
        ),
    ]
    return np.array(rows, state.DELAY)


def _births(document: ScenarioDocument, city: City, seed: int) -> Births:
    issues, places = document.issues, city.places
    levels, per_hour = cumulative_intensity(document, seed)
    names = list(issues.kinds)
    communities = keys_of_texts(seed_key(seed, "run"), places.ids)
    keys = np.stack([keys_of_texts(key, names) for key in communities])
    rates = np.array([k.births_per_1000_residents_year for k in issues.kinds.values()])
    bound = 1.0 + np.array([k.disorder_gain * k.visible for k in issues.kinds.values()])
    bound *= need_bounds(document, city)
    hourly = places.residents * places.issue_rate * issues.rate_factor / 1000.0 / HOURS_PER_YEAR
    cells = np.zeros(keys.size, state.CELL)
    cells["key"] = keys.ravel()
    cells["rate"] = np.outer(hourly, rates * bound).ravel()
    residents = np.stack([city.people.first, places.residents], axis=1)
    return Births(cells, levels, residents, per_hour, _planted(document, city, cells["key"]))


def _planted(document: ScenarioDocument, city: City, cell_keys: np.ndarray) -> state.Table:
    """Candidates that are known to arise; their resident is a draw of their own key.

    The key comes from community, kind and time, so that it does not depend on the others.
    """
    kinds = list(document.issues.kinds)
    table = np.zeros(len(document.issues.planted), state.CANDIDATE)
    twins: Counter[tuple[int, float]] = Counter()
    for n, planted in enumerate(document.issues.planted):
        community = city.places.ids.index(planted.community)
        cell = community * len(kinds) + kinds.index(planted.kind)
        time = document.horizon.day_of(planted.on) * HOURS_PER_DAY + planted.hour
        moment = key_of_text(f"{planted.on} {planted.hour} {twins[cell, time]}")
        own = mix(cell_keys[cell : cell + 1] ^ moment)
        twins[cell, time] += 1
        place = int(uniform(own, P_RESIDENT, 0)[0] * city.places.residents[community])
        table[n] = (time, own[0], city.people.first[community] + place, cell, -1 - n)
    return table[np.argsort(table["time"], kind="stable")]
