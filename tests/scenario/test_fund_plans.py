"""A plan of funds in a CSV file takes the place of the earmarks' amounts for all."""

from pathlib import Path

import pytest

import qipan
from qipan.scenario import ScenarioError

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
HEAD = "community,earmark,today,plan\n"
BOTH = HEAD + "c0001,service,200000,150000.5\nc0002,service,200000,0\n"


def scenario(folder: Path, rows: str, fund: str = "{on: true, plan: plan.csv}") -> Path:
    (folder / "plan.csv").write_text(rows, encoding="utf-8")
    file = folder / "mine.yaml"
    file.write_text(f"extends: {TINY}\nname: mine\npolicy:\n  fund: {fund}\n")
    return file


def test_the_rows_of_a_plan_are_the_allocation(tmp_path: Path) -> None:
    loaded = qipan.load(scenario(tmp_path, BOTH))
    amounts = {"service": {"c0001": 150000.5, "c0002": 0.0}}
    assert loaded.document.policy.fund.allocation == amounts
    assert loaded.revise({"horizon.days": 30}).document.policy.fund.allocation == amounts
    model = qipan.CityModel(loaded, 1)
    budgets = [community.yearly_budget(model.document) for community in model.communities]
    assert budgets == [{"service": 150000.5}, {"service": 0.0}]


@pytest.mark.parametrize(
    ("rows", "fund", "words"),
    [
        (HEAD + "c0001,service,,3\n", None, ("plan of service for 1 communities", "has 2")),
        (BOTH.replace("c0002", "c0009"), None, ("plan.csv:3", "no community named 'c0009'")),
        (BOTH.replace("service", "servic"), None, ("no earmark named 'servic'", "service")),
        (BOTH.replace("150000.5", "much"), None, ("plan.csv:2", "found 'much'", "in yuan")),
        (BOTH.replace("150000.5", "-1"), None, ("plan.csv:2", "0 or more")),
        (BOTH.replace("c0002", "c0001"), None, ("plan.csv:3", "second row")),
        (HEAD, None, ("a plan without rows",)),
        ("community,plan\nc0001,1\n", None, ("plan.csv:1", "no column earmark")),
        (BOTH, "{on: true, plan: nowhere.csv}", ("mine.yaml:4", "cannot read", "nowhere.csv")),
        (BOTH, "{on: true, plan: 3}", ("mine.yaml:4", "name of a CSV file")),
        (
            BOTH,
            "{on: true, plan: plan.csv, allocation: {service: {c0001: 2}}}",
            ("mine.yaml:4", "given beside allocation"),
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    tmp_path: Path, rows: str, fund: str | None, words: tuple[str, ...]
) -> None:
    file = scenario(tmp_path, rows, fund or "{on: true, plan: plan.csv}")
    with pytest.raises(ScenarioError) as raised:
        qipan.load(file)
    for word in words:
        assert word in str(raised.value), str(raised.value)


def test_thousands_stand_in_quotes_or_not_at_all(tmp_path: Path) -> None:
    rows = '社区,专项,方案\nc0001,service,"150,000"\nc0002,service,0\n'
    allocation = qipan.load(scenario(tmp_path, rows)).document.policy.fund.allocation
    assert allocation == {"service": {"c0001": 150000.0, "c0002": 0.0}}
    with pytest.raises(ScenarioError) as raised:
        qipan.load(scenario(tmp_path, rows.replace('"', "")))
    (fault,) = raised.value.faults
    assert fault.found == "line 2 has 4 cells, the header 3"
    assert fault.hint == 'write 150000, or "150,000" in quotes'


@pytest.mark.parametrize("name", ["fund", "sent_down"])
def test_a_plan_is_not_changed_by_date(tmp_path: Path, name: str) -> None:
    change = f"{{on: 2019-04-01, set: {{policy: {{{name}: {{plan: b.csv}}}}}}}}"
    policy = f"{{on: true, plan: plan.csv}}\n  changes: [{change}]"
    with pytest.raises(ScenarioError) as raised:
        qipan.load(scenario(tmp_path, BOTH, policy))
    assert f"policy.changes[0].set.policy.{name}.plan" in str(raised.value)
    assert "a plan cannot be changed by date" in str(raised.value)
