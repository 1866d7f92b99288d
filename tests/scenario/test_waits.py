"""Outside waits, quantiles, shares and departments: what may be said of them, and what not."""

import math
from pathlib import Path

import pytest

import qipan
from qipan.scenario import ScenarioError
from qipan.scenario.fields import Distribution

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TINY = qipan.load(SCENARIOS / "tiny.yaml")
KIND = "issues.kinds.refuse"


def quantiles(*points: list[float]) -> dict[str, object]:
    return {"distribution": "quantiles", "points": list(points)}


BAD = {
    "rise, found": (f"{KIND}.work_hours", quantiles([0, 1], [0.5, 2], [0.5, 3], [1, 4])),
    "must not fall": (f"{KIND}.work_hours", quantiles([0, 1], [0.5, 3], [1, 2])),
    "begin at probability 0": (f"{KIND}.work_hours", quantiles([0.1, 1], [1, 2])),
    "end at 1": (f"{KIND}.work_hours", quantiles([0, 1], [0.9, 2])),
    "must be from 0 to 1": (f"{KIND}.work_hours", quantiles([0, 1], [1.5, 2])),
    "or more": (f"{KIND}.work_hours", quantiles([0, -1], [1, 2])),
    "takes points": (f"{KIND}.work_hours", {"distribution": "quantiles", "mean": 3}),
    "mean and sigma, or median and p90": (
        f"{KIND}.work_hours",
        {"distribution": "lognormal", "median": 3, "sigma": 1},
    ),
    "is above p90": (f"{KIND}.work_hours", {"distribution": "lognormal", "median": 3, "p90": 2}),
    "sum to 1.1": (
        KIND,
        {
            "at_once_share": 0.5,
            "never_share": 0.4,
            "other_endings": {"cancelled": {"share": 0.2}},
        },
    ),
    "to 1; ": (f"{KIND}.never_share", 20),
    "no calendar named": (f"{KIND}.outside_wait", {"wait_days": 3, "calendar": "offices"}),
    "before, after": (f"{KIND}.outside_wait", {"wait_days": 3, "when": "during"}),
    "outside_wait.wait_days: missing": (f"{KIND}.outside_wait", {"when": "after"}),
    "community, subdistrict, department": (f"{KIND}.enters_at", "city"),
    "allowed: cancelled, duplicate, transferred": (
        f"{KIND}.other_endings",
        {"withdrawn": {"share": 0.1}},
    ),
    "given beside staff_share": ("desks.departments.civil_affairs.staff", 4),
    "neither staff nor": ("desks.departments.civil_affairs.staff_share", None),
    "departments.civil_affairs.calendar: no calendar": (
        "desks.departments.civil_affairs.calendar",
        "offices",
    ),
    "speed: found 0": ("desks.departments.civil_affairs.speed", 0),
}


@pytest.mark.parametrize("said", BAD)
def test_what_cannot_be_is_refused_with_its_key_and_what_is_allowed(said: str) -> None:
    key, value = BAD[said]
    with pytest.raises(ScenarioError) as refusal:
        TINY.revise({key: value})
    told = str(refusal.value)
    assert said in told and any(
        fault.key.startswith(key.rpartition(".")[0]) for fault in refusal.value.faults
    )


def test_nobody_is_left_to_share_staff_where_each_department_has_its_own() -> None:
    own = {
        f"desks.departments.{name}": {"staff_share": None, "staff": 2}
        for name in TINY.document.desks.departments
    }
    departments = TINY.revise(own).document.desks.departments
    assert all(d.staff == 2 and d.staff_share is None for d in departments.values())


def test_a_lognormal_by_median_and_p90_has_them() -> None:
    by_ends = Distribution(distribution="lognormal", median=3.0, p90=9.0)
    by_mean = Distribution(distribution="lognormal", mean=by_ends.expected, sigma=by_ends.log_sd)
    z = 1.2815515655446004
    assert math.log(9.0 / 3.0) == pytest.approx(z * by_mean.log_sd)
    assert by_mean.expected == pytest.approx(3.0 * math.exp(by_ends.log_sd**2 / 2))


def test_the_mean_of_quantiles_is_that_of_straight_lines_between_them() -> None:
    points = ((0.0, 0.0), (0.5, 0.0), (1.0, 10.0))
    assert Distribution(distribution="quantiles", points=points).expected == 2.5


# -- quantiles in a file ---------------------------------------------------------------------------


def scenario_with(folder: Path, table: str | bytes, more: str = "") -> Path:
    content = table.encode() if isinstance(table, str) else table
    (folder / "waits.csv").write_bytes(content)
    path = folder / "own.yaml"
    path.write_text(
        f"extends: {SCENARIOS / 'tiny.yaml'}\nname: own\nissues:\n  kinds:\n    refuse:\n"
        f"      outside_wait:\n        wait_days:\n          distribution: quantiles\n"
        f"          file: waits.csv\n{more}",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    "table",
    [
        "probability,value\n0,0\n0.5,2\n1,9\n",
        "\ufeff概率,数值\r\n0,0\r\n0.5,2\r\n1,9\r\n",
        "编号,数值,概率\n甲,0,0\n乙,2,0.5\n丙,9,1\n".encode("gb18030"),
    ],
)
def test_quantiles_are_read_from_a_file_beside_the_scenario(
    tmp_path: Path, table: str | bytes
) -> None:
    scenario = qipan.load(scenario_with(tmp_path, table))
    wait = scenario.document.issues.kinds["refuse"].outside_wait
    assert wait is not None and wait.wait_days.points == ((0.0, 0.0), (0.5, 2.0), (1.0, 9.0))
    again = scenario.revise({"horizon.days": 30}).document.issues.kinds["refuse"].outside_wait
    assert again == wait


@pytest.mark.parametrize(
    ("table", "more", "said"),
    [
        ("probability,value\n0,0\n0.5,zwei\n1,9\n", "", "waits.csv:3"),
        ("probability,days\n0,0\n1,9\n", "", "no column value (数值)"),
        ("probability,value\n", "", "has a header and no row"),
        ("probability,value\n0,5\n1,4\n", "", "must not fall"),
        ("probability,value\n0,5\n1,6\n", "          points: [[0, 1], [1, 2]]\n", "one of the two"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, table: str, more: str, said: str) -> None:
    with pytest.raises(ScenarioError) as refusal:
        qipan.load(scenario_with(tmp_path, table, more))
    assert said in str(refusal.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = scenario_with(tmp_path, "probability,value\n0,0\n1,9\n")
    (tmp_path / "waits.csv").unlink()
    with pytest.raises(ScenarioError, match="there is no such file"):
        qipan.load(path)
