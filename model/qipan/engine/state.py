"""The world of the fast layer: its tables, its numbers and where its clock stands."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns import Table


class Rules(NamedTuple):
    """Numbers that hold for the whole city; times in hours."""

    trust_slope: float
    trust_clip: float
    trust_baseline: float
    trust_decay: float
    trust_learning: float
    building_share: float
    building_limit: float
    call_loss: float
    neighbour_weight: float
    visit_share: float
    hotline_share: float
    rating_constant: float
    rating_performance: float
    rating_positive: float
    rating_negative: float
    expectation_learning: float
    return_penalty: float
    sla_multiple: float
    disorder_half: float
    sorting: bool
    triage_error: float
    look: float
    duplicate_work: float
    merged_share: float
    acceptance: float
    whistle_free: float
    whistle_fatigue: float
    returns_limit: int
    subdistrict_gain: float
    dispatch: bool
    false_share: float
    false_pressed: float
    pressure: float
    recheck: float
    most_calls: int
    fix_on_the_spot: bool
    load_per_sd: float
    load_memory: float
    urgent_bypass: bool
    urgent_wait: float
    tri_party_gain: float
    orders: bool
    calls_at_once: int
    order_rounds: int
    answer_wait: float
    volunteer_work: float
    volunteer_accepts: float
    no_show: float
    fatigue_memory: float
    fatigue_free: float
    fatigue: float
    exit_rate: float
    exit_fatigue: float
    unmatched_loss: float
    sign_up_trust: float
    sign_up_share: float
    newcomer_earns: float
    newcomer_calendar: int
    newcomer_pool: int
    fund: bool
    earmarks: int
    fast_track: float
    return_share: float
    service_circle: bool
    counter_work: float
    circle_report: float
    rounds: int
    next_chance: float
    part_work: float
    hardening: float
    giving_up: float
    hardened_wait: float
    hardened_success: float
    hours_planned: bool
    log: bool
    least_false_share: float
    measured_acceptance: float
    legal_error: float
    advice: float
    others_limited: bool
    never_paid: float
    scored: bool
    score_noise: float
    own_share: float
    own_agreed: float
    record_hours: float
    fix_factor: float
    private_to_estate: float
    hands_over: bool
    hand_over: float
    counter_calendar: int
    longest_queue: float
    turned_to_calls: float
    turned_to_return: float
    return_wait: float
    work_stretch: float
    waits_stretch: float
    choosing: bool
    sensitivity: float
    channel_learning: float
    usual_performance: float
    petitions: bool
    petition_after_call: float
    petition_after_false: float
    petition_hours: float
    petition_points: float
    points_to_inspection: float
    petition_inspection: float
    households: bool
    courier_calendar: int
    stewards: bool
    stewards_since: float


class World(NamedTuple):
    """Everything the kernel reads and writes."""

    heap: Table
    pending: Table
    slots: Table
    clock: NDArray[np.int64]
    candidates: Table
    issues: Table
    tickets: Table
    residents: Table
    buildings: Table
    grids: Table
    communities: Table
    desks: Table
    queues: Table
    kinds: Table
    quantiles: NDArray[np.float64]
    posts: NDArray[np.int32]
    calendars: Table
    delays: Table
    counters: NDArray[np.int32]
    log: Table
    commands: Table
    gates: Table
    volunteers: Table
    called: Table
    near: NDArray[np.int32]
    units: Table
    budgets: Table
    skill_sets: NDArray[np.uint8]
    planned: NDArray[np.float64]
    unplanned: NDArray[np.float64]
    partners: NDArray[np.int32]
    places: NDArray[np.int64]
    patrollers: Table
    clerks: Table
    windows: Table
    fates: Table
    knots: Table
    delay_knots: Table
    held: Table
    channel_shares: NDArray[np.float64]
    channel_errors: NDArray[np.float64]
    attractions: NDArray[np.float32]
    households: Table
    need_chances: NDArray[np.float64]
    stewards: Table
    roles: Table
    rules: Rules


# Places in World.clock.
(
    HEAP_SIZE,
    NEXT_SEQUENCE,
    CURRENT_SLOT,
    FREE_PENDING,
    PENDING_USED,
    NEXT_CANDIDATE,
    CANDIDATES,
    CANDIDATES_UNTIL,  # hour up to which candidates have been drawn
    ISSUES,
    TICKETS,
    LOGGED,
    COMMANDS,
    MOST_AT_ONCE,  # bound on the events one event may schedule
    FIRST_COMMUNITY_DESK,
    FIRST_DEPARTMENT_DESK,
    NEXT_COMMAND,
    NEEDED,  # rows that a table must have before the kernel can go on
    ASKING,  # desks to be looked at when the event is over, and the first of them
    FIRST_GATE,
    VOLUNTEERS,
    CARRIED,  # tickets that were open when the simulation began
    FIRST_ASKING,
) = range(22)
CLOCK_SIZE = FIRST_ASKING + 16  # one event concerns four desks at most
