"""A plan of cadres in a CSV file takes the place of `allocation`."""

import os
from pathlib import Path

import pytest

import qipan
from qipan.scenario import ScenarioError

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
HEAD = "community,type,today,plan\n"


def scenario(folder: Path, rows: str, policy: str = "{on: true, plan: plan.csv}") -> Path:
    (folder / "plan.csv").write_text(rows, encoding="utf-8")
    file = folder / "mine.yaml"
    file.write_text(f"extends: {TINY}\nname: mine\npolicy:\n  sent_down: {policy}\n")
    return file


def test_the_rows_of_a_plan_are_the_allocation(tmp_path: Path) -> None:
    rows = HEAD + "c0001,full_time,1,3\nc0002,full_time,1,0\nc0002,liaison,1,9\n"
    loaded = qipan.load(scenario(tmp_path, rows))
    assert loaded.document.policy.sent_down.allocation == {"c0001": 3.0, "c0002": 0.0}
    again = loaded.revise({"horizon.days": 30})
    assert again.document.policy.sent_down.allocation == {"c0001": 3.0, "c0002": 0.0}
    (tmp_path / "other.csv").write_text(HEAD + "c0001,,1,1\nc0002,,1,1\n")
    other = loaded.revise({"policy.sent_down.plan": str(tmp_path / "other.csv")})
    assert other.document.policy.sent_down.allocation == {"c0001": 1.0, "c0002": 1.0}
    assert other.sha256 != loaded.sha256


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_plan_may_come_from_a_chinese_spreadsheet(tmp_path: Path, encoding: str) -> None:
    file = scenario(tmp_path, "")
    rows = "社区,类型,方案\r\nc0001,专职,3\r\nc0002,专职,0\r\nc0002,联络员,9\r\n"
    (tmp_path / "plan.csv").write_bytes(rows.encode(encoding))
    assert qipan.load(file).document.policy.sent_down.allocation == {"c0001": 3.0, "c0002": 0.0}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "community,plan\nc0001,1,000\nc0002,2\n",
            "plan.csv:2  policy.sent_down.plan: line 2 ",
        ),
        (
            "community,plan\n\n\nc0001,x\nc0002,1\n",
            "plan.csv:4  policy.sent_down.plan.c0001: ",
        ),
        (
            "社区,方案\n青溪桥,1\nc0002,1\n",
            "plan.csv:2  policy.sent_down.allocation.青溪桥: no community named",
        ),
        ("community,plan\nc0001,15人\nc0002,1\n", "write 15; the unit is that of the key"),
    ],
)
def test_a_fault_in_a_plan_is_told_alone_and_on_its_line(
    tmp_path: Path, rows: str, said: str
) -> None:
    with pytest.raises(ScenarioError) as raised:
        qipan.load(scenario(tmp_path, rows))
    (fault,) = raised.value.faults
    assert said in str(fault)


def test_a_pipe_is_no_plan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ScenarioError) as raised:
        qipan.load(scenario(tmp_path, "", "{on: true, plan: pipe}"))
    (fault,) = raised.value.faults
    assert "mine.yaml:4" in str(fault) and "a device or a pipe" in str(fault)


@pytest.mark.parametrize(
    ("rows", "policy", "words"),
    [
        (HEAD + "c0001,,1,3\n", None, ("plan for 1 communities", "has 2")),
        (HEAD + "c0001,,1,3\nc0009,,1,0\n", None, ("plan.csv:3", "no community named 'c0009'")),
        (HEAD + "c0001,,1,three\nc0002,,1,0\n", None, ("plan.csv:2", "found 'three'")),
        (HEAD + "c0001,,1,-1\nc0002,,1,0\n", None, ("plan.csv:2", "0 or more")),
        (HEAD + "c0001,,1,1\nc0001,,1,0\n", None, ("plan.csv:3", "second row")),
        ("village,cadres\nc0001,1\n", None, ("plan.csv:1", "no column", "found: village, cadres")),
        (HEAD, "{on: true, plan: nowhere.csv}", ("mine.yaml:4", "cannot read", "nowhere.csv")),
        (HEAD, "{on: true, plan: 3}", ("mine.yaml:4", "name of a CSV file")),
        (
            HEAD + "c0001,,1,1\nc0002,,1,0\n",
            "{on: true, plan: plan.csv, allocation: {c0001: 2}}",
            ("mine.yaml:4", "given beside allocation"),
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    tmp_path: Path, rows: str, policy: str | None, words: tuple[str, ...]
) -> None:
    file = scenario(tmp_path, rows, policy or "{on: true, plan: plan.csv}")
    with pytest.raises(ScenarioError) as raised:
        qipan.load(file)
    for word in words:
        assert word in str(raised.value), str(raised.value)
