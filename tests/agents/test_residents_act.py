"""What residents do moves something, and nothing where it is off: a null model for each."""

import numpy as np
import pytest

import qipan
from qipan.engine import codes
from qipan.runs.replication import Run

from .conftest import CITY, after_days, counted, simulate

# Small and short, with short patience: an overloaded city in which people meet each other.
SMALL = CITY.revise(
    {
        "city.residents": 12_000,
        "horizon": {"start": "2019-05-01", "days": 75, "warm_up_days": 15},
        **{f"issues.kinds.{kind}.patience_days": 10 for kind in CITY.document.issues.kinds},
    }
)
SEEDS = (1, 2, 3)
CHOICE = {"residents.choice.on": True}
PETITIONS = {
    "residents.petitions.on": True,
    "residents.petitions.after_repeat_call_share": 0.1,
    "residents.petitions.after_false_closure_share": 0.3,
}
HOUSEHOLDS = {"residents.households.on": True}
STATIONS = {
    **HOUSEHOLDS,
    "residents.households.couriers.telling_share": 0.005,
    "policy.service_circle": {
        **dict.fromkeys(("absorbed_share", "transactions_per_1000_residents_day"), 0),
        "on": True,
        "stations_share": 1,
    },
}
NO_STATIONS = {
    **STATIONS,
    "policy.service_circle": {**STATIONS["policy.service_circle"], "stations_share": 0},
}
HEADS = {"policy.councils.on": True, "policy.councils.building_heads.on": True}
MEMBERS = {"policy.councils.on": True, "policy.councils.members.on": True}


def moved(before, after, what):
    """Change of something with twice its standard error, on the same seeds."""
    found = np.array(
        [
            _of(simulate(SMALL.revise(after), n), what)
            - _of(simulate(SMALL.revise(before), n), what)
            for n in SEEDS
        ]
    )
    return found.mean(), 2 * found.std(ddof=1) / len(found) ** 0.5


def _of(run: Run, what):
    return run.table[what] if isinstance(what, str) else what(run)


def rises(before, after, what):
    mean, error = moved(before, after, what)
    return mean > error and mean > 0.0


def falls(before, after, what):
    mean, error = moved(before, after, what)
    return mean < -error and mean < 0.0


COUNTER = {
    "on": True,
    "kinds": ["enquiry"],
    "absorbed_share": 1,
    "counter_hours": 0.1,
    "clerks_per_10000_residents": 10,
    "transactions_per_1000_residents_day": 0,
    "radius_metres": 5000,
}
ASKS_A_LOT = {"issues.kinds.enquiry.births_per_1000_residents_year": 400}
WITH_COUNTER = {
    **CHOICE,
    **ASKS_A_LOT,
    "policy.service_circle": COUNTER,
    "residents.choice.sensitivity": 5,
    "residents.choice.learning_rate": 0.5,
}


def test_residents_learn_to_come_where_a_counter_settles_at_once():
    nobody_learns = {**WITH_COUNTER, "residents.choice.learning_rate": 0}
    assert rises(nobody_learns, WITH_COUNTER, "by_visit_share")
    assert rises(nobody_learns, WITH_COUNTER, counted("settled_at_counter"))


def test_what_is_learnt_moves_nothing_for_those_who_do_not_care():
    careless = {**WITH_COUNTER, "residents.choice.sensitivity": 0}
    unlearned = {**careless, "residents.choice.learning_rate": 0}
    one, other = (simulate(SMALL.revise(c), 1).record.tickets for c in (careless, unlearned))
    assert np.array_equal(one, other)


def test_nobody_waits_for_a_talk_where_none_is_held():
    all_talk = {**CHOICE, "residents.choice.app_share": 0, "residents.choice.petition_share": 0}
    record = simulate(SMALL.revise({**all_talk, "residents.choice.talk_share": 0.9}), 1).record
    assert not (record.tickets["channel"] == codes.TALKED).any()
    talks = {"on": True, "community": None, "subdistrict": None, "city": None}
    talks["talks"] = {"period_days": 10, "surfacing_share": 0}
    held = {"policy.joint_meetings": talks, "residents.choice.talk_share": 0.9}
    record = simulate(SMALL.revise({**all_talk, **held}), 1).record
    talked = record.tickets[record.tickets["channel"] == codes.TALKED]
    assert not len(talked)  # a talk at which nothing comes up is none
    talks["talks"]["surfacing_share"] = 1e-9
    record = simulate(SMALL.revise({**all_talk, **held}), 1).record
    talked = record.tickets[record.tickets["channel"] == codes.TALKED]
    assert len(talked) > 20 and (talked["opened"] % 24 == 0).all()


def test_petitions_cost_hours_and_bring_inspections():
    costly = {**PETITIONS, "residents.petitions.answer_hours": 30}
    assert rises({}, costly, "backlog_mean")
    record = simulate(SMALL.revise(PETITIONS), 1).record
    one, two = (
        counted(name)(simulate(SMALL.revise(PETITIONS), 1))
        for name in ("petitions", "petition_inspections")
    )
    assert one == (record.tickets["petitioned"] > 0).sum() > 10
    left = (one - 5 * two) / len(record.city.places.ids)  # of five points, those not yet redeemed
    assert 0 <= left < 5


