"""Co-building units (共建单位): what they take up, and how their engagement lives or dies."""

import datetime

import numpy as np
import pytest

import qipan
from qipan.engine import codes

from .conftest import CITY, SEEDS, counted, falls, rises, simulate, values, with_policy

FIRST_DAY = datetime.date(2018, 12, 2)
YEAR = {"horizon": {"start": "2019-01-01", "days": 335, "warm_up_days": 30}}
GROUPS = tuple(CITY.document.units.groups)
PAIRED = with_policy(
    "pairing",
    units_per_community=3,
    communities_per_unit=1,
    mandated_share=0,
    assessment_leverage=0,
    returned_share=0,
    projects_per_year=0,
    claims_per_meeting=3,
).revise({"units.count": 12, **YEAR})
# All units of one trade that has much to do, and as much time as it takes.
SWEEPERS = PAIRED.revise(
    {
        f"units.groups.{name}.{key}": value
        for name in GROUPS
        for key, value in (
            ("kinds", ["refuse"]),
            ("hours_per_year", 10_000),
            ("yuan_per_year", 0),
        )
    }
)
STEADY = {"units.learning": 0, "units.leverage_gain": 0, "units.mandate_loss": 0}
MONTHS = [datetime.date(2019, 2, 1)] * 36


def pairing(scenario, **fields):
    return scenario.revise({f"policy.pairing.{key}": value for key, value in fields.items()})


def of_groups(scenario, **fields):
    return scenario.revise(
        {f"units.groups.{name}.{key}": v for name in GROUPS for key, v in fields.items()}
    )


def claims(run):
    return float(run.record.units["claims"].sum())


# -- engagement -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "after_12", "after_36"),
    [
        ({"returned_share": 1}, 0.71, 0.94),
        ({"returned_share": 0}, 0.10, 0.01),  # 0.00, and never less than 0.01
        ({"returned_share": 0, "assessment_leverage": 0.2}, 0.15, 0.06),
        ({"returned_share": 0, "mandated_share": 1, "assessment_leverage": 0.2}, 0.05, 0.04),
        ({"returned_share": 1, "mandated_share": 1, "assessment_leverage": 0.2}, 0.31, 0.22),
    ],
    ids=["reciprocal", "one-sided", "with leverage", "forced, one-sided", "forced, reciprocal"],
)
def test_engagement_lives_by_what_comes_back_and_dies_by_force(terms, after_12, after_36):
    unit = qipan.CityModel(pairing(PAIRED, **terms), 1).units[0]
    gifts = unit.model.layer.world.units
    assert unit.engagement == 0.5
    found = []
    for date in MONTHS:
        gifts["yuan"][unit.index] += 100.0
        unit.on_month(date)
        found.append(unit.engagement)
    assert found[11] == pytest.approx(after_12, abs=0.01)
    assert found[35] == pytest.approx(after_36, abs=0.01)


def test_who_neither_gives_nor_gets_is_as_content_as_in_an_even_exchange():
    unit = qipan.CityModel(PAIRED, 1).units[0]
    unit.reconsider()
    assert unit.engagement == pytest.approx(0.5 + 0.5 * (0.5 - 0.35) * 0.25)


def test_gifts_of_more_than_twelve_months_ago_are_forgotten():
    unit = qipan.CityModel(PAIRED, 1).units[0]
    unit.model.layer.world.units["hours"][unit.index] = 10.0
    levels = []
    for date in MONTHS[:14]:
        unit.on_month(date)
        levels.append(unit.engagement)
    assert (np.diff(levels[:12]) < 0).all()
    assert (np.diff(levels[11:]) > 0).all()


