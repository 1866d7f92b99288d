"""What each mechanism moves, and which way, with the others off."""

import numpy as np
import pytest

import qipan
from qipan.agents.cadres import mean_speed
from qipan.engine import codes

from .conftest import (
    CITY,
    REFORM_DAY,
    after_days,
    capacity,
    changes,
    counted,
    falls,
    level_backlog,
    rises,
    runs,
    simulate,
    values,
)


def with_policy(name, base=CITY, **fields):
    return base.revise({f"policy.{name}.{key}": v for key, v in {"on": True, **fields}.items()})


def monthly(scenario, read, months=10):
    """What `read` says of a model on the first day, and early in each month that follows."""
    long = scenario.revise(
        {"horizon": {"start": "2019-01-01", "days": 31 * months, "warm_up_days": 0}}
    )
    model = qipan.CityModel(long, 1)
    found = [read(model)]
    while model.running:
        model.simulate_day()
        if model.running and model.today.day == 2 and model.day > 1:
            found.append(read(model))
    return np.array(found)


def paperwork(model):
    return model.communities[0].paperwork


# -- m1 burden --------------------------------------------------------------------------------

BURDEN = {"community_duties_ratio": 0.4, "subdistrict_duties_ratio": 0.3}
RELIEF = with_policy("burden", **BURDEN)


def test_fewer_duties_mean_less_paperwork_and_more_capacity():
    before, after = (after_days(scenario, 1) for scenario in (CITY, RELIEF))
    office = CITY.document.desks.community.paperwork
    least = office.lowest_share
    expected = least + (office.share - least) * 0.4**office.exponent
    assert before.communities[0].paperwork == pytest.approx(office.share)
    assert after.communities[0].paperwork == pytest.approx(expected)
    gained = capacity(after) / capacity(before)
    assert gained == pytest.approx((1 - expected) / (1 - office.share))
    assert after.subdistricts[0].paperwork < before.subdistricts[0].paperwork


def test_fewer_duties_lower_the_backlog_and_the_time_to_solve():
    assert falls(RELIEF, level_backlog("community"))
    assert falls(RELIEF, "backlog_end")
    assert rises(RELIEF, "solved_share")


def test_fewer_inspections_are_a_part_of_those_there_were():
    fewer = with_policy("burden", inspections_ratio=0.3)
    ratio = values(fewer, lambda run: run.record.costs["inspection_hours"]).sum()
    ratio /= values(CITY, lambda run: run.record.costs["inspection_hours"]).sum()
    assert ratio == pytest.approx(0.3, abs=0.1)
    before, after = (qipan.CityModel(scenario, 1) for scenario in (CITY, fewer))
    for day in range(before.horizon.total_days):
        some, all_of_them = (set(m._community_inspections.on(day)) for m in (after, before))
        assert some <= all_of_them


def test_duties_creep_upward_until_there_is_a_gate():
    creeping = monthly(RELIEF, paperwork)
    gated = monthly(with_policy("burden", **BURDEN, admission_gate=True), paperwork)
    assert (np.diff(creeping) > 0).all()
    assert (np.diff(gated) == 0).all()
    year = CITY.document.desks.community.paperwork
    grown = (
        year.lowest_share
        + (year.share - year.lowest_share)
        * (0.4 * (1 + year.creep_per_year) ** (304 / 365)) ** year.exponent
    )
    assert creeping[-1] == pytest.approx(grown)


# -- m2 sent_down -----------------------------------------------------------------------------

CADRES = {
    "full_time_per_community": 3,
    "speed": 1,
    "starting_speed": 0.5,
    "learning_days": 60,
    "ticket_share": 1,
    "lost_at_sender_share": 0.8,
}
SENT = with_policy("sent_down", **CADRES)


def test_dispatched_cadres_add_workers_and_lower_the_backlog():
    before, after = (after_days(scenario, 1) for scenario in (CITY, SENT))
    servers = [[c.staffing().servers for c in model.communities] for model in (before, after)]
    assert np.subtract(servers[1], servers[0]).tolist() == [3, 3, 3, 3]
    assert falls(SENT, level_backlog("community"))
    assert rises(SENT, "solved_share")


