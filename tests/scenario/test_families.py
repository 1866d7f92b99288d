"""Every assumed number belongs to one family."""

from collections.abc import Callable
from pathlib import Path

import pytest

import qipan
from qipan.scenario.families import FAMILIES, OTHER, family_of, fitting
from qipan.scenario.faults import Fault
from qipan.scenario.nodes import undotted

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_assumed_number_of_a_shipped_scenario_has_a_family(path: Path) -> None:
    if path.stem == "base":
        return  # no scenario by itself: all that extend it are
    for row in qipan.load(path).provenance:
        if row.range is None:
            continue
        assert family_of(row.key)[0] != OTHER, row.key
        parts = [part for part in undotted(row.key) if isinstance(part, str)]
        for length in range(1, len(parts) + 1):
            same = fitting(".".join(parts[:length]))
            assert len(same) < 2, f"{row.key} fits {same}"


@pytest.mark.parametrize(
    ("key", "family"),
    [
        ("issues.kinds.parking.work_hours.mean", ("work", 1)),
        ("issues.kinds.parking.complexity.beta", ("difficulty", -1)),
        ("issues.profiles.day.hour[3]", ("season", 0)),
        ("desks.community.success.simple", ("success", 1)),
        ("desks.community.success.slope", ("success", -1)),
        ("desks.community.paperwork.share", ("paperwork", 1)),
        ("residents.reporting.trust_slope", ("trust", 1)),
        ("residents.reporting.visit_share", ("reporting", 1)),
        ("policy.planner.hours.period_days", ("planner", 1)),
        ("policy.councils.council.sittings", ("meetings", -1)),
        ("nothing.of.the.kind", (OTHER, 1)),
    ],
)
def test_the_longest_pattern_holds(key: str, family: tuple[str, int]) -> None:
    assert family_of(key) == family


def test_titles_exist_in_both_languages() -> None:
    for family in FAMILIES.values():
        assert family.en.isascii() and not family.zh.isascii()


def test_a_number_may_name_its_family() -> None:
    scenario = qipan.load(SHIPPED[-1])
    said = {"value": 0.1, "range": [0.0, 0.25], "assumed": "w", "family": "rating"}
    revised = scenario.revise({"closure.false_share": said})
    (row,) = (row for row in revised.provenance if row.key == "closure.false_share")
    assert row.family == "rating"


def test_a_family_that_does_not_exist_is_refused(
    faults_of: Callable[[str], list[Fault]],
) -> None:
    (fault,) = faults_of(
        "closure:\n  pressure: {value: 0.1, assumed: w, range: [0, 1], family: wrok}"
    )
    assert "closure.pressure.family: no family named 'wrok'; allowed: work, " in str(fault)
    assert "did you mean 'work'?" in str(fault)
