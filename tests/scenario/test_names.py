"""Names of places and of all else in any script, wherever they go."""

import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.scenario import ScenarioError
from qipan.scenario.alike import looks, mixed_scripts

TINY = qipan.load("tiny")
GENERATED = {"city.community_count": None, "city.subdistrict_count": None, "city.residents": None}
FIRST, SECOND = "西潞街道一", "Córdoba"


def city(*ids: str, subdistrict: str = "良乡镇") -> dict:
    places = [
        {"id": name, "subdistrict": subdistrict, "residents": 3000, "type": "old_urban"}
        for name in ids
    ]
    return {**GENERATED, "city.communities": places}


NAMED = TINY.revise(city(FIRST, SECOND))


def test_a_dotted_key_a_plan_and_a_table_find_a_name_in_any_script(tmp_path: Path) -> None:
    by_key = NAMED.revise({"policy.sent_down.on": True, f"policy.sent_down.allocation.{FIRST}": 2})
    assert by_key.document.policy.sent_down.allocation == {FIRST: 2.0}
    (tmp_path / "plan.csv").write_text(f"社区,方案\n{FIRST},1\n{SECOND},0\n", encoding="gb18030")
    plan = {"policy.sent_down": {"on": True, "plan": str(tmp_path / "plan.csv")}}
    assert NAMED.revise(plan).document.policy.sent_down.allocation == {FIRST: 1.0, SECOND: 0.0}
    planted = [{"on": "2019-03-05", "community": FIRST, "kind": "noise"}]
    assert NAMED.revise({"issues.planted": planted}).document.issues.planted[0].community == FIRST


def test_one_name_in_two_spellings_is_one_name(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", SECOND)
    assert apart != SECOND
    assert TINY.revise(city(FIRST, apart)) == NAMED
    columns = {"community": [apart], "kind": ["noise"], "factor": [2.0]}
    inline = NAMED.revise({"issues.community_births": columns})
    (tmp_path / "births.csv").write_text(f"community,kind,factor\n{apart},noise,2\n")
    by_file = NAMED.revise({"issues.community_births": str(tmp_path / "births.csv")})
    assert by_file == inline
    file = tmp_path / "mine.yaml"
    file.write_text(f"extends: tiny\nname: {apart}\n", encoding="utf-8")
    assert qipan.load(file).name == SECOND


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ((FIRST, FIRST), "a second community '西潞街道一'"),
        (("abc", "ABC"), "'ABC' looks like 'abc' but is written with other characters"),
        (("一号", "一号\ufe00"), "looks like"),
        (("c1", "с1а1b"), "mixes Latin and Cyrillic letters"),
        (("a b", "c"), "must be a name of at most 100 letters of any script"),
        (("a.b", "c"), "must be a name"),
        (("a/b", "c"), "must be a name"),
        (("a\u200bb", "c"), "must be a name"),
        (("-a", "c"), "must be a name"),
        (("潞" * 80, "c"), "too long to become the name of a file"),
    ],
)
def test_names_that_cannot_be_kept_apart_or_written_are_refused(ids, said) -> None:
    with pytest.raises(ScenarioError) as raised:
        TINY.revise(city(*ids))
    assert said in str(raised.value)


@pytest.mark.parametrize("name", ["con", "NUL", "com1"])
def test_no_scenario_is_called_as_a_device_is_on_windows(name: str) -> None:
    with pytest.raises(ScenarioError, match="a device on Windows"):
        TINY.revise({"name": name})


def test_what_looks_alike_is_told_from_what_does_not() -> None:
    assert looks("Ａ１") == looks("a1")
    assert looks("西潞") != looks("东潞")
    assert mixed_scripts("Москва-2") == []
    assert mixed_scripts("西潞A区") == []
    assert mixed_scripts("Μoscow") == ["Latin", "Greek"]


def test_an_unknown_name_is_told_with_the_nearest_one() -> None:
    planted = [{"on": "2019-03-05", "community": "西潞街道1", "kind": "noise"}]
    with pytest.raises(ScenarioError, match=f"did you mean '{FIRST}'"):
        NAMED.revise({"issues.planted": planted})


def test_names_stand_in_the_files_of_a_run_as_they_were_given(tmp_path: Path) -> None:
    file = tmp_path / "试点.yaml"
    places = ", ".join(
        f"{{id: {name}, subdistrict: 良乡镇, residents: 1500, type: old_urban}}"
        for name in (FIRST, SECOND)
    )
    file.write_text(
        "extends: tiny\nname: 试点\nhorizon: {days: 20, warm_up_days: 0}\n"
        "city: {community_count: null, subdistrict_count: null, residents: null, "
        f"communities: [{places}]}}\n",
        encoding="utf-8",
    )
    out = tmp_path / "结果"
    told = CliRunner().invoke(app, ["run", str(file), "--out", str(out)])
    assert told.exit_code == 0, told.output
    for name in ("metrics", "daily"):
        table = pd.read_parquet(out / f"{name}.parquet")
        assert {FIRST, SECOND} <= set(table["community"])
