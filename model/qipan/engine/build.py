"""City and scenario to the world of the fast layer, before anybody works in it."""

from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from scipy.special import betaincinv

from ..city import City
from ..city.calendars import CalendarTables
from ..scenario.catalogue import ENDINGS, MOST_DEPARTMENTS, OutsideWait
from ..scenario.document import ScenarioDocument
from ..scenario.policy import MOST_CALLS_AT_ONCE
from . import columns, state
from .arising import births_of
from .behaviour import attractions, channel_errors, channel_shares, household_table, need_chances
from .births import Births
from .codes import (
    COMMUNITY,
    COUNTERS,
    DEPARTMENT,
    DETERMINISTIC,
    ESTATE,
    ESTATE_MEETING,
    FATES,
    GATES,
    LEVELS,
    ORDERS,
    OUTSIDE_WAITS,
    SUBDISTRICT,
)
from .distributions import Knots, encode
from .layout import Layout, build_layout
from .lines import zeros
from .rules import HOURS_PER_DAY, build_rules, priority_of
from .shocks import held_reports
from .volunteer_tables import first_volunteers, unit_table, volunteer_table

COMPLEXITY_POINTS = 4097
QUANTILES_KEPT = 64  # kinds of a few scenarios that are compared
SORTING_CLASSES = ("private", "small", "big")
_CALENDARS: WeakKeyDictionary[CalendarTables, columns.Table] = WeakKeyDictionary()


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
    slots = np.zeros(hours, columns.SLOT)
    slots["head"] = -1
    queues = np.full((4 * layout.rows, 2), -1, np.int32).view(columns.QUEUE)[:, 0]
    births = births_of(document, city, seed)
    # Room for all that may be born. Memory that is never written to is never taken.
    most = births.bound(0, hours)
    delays, delay_knots = build_delays(document)
    knots = Knots()
    world = state.World(
        heap=np.zeros(4096, columns.EVENT),
        pending=zeros(4096, columns.EVENT),
        slots=slots,
        clock=clock,
        candidates=np.zeros(1, columns.CANDIDATE),
        issues=zeros(most, columns.ISSUE),
        tickets=zeros(most, columns.TICKET),
        residents=_residents(document, city),
        buildings=_buildings(city),
        grids=_grids(city),
        communities=_communities(document, city),
        desks=_desks(document, layout),
        queues=queues,
        kinds=_kinds(document, layout, city, knots),
        quantiles=_complexity_quantiles(document),
        posts=_posts(layout),
        calendars=_calendars(city.calendars),
        delays=delays,
        counters=np.zeros((days, layout.communities, len(COUNTERS)), np.int32),
        log=np.zeros(1024 if log else 1, columns.LOG),
        commands=np.zeros(16, columns.COMMAND),
        gates=np.zeros(len(GATES), columns.GATE),
        volunteers=volunteer_table(document, city, seed, most),
        called=np.zeros(MOST_CALLS_AT_ONCE, columns.CALLED),
        near=np.zeros(0, np.int32),
        units=unit_table(document, city),
        budgets=np.zeros(layout.communities * earmarks, columns.BUDGET),
        skill_sets=np.zeros(256, np.uint8),
        planned=np.zeros(1),
        unplanned=np.zeros(1),
        partners=_partners(document, layout),
        places=np.zeros(layout.communities * max(1, len(document.issues.services)), np.int64),
        patrollers=np.zeros(1, columns.WORKER),
        clerks=np.zeros(1, columns.WORKER),
        windows=np.zeros(layout.communities, columns.WINDOW),
        fates=_fates(document, knots),
        knots=knots.table(),
        delay_knots=delay_knots,
        held=held_reports(document, seed),
        channel_shares=channel_shares(document),
        channel_errors=channel_errors(document),
        attractions=attractions(document, city),
        households=household_table(document, city),
        need_chances=need_chances(document, city),
        stewards=np.zeros(len(city.people.building_grid) + layout.communities, columns.STEWARD),
        roles=np.zeros(2, columns.ROLE),
        rules=build_rules(document, city.calendars.index, earmarks, log),
    )
    return world, births, layout


def _residents(document: ScenarioDocument, city: City) -> columns.Table:
    table = np.zeros(city.residents, columns.RESIDENT)
    table["trust"] = city.people.trust
    table["expectation"] = document.residents.rating.initial_expectation
    table["building"] = city.people.building
    table["household"] = city.people.household
    return table


def _buildings(city: City) -> columns.Table:
    people = city.people
    table = np.zeros(len(people.building_grid), columns.BUILDING)
    table["grid"] = people.building_grid
    table["first"] = people.building_first
    table["residents"] = people.building_residents
    return table