def test_cadres_and_the_work_their_senders_lose_are_reported():
    record = simulate(SENT, 1).record
    office = record.city.calendars.opened[record.city.calendars.index["office"]]
    hours = float(office[int(record.end)] - office[int(record.begin)])
    assert record.costs["dispatched_hours"] == pytest.approx(4 * 3 * hours)
    assert record.costs["lost_at_sender_hours"] == pytest.approx(0.8 * 4 * 3 * hours)
    assert simulate(CITY, 1).record.costs["dispatched_hours"] == 0


def test_cadres_learn_the_place():
    steady = {"desks.community.paperwork.creep_per_year": 0}
    alone = monthly(CITY.revise(steady), lambda m: capacity(m)[0], months=6)
    helped = monthly(SENT.revise(steady), lambda m: capacity(m)[0], months=6)
    gain = helped - alone
    assert (np.diff(gain) > 0).all()
    assert gain[-1] / gain[0] == pytest.approx(2 - np.exp(-182 / 60), rel=0.02)


def test_rotation_all_at_once_costs_more_at_its_worst_than_one_after_the_other():
    def worst(**rotation):
        scenario = with_policy("sent_down", **CADRES, rotation={"every_days": 180, **rotation})
        policy = scenario.regimes[0].document.policy.sent_down
        return min(mean_speed(policy, day) for day in range(180, 720))

    assert worst(cohorts=1) == pytest.approx(0.5)
    assert worst(cohorts=4) > 0.7
    assert worst(cohorts=1, overlap_days=30) == pytest.approx(1 - 0.5 * np.exp(-30 / 60))


def test_rotation_reaches_the_desks():
    rotation = {"every_days": 30, "cohorts": 1}
    settled, rotated = (
        monthly(with_policy("sent_down", **CADRES, **more), lambda model: capacity(model)[0], 6)
        for more in ({}, {"rotation": rotation})
    )
    assert (rotated[1:] < settled[1:]).all()


def test_a_citys_leader_shortens_hand_offs():
    idle = {  # no queues and no closed hours, so that nothing but the hand-off takes time
        "desks.load_effect.on": False,
        "calendars.office": {"always": True, "days": [], "hours": []},
        "desks.subdistrict.staff_per_10000_residents": None,
        "desks.subdistrict.staff_per_desk": 500,
    }
    gaps = []
    for factor in (1, 0.2):
        numbers = {"full_time_per_community": 1, "leader_hand_off_factor": factor}
        led = with_policy("sent_down", CITY.revise(idle), **numbers)
        record = qipan.simulate(led, 1, events=True).record
        gaps.append(hand_offs(record))
    common = gaps[0].keys() & gaps[1].keys()
    assert len(common) > 100
    before, led = (np.array([found[key] for key in common]) for found in gaps)
    assert led == pytest.approx(0.2 * before, abs=1e-6)


def hand_offs(record):
    """Hours from the first hand-off of each issue's ticket until it is taken up, by issue key."""
    names = codes.LOG_EVENTS
    left, found = {}, {}
    for row in record.log:
        issue, event = int(row["issue"]), names[row["event"]]
        if event == "handed_off":
            left.setdefault(issue, float(row["time"]))
        elif event == "started" and issue in left:
            key = int(record.issues["key"][issue])
            found.setdefault(key, float(row["time"]) - left[issue])
    return found


def test_an_allocation_says_who_goes_where():
    plan = {"c0001": 4, "c0003": 1.5}
    model = after_days(with_policy("sent_down", **CADRES, allocation=plan), 1)
    assert [c.cadres.heads for c in model.communities] == [4, 0, 1.5, 0]
    before = after_days(CITY, 1)
    gained = capacity(model) - capacity(before)
    assert gained[[1, 3]].tolist() == [0, 0]
    assert gained[0] == pytest.approx(gained[2] * 4 / 1.5)


