"""Costs of policies that are said to cost the same: checked, or told to be unchecked."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import qipan
from qipan.report.comparison import comparison_report
from qipan.report.comparison.costs import COLUMNS, HEADING, cost_sentence, costs_section
from qipan.runs.runner import Runner
from qipan.scenario import ScenarioError
from qipan.studies.comparison import compare_experiment
from qipan.studies.comparison.compared import Compared
from qipan.studies.comparison.costs import claims_equal_cost, costs_of
from qipan.studies.file import load_experiment
from qipan.studies.file.document import EqualCost

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
PLAIN = "title: {en: Three ways, zh: 三种方式}\n"
SENT = "policy.sent_down.on: true, policy.sent_down.full_time_per_community"


def text(title: str = PLAIN, block: str = "", more: float = 1.0) -> str:
    listed = "".join(
        f"    - {{file: {TINY}, name: {name}, set: {{horizon.days: 20, policy.patrol.on: false, "
        f"{SENT}: {cadres}}}}}\n"
        for name, cadres in (("none", 0), ("one", 1.0), ("other", more))
    )
    head = f"name: trial\n{title}replications: 2\nmetrics: [load]\ncompare:\n"
    return f"{head}{block}  scenarios:\n{listed}"


@pytest.fixture
def compared(tmp_path: Path):
    def run(*given, **changes):
        file = tmp_path / "trial.yaml"
        file.write_text(text(*given, **changes), encoding="utf-8")
        experiment = load_experiment(file)
        with Runner() as runner:
            (part,) = compare_experiment(experiment, runner)
        return experiment, part

    return run


EQUAL = "  equal_cost: {yuan_per_hour: 50}\n"


def test_hours_and_money_are_those_of_the_replications(compared) -> None:
    _, part = compared(PLAIN, EQUAL, more=1.5)
    costs = costs_of(part)
    assert [row.scenario for row in costs.rows] == ["one", "other"]
    for row in costs.rows:
        hours = part.of(row.scenario).values("dispatched_hours_per_year")
        assert row.paid_hours.mean == pytest.approx(hours.mean())
        assert row.patrol_hours == row.counter_hours == row.yuan == 0.0
    assert [row.scenario for row in costs.unequal] == ["other"]


def test_money_is_turned_into_hours_and_own_staff_cost_nothing_more() -> None:
    base = qipan.load(TINY).revise({"horizon.days": 40, "policy.sent_down.on": True})
    changes = {"policy.fund.on": True, "policy.patrol.on": True, "policy.patrol.own_staff_share": 0}
    paid = base.revise({**changes, "name": "paid", "handling.money_days": 400})
    half = paid.revise({"name": "half", "policy.patrol.own_staff_share": 0.5})
    part = qipan.compare([base.revise({"name": "none"}), paid, half], n=2, metrics=["load"])
    (one, other) = costs_of(replace(part, equal_cost=EqualCost(yuan_per_hour=40.0))).rows
    patrols = part.of("paid").values("patrol_hours_per_year").mean()
    assert one.patrol_hours == pytest.approx(patrols)
    assert other.patrol_hours == pytest.approx(0.5 * patrols)
    whole = one.cadre_hours + one.patrol_hours + one.yuan / 40.0
    assert one.paid_hours.mean == pytest.approx(whole)
    assert other.of_budget == pytest.approx(other.paid_hours.mean / whole)


def test_patrollers_of_a_community_beside_those_of_every_grid_are_never_own_staff() -> None:
    base = qipan.load(TINY).revise({"horizon.days": 20})
    walk = {"policy.patrol": {"on": True, "patrollers_per_grid": 1, "own_staff_share": 0.5}}
    usual = base.revise({**walk, "name": "usual"})
    more = usual.revise({"name": "more", "policy.patrol.extra": {"c0001": 3}})
    part = qipan.compare([base.revise({"name": "none"}), usual, more], n=2, metrics=["load"])
    (one, other) = costs_of(replace(part, equal_cost=EqualCost(yuan_per_hour=40.0))).rows
    three = np.subtract(
        *(part.of(name).values("patrol_hours_per_year").mean() for name in ("more", "usual"))
    )
    assert other.patrol_hours - one.patrol_hours == pytest.approx(three)
    assert three > 0


def test_clerks_at_counters_are_paid_for_unless_the_community_lends_them() -> None:
    base = qipan.load(TINY).revise({"horizon.days": 40, "policy.patrol.on": False})
    circle = {"policy.service_circle.on": True, "policy.service_circle.own_staff_share": 0}
    paid = base.revise({**circle, "name": "paid"})
    half = paid.revise({"name": "half", "policy.service_circle.own_staff_share": 0.5})
    part = qipan.compare([base.revise({"name": "none"}), paid, half], n=2, metrics=["load"])
    (one, other) = costs_of(replace(part, equal_cost=EqualCost(yuan_per_hour=40.0))).rows
    hours = part.of("paid").values("counter_hours_per_year").mean()
    assert one.paid_hours.mean == pytest.approx(one.counter_hours) == pytest.approx(hours)
    assert other.of_budget == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("language", "equal", "unequal"),
    [
        ("en", "Costs are equal within 2 %", "“other” has 110.0 % of the budget"),
        ("zh", "成本在 2% 以内相等", "“other”为预算的 110.0%"),
    ],
)
def test_the_answer_says_whether_costs_are_equal(compared, language, equal, unequal) -> None:
    for more, words in ((1.01, equal), (1.1, unequal)):
        _, part = compared(PLAIN, EQUAL, more=more)
        said = cost_sentence(part, language).replace("Two communities for two months", "")
        assert words.split("”")[-1] in said
        report = comparison_report([part], language, command="qipan compare")
        assert cost_sentence(part, language) in report.answer
        (costs,) = [s for s in report.sections if s.heading == HEADING.say(language)]
        assert costs.paragraphs == (cost_sentence(part, language),)
        (table,) = costs.tables
        assert table.frame.iloc[:, 0].tolist() == ["one", "other"]
        of_budget = table.frame[COLUMNS["of_budget"].say(language)]
        assert of_budget.tolist() == pytest.approx([100.0, 100.0 * more])
        assert (cost_sentence(part, language) in costs.brief.items) == (more == 1.1)


def test_a_file_has_them(compared, tmp_path) -> None:
    experiment, part = compared(PLAIN, EQUAL, more=1.1)
    Compared((part,), experiment).write(tmp_path / "out", more={}, seconds=1.0, jobs=1)
    frame = pd.read_csv(tmp_path / "out" / "costs.csv")
    assert frame["equal"].tolist() == [True, False]
    assert np.allclose(frame["of_budget"], [1.0, 1.1])


@pytest.mark.parametrize(
    "title",
    [
        "title: {en: Two reforms at equal cost, zh: 两项改革}\n",
        "title: {en: Two reforms, zh: 两项改革等成本比较}\n",
        "title: {en: Two, zh: 两}\nquestion: {en: What for the same money?, zh: 何者？}\n",
        "title: {en: Two, zh: 两}\nquestion: {en: Which?, zh: 同等投入下哪一种效果最好？}\n",
    ],
)
def test_a_title_alone_makes_nothing_equal(compared, title) -> None:
    _, part = compared(title)
    assert "nothing checks it" in cost_sentence(part, "en")
    assert "未经核对" in cost_sentence(part, "zh")
    assert "未经核对" in comparison_report([part], "zh", command="").answer
    assert "speaks of equal costs" in costs_section(part, "en").brief.items[0]


def test_what_claims_nothing_is_told_nothing(compared) -> None:
    experiment, part = compared("title: {en: What cadres cost, zh: 下沉干部的成本}\n")
    assert not claims_equal_cost(experiment.document)
    assert cost_sentence(part, "en") is None and costs_of(part) is None


PRICED = "hours_per_post: 1760, yuan_per_post: 80000"
STATED = (
    "{none: {}, one: {cadres: 2, clerks: 0.5, fund_yuan: 1000}, "
    "other: {cadres: 3, placed: 2, placed_yuan: 90000}}"
)


@pytest.mark.parametrize(("language", "head"), [("en", "yuan a year"), ("zh", "费用（元/年）")])
def test_stated_costs_are_a_table_of_the_report(compared, language, head) -> None:
    _, part = compared(PLAIN, f"  costs: {{{PRICED}, assumed: true, scenarios: {STATED}}}\n")
    section = costs_section(part, language)
    (table,) = section.tables
    assert table.frame.columns[1] == head  # where no slide leaves it out
    assert table.frame[head].tolist() == [0.0, 201_000.0, 170_000.0]
    assert part.tables["stated_costs"].frame["posts"].tolist() == [0.0, 2.5, 3.0]
    assert part.tables["stated_costs"].frame["hours_year"].tolist() == [0.0, 4_400.0, 5_280.0]
    assert {"en": "both assumed", "zh": "均为假设"}[language] in table.note
    assert "90,000" in section.paragraphs[0]
    headings = [s.heading for s in comparison_report([part], language, command="").sections]
    assert HEADING.say(language) in headings


@pytest.mark.parametrize(
    ("scenarios", "words"),
    [
        ("{none: {}, one: {}, othr: {}}", "no scenario named 'othr'.*did you mean 'other'"),
        ("{none: {}, one: {}}", "no cost of 'other' is stated"),
        ("{none: {}, one: {cadre: 1}, other: {}}", "one.cadre: unknown key.*'cadres'"),
        ("{none: {}, one: {placed: 1, placed_yuan: 1}, other: {}}", "no more than the cadres, 0"),
        ("{none: {}, one: {placed_yuan: 1}, other: {}}", "one.placed: missing"),
    ],
)
def test_costs_that_cannot_be_are_refused(tmp_path, scenarios, words) -> None:
    file = tmp_path / "trial.yaml"
    file.write_text(text(PLAIN, f"  costs: {{{PRICED}, scenarios: {scenarios}}}\n"), "utf-8")
    with pytest.raises(ScenarioError, match=f"trial.yaml:6  compare.costs.*{words}"):
        load_experiment(file)


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("{yuan_per_hour: 50, scenarios: [one, otter]}", "no scenario named 'otter' is compared"),
        ("{yuan_per_hour: 50, scenarios: [one]}", "one alone has nothing to cost as much as"),
        ("{yuan_per_hour: 50, scenarios: [one, one]}", "'one' is named twice"),
        ("{yuan_per_hour: 0}", "above 0"),
        ("{}", "compare.equal_cost.yuan_per_hour: missing"),
    ],
)
def test_what_cannot_be_checked_is_refused(tmp_path, block, words) -> None:
    file = tmp_path / "trial.yaml"
    file.write_text(text(PLAIN, f"  equal_cost: {block}\n"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=words):
        load_experiment(file)
