"""Tables found in a ledger: read whole from CSV, or refused with their line and column."""

from pathlib import Path

import pytest

import qipan
from qipan.scenario import ScenarioError

LEVELS = "month,kind,factor\n2019-01,,1\n2019-02,,1\n2019-03,,2\n2019-04,,0.5\n"


def scenario(folder: Path, key: str, content: str | bytes, more: str = "") -> Path:
    """Scenario that names one table in a file of its own."""
    raw = content.encode() if isinstance(content, str) else content
    (folder / "table.csv").write_bytes(raw)
    file = folder / "mine.yaml"
    file.write_text(f"extends: tiny\nname: mine\nissues: {{{key}: table.csv}}\n{more}")
    return file


def faults(file: Path) -> str:
    with pytest.raises(ScenarioError) as raised:
        qipan.load(file)
    return str(raised.value).replace(f"{file.parent}/", "")


def test_the_content_of_a_file_and_not_its_name_is_what_a_scenario_says(tmp_path: Path) -> None:
    file = scenario(tmp_path, "levels", LEVELS)
    loaded = qipan.load(file)
    levels = loaded.document.issues.levels
    assert list(levels.rows())[2] == ("2019-03", 2.0, "", "")
    (tmp_path / "table.csv").rename(tmp_path / "other.csv")
    assert loaded.revise({"horizon.days": 30}).document.issues.levels == levels
    file.write_text(file.read_text().replace("table.csv", "other.csv"))
    assert qipan.load(file).sha256 == loaded.sha256
    (tmp_path / "other.csv").write_text(LEVELS.replace("0.5", "0.6"))
    assert qipan.load(file).sha256 != loaded.sha256


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_may_come_from_a_chinese_spreadsheet(tmp_path: Path, encoding: str) -> None:
    rows = "月份,系数\r\n2019年1月,1\r\n2019年2月,1\r\n2019/3,2\r\n2019-04,0.5\r\n"
    loaded = qipan.load(scenario(tmp_path, "levels", rows.encode(encoding)))
    months = ("2019-01", "2019-02", "2019-03", "2019-04")
    assert loaded.document.issues.levels.month == months


def test_a_table_may_stand_in_the_scenario_and_say_its_source(tmp_path: Path) -> None:
    by_file = qipan.load(scenario(tmp_path, "levels", LEVELS)).document.issues.levels
    months = ["2019-01", "2019-02", "2019-03", "2019-04"]
    kinds = ["", "", "", ""]
    columns = {"month": months, "factor": [1, 1, 2, 0.5], "kind": kinds}
    inline = qipan.load("tiny").revise({"issues.levels": columns})
    assert inline.document.issues.levels == by_file
    file = scenario(tmp_path, "levels", LEVELS)
    derived = file.read_text().replace("table.csv", "{value: table.csv, derived: from a ledger}")
    file.write_text(derived)
    rows = [row for row in qipan.load(file).provenance if row.key.startswith("issues.levels")]
    assert [(row.key, row.status, row.value) for row in rows] == [
        ("issues.levels.factor", "derived", [1.0, 1.0, 2.0, 0.5])
    ]