# -- m3 patrol --------------------------------------------------------------------------------

PATROL = with_policy("patrol", patrollers_per_grid=2, fix_on_the_spot=True)


def test_patrols_find_what_nobody_reports_and_fix_some_of_it():
    assert rises(PATROL, "patrol_share")
    assert rises(PATROL, counted("fixed_on_the_spot"))
    assert falls(PATROL, "unreported_share")
    found, fixed = counted("patrol_finds"), counted("fixed_on_the_spot")
    assert (values(PATROL, fixed) < values(PATROL, found)).all()
    assert (values(with_policy("patrol", fix_on_the_spot=False), fixed) == 0).all()


def test_patrols_find_what_can_be_seen_from_the_street_alone():
    record = simulate(PATROL, 1).record
    kind = record.issues["kind"][record.tickets["issue"]]
    seen = np.array([spec.visible for spec in CITY.document.issues.kinds.values()])
    assert seen[kind[record.tickets["channel"] == codes.PATROLLED]].all()


def test_hours_on_patrol_are_missing_at_the_desk():
    shares = [0.0, 0.1, 0.2]
    found = [
        capacity(after_days(with_policy("patrol", own_staff_share=share), 1)) for share in shares
    ]
    assert found[0] == pytest.approx(capacity(after_days(CITY, 1)))
    lost = [found[0] - found[1], found[1] - found[2]]
    assert (lost[0] > 0).all()
    assert lost[0] == pytest.approx(lost[1])


def test_patrols_that_find_nothing_make_nothing_look_faster():
    blind = PATROL.revise({"patrol.sweep_width_km": 1e-9})
    for seed in (1, 2):
        one, other = (simulate(scenario, seed) for scenario in (CITY, blind))
        assert np.array_equal(one.record.counters, other.record.counters)
        assert one.table["fixed_cohort_solved_share"] == other.table["fixed_cohort_solved_share"]


def test_tickets_of_patrols_add_nothing_to_the_fixed_cohort():
    assert rises(PATROL, counted("opened"))
    assert (changes(PATROL, lambda run: float(run.record.issues["cohort"].sum())) == 0).all()
    assert rises(PATROL, "fixed_cohort_solved_share")


# -- m4 authority -----------------------------------------------------------------------------


def test_powers_over_departments_end_refusals_and_returns():
    powers = with_policy("authority", acceptance=0.95)
    assert falls(powers, counted("whistles_refused"))
    assert falls(powers, "refusals_per_ticket")
    own = with_policy("authority", acceptance=0.6, subdistrict_success_gain=0.5)
    assert falls(own, counted("whistles"))


POOL_AT = "2019-05-01"


def centre_desks(model):
    return model.subdistricts[0].desks, model.layer.world.desks


def test_an_enforcement_centre_pools_the_posts_and_their_queues():
    centre = with_policy(
        "authority", acceptance=0.6, enforcement_centre=True, starts=POOL_AT
    ).revise({"issues.rate_factor": 3})
    model = after_days(centre, REFORM_DAY)
    rows, desks = centre_desks(model)
    before = desks[rows].copy()
    staffed = [d for d in rows if d in model.subdistricts[0].enforcement]
    assert model.today.isoformat() == POOL_AT
    assert desks["length"][staffed].sum() > 5
    assert desks["servers"][rows[-1]] == 0
    model.simulate_day()
    after = model.layer.world.desks[rows]
    assert (model.layer.world.desks["length"][staffed] == 0).all()
    assert (model.layer.world.desks["servers"][staffed] == 0).all()
    assert after["length"][-1] > 5
    strength = [(d["servers"] * d["speed"]).sum() for d in (before, after)]
    assert strength[1] == pytest.approx(strength[0], rel=0.02)  # duties have crept for a month
    while model.running:
        model.simulate_day()
    assert (model.layer.world.desks["busy"][staffed] == 0).all()
    arrived = model.layer.world.desks["arrivals"][staffed].sum()
    assert arrived == before["arrivals"][[rows.index(d) for d in staffed]].sum()


