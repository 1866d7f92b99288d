"""Patrols (巡查): what they find, what they fix, what they cost."""

import numpy as np
import pytest

import qipan
from qipan.engine import codes
from qipan.scenario import ScenarioError

from .conftest import (
    CITY,
    SEEDS,
    after_days,
    capacity,
    changes,
    counted,
    falls,
    rises,
    simulate,
    values,
    with_policy,
)

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


# -- hours that finds take ----------------------------------------------------------------------

MINUTES = 15
KINDS = CITY.document.issues.kinds
# Vendors alone, seen and never reported, in numbers at which a patrol has its hands full.
STREETS = CITY.revise(
    {
        **{f"issues.kinds.{kind}.births_per_1000_residents_year": 0 for kind in KINDS},
        "issues.kinds.street_vending.births_per_1000_residents_year": 15_000,
        "issues.kinds.street_vending.report_mean_days": 1e6,
        "issues.kinds.street_vending.lapse_mean_days": 5,
        "issues.kinds.street_vending.disorder_gain": 0,
        "residents.reporting.neighbour_weight": 0,
        "city.community_count": 8,
        "city.grids_per_community": 2,
        "city.residents": 16_000,
        "patrol.record_minutes": MINUTES,
        "patrol.sweep_width_km": 0.005,
        "patrol.speed_km_per_hour": 1,
        "horizon": {"start": "2019-05-01", "days": 20, "warm_up_days": 20},
    }
)


def walked(hours, each):
    """Streets patrolled so many hours a day, by so many in each grid, who record and fix not."""
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    calendar = {"days": days, "hours": [[8, 8 + hours]], "holidays": False}
    scenario = STREETS.revise({"calendars.patrol": calendar})
    return with_policy(
        "patrol", scenario, patrollers_per_grid=each, fix_on_the_spot=False, own_staff_share=0
    )


def present(record, grid, hours):
    """Issues of a grid that are there to be found in the middle of each of these hours."""
    issues = record.issues[record.issues["grid"] == grid]
    gone = np.where(issues["reported"] >= 0, issues["reported"], issues["over"])
    gone = np.sort(np.where(gone < 0, np.inf, gone))
    middle = hours + 0.5
    born = np.searchsorted(np.sort(issues["birth"]), middle)
    return born - np.searchsorted(gone, middle)


def found_against_told(scenario, each, seed):
    """Finds; those that the disc equation tells; those without any hours for a find."""
    model = qipan.CityModel(scenario, seed).run()
    record = model.record()
    tables = record.city.calendars
    hours = np.flatnonzero(tables.open[tables.index["patrol"]])
    hours = hours[(hours >= record.begin) & (hours < record.end)]
    passed = np.zeros((len(model.communities), len(hours)))
    for grid in model.grids:
        near = grid.find_rate() * present(record, grid.index, hours)
        passed[grid.community] += near
    # Half a patroller a grid is one for the two of a community; else each grid has its own.
    people = max(1.0, 2 * each)
    told = people * (passed / people) / (1 + MINUTES / 60 * passed / people)
    tickets = record.tickets
    of_patrols = (tickets["channel"] == codes.PATROLLED) & (tickets["opened"] >= record.begin)
    return of_patrols.sum(), told.sum(), passed.sum()


@pytest.mark.parametrize(
    ("hours", "each"), [(12, 1), (6, 1), (3, 1), (6, 2), (6, 0.5)], ids=lambda x: f"{x:g}"
)
def test_finds_fall_short_of_encounters_by_the_disc_equation(hours, each):
    """Holling 1959: a busy patroller finds nothing, so half of the hours find more than half."""
    seen = np.array([found_against_told(walked(hours, each), each, seed) for seed in SEEDS])
    found, told, passed = seen.T
    ratio = found / told
    error = ratio.std(ddof=1) / len(ratio) ** 0.5
    assert abs(ratio.mean() - 1) < max(0.01, 4.6 * error)  # t of 4 degrees of freedom, 99 %
    assert (passed > 1.3 * found).all(), "so few that nobody was busy"