def _grids(city: City) -> columns.Table:
    table = np.zeros(len(city.people.grid_community), columns.GRID)
    table["community"] = city.people.grid_community
    places = city.places
    last = np.cumsum(places.grids)[table["community"]]
    dedicated = places.dedicated[table["community"]]
    table["institution"] = np.arange(len(table)) >= last - dedicated
    return table


def _communities(document: ScenarioDocument, city: City) -> columns.Table:
    places = city.places
    factors = [document.city.types[name].estate_success_factor for name in places.types]
    table = np.zeros(len(places.ids), columns.COMMUNITY)
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


def _desks(document: ScenarioDocument, layout: Layout) -> columns.Table:
    table = zeros(layout.rows, columns.DESK)
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


def _kinds(document: ScenarioDocument, layout: Layout, city: City, knots: Knots) -> columns.Table:
    issues = document.issues
    table = np.zeros(len(issues.kinds), columns.KIND)
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
        row["work_a"], row["work_b"], row["work_form"] = encode(kind.work_hours, knots)
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
            row["money_a"], row["money_b"], row["money_form"] = encode(kind.money_yuan, knots)
        if kind.service is not None:  # a place of it is what must be paid for
            row["money"] = 1.0
            row["money_a"] = issues.services[kind.service].yuan_per_place_year
            row["money_form"] = DETERMINISTIC
            row["service"] = 1 + list(issues.services).index(kind.service)
        row["fated"] = any(kind.unhandled_shares)
        if kind.enters_at is not None:
            row["enters"] = LEVELS.index(kind.enters_at)
        if kind.outside_wait is not None:
            _write_outside_wait(row, kind.outside_wait, city, knots)
    return table


def _write_outside_wait(row: np.void, wait: OutsideWait, city: City, knots: Knots) -> None:
    row["outside"] = 1 + OUTSIDE_WAITS.index(wait.when)
    a, b, form = encode(wait.wait_days, knots, HOURS_PER_DAY)
    row["outside_a"], row["outside_b"], row["outside_form"] = a, b, form
    row["outside_days"] = 0 if wait.calendar is None else city.calendars.days[wait.calendar]


def _fates(document: ScenarioDocument, knots: Knots) -> columns.Table:
    """Shares of tickets that no desk handles, one on top of another, shape (kinds, fates - 1)."""
    kinds = document.issues.kinds.values()
    table = np.zeros((len(kinds), len(FATES) - 1), columns.FATE)
    for row, kind in zip(table, kinds, strict=True):
        row["up_to"] = np.cumsum(kind.unhandled_shares)
        for name, ending in kind.other_endings.items():
            cell = row[len(FATES) - 1 - len(ENDINGS) + ENDINGS.index(name)]
            cell["a"], cell["b"], cell["form"] = encode(ending.after_days, knots, HOURS_PER_DAY)
    return table


def _complexity_quantiles(document: ScenarioDocument) -> np.ndarray:
    kinds = document.issues.kinds.values()
    return np.stack([_beta_quantiles(k.complexity.alpha, k.complexity.beta) for k in kinds])


@lru_cache(maxsize=QUANTILES_KEPT)  # worlds of a sweep have others each: kept all, they fill memory
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


def _calendars(tables: CalendarTables) -> columns.Table:
    """Calendars as the kernel reads them; it never writes, so replications of a city share them."""
    table = _CALENDARS.get(tables)
    if table is None:
        table = np.zeros(tables.open.shape, columns.CALENDAR)
        table["open"] = tables.open
        table["opened"] = tables.opened
        table["hour"] = tables.hour
        _CALENDARS[tables] = table
    return table


def build_delays(document: ScenarioDocument) -> tuple[columns.Table, columns.Table]:
    """Table of the delays between desks, in hours, and the knots of those given by quantiles."""
    knots = Knots()
    handling = document.handling
    volunteers, fund, units = document.volunteers, document.policy.fund, document.units
    spell = volunteers.inactive_days if volunteers else None
    work = units.handling_days if units else None
    review = document.policy.authority.review_days
    others = document.handling.other_budgets
    rows = [
        encode(handling.hand_off_hours, knots),
        encode(handling.whistle.return_delay_hours, knots),
        encode(handling.joint_meeting_days, knots, HOURS_PER_DAY),
        encode(handling.consensus_days, knots, HOURS_PER_DAY),
        encode(handling.money_days, knots, HOURS_PER_DAY),
        *(
            encode(days, knots, HOURS_PER_DAY) if days is not None else (0.0, 0.0, DETERMINISTIC)
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
    return np.array(rows, columns.DELAY), knots.table()