def test_pooled_posts_wait_less():
    busy = CITY.revise({"issues.rate_factor": 0.5})
    pooled = with_policy("authority", busy, acceptance=0.6, enforcement_centre=True)
    assert falls(pooled, level_backlog("subdistrict"), busy)


def test_no_ticket_is_stuck_where_posts_were_pooled_and_parted_again():
    centre = {"acceptance": 0.3, "enforcement_centre": True}
    scenario = CITY.revise(
        {
            "issues.rate_factor": 2,
            "handling.whistle.acceptance": 0.3,
            "policy.changes": [
                {"on": on, "set": {"policy": {"authority": {**centre, "on": state}}}}
                for on, state in (("2019-05-01", True), ("2019-06-20", False))
            ],
        }
    )
    model = qipan.CityModel(scenario, 1)
    while model.running:
        model.simulate_day()
        rows, desks = centre_desks(model)
        stranded = (desks["length"][rows] > 0) & (desks["servers"][rows] == 0)
        assert not stranded.any(), f"on day {model.day}"


def test_tickets_go_back_to_their_own_posts_where_a_centre_is_given_up():
    change = {"policy": {"authority": {"on": False}}}
    scenario = with_policy("authority", acceptance=0.6, enforcement_centre=True).revise(
        {"issues.rate_factor": 4, "policy.changes": [{"on": POOL_AT, "set": change}]}
    )
    model = after_days(scenario, REFORM_DAY + 1)
    tickets, issues = model.layer.tickets, model.layer.issues
    rows, _ = centre_desks(model)
    waiting = tickets[(tickets["state"] == codes.QUEUED) & np.isin(tickets["desk"], rows)]
    waiting = waiting[waiting["wrong_desk"] == 0]
    own = model.layer.world.kinds["post"][issues["kind"][waiting["issue"]]]
    assert len(waiting) > 10
    assert np.array_equal(waiting["desk"], np.array(rows)[own])


def test_departments_that_obey_one_call_refuse_nothing():
    call = with_policy("authority", acceptance=0.6, one_call_dispatch=True)
    obeying = [d.obeys_dispatch for d in CITY.document.desks.departments.values()]
    assert falls(call, counted("whistles_refused"))
    names = CITY.document.desks.departments
    everybody = call.revise({f"desks.departments.{name}.obeys_dispatch": True for name in names})
    assert any(obeying)
    assert not all(obeying)
    assert (values(everybody, counted("whistles_refused")) == 0).all()
    assert (values(CITY, counted("whistles_refused")) > 0).all()


def test_departments_tire_of_a_desk_that_whistles_too_often():
    tireless = CITY.revise({"handling.whistle.fatigue": 0})
    weary = CITY.revise({"handling.whistle.fatigue": 1, "handling.whistle.free_per_month": 2})

    def refused(run):
        return counted("whistles_refused")(run) / counted("whistles")(run)

    assert rises(weary, refused, tireless)
    rare = weary.revise({"handling.whistle.free_per_month": 1e6})
    assert values(rare, refused) == pytest.approx(values(tireless, refused))
    assert values(tireless, refused).mean() == pytest.approx(0.4, abs=0.06)


# -- m11 shifts -------------------------------------------------------------------------------

SHIFTS = with_policy("shifts", calendar="two_shifts")


def test_two_shifts_spread_the_same_hours_over_longer_opening():
    before, after = (after_days(scenario, 1) for scenario in (CITY, SHIFTS))
    assert before.weekly_hours("two_shifts") > 2 * before.weekly_hours("office")
    work = []
    for run in (simulate(CITY, 1), simulate(SHIFTS, 1)):
        desks = run.record.desks_after
        chosen = desks["level"] == codes.COMMUNITY
        work.append((desks["open_hours"] * desks["speed"])[chosen].sum())
    assert work[1] == pytest.approx(work[0], rel=0.01)
    desk = before.communities[0].desk
    rows = [model.layer.world.desks["calendar"][desk] for model in (before, after)]
    assert rows == [before.calendar_row("office"), before.calendar_row("two_shifts")]