def test_a_part_time_patroller_needs_longer_for_each_find():
    alone = walked(6, 0.25).revise({"city.grids_per_community": 1, "city.residents": 8_000})
    full = walked(6, 1).revise({"city.grids_per_community": 1, "city.residents": 8_000})
    found = [values(scenario, counted("patrol_finds")).sum() for scenario in (alone, full)]
    there = [values(scenario, counted("born")).sum() for scenario in (alone, full)]
    assert there[0] == there[1]
    assert 0.25 < found[0] / found[1] < 0.5  # fewer finds leave more to be found


def test_what_is_fixed_on_the_spot_takes_the_hours_it_takes():
    record = simulate(PATROL, 1).record
    fixed = record.tickets[record.tickets["by"] == codes.BY_PATROL]
    closed = fixed[fixed["state"] == codes.CLOSED]
    assert len(closed) > 100
    assert (closed["closed"] > closed["opened"]).all()
    slow = PATROL.revise({"patrol.fix_work_factor": 40, "patrol.record_minutes": 600})
    for counter in ("patrol_finds", "fixed_on_the_spot"):
        assert falls(slow, counted(counter), PATROL)


def test_a_fix_on_the_spot_is_as_often_false_as_other_closures():
    false = PATROL.revise({"closure.false_share": 0.4, "closure.recheck_mean_days": 1000})
    fixed, wrong = 0, 0
    for seed in SEEDS:
        record = simulate(false, seed).record
        tickets = record.tickets
        by_patrol = tickets[(tickets["by"] == codes.BY_PATROL) & (tickets["state"] == codes.CLOSED)]
        fixed += len(by_patrol)
        # Some of the false ones have lapsed behind their closed ticket.
        wrong += (record.issues["state"][by_patrol["issue"]] != codes.SOLVED).sum()
    assert fixed > 1000
    assert wrong / fixed == pytest.approx(0.4, abs=3 * (0.24 / fixed) ** 0.5 + 0.02)
    found_out = false.revise({"closure.recheck_mean_days": 2})
    assert rises(found_out, counted("reopened"), false)


def test_extra_patrollers_of_every_community_walk_like_more_in_every_grid():
    usual = {"policy.patrol.patrollers_per_grid": 1, "policy.patrol.own_staff_share": 0}
    base = PATROL.revise(usual)
    model = qipan.CityModel(base, 1)
    places = model.city.places
    assert not places.dedicated.any()
    extra = dict(zip(places.ids, places.grids.tolist(), strict=True))
    both = base.revise({"policy.patrol.extra": extra})
    more = PATROL.revise(usual | {"policy.patrol.patrollers_per_grid": 2})
    alone = base.revise(
        {
            "policy.patrol.patrollers_per_grid": 0,
            "policy.patrol.extra": {name: 2 * number for name, number in extra.items()},
        }
    )
    issues = [qipan.CityModel(one, 1).run().record().issues for one in (both, more, alone)]
    assert issues[0].tobytes() == issues[1].tobytes() == issues[2].tobytes()
    nobody = base.revise({"policy.patrol.extra": dict.fromkeys(extra, 0)})
    records = [qipan.CityModel(one, 1).run().record() for one in (base, nobody)]
    assert records[0].issues.tobytes() == records[1].issues.tobytes()


def test_extra_patrollers_walk_where_they_are_sent_and_cost_the_desk_nobody():
    first = qipan.CityModel(PATROL, 1).city.places.ids[0]
    sent = PATROL.revise({"policy.patrol.extra": {first: 4}, "policy.patrol.own_staff_share": 0.3})
    plain = PATROL.revise({"policy.patrol.own_staff_share": 0.3})
    here, before = qipan.CityModel(sent, 1), qipan.CityModel(plain, 1)
    rates = [[grid.find_rate() for grid in model.grids] for model in (here, before)]
    at_first = [grid.community == 0 for grid in here.grids]
    assert all((a > b) == first for a, b, first in zip(*rates, at_first, strict=True))
    for community, other in zip(here.communities, before.communities, strict=True):
        assert community.staffing() == other.staffing()


def test_patrols_without_patrollers_and_unknown_places_are_refused():
    with pytest.raises(ScenarioError, match="nobody walks"):
        PATROL.revise({"policy.patrol.patrollers_per_grid": 0})
    with pytest.raises(ScenarioError, match=r"policy\.patrol\.extra\.c9999"):
        PATROL.revise({"policy.patrol.extra": {"c9999": 1}})