def hours_sooner(seed):
    """By how much each petition is closed sooner than the same ticket without petitions."""
    free = {**PETITIONS, "residents.petitions.answer_hours": 0, "residents.petitions.points": 0}
    plain, record = (simulate(SMALL.revise(given), seed).record for given in ({}, free))

    def ends(tickets, record):
        keys = record.issues["key"][tickets["issue"]].tolist()
        closed = np.where(tickets["closed"] >= 0, tickets["closed"], record.end)
        return dict(zip(keys, closed.tolist(), strict=True))

    before = ends(plain.tickets, plain)
    after = ends(record.tickets[record.tickets["petitioned"] > 0], record)
    return [before[key] - closed for key, closed in after.items() if key in before]


def test_a_petition_is_served_sooner():
    sooner = np.concatenate([hours_sooner(seed) for seed in range(1, 13)])
    assert len(sooner) > 50
    assert sooner.mean() > 2 * sooner.std(ddof=1) / len(sooner) ** 0.5


def test_households_have_their_own_needs_and_channels():
    elders = {
        f"residents.households.types.{name}.needs.elder_visit": 0
        for name in ("families", "tenants", "couriers")
    }
    record = simulate(SMALL.revise({**HOUSEHOLDS, **elders}), 1).record
    people = record.city.people.household
    names = sorted(SMALL.document.residents.households.types)
    kind = record.layout.kinds.index("elder_visit")
    visited = record.issues[record.issues["kind"] == kind]
    assert len(visited) > 5
    assert set(people[visited["resident"]]) == {names.index("elders_alone")}
    assert falls({}, HOUSEHOLDS, counted("reports"))  # tenants and couriers report less


def test_births_of_a_kind_stay_what_they_are_in_the_city():
    mean, error = moved({}, HOUSEHOLDS, counted("born"))
    assert abs(mean) < max(error, 0.15 * counted("born")(simulate(SMALL, 1)))


def test_who_works_visits_before_and_after_work():
    record = simulate(SMALL.revise(HOUSEHOLDS), 1).record
    issues, tickets = record.issues, record.tickets
    home = record.city.calendars.open[record.city.calendars.index["around_work"]]
    names = sorted(SMALL.document.residents.households.types)
    works = record.city.people.household == names.index("families")
    own = issues["own_reported"][tickets["issue"]] == 1
    met = np.isin(tickets["channel"], (codes.VISIT, codes.GRID_WORKER)) & own
    theirs = tickets[met & works[issues["resident"][tickets["issue"]]]]
    assert len(theirs) > 20
    first = issues["neighbours_reported"][theirs["issue"]] == 0
    assert home[theirs["opened"][first].astype(int)].all()


def test_couriers_find_what_nobody_tells_of():
    assert rises(NO_STATIONS, STATIONS, counted("courier_finds"))
    assert falls(NO_STATIONS, STATIONS, "unreported_share")
    assert counted("courier_finds")(simulate(SMALL.revise(NO_STATIONS), 1)) == 0


@pytest.mark.parametrize("stewards", [HEADS, MEMBERS], ids=["heads", "members"])
def test_stewards_find_and_settle(stewards):
    nobody = {"policy.councils.on": True}
    quick = {**stewards}
    for name in ("building_heads", "members"):
        quick[f"policy.councils.{name}.find_mean_days"] = 10
    assert rises(nobody, quick, counted("settled_by_stewards"))
    assert falls(nobody, quick, "unreported_share")
    record = simulate(SMALL.revise(quick), 1).record
    settled = record.tickets[record.tickets["by"] == codes.BY_STEWARD]
    assert len(settled)
    needs = record.issues["needs"][settled["issue"]] & codes.HARD_NEEDS
    assert not (needs & ~codes.NEEDS_CONSENSUS).any()


def test_stewards_give_no_more_hours_than_they_have():
    busy = {**HEADS, **MEMBERS}
    for name in ("building_heads", "members"):
        busy |= {
            f"policy.councils.{name}.find_mean_days": 5,
            f"policy.councils.{name}.hours_per_week": 2,
            f"policy.councils.{name}.record_hours": 1.5,
            f"policy.councils.{name}.settle_hours": 2,
        }
    model = qipan.CityModel(SMALL.revise(busy), 1)
    stewards, full = model.layer.world.stewards, 0
    given = np.zeros(len(stewards))
    while model.running:
        model.simulate_day()
        full += int((stewards["used"] == stewards["hours"])[stewards["hours"] > 0].sum())
        assert (stewards["used"] <= stewards["hours"]).all()
        if model.day % 7 == 0:
            assert (stewards["given"] - given <= stewards["hours"]).all()
            given = stewards["given"].copy()
    assert full
    weeks = model.horizon.total_days / 7 + 1
    assert stewards["given"].sum() <= stewards["hours"].sum() * weeks


def test_heads_are_there_from_the_day_their_council_is():
    dated = SMALL.revise(
        {**HEADS, "policy.councils.on": True, "policy.councils.starts": "2019-05-21"}
    )
    model = after_days(dated, 15 + 20)
    assert not model.layer.world.counters[:, :, codes.N_STEWARD_FINDS].any()
    model.run()
    finds = model.layer.world.counters[:, :, codes.N_STEWARD_FINDS].sum(axis=1)
    assert not finds[: 15 + 20].any() and finds[15 + 20 :].any()