def test_two_shifts_answer_sooner_in_the_evening_and_at_the_weekend():
    calm = CITY.revise({"issues.rate_factor": 0.2})
    open_late = with_policy("shifts", calm)

    def wait_out_of_hours(run):
        record = run.record
        opened = record.tickets["opened"]
        office = record.city.calendars.open[record.city.calendars.index["office"]]
        chosen = (record.tickets["responded"] >= 0) & ~office[opened.astype(int)]
        return float(np.median((record.tickets["responded"] - opened)[chosen]))

    assert falls(open_late, wait_out_of_hours, calm)


# -- other levers -----------------------------------------------------------------------------


def test_sorting_sends_private_matters_to_the_estate_and_mistakes_send_them_back():
    sorting = CITY.revise({"triage.three_way_sorting": True})
    assert rises(sorting, level_backlog("estate"))
    assert falls(sorting, level_backlog("community"))
    assert falls(sorting, counted("misrouted"))
    wrong = CITY.revise({"triage.error_without_sorting": 0.4})
    assert rises(wrong, counted("returned"))
    assert values(wrong, counted("misrouted")).sum() / values(wrong, counted("opened")).sum() == (
        pytest.approx(0.4, abs=0.03)
    )


def test_a_shared_platform_merges_duplicates_at_no_cost():
    platform = CITY.revise({"triage.merged_share": 1})
    assert (values(CITY, counted("merged")) == 0).all()
    for run in runs(platform):
        assert counted("merged")(run) == counted("duplicates")(run) > 0

    def small_work(run):
        desks = run.record.desks_after
        return float(desks["services"][desks["level"] == codes.COMMUNITY].sum())

    costly = CITY.revise({"triage.duplicate_hours": 2})
    assert rises(costly.revise({"triage.merged_share": 1}), small_work, costly)


def test_pressure_to_close_closes_more_that_is_not_solved():
    pressed = CITY.revise({"closure.pressure": 1, "closure.false_share_under_pressure": 0.5})
    assert rises(pressed, "false_closure_share")
    assert rises(pressed, counted("reopened"))
    honest = CITY.revise({"closure.false_share": 0})
    assert (values(honest, counted("falsely_closed")) == 0).all()


def test_false_closures_come_to_light_sooner_where_residents_look_sooner():
    quick, slow = (CITY.revise({"closure.recheck_mean_days": days}) for days in (1, 60))
    assert rises(quick, counted("reopened"), slow)


def test_busy_desks_refer_more():
    off = CITY.revise({"desks.load_effect.on": False})
    strong = CITY.revise({"desks.load_effect.per_sd": 0.5})

    def escalated(run):
        return counted("escalated")(run) / counted("closed")(run)

    assert rises(strong, escalated, off)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("burden", {**BURDEN, "admission_gate": True}),
        ("sent_down", CADRES),
        ("patrol", {"own_staff_share": 0.2, "fix_on_the_spot": True}),
        ("authority", {"enforcement_centre": True, "one_call_dispatch": True}),
        ("shifts", {"calendar": "two_shifts"}),
    ],
)
def test_no_mechanism_acts_before_its_date(name, fields):
    dated = with_policy(name, **fields, starts="2019-05-01")
    plain, reformed = after_days(CITY, REFORM_DAY), after_days(dated, REFORM_DAY)
    for table in ("desks", "communities", "grids", "tickets"):
        one, other = (getattr(model.layer.world, table) for model in (plain, reformed))
        assert np.array_equal(one, other)
    for model in (plain, reformed):
        model.simulate_day()
    assert any(
        not np.array_equal(
            getattr(plain.layer.world, table)[field], getattr(reformed.layer.world, table)[field]
        )
        for table, field in (
            ("desks", "servers"),
            ("desks", "speed"),
            ("desks", "calendar"),
            ("grids", "rate"),
            ("communities", "hand_off"),
        )
    )
