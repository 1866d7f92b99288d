"""Combinations that no single key can show to be wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qipan.scenario import Fault, load

PLACES = (
    "city: {community_count: null, subdistrict_count: null, residents: null, communities: ["
    "{id: east, subdistrict: s, residents: 900, type: old},"
    "{id: %s, subdistrict: s, residents: %s, type: %s}]}\nissues: {planted: %s}"
)


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        (
            "desks: {community: {calendar: offise}}",
            "desks.community.calendar",
            "did you mean 'office'?",
        ),
        ("policy: {patrol: {on: true}}", "policy.patrol.calendar", "no calendar named 'patrol'"),
        ("policy: {shifts: {on: true}}", "policy.shifts.calendar", "named 'two_shifts'"),
        ("policy: {shifts: {calendar: nil}}", "policy.shifts.calendar", "no calendar named 'nil'"),
        ("issues: {kinds: {pothole: {profile: x}}}", "issues.kinds.pothole.profile", "no profile"),
        ("issues: {kinds: {pothole: {post: x}}}", "issues.kinds.pothole.post", "no post named 'x'"),
        (
            "issues: {kinds: {pothole: {department: road}}}",
            "issues.kinds.pothole.department",
            "no department named 'road'; allowed: roads; did you mean 'roads'?",
        ),
        (
            "issues: {kinds: {pothole: {sla_class: complex}}}",
            "issues.kinds.pothole.sla_class",
            "no hours",
        ),
        ("desks: {enforcement_posts: [patrol]}", "desks.enforcement_posts[0]", "no post named"),
        (
            "issues: {planted: [{on: 2019-02-01, community: c0004, kind: pothole}]}",
            "issues.planted[0].community",
            "generated communities are c0001 to c0003",
        ),
        (
            "issues: {planted: [{on: 2019-02-01, community: c2, kind: pothole}]}",
            "issues.planted[0].community",
            "no community named 'c2'",
        ),
        (
            "issues: {planted: [{on: 2019-02-01, community: c00002, kind: pothole}]}",
            "issues.planted[0].community",
            "no community named 'c00002'",
        ),
        (
            "issues: {planted: [{on: 2019-02-01, community: c0001, kind: hole}]}",
            "issues.planted[0].kind",
            "no kind named 'hole'",
        ),
        (
            "issues: {planted: [{on: 2020-01-01, community: c0001, kind: pothole}]}",
            "issues.planted[0].on",
            "outside the horizon",
        ),
        (
            "policy: {sent_down: {allocation: {c0009: 1}}}",
            "policy.sent_down.allocation.c0009",
            "no community",
        ),
        ("city: {community_count: null}", "city.community_count", "missing"),
        (
            "city: {community_count: null, subdistrict_count: null, residents: null}\n"
            "issues: {planted: []}",
            "city",
            "no communities",
        ),
        (
            "city: {communities: [{id: c0002, subdistrict: s, residents: 9, type: old}], "
            "residents: null, subdistrict_count: null}",
            "city.community_count",
            "given beside city.communities",
        ),
        (
            "city: {subdistrict_count: 4}",
            "city.subdistrict_count",
            "must be at most community_count, 3",
        ),
        ("city: {residents: 7}", "city.residents", "must be at least 7.5"),
        (
            PLACES % ("east", 900, "old", "[]"),
            "city.communities[1].id",
            "a second community 'east'",
        ),
        (
            PLACES % ("west", 2, "old", "[]"),
            "city.communities[1].residents",
            "must be at least 2.5",
        ),
        (
            PLACES % ("west", 900, "new", "[]"),
            "city.communities[1].type",
            "no community type named 'new'",
        ),
        (
            PLACES % ("west", 900, "old", "[{on: 2019-02-01, community: wst, kind: pothole}]"),
            "issues.planted[0].community",
            "allowed: east, west; did you mean 'west'?",
        ),
        ("city: {types: {old: {share: 0.9}}}", "city.types", "shares sum to 0.9; must sum to 1"),
        ("desks: {posts: {police: 0.2}}", "desks.posts", "shares sum to 1.2"),
        (
            "desks: {departments: {roads: {staff_share: 0.5}}}",
            "desks.departments",
            "shares sum to 0.5",
        ),
        (
            "residents: {reporting: {visit_share: 0.6}}",
            "residents.reporting.hotline_share",
            "= 1.1",
        ),
        (
            "desks: {community: {paperwork: {lowest_share: 0.5}}}",
            "desks.community.paperwork.lowest_share",
            "must be at most share, 0.4",
        ),
        (
            "policy: {sent_down: {part_time_per_community: 2}}",
            "policy.sent_down.part_time_share",
            "above 0",
        ),
        (
            "policy: {sent_down: {liaisons_per_community: 2}}",
            "policy.sent_down.liaison_share",
            "above 0",
        ),
        ("targets: {backlog: {published_in: papr}}", "targets.backlog.published_in", "no source"),
        ("targets: {backlog: {low: 100}}", "targets.backlog.low", "must be at most high, 90"),
        (
            "public_holidays: {closed: [2019-05-01], worked: [2019-05-01]}",
            "public_holidays.worked[0]",
            "also under closed",
        ),
        ("calendars: {office: {days: []}}", "calendars.office", "needs days and hours"),
        ("horizon: {start: 9980-01-01, days: 36500}", "horizon", "beyond the calendar"),
        (
            "policy: {changes: [{on: 2018-12-01, set: {closure: {pressure: 0}}}]}",
            "policy.changes[0].on",
            "found 2018-12-01, outside the horizon; must be from 2018-12-02",
        ),
        (
            "policy: {changes: [{on: 2020-01-01, set: {closure: {pressure: 0}}}]}",
            "policy.changes[0].on",
            "to before 2020-01-01",
        ),
        (
            "policy: {authority: {starts: 2020-01-01}}",
            "policy.authority.starts",
            "outside the horizon",
        ),
        (
            "policy: {changes: [{on: 2019-02-01, set: {closure: {pressure: 0}}},"
            "{on: 2019-02-01, set: {closure: {pressure: 1}}}]}",
            "policy.changes[1].set.closure.pressure",
            "set a second time on 2019-02-01",
        ),
        (
            "policy: {career: {post_training_errors_avoided: 0.5}}",
            "policy.career.post_training_errors_avoided",
            "found 0.5, and nobody is trained; give post_training_hours_per_year",
        ),
        (
            "policy: {career: {post_training_errors_avoided: 1.5}}",
            "policy.career.post_training_errors_avoided",
            "found 1.5; must be from 0 to 1",
        ),
        (
            "policy: {career: {post_training_hours_per_year: -1}}",
            "policy.career.post_training_hours_per_year",
            "found -1; must be 0 or more",
        ),
    ],
)
def test_inconsistency(
    text: str, key: str, said: str, faults_of: Callable[[str], list[Fault]]
) -> None:
    (fault,) = faults_of(text)
    assert fault.key == key
    assert said in str(fault)


@pytest.mark.parametrize(
    "text",
    [
        "policy: {sent_down: {allocation: {c0003: 1}}}",
        "policy: {fund: {on: false, fast_track_yuan: 3}}",
        "policy: {authority: {starts: 2018-12-02}}",
        "policy: {changes: [{on: 2019-12-31, set: {closure: {pressure: 0}}},"
        "{on: 2019-02-01, set: {closure: {pressure: 1}}}]}",
        "policy: {changes: [{on: 2019-02-01, set: {closure: {pressure: 0}}},"
        "{on: 2019-02-01, set: {closure: {false_share: 0.9}}}]}",
        PLACES % ("west", 900, "old", "[]"),
    ],
)
def test_sound_combinations_pass(text: str, village: Path) -> None:
    child = village.with_name("child.yaml")
    child.write_text(f"extends: village.yaml\n{text}\n")
    assert load(child).name == "village"


def test_a_change_is_checked_as_the_rest_and_placed_on_its_line(
    faults_of: Callable[[str], list[Fault]],
) -> None:
    (fault,) = faults_of(
        "policy:\n  changes:\n    - on: 2019-03-01\n      set:\n        policy:\n"
        "          patrol: {on: true,\n                   calendar: nights}"
    )
    assert (fault.key, fault.line) == ("policy.patrol.calendar", 8)
    assert fault.hint == "in the change of 2019-03-01"