def test_units_that_get_nothing_back_tire_and_those_that_are_assigned_tire_sooner():
    even = pairing(PAIRED, returned_share=1)
    forced = pairing(PAIRED, mandated_share=1)
    assert rises(even, "engagement_mean", PAIRED)
    assert falls(forced, "engagement_mean", PAIRED)
    assert values(PAIRED, "engagement_mean").mean() < 0.5 < values(even, "engagement_mean").mean()
    months = simulate(forced, 1).record.engagement.mean(axis=1)
    assert months[0] == pytest.approx(0.5)
    assert (np.diff(months) < 0).all()


def test_forced_pairing_solves_less_in_the_end_than_pairing_by_choice():
    assert falls(pairing(PAIRED, mandated_share=1), "solved_per_unit", PAIRED)
    leverage = pairing(PAIRED, mandated_share=1, assessment_leverage=0.3)
    assert rises(leverage, "engagement_mean", pairing(PAIRED, mandated_share=1))


def test_the_share_of_units_that_are_assigned_is_as_said():
    several = pairing(PAIRED.revise({"units.count": 400}), mandated_share=0.3)
    model = qipan.CityModel(several, 1)
    mandated = np.array([unit.mandated for unit in model.units])
    assert mandated.mean() == pytest.approx(0.3, abs=0.08)
    more = qipan.CityModel(pairing(several, mandated_share=0.5), 1)
    assert (mandated <= [unit.mandated for unit in more.units]).all()


# -- claims -----------------------------------------------------------------------------------


def test_units_take_up_needs_and_are_counted():
    run = simulate(PAIRED, 1)
    tickets, record = run.record.tickets, run.record
    theirs = tickets[tickets["by"] == codes.BY_UNIT]
    assert claims(run) > 20
    early = record.counters[:30, :, codes.COUNTERS.index("unit_claims")].sum()
    assert claims(run) == counted("unit_claims")(run) - early
    assert (theirs["responded"] >= theirs["opened"]).all()
    # Of those closed, some are closed falsely, and some of these are in other hands since.
    truly = record.issues["state"][theirs["issue"]] == codes.SOLVED
    closed = theirs["state"] == codes.CLOSED
    solved = counted("unit_solved")(run)
    assert (closed & truly).sum() <= solved <= counted("unit_claims")(run)
    assert falls(PAIRED, "backlog_end", PAIRED.revise({"policy.pairing.on": False}))


def test_units_do_what_they_have_the_skill_for():
    record = simulate(SWEEPERS, 1).record
    tickets = record.tickets[record.tickets["by"] == codes.BY_UNIT]
    kinds = record.issues["kind"][tickets["issue"]]
    assert len(tickets) > 50
    assert set(kinds) == {record.layout.kinds.index("refuse")}
    needs = record.issues["needs"][tickets["issue"]]
    assert not (needs & codes.HARD_NEEDS).any()


def test_a_unit_without_hours_takes_up_nothing():
    assert (values(of_groups(SWEEPERS, hours_per_year=0), claims) == 0).all()
    assert (values(SWEEPERS, claims) > 0).all()


def test_a_unit_gives_no_more_hours_than_it_has():
    few = of_groups(SWEEPERS, hours_per_year=12).revise(
        {
            "units.initial_engagement": 0.99,
            "horizon": {"start": "2019-07-01", "days": 280, "warm_up_days": 0},
        }
    )
    model = qipan.CityModel(few, 1)
    given = []
    while model.running:
        model.simulate_day()
        units = model.layer.world.units[: len(model.units)]
        assert (units["hours_left"] >= 0.0).all()
        if (model.today.month, model.today.day) == (1, 1):
            given.append(units["hours"].copy())
    first, second = given[0], units["hours"] - given[0]
    assert (first <= 12 * 184 / 365 + 1e-9).all()  # the second half of the year
    assert (second <= 12 + 1e-9).all()
    assert first.max() > 3
    assert second.max() > 8