@pytest.mark.parametrize(
    ("key", "content", "said"),
    [
        ("levels", LEVELS.replace("2019-04", "2019-05"), "levels: no row for 2019-04, every kind"),
        ("levels", LEVELS + "2019-04,,1\n", "table.csv:6  issues.levels.month[4]: a second row"),
        ("levels", LEVELS.replace("0.5", "-1"), "table.csv:5  issues.levels.factor[3]: found -1"),
        ("levels", LEVELS.replace("0.5", "half"), "table.csv:5  issues.levels.factor[3]: found 'h"),
        ("levels", LEVELS.replace("0.5", "1e9"), "issues.levels.factor[3]: found 1e+09; must be"),
        ("levels", LEVELS.replace("04,", "04,nois"), "table.csv:5  issues.levels.kind[3]: no kind"),
        ("levels", LEVELS.replace("04,", "04,nois"), "did you mean 'noise'?"),
        ("levels", LEVELS.replace("2019-04", "spring"), "found 'spring'; must be a month such as"),
        ("levels", "month,factor,area\n2019-04,1,c0009\n", "area[0]: no community named 'c0009'"),
        ("levels", "month,factor\n", "issues.levels: table.csv is a table without rows"),
        ("levels", b"month,factor\n\xff\xff\xff,1\n", "table.csv is in no known encoding"),
        ("community_births", "community,kind\nc0001,noise\n", "one of the columns factor and"),
        ("community_births", "community,kind,factor\nc0001,noise,1\nc0001,noise,2\n", "a second"),
        (
            "community_births",
            "community,kind,births_per_year\nc0001,noise,1\n",
            "issues.community_births: births a year of 1 communities; this city has 2",
        ),
        (
            "community_births",
            "community,kind,factor\nc0009,noise,1\n",
            "no community named 'c0009'",
        ),
        ("trace", "time,community,kind\n2018-05-01,c0001,noise\n", "found 2018-05-01, outside"),
        ("trace", "time,community,kind\n2019-02-30,c0001,noise\n", "there is no such day"),
        ("trace", "time,community,kind\n2019-03-01 25:00,c0001,noise\n", "must be a time of day"),
        ("trace", "time,community,kind\n2019-03-01,,noise\n", "nothing in the column community"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_file_and_line(
    tmp_path: Path, key: str, content: str | bytes, said: str
) -> None:
    assert said in faults(scenario(tmp_path, key, content))


def test_columns_written_by_hand_must_be_of_one_length() -> None:
    columns = {"month": ["2019-01", "2019-02"], "factor": [1]}
    with pytest.raises(ScenarioError, match="month has 2, factor has 1"):
        qipan.load("tiny").revise({"issues.levels": columns})


@pytest.mark.parametrize(
    ("revised", "said"),
    [
        ({"public_holidays.named": {"a": ["2019-03-02"], "b": ["2019-03-02"]}}, "also under"),
        ({"issues.profiles.flat.holidays": {"sprng": 0.3}}, "no holiday named 'sprng'"),
        ({"issues.profiles.flat.holiday": -1}, "found -1; must be 0 or more"),
    ],
)
def test_holidays_of_profiles_are_days_of_the_calendar(revised: dict, said: str) -> None:
    base = qipan.load("tiny")
    profile = next(iter(base.document.issues.profiles))
    revised = {key.replace(".flat.", f".{profile}."): value for key, value in revised.items()}
    with pytest.raises(ScenarioError, match=said):
        base.revise(revised)


STORM = {"title": {"en": "x", "zh": "x"}, "shocks_per_year": 2, "length_days": 3, "size": 2}
SHOCK = {"title": {"en": "x", "zh": "x"}, "start": "2019-03-05", "days": 3}
OPEN = {"community": ["c0001"], "kind": ["noise"], "age_days": [3]}


@pytest.mark.parametrize(
    ("revised", "said"),
    [
        ({"horizon.open_tickets": {**OPEN, "age_days": [-1]}}, "age_days[0]: found -1; must be 0"),
        ({"horizon.open_tickets": {**OPEN, "kind": ["nois"]}}, "did you mean 'noise'?"),
        ({"horizon.open_tickets": {**OPEN, "community": ["c9"]}}, "community[0]: no community"),
        ({"horizon.open_tickets": {**OPEN, "level": ["city"]}}, "must be one of estate, community"),
        ({"random_shocks.storm": {**STORM, "kinds": ["nois"]}}, "storm.kinds[0]: no kind named"),
        ({"random_shocks.storm": {**STORM, "shocks_per_year": 0}}, "must be above 0"),
        ({"random_shocks.storm": {**STORM, "size": -1}}, "random_shocks.storm.size"),
        ({"shocks": [{**SHOCK, "reports_held_days": 4}]}, "must be at most its days, 3"),
        ({"shocks": [{**SHOCK, "reports_held_share": 1.5}]}, "must be from 0 to 1"),
        ({"shocks": [{**SHOCK, "desk_work_factor": 0}]}, "must be above 0"),
        ({"issues.kind_factor.variances": {"nois": 1}}, "variances.nois: no kind named 'nois'"),
        ({"issues.slow_factor": {"variance": -1, "memory_weeks": 2}}, "must be 0 or more"),
        ({"issues.slow_factor": {"variance": 1, "memory_weeks": 0}}, "must be above 0"),
        ({"issues.levels": "nowhere.csv"}, "cannot read nowhere.csv: there is no such file"),
        ({"issues.levels": 3}, "issues.levels: found 3"),
    ],
)
def test_bad_values_of_the_new_keys_are_refused_with_the_key(revised: dict, said: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        qipan.load("tiny").revise(revised)
    assert said in str(raised.value)


def test_levels_of_desks_may_be_named_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "open.csv").write_text("社区,事项,天数,层级\nc0001,noise,540,部门\n")
    revised = qipan.load("tiny").revise({"horizon.open_tickets": str(tmp_path / "open.csv")})
    assert revised.document.horizon.open_tickets.level == ("department",)
    (tmp_path / "open.csv").write_text("社区,事项,天数,层级\nc0001,noise,540,市里\n")
    with pytest.raises(ScenarioError, match=r"open.csv:2 .* found '市里'; must be one of estate"):
        qipan.load("tiny").revise({"horizon.open_tickets": str(tmp_path / "open.csv")})
