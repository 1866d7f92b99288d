"""`qipan check` and the page made from the schema."""

from pathlib import Path

from typer.testing import CliRunner

from qipan.cli import app
from qipan.scenario.key_names import catalogue
from qipan.scenario.reference import reference
from qipan.scenario.schema import blocks

REFERENCE = Path(__file__).parents[2] / "docs" / "scenario-reference.md"


def test_a_sound_file_is_summed_up(village: Path) -> None:
    done = CliRunner().invoke(app, ["check", str(village)])
    assert done.exit_code == 0
    assert "2019-01-01 to 2019-12-31, 365 days, after 30 of warm-up" in done.stdout
    assert "from 2019-07-01 (day 211): burden, sent_down, authority" in done.stdout
    assert "1 stated, 0 stated of other cities, 1 derived, 2 literature, 4 assumed, " in done.stdout
    assert "closure.pressure = 0.5" in done.stdout
    assert "issues.kinds.pothole.births_per_1000_residents_year" in done.stdout
    assert "\x1b[" not in done.stdout
    (row,) = [line for line in done.stdout.splitlines() if "closure.false_share " in line]
    assert row.split()[-3:] == ["|---o-------|", "no", "figure"]
    assert "city.household_size" not in done.stdout


def test_an_english_check_does_not_wait_for_the_chinese_of_keys(village: Path) -> None:
    catalogue.cache_clear()
    assert CliRunner().invoke(app, ["check", str(village)]).exit_code == 0
    assert catalogue.cache_info().currsize == 0
    done = CliRunner().invoke(app, ["--lang", "zh", "check", str(village)])
    assert "减负、" in done.stdout


def test_all_lists_every_number(village: Path) -> None:
    done = CliRunner().invoke(app, ["check", "--all", str(village)])
    assert done.exit_code == 0
    assert any(
        line.split()[:2] == ["city.household_size", "2.5"] for line in done.stdout.splitlines()
    )


def test_faults_go_to_stderr_and_the_exit_code_is_2(village: Path) -> None:
    bad = village.with_name("bad.yaml")
    bad.write_text("extends: village.yaml\nclosure:\n  presure: 0.1\n  false_share: -1\n")
    before = sorted(village.parent.iterdir())
    done = CliRunner().invoke(app, ["check", str(bad), str(village), "nowhere.yaml"])
    assert done.exit_code == 2
    assert f"{bad}:3  closure.presure: unknown key" in done.stderr
    assert f"{bad}:4  closure.false_share: found -1; must be from 0 to below 1" in done.stderr
    assert "nowhere.yaml  cannot read" in done.stderr
    assert "Village" in done.stdout and "presure" not in done.stdout
    assert sorted(village.parent.iterdir()) == before


def test_help_teaches_with_an_example() -> None:
    done = CliRunner().invoke(app, ["check", "--help"])
    assert "Example: qipan check" in done.stdout


def test_the_reference_page_is_fresh() -> None:
    assert REFERENCE.read_text("utf-8") == reference(), (
        "stale: python -m qipan.scenario.reference > docs/scenario-reference.md"
    )


def test_the_reference_page_lists_every_key() -> None:
    page = reference()
    for _, block in blocks():
        section = page.split(f"\n## {block.__name__}\n")[1].split("\n## ")[0]
        assert all(f"| `{key}` |" in section for key in block.model_fields)


def test_a_target_that_names_no_metric_is_a_fault(village: Path) -> None:
    bad = village.with_name("bad.yaml")
    bad.write_text(
        "extends: village.yaml\ntargets:\n"
        "  odd: {metric: closed_per_yaer, low: 1, high: 2, unit: per year}\n"
    )
    done = CliRunner().invoke(app, ["check", str(bad)])
    assert done.exit_code == 2
    assert f"{bad}:3  targets.odd.metric: no metric named 'closed_per_yaer'" in done.stderr
    assert "closed_per_year" in done.stderr


def test_years_without_holidays_are_named(village: Path) -> None:
    longer = village.with_name("longer.yaml")
    longer.write_text(
        "extends: village.yaml\nhorizon: {days: 800}\npublic_holidays: {closed: [2019-10-01]}\n"
    )
    done = CliRunner().invoke(app, ["check", str(longer)])
    assert "no public holidays are given for 2018, 2020, 2021; offices open" in done.stdout