def test_hours_given_are_those_of_the_work_and_worth_a_wage():
    scenario = SWEEPERS.revise(
        {"issues.kinds.refuse.work_hours": 3, "horizon.warm_up_days": 0, "units.yuan_per_hour": 50}
    )
    model = qipan.CityModel(scenario, 1).run()
    units = model.record().units
    assert units["claims"].sum() > 50
    assert units["hours"] == pytest.approx(3.0 * units["claims"])
    assert [unit.contributed for unit in model.units] == pytest.approx(150.0 * units["claims"])


def test_more_engaged_units_take_up_more():
    keen, cool = (
        SWEEPERS.revise({**STEADY, "units.initial_engagement": level}) for level in (0.8, 0.2)
    )
    assert rises(keen, claims, cool)
    assert rises(pairing(keen, claims_per_meeting=6), claims, keen)
    engagement = [simulate(s, 1).table["engagement_mean"] for s in (keen, cool)]
    assert engagement == pytest.approx([0.8, 0.2])


def test_what_is_owed_is_done_without_any_wish_to():
    cold = SWEEPERS.revise(
        {
            **STEADY,
            "units.initial_engagement": 0.01,
            "horizon.warm_up_days": 0,
            "issues.rate_factor": 2,
        }
    )
    owed = pairing(cold, projects_per_year=10)
    assert rises(owed, claims, cold)
    for seed in SEEDS:
        assert (simulate(owed, seed).record.units["claims"] >= 10).all()


def test_what_is_owed_is_owed_to_each_community_once():
    owed = SWEEPERS.revise(
        {
            **STEADY,
            "units.initial_engagement": 0.01,
            "units.count": 3,
            "issues.rate_factor": 6,
            "horizon": {"start": "2019-01-01", "days": 40, "warm_up_days": 0},
            "policy.pairing.communities_per_unit": 4,
            "policy.pairing.projects_per_year": 5,
            "policy.pairing.claims_per_meeting": 1,
        }
    )
    record = simulate(owed, 1).record
    taken = record.counters[:, :, codes.COUNTERS.index("unit_claims")].sum(axis=0)
    assert (taken <= 3 * (5 + 1)).all()  # three units, and a ticket each that it likes
    assert (taken >= 3 * 5).all()


def test_a_need_that_a_unit_has_taken_up_is_closed_sooner():
    quick = SWEEPERS.revise({"units.handling_days": 1})
    slow = SWEEPERS.revise({"units.handling_days": 60})

    def days(run):
        tickets = run.record.tickets
        closed = (tickets["by"] == codes.BY_UNIT) & (tickets["state"] == codes.CLOSED)
        return float((tickets["closed"] - tickets["opened"])[closed].mean())

    assert rises(slow, days, quick)


# -- pairs ------------------------------------------------------------------------------------


def test_every_community_has_its_units_and_every_unit_a_community():
    model = qipan.CityModel(PAIRED.revise({"units.count": 14}), 1)
    pairs = [len(community.units) for community in model.communities]
    assert sum(pairs) == 14
    assert min(pairs) >= 3
    assert [len(unit.communities) for unit in model.units] == [1] * 14


def test_units_claim_at_the_communitys_meeting_where_there_is_one():
    meeting = {"period_days": 10, "slots": 5}
    often = SWEEPERS.revise(
        {
            "policy.joint_meetings": {
                "on": True,
                "community": meeting,
                "subdistrict": None,
                "city": None,
                "talks": None,
            }
        }
    )
    run, column = simulate(often, 1), codes.COUNTERS.index("unit_claims")
    days = np.flatnonzero(run.record.counters[:, :, column].sum(axis=1))
    firsts = np.flatnonzero(simulate(SWEEPERS, 1).record.counters[:, :, column].sum(axis=1))
    dates = [FIRST_DAY + datetime.timedelta(days=int(day)) for day in firsts]
    assert {date.day for date in dates} == {1}
    for community in range(4):
        days = np.flatnonzero(run.record.counters[:, community, column])
        assert set(np.diff(days) % 10) == {0}
    assert rises(often, claims, SWEEPERS)
