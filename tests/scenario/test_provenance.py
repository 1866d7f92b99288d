"""Sourced values, and the table of where numbers come from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qipan.scenario import Fault, ProvenanceRow, load
from qipan.scenario.fields import Block
from qipan.scenario.grounds import grounds, is_active
from qipan.scenario.schema import blocks
from qipan.scenario.sourced_value import GROUNDS
from qipan.scenario.units import unit_at, unit_of_key


@pytest.fixture
def rows(village: Path) -> dict[str, ProvenanceRow]:
    return {row.key: row for row in load(village).provenance}


@pytest.mark.parametrize(
    ("key", "status", "basis", "unit"),
    [
        ("city.residents", "stated", "yearbook", ""),
        ("city.grids_per_community", "derived", "6/3 (yearbook)", "per community"),
        ("city.household_size", "literature", "paper", ""),
        ("city.types.old.density_per_km2", "assumed", "no figure found", "per km²"),
        ("issues.kinds.pothole.work_hours.mean", "literature", "paper", "hours"),
        ("issues.kinds.pothole.work_hours.sigma", "unmarked", "", ""),
        ("issues.sla_hours.urgent", "unmarked", "", "hours"),
        ("closure.pressure", "unmarked", "", ""),
        ("horizon.days", "chosen", "", "days"),
        ("city.seed", "chosen", "", ""),
        ("calendars.office.hours", "chosen", "", "hours"),
        ("policy.changes[0].set.policy.burden.community_duties_ratio", "chosen", "", "ratio"),
        ("policy.changes[0].set.closure.pressure", "unmarked", "", ""),
    ],
)
def test_rows(key: str, status: str, basis: str, unit: str, rows: dict[str, ProvenanceRow]) -> None:
    row = rows[key]
    assert (row.status, row.basis, row.unit) == (status, basis, unit)


def test_what_other_cities_state_counts_apart_from_the_citys_own_document(village: Path) -> None:
    text = village.read_text("utf-8")
    for own, status in (("[yearbook]", "stated"), ("[]", "elsewhere")):
        village.write_text(f"{text}\nown_documents: {own}\n", "utf-8")
        scenario = load(village)
        rows = {row.key: row.status for row in scenario.provenance}
        assert rows["city.residents"] == status
        assert rows["city.household_size"] == "literature"
        assert grounds(scenario).acting[status] == 1


def test_an_own_document_is_a_source_in_which_a_city_speaks(
    faults_of: Callable[[str], list[Fault]],
) -> None:
    (missing,) = faults_of("own_documents: [yearbok]")
    assert missing.key == "own_documents[0]" and "yearbook" in missing.hint
    (paper,) = faults_of("own_documents: [yearbook, paper]")
    assert paper.key == "own_documents[1]" and "kind case" in paper.allowed


def test_a_department_of_unknown_load_is_one_of_the_scenario(
    faults_of: Callable[[str], list[Fault]], village: Path
) -> None:
    (desk,) = faults_of("untold_loads: [labor]")
    assert desk.key == "untold_loads[0]" and "roads" in desk.allowed
    village.write_text(village.read_text("utf-8") + "\nuntold_loads: [roads]\n", "utf-8")
    assert load(village).document.untold_loads == ("roads",)


def test_numbers_of_what_is_never_switched_on_count_apart(village: Path) -> None:
    scenario = load(village)
    never = [row.key for row in scenario.provenance if not is_active(scenario, row)]
    assert never == [], "every mechanism of the village is on from some day"
    off = load(village).revise({"policy.sent_down.on": False, "desks.load_effect.on": False})
    never = [row.key for row in off.provenance if not is_active(off, row)]
    assert {key.rsplit(".", 1)[0] for key in never} == {"policy.sent_down", "desks.load_effect"}
    counted = grounds(off)
    assert counted.inactive == len(never)
    assert sum(counted.acting.values()) + len(never) == len(off.provenance)
    assert f"{len(never)} more in blocks that are off" in str(counted)


def test_a_row_knows_value_range_source_and_line(rows: dict[str, ProvenanceRow]) -> None:
    row = rows["closure.false_share"]
    assert (row.value, row.range, row.line) == (0.1, (0.02, 0.3), 122)
    assert rows["city.grids_per_community"].source == "yearbook"
    hours = rows["issues.profiles.daily.hour"]
    assert isinstance(hours.value, list) and len(hours.value) == 24
    assert hours.range == (0.5, 5)


def test_text_dates_and_switches_are_not_counted(rows: dict[str, ProvenanceRow]) -> None:
    for key in ("name", "horizon.start", "policy.authority.on", "policy.authority.starts"):
        assert key not in rows


def test_items_of_a_list_may_have_grounds_of_their_own(village: Path) -> None:
    text = village.read_text("utf-8").replace(
        "circle: [2, 20]", "circle: [{value: 2, source: paper}, 20]"
    )
    village.write_text(text, "utf-8")
    rows = {row.key: row.status for row in load(village).provenance}
    assert rows["issues.kinds.pothole.circle[0]"] == "literature"
    assert rows["issues.kinds.pothole.circle[1]"] == "unmarked"


def test_a_whole_distribution_may_have_a_source(village: Path) -> None:
    old = "return_delay_hours: {distribution: exponential, mean: 48}"
    new = "return_delay_hours: {value: {distribution: exponential, mean: 48}, source: paper}"
    village.write_text(village.read_text("utf-8").replace(old, new), "utf-8")
    rows = {row.key: row.status for row in load(village).provenance}
    assert rows["handling.whistle.return_delay_hours.mean"] == "literature"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("{value: 0.1, assumed: why}", "closure.pressure: an assumed number without a range"),
        (
            "{value: 0.1, assumed: w, range: [0.2, 0.3]}",
            "found 0.1; must lie in its range 0.2 to 0.3",
        ),
        ("{value: 0.1, source: paper, range: [0.2, 0.3]}", "must lie in its range 0.2 to 0.3"),
        ("{value: 0.1, assumed: w, range: [0.3, 0.05]}", "found [0.3, 0.05]; must be two rising"),
        ("{value: 0.1, assumed: w, range: [0.1, 0.1]}", "must be two rising numbers"),
        ("{value: 0.1, assumed: w, range: 0.1}", "must be two rising numbers"),
        ("{value: 0.1, assumed: w, range: [0, 1, 2]}", "must be two rising numbers"),
        (
            "{value: 0.1, assumed: 3, range: [0, 1]}",
            "closure.pressure.assumed: found 3; must be text",
        ),
        (
            "{value: 0.1, assumed: '', range: [0, 1]}",
            "closure.pressure.assumed: found ''; must be text",
        ),
        ("{value: 0.1}", "does not say where it is from"),
        ("{value: 0.1, note: x}", "does not say where it is from"),
        ("{value: 0.1, source: paper, assumed: w, range: [0, 1]}", "found source and assumed"),
        ("{value: 0.1, derived: x, assumed: w, range: [0, 1]}", "found derived and assumed"),
        (
            "{value: 0.1, source: papers}",
            "no source named 'papers'; allowed: yearbook, paper; did you mean 'paper'?",
        ),
        ("{value: 0.1, sourc: paper}", "closure.pressure.sourc: unknown key"),
        ("{valu: 0.1, source: paper}", "closure.pressure.valu: unknown key"),
        ("{source: paper}", "a sourced value without `value`"),
        ("{value: 7, source: paper}", "closure.pressure: found 7; must be from 0 to 1"),
        ("{value: x, source: paper}", "closure.pressure: found 'x'; must be a number from 0 to 1"),
    ],
)
def test_faulty_sourced_values(
    value: str, said: str, faults_of: Callable[[str], list[Fault]]
) -> None:
    (fault,) = faults_of(f"closure:\n  pressure: {value}")
    assert said in str(fault)
    assert fault.line == 3


def test_an_assumed_range_bounds_every_item(faults_of: Callable[[str], list[Fault]]) -> None:
    month = "[" + ", ".join(["1"] * 11) + ", 9]"
    (fault,) = faults_of(
        f"issues: {{profiles: {{daily: {{month: {{value: {month}, range: [0, 2], assumed: w}}}}}}}}"
    )
    assert "daily.month: found 9; must lie in its range 0 to 2" in str(fault)


def test_sourced_values_inside_changes_are_checked(
    faults_of: Callable[[str], list[Fault]],
) -> None:
    (fault,) = faults_of(
        "policy:\n  changes:\n    - on: 2019-03-01\n      set:\n        closure:\n"
        "          pressure: {value: 0.1, assumed: why}"
    )
    assert (fault.line, fault.found) == (7, "an assumed number without a range")
    assert fault.key == "policy.changes[0].set.closure.pressure"


def test_derivations_are_never_evaluated(village: Path) -> None:
    text = village.read_text("utf-8").replace('"6/3"', "\"__import__('os').abort()\"")
    village.write_text(text, "utf-8")
    rows = {row.key: row for row in load(village).provenance}
    assert rows["city.grids_per_community"].derived == "__import__('os').abort()"


@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("memory_days", "days"),
        ("yuan_per_community_year", "yuan per community and year"),
        ("births_per_1000_residents_year", "per 1,000 residents and year"),
        ("staff_per_10000_residents", "per 10,000 residents"),
        ("speed_km_per_hour", "km per hour"),
        ("sweep_width_km", "km"),
        ("radius_metres", "m"),
        ("density_per_km2", "per km²"),
        ("creep_per_year", "per year"),
        ("share", "share"),
        ("issue_rate_factor", "factor"),
        ("sigma", ""),
    ],
)
def test_units_are_read_from_keys(key: str, unit: str) -> None:
    assert unit_of_key(key) == unit


def test_the_unit_of_a_name_is_that_of_the_key_around_it() -> None:
    assert unit_at(("issues", "sla_hours", "complex")) == "hours"
    assert unit_at(("handling", "money_days", "low")) == "days"
    assert unit_at(("handling", "money_days", "cv")) == ""


def test_no_block_has_a_key_that_would_make_it_a_sourced_value() -> None:
    reserved = {"value", *GROUNDS}
    found: list[type[Block]] = [
        block for _, block in blocks() if reserved & set(block.model_fields)
    ]
    assert found == []
