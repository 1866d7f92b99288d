"""Numbers that no city and no clock has are refused; those that some city has are not."""

from pathlib import Path

import pytest

import qipan
from qipan.scenario import ScenarioError
from qipan.scenario.physical import bounds_at

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml")
HUGE = {
    "issues.kinds.refuse.births_per_1000_residents_year": 1e9,
    "desks.community.staff_per_10000_residents": 1e12,
    "city.types.old_urban.issue_rate_factor": 1e300,
    "issues.rate_factor": 1e300,
    "policy.sent_down": {"on": True, "full_time_per_community": 1e9},
    "volunteers.pools.volunteers.registered": 2**62,
    "policy.service_circle": {"on": True, "facilities": 10**12},
    "city.community_size_sigma": 1e6,
    "city.grids_per_community": 1e300,
    "issues.kinds.refuse.work_hours": {"distribution": "lognormal", "mean": 8, "sigma": 1e300},
    "desks.community.work_factor": 1e-300,
    "horizon.days": 10**9,
    "policy.joint_meetings.talks": {"period_days": 10**9, "surfacing_share": 0.3},
    "city.community_count": 10**9,
    "city.issue_rate_sigma": 1e6,
    "desks.community.committee": {"members": 1e9, "village_members": 5},
    "desks.community.paperwork.exponent": 1e6,
}


@pytest.mark.parametrize("key", HUGE)
def test_what_cannot_be_meant_is_refused_with_what_is_allowed(key):
    with pytest.raises(ScenarioError) as refusal:
        TINY.revise({key: HUGE[key]})
    assert any(key.split(".")[-1] in fault.key for fault in refusal.value.faults)
    assert all(fault.allowed or fault.hint for fault in refusal.value.faults)


def test_work_too_short_for_a_clock_is_refused():
    with pytest.raises(ScenarioError, match=r"must be 0, or from 1e-06"):
        TINY.revise({"issues.kinds.refuse.work_hours": 1e-14})


def test_zero_is_no_magnitude():
    assert TINY.revise({"issues.rate_factor": 0}).document.issues.rate_factor == 0


def test_a_number_of_a_list_or_of_a_distribution_is_bounded_as_its_key():
    hours = bounds_at("issues.kinds.refuse.work_hours")
    assert bounds_at("issues.kinds.refuse.work_hours.mean") == hours
    assert bounds_at("issues.kinds.refuse.work_hours.sigma").high == 5
    assert bounds_at("city.communities[3].residents") == bounds_at("city.residents")


def test_what_is_reported_of_real_cities_is_not_bounded():
    target = {"metric": "closed_per_year", "low": 1e7, "high": 2e7, "unit": "per year"}
    text = {"title": "A bulletin", "publisher": "City", "date": "2020", "kind": "case"}
    scenario = TINY.revise(
        {"sources.bulletin": text, "targets.t": {**target, "published_in": "bulletin"}}
    )
    assert scenario.document.targets["t"].high == 2e7


def test_no_weight_at_all_is_refused():
    with pytest.raises(ScenarioError, match=r"closure\.three_rates_weights: found only zeros"):
        TINY.revise({"closure.three_rates_weights": [0, 0, 0]})


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("desks.community.ticket_share", "above 0"),
        ("desks.department.ticket_share", "above 0"),
    ],
)
def test_a_desk_at_which_nobody_works_is_refused_by_name(key, said):
    with pytest.raises(ScenarioError, match=f"{key}.*{said}"):
        TINY.revise({key: 0})


def test_a_department_without_a_share_of_the_staff_is_refused_by_name():
    shares = TINY.document.desks.departments
    first, second, *_ = shares
    moved = {
        f"desks.departments.{first}.staff_share": 0,
        f"desks.departments.{second}.staff_share": shares[first].staff_share
        + shares[second].staff_share,
    }
    with pytest.raises(ScenarioError, match=f"desks.departments.{first}.staff_share: found 0"):
        TINY.revise(moved)


def test_a_name_longer_than_a_file_may_have_is_refused():
    assert TINY.revise({"name": "n" * 100}).name == "n" * 100
    with pytest.raises(ScenarioError, match="at most 100 letters"):
        TINY.revise({"name": "n" * 256})


def test_a_title_of_forty_thousand_letters_is_refused_in_few_words():
    with pytest.raises(ScenarioError) as refusal:
        TINY.revise({"title": {"en": "x" * 40_000, "zh": "长"}})
    assert len(str(refusal.value)) < 300


def test_a_file_that_is_wrong_throughout_is_told_so_once(tmp_path):
    file = tmp_path / "many.yaml"
    keys = "\n".join(f"k{n}: 1" for n in range(3_000))
    file.write_text(f"extends: {TINY.path}\nname: many\n{keys}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as refusal:
        qipan.load(file)
    lines = str(refusal.value).splitlines()
    assert len(lines) == 51 and lines[-1] == "and 2,950 more"
