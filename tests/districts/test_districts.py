"""A city of districts is its districts counted together, and nothing else."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import qipan
from qipan.agents.staffing import StaffingError
from qipan.outcomes.yuan import yuan_by_lever
from qipan.runs.execution.task import packed, unpacked
from qipan.runs.opening import Workers, opened_runner
from qipan.runs.staffed import check_staffed
from qipan.runs.store.key import content_hash
from qipan.studies.allocation.placement import with_cadres
from qipan.studies.allocation.plans import PlanSimulator
from tests.outcomes.test_yuan import PRICES

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml").revise(
    {"horizon.days": 60, "horizon.warm_up_days": 20}
)
EAST = {"city": {"residents": 9_000, "community_count": 3, "subdistrict_count": 1}}
WEST = {"city": {"residents": 14_000}, "policy": {"burden": {"on": True}}}
TWO = TINY.revise({"districts": {"east": EAST, "west": WEST}})
ADDED = [  # counts, whose sum over districts is that of the whole
    "born_per_year",
    "opened_per_year",
    "closed_per_year",
    "solved_per_year",
    "staffed_hours_per_year",
    "patrol_hours_per_year",
    "backlog_end",
]


@pytest.fixture(scope="module")
def whole():
    return qipan.simulate(TWO, seed=3)


@pytest.fixture(scope="module")
def parts():
    return [qipan.simulate(one, seed=3) for one in TWO.districts.values()]


def test_counts_of_the_whole_are_sums(whole, parts):
    for name in ADDED:
        np.testing.assert_allclose(whole.table[name], sum(part.table[name] for part in parts))


def test_communities_of_the_whole_are_those_of_the_districts(whole, parts):
    def by_community(run):
        frame = run.metrics.astype({"community": str, "kind": str})
        frame = frame[frame["community"] != "all"]
        return frame.set_index(["metric", "community", "kind"])["value"].sort_index()

    own = pd.concat([by_community(part) for part in parts]).sort_index()
    assert "load" in own.index.get_level_values("metric")
    pd.testing.assert_series_equal(by_community(whole), own)


def test_every_time_of_the_whole_is_of_all_tickets(whole, parts):
    columns = ["opened_hours", "closed_hours", "community", "kind", "ordinal", "state", "desk"]
    own = [part.tickets for part in parts]
    plain = {"community": str, "kind": str, "desk": str}
    order, nowhere = ["community", "kind", "ordinal"], {"desk": "nowhere:"}
    together = whole.tickets[columns].astype(plain).fillna(nowhere).sort_values(order)
    expected = pd.concat(own)[columns].astype(plain).fillna(nowhere).sort_values(order)
    for name in ("opened_hours", "closed_hours"):
        np.testing.assert_array_equal(together[name].to_numpy(), expected[name].to_numpy())
    of_a_district = ~expected["desk"].str.contains("city_meeting|department").to_numpy(bool)
    desks = together["desk"].astype(str).to_numpy()
    assert (desks == expected["desk"].to_numpy())[of_a_district].all()
    there = np.array([name.split(":")[1].split("/")[0] for name in desks[~of_a_district]])
    assert set(there) <= {"east", "west", "1", "2"}


def test_daily_counts_are_sums_over_districts(whole, parts):
    by_day = whole.daily.groupby("day")["open_tickets"].sum().to_numpy()
    own = [part.daily.groupby("day")["open_tickets"].sum().to_numpy() for part in parts]
    np.testing.assert_array_equal(by_day, sum(own))


def test_daily_counts_of_districts_are_kept_in_few_bytes_and_shown_as_any_others(whole, parts):
    assert whole.record.counters.nbytes * 2 <= sum(part.record.counters.nbytes for part in parts)
    of_parts = np.concatenate([part.record.counters for part in parts], axis=1)
    np.testing.assert_array_equal(whole.record.counters, of_parts)
    assert whole.daily.dtypes["opened"] == parts[0].daily.dtypes["opened"]


def test_one_district_is_the_city_itself():
    alone = TINY.revise({"districts": {"east": EAST}})
    run, own = qipan.simulate(alone, seed=2), qipan.simulate(alone.districts["east"], seed=2)
    pd.testing.assert_frame_equal(run.metrics, own.metrics)


def test_districts_of_one_content_are_not_copies_of_each_other():
    twins = TINY.revise({"districts": {"a": {}, "b": {}}})
    runs = [qipan.simulate(one, seed=1).table["born_per_year"] for one in twins.districts.values()]
    assert runs[0] != runs[1]


def test_a_lever_of_the_whole_moves_every_district_that_does_not_say_otherwise():
    moved = TWO.revise({"policy.shifts.on": True, "districts.west.policy.shifts.on": False})
    on = {name: one.document.policy.shifts.on for name, one in moved.districts.items()}
    assert on == {"east": True, "west": False}
    assert moved.sha256 != TWO.sha256 and content_hash(moved) != content_hash(TWO)


def test_a_change_in_one_district_leaves_the_others_as_they_were(parts):
    moved = TWO.revise({"districts.west.policy.burden.on": False})
    assert moved.districts["east"] == TWO.districts["east"]
    assert content_hash(moved) != content_hash(TWO)


def test_a_worker_gets_the_districts(whole):
    sent = unpacked(packed(TWO))
    assert list(sent.districts) == ["east", "west"]
    assert qipan.simulate(sent, seed=3).table["load"] == whole.table["load"]


def test_replications_and_comparisons_take_it():
    other = TWO.revise({"policy.shifts.on": True, "name": "shifts"})
    with opened_runner(Workers(jobs=2, processes=True)) as runner:
        compared = qipan.compare([TWO, other], n=2, metrics=["load"], runner=runner)
    runs = qipan.replicate(TWO, 2, jobs=2)
    loads = [[one.table["load"] for one in made.replications] for made in (runs, compared.runs[0])]
    assert loads[0] == loads[1]
    assert compared.difference("shifts", "load") is not None


def test_places_of_a_district_are_named_with_its_prefix_and_do_what_is_said_of_them():
    walking = {"policy": {"patrol": {"on": True, "extra": {"east-c0002": 3}}}}
    more = TWO.revise({"districts": {"east": {**EAST, **walking}, "west": WEST}}).districts["east"]
    made = qipan.CityModel(more, 1)
    patrol, ids = more.document.policy.patrol, made.city.places.ids
    assert ids == ("east-c0001", "east-c0002", "east-c0003")
    assert [patrol.extra_in(place) for place in ids] == [0.0, 3.0, 0.0]
    simulator = PlanSimulator(with_cadres(more))
    sent = simulator.placed(np.array([1, 0, 2])).document.policy.sent_down.allocation
    assert sent["east-c0003"] == 2


def test_each_district_pays_by_what_is_in_force_there():
    hired = {
        "desks": {"community": {"clerks": {"east-c0001": 2}}},
        "policy": {"patrol": {"on": True, "own_staff_share": 0.0, "extra": {"east-c0002": 2}}},
    }
    lent = {"policy": {"service_circle": {"on": True, "own_staff_share": 1.0}}}
    priced = TINY.revise({"costs": PRICES, "horizon": {"days": 20, "warm_up_days": 0}})
    both = priced.revise({"districts": {"east": {**EAST, **hired}, "west": {**WEST, **lent}}})
    apart = [qipan.simulate(one, seed=3).record for one in both.districts.values()]
    whole = yuan_by_lever(qipan.simulate(both, seed=3).record, 20 / 365)
    east, west = (yuan_by_lever(record, 20 / 365) for record in apart)
    assert whole == pytest.approx({lever: east[lever] + west[lever] for lever in whole})
    assert east["paperwork"] == pytest.approx(2 * 80_000)
    assert west["paperwork"] == west["counters"] == 0.0


def test_districts_whose_places_differ_are_not_the_same_city():
    moved = TWO.revise({"districts.west.city.residents": 13_000})
    with pytest.raises(ValueError, match="not the same city"):
        qipan.compare([TWO, moved.revise({"name": "moved"})], n=2, metrics=["load"])


def test_desks_that_a_district_leaves_without_staff_are_found():
    patrols = {"on": True, "own_staff_share": 1.0}
    bare = {"desks": {"community": {"ticket_share": 0.01}}, "policy": {"patrol": patrols}}
    with pytest.raises(StaffingError):
        check_staffed(TINY.revise({"districts": {"east": {}, "west": bare}}))


def test_numbers_of_a_district_have_their_provenance():
    fields = {"value": 9_500, "assumed": "counted by hand", "range": [9_000, 10_000]}
    marked = TWO.revise({"districts.east.city.residents": fields})
    rows = {row.key: row for row in marked.provenance}
    assert rows["districts.east.city.residents"].assumed == "counted by hand"
    assert marked.districts["east"].document.city.residents == 9_500


@pytest.mark.parametrize(
    ("districts", "said"),
    [
        ({"east": {"horizon": {"days": 9}}}, "said for the whole city"),
        ({"east": {"city": {"residents": -3}}}, "in the district east"),
        ({"east": {"city": {"resident": 3}}}, "residents"),
        ({"east": 7}, "what differs in the district"),
        ([1], "mapping of districts"),
        ({"a": {}, "b": {"issues": {"sla_hours": {"common": 1}}}}, "issues.sla_hours"),
        ({"a": {"city": {"id_prefix": ""}}, "b": {"city": {"id_prefix": ""}}}, "as well"),
        ({"a": {"policy": {"sent_down": {"allocation": {"c0001": 1}}}}}, "a-c0001 to a-c0002"),
        ({"a": {"desks": {"officers": {"s001": 1}}}}, "did you mean 'a-s001'"),
        (
            {"a": {"growth": {"areas": {"s001": {"demand_shares": [0.1]}}}}},
            "a-c0001 to a-c0002",
        ),
    ],
)
def test_faults_name_the_district(districts, said):
    with pytest.raises(qipan.ScenarioError, match=said):
        TINY.revise({"districts": districts})


def test_what_is_done_for_one_district_at_a_time_says_so():
    for attempt in (lambda: qipan.CityModel(TWO), lambda: qipan.allocate(TWO, "cadres", 3)):
        with pytest.raises(qipan.ScenarioError, match="one district at a time"):
            attempt()
