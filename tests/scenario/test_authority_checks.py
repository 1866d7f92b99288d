"""What is said of powers that nobody holds, and of people whom desks do not have."""

from collections.abc import Callable

import pytest

from qipan.scenario import Fault

FaultsOf = Callable[[str], list[Fault]]
NEEDS = "issues: {kinds: {pothole: {needs: {enforcement: 0.5}%s}}}\n"
AUTHORITY = "policy: {changes: null, authority: {starts: 2019-06-01, %s}}"

POWERS = [
    ("handed_down: {potole: 1}", "handed_down.potole", "no kind named 'potole'"),
    ("handed_down: {pothole: 2}", "handed_down.pothole", "found 2; must be from 0 to 1"),
    ("taken_back: {pothole: 2019-07-01}", "taken_back.pothole", "no kind handed down named"),
    (
        "handed_down: {pothole: 1}, taken_back: {pothole: 2019-05-01}",
        "taken_back.pothole",
        "found 2019-05-01, when nothing is handed down yet; must be after "
        "policy.authority.starts, 2019-06-01",
    ),
    (
        "handed_down: {pothole: 1}, taken_back: {pothole: 2031-05-01}",
        "taken_back.pothole",
        "found 2031-05-01, outside the horizon",
    ),
    (
        "staff_moved: {rods: {people: 0.1, post: general}}",
        "staff_moved.rods",
        "no department named 'rods'",
    ),
    (
        "staff_moved: {roads: {people: 0.1, post: generl}}",
        "staff_moved.roads.post",
        "no post named 'generl'",
    ),
    (
        "staff_moved: {roads: {people: 50, post: general}}",
        "staff_moved.roads.people",
        "found 50; must be below",
    ),
    (
        "staff_moved: {roads: {people: -1, post: general}}",
        "staff_moved.roads.people",
        "found -1; must be 0 or more",
    ),
    (
        "staff_moved: {roads: {share: 1, post: general}}",
        "staff_moved.roads.share",
        "found 1; must be below 1: somebody has to stay",
    ),
    (
        "staff_moved: {roads: {share: 1.2, post: general}}",
        "staff_moved.roads.share",
        "found 1.2; must be from 0 to 1",
    ),
    (
        "staff_moved: {roads: {share: 0.1, people: 0.1, post: general}}",
        "staff_moved.roads.share",
        "found 0.1, and 0.1 people besides; give one of them",
    ),
    (
        "staff_moved: {roads: {post: general}}",
        "staff_moved.roads.people",
        "neither people nor share is given; give one",
    ),
    (
        "staff_moved: {rods: {share: 0.1, post: general}}",
        "staff_moved.rods",
        "no department named 'rods'",
    ),
    ("legal_error_share: 0.2", "review_days", "missing, with legal_error_share 0.2; give the days"),
    (
        "handed_down: {pothole: 1}, legal_error_share: 1, review_days: 9",
        "legal_error_share",
        "found 1: no act would ever stand",
    ),
    ("legal_advice: maybe", "legal_advice", "must be true or false"),
]


@pytest.mark.parametrize(("said", "key", "answer"), POWERS)
def test_powers_that_nobody_could_hand_down(
    said: str, key: str, answer: str, faults_of: FaultsOf
) -> None:
    faults = faults_of(NEEDS % "" + AUTHORITY % said)
    (fault,) = [fault for fault in faults if fault.key == f"policy.authority.{key}"]
    assert answer in str(fault)


def test_what_needs_no_power_and_what_the_law_gives_is_not_handed_down(faults_of: FaultsOf) -> None:
    handed = AUTHORITY % "handed_down: {pothole: 1}"
    (fault,) = faults_of(handed)
    assert fault.key == "policy.authority.handed_down.pothole"
    assert "no case of this kind needs a power to enforce" in str(fault)
    (fault,) = faults_of(NEEDS % ", power: subdistrict" + handed)
    assert "the subdistrict holds this power of itself" in str(fault)
    (fault,) = faults_of("issues: {kinds: {pothole: {power: street}}}")
    assert fault.key == "issues.kinds.pothole.power"


@pytest.mark.parametrize("key", ["full_time_per_community: 2", "allocation: {c0001: 4}"])
def test_cadres_whom_nobody_has_are_refused(key: str, faults_of: FaultsOf) -> None:
    sent = "policy: {sent_down: {from_outside_share: 0, from_subdistricts_share: %s, %s}}"
    for share, who in ((0, "departments"), (1, "subdistricts")):
        faults = faults_of(sent % (share, key))
        assert {fault.key for fault in faults} == {f"policy.sent_down.{key.split(':')[0]}"}
        assert f"people from the {who}, which have" in str(faults[0])


@pytest.mark.parametrize("key", ["from_outside_share", "from_subdistricts_share"])
def test_no_more_than_all_cadres_come_from_anywhere(key: str, faults_of: FaultsOf) -> None:
    (fault,) = faults_of(f"policy: {{sent_down: {{{key}: 1.5}}}}")
    assert fault.key == f"policy.sent_down.{key}"
    assert "found 1.5; must be from 0 to 1" in str(fault)
