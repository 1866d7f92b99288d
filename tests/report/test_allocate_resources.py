"""``qipan allocate --resource funds`` and ``--resource hours``: folders, words, refusals."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fund_ways import UNPLANNED, fund_ways
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.report.allocation.ways import answer, way_name
from qipan.runs.at_work import AtWork
from qipan.runs.errors import ResourceError
from qipan.runs.variants import Variant, ticket_days
from qipan.statistics.interval import Interval
from qipan.studies.allocation.allocate import carry_out
from qipan.studies.allocation.budgets import Budgets
from qipan.studies.allocation.divided import PROGRAM, REFERENCES
from qipan.studies.allocation.funds import PROPORTIONS
from qipan.studies.allocation.hours_strategy import scenarios
from qipan.studies.allocation.request import Request

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
SHORT = ("--replications", "2", "--fresh", "2", "--check", "1")
TOWN = qipan.load(TINY).revise(
    {
        "horizon": {"start": "2019-03-01", "days": 60, "warm_up_days": 30},
        "policy": {"fund": {"on": True}, "orders": {"on": True}, "pairing": {"on": True}},
        "policy.fund.earmarks.service.yuan_per_community_year": 30_000,
        "issues.kinds.leak_repair.needs.money": 0.9,
        "handling.money_days": 200,
        "policy.planner.hours.period_days": 15,
    }
)


def town(folder: Path, policy: str = "") -> Path:
    file = folder / "town.yaml"
    file.write_text(
        f"extends: {TINY}\nname: town\npolicy:\n  fund: {{on: true}}\n  orders: {{on: true}}\n"
        f"  pairing: {{on: true}}\n{policy}\n",
        encoding="utf-8",
    )
    return file


def allocate(*arguments: object) -> "tuple[int, str]":
    done = CliRunner().invoke(app, ["allocate", *map(str, arguments)])
    return done.exit_code, " ".join(done.output.replace("│", " ").split())


@pytest.fixture(scope="module")
def funds():
    return carry_out(TOWN, Request(resource="funds", replications=3, fresh=4, check=1), AtWork())


@pytest.fixture(scope="module")
def hours():
    return carry_out(TOWN, Request(resource="hours", replications=2, fresh=3, check=1), AtWork())


def test_every_rival_divides_the_same_money(funds):
    totals = [way.given.sum(axis=0) for way in funds.ways if way.name not in REFERENCES]
    assert len(totals) == 5 and len(funds.ways) == 7
    assert np.allclose(totals, funds.curves.budgets.today.sum(axis=0), atol=0.05)


@pytest.fixture(scope="module")
def half():
    today = Budgets(TOWN).today.sum()
    return carry_out(
        TOWN, Request(resource="funds", amount=today / 2, replications=3, fresh=3), AtWork()
    )


def test_today_is_the_scenario_and_its_proportions_have_another_name(half):
    fresh = half.request.fresh_seeds
    budgets = half.curves.budgets
    true, nothing, alike = (half.named(name) for name in ("today", "none", PROPORTIONS))
    tried = [TOWN, budgets.funded(0.0 * budgets.today), budgets.funded(budgets.today / 2.0)]
    variants = [Variant(each) for each in tried]
    days = ticket_days(variants, fresh).sum(axis=2)
    for way, found in zip((true, nothing, alike), days, strict=True):
        assert np.array_equal(way.ticket_days, found)
    assert true.given.sum() == 2.0 * alike.given.sum() and nothing.given.sum() == 0.0
    assert half.best_rule.name not in REFERENCES


def test_no_money_is_as_if_there_were_no_fund():
    """Where no unit looks at the list of projects that nobody pays for."""
    alone = TOWN.revise({"policy.pairing.on": False})
    budgets = Budgets(alone)
    tried = [budgets.funded(0.0 * budgets.today), alone.revise({"policy.fund.on": False})]
    zero, off = ticket_days([Variant(each) for each in tried], [1, 2, 3])
    assert np.allclose(zero, off)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_plan_of_money_is_set_against_today_and_none(half, language):
    said = half.answer(language)
    for name, total in (("today", "60,000"), ("none", "0")):
        brackets = f" ({total} yuan)" if language == "en" else f"（{total} 元）"
        assert f"“{way_name(name, language, 'funds')}{brackets}”" in said
    frame = half.comparison.set_index("way")
    assert frame.loc["today", "against_today"] == 0.0
    assert frame.loc["none", "against_none"] == 0.0
    assert frame.loc["today", "yuan_a_year"] == 2.0 * frame.loc[PROPORTIONS, "yuan_a_year"]


def test_values_by_the_program_fall_and_are_checked_beside_the_simulation(funds):
    for value in funds.valued:
        assert not value.more > 1e-9
        assert not value.less < -1e-9
    promised, simulated = funds.simulated[0]
    assert simulated.community == promised.community
    assert promised.more == min(value.more for value in funds.valued)
    assert simulated.more.n == 4


def test_the_promise_is_what_the_curves_say(funds):
    case = funds.solved.case
    saved = sum(
        float(case.benefit(place, "service").of(funds.solved.spent[n].sum()))
        for n, place in enumerate(case.communities)
    )
    assert funds.promised == pytest.approx(case.need.sum() - saved)
    simulated = funds.named(PROGRAM).ticket_days
    assert funds.optimism.mean == pytest.approx(1.0 - funds.promised / simulated.mean())


def test_a_saving_is_promised_against_the_same_money_in_todays_proportions(funds):
    assert funds.promised_in_proportion == pytest.approx(funds.curves.today.sum())
    today = funds.curves.budgets.today.sum()
    for yuan in (0.0, today / 2.0):
        less = carry_out(
            TOWN, Request(resource="funds", amount=yuan, replications=3, fresh=2), AtWork()
        )
        assert less.promised_in_proportion > funds.promised_in_proportion
        assert less.promised_saving >= 0.0
        if yuan == 0.0:
            assert less.promised_saving == 0.0


def test_ways_of_hours_differ_in_the_rule_only(hours):
    names = {way.name for way in hours.ways}
    assert names == {
        "program",
        "first_come",
        "today",
        "none",
        "equal",
        "per_head",
        "by_load",
    }
    assert not hours.named("none").measured["orders_done"].any()
    assert hours.named("program").measured["promised_hours"].mean() > 0.0
    for name in ("first_come", "today"):  # nobody plans today
        assert not hours.named(name).measured["promised_hours"].any()
    assert hours.named("today").minus(hours.named("first_come")).mean == 0.0
    assert hours.best_rule.name not in ("today", "none", "program")
    for value in hours.valued:
        assert not value.more > 1e-9
        assert not value.less < -1e-9


def test_a_planner_of_funds_stays_while_hours_are_compared():
    planned = TOWN.revise({"policy.planner.on": True})
    ways = scenarios(planned)
    for name in ("program", "first_come", "equal"):
        assert ways[name].document.policy.planner.on
        assert ways[name].document.policy.planner.funds is not None
    assert ways["first_come"].document.policy.planner.hours is None
    assert ways["today"] is planned
    alone = scenarios(TOWN)
    assert alone["program"].document.policy.planner.funds is None
    assert not alone["first_come"].document.policy.planner.on


def test_ways_of_funds_differ_in_the_rule_only():
    ways = fund_ways(TOWN)
    assert not ways[UNPLANNED].document.policy.planner.on
    rules = [each.document.policy.planner.funds.rule for each in list(ways.values())[1:]]
    assert rules == ["program", "per_head", "by_load"]
    planned = fund_ways(TOWN.revise({"policy.planner.on": True}))
    assert planned[UNPLANNED].document.policy.planner.hours is not None
    with pytest.raises(ResourceError, match="no money to divide"):
        fund_ways(TOWN.revise({"policy.fund.on": False}))


@pytest.mark.draws
@pytest.mark.parametrize("language", ["en", "zh"])
def test_reports_are_written_in_both_languages(funds, hours, language):
    for found in (funds, hours):
        report = found.report(language, "qipan allocate")
        assert {chart.name for chart in report.charts} == {"allocation", "marginal_values"}
        worth = report.sections[1]
        names = [table.name for table in worth.tables]
        assert len(names) == 3 and len(worth.tables[0].frame) == 7
        said = " ".join([report.title, report.question, report.answer, *worth.paragraphs])
        foreign = "ticket-days" if language == "zh" else "件"
        assert foreign not in said and "nan" not in said
        headings = "".join(name for table in worth.tables for name in table.frame.columns)
        assert "_" not in headings
        assert any("\u4e00" <= letter <= "\u9fff" for letter in headings) == (language == "zh")


@pytest.mark.parametrize(
    ("against", "first", "second"),
    [
        (
            (-30.0, -40.0, -20.0),
            "30.0 fewer than “today, as it stands”",
            "the program saves 30.0 ticket-days",
        ),
        ((30.0, 20.0, 40.0), "30.0 more than “today, as it stands”", "take the rule"),
        (
            (-5.0, -40.0, 30.0),
            "not to be told from “today, as it stands”",
            "the rule is enough here",
        ),
    ],
)
def test_the_answer_says_what_the_interval_says(against, first, second):
    program, difference = Interval(900.0, 800.0, 1000.0, 40), Interval(*against, 40)
    references = [(way_name(name, "en", "hours"), difference) for name in ("today", "none")]
    said = answer(program, references, ("per head", difference), "en")
    assert first.replace("today, as it stands", "nobody helps") in said.replace("30 ", "30.0 ")
    assert said.replace("30 ", "30.0 ").count(". ") == 1 and said.startswith("On 40 fresh")
    for words in (first, second):
        assert words in said.replace("30 ", "30.0 ")


def test_a_plan_of_funds_can_be_fed_back(tmp_path):
    out = tmp_path / "plan"
    code, said = allocate(
        town(tmp_path), "--resource", "funds", *SHORT, "--lp", "--mps", "--out", out
    )
    assert code == 0, said
    assert "optimism gap" in said
    assert "uses up" in said
    files = {file.name for file in out.iterdir()}
    assert {"plan.csv", "marginal_values.csv", "marginal_check.csv", "comparison.csv"} <= files
    assert {"funds.lp", "funds.mps", "manifest.json", "charts"} <= files
    assert {"report.html", "report.docx", "tables.xlsx"} <= files
    assert (out / "charts" / "allocation.png").exists()
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "qipan allocate funds" in page and "Where 400,000 yuan a year go" in page
    fed = tmp_path / "fed.yaml"
    fed.write_text("extends: town.yaml\nname: fed\npolicy: {fund: {plan: plan/plan.csv}}\n")
    amounts = qipan.load(fed).document.policy.fund.allocation["service"]
    plan = pd.read_csv(out / "plan.csv").set_index("community")["plan"]
    assert amounts == plan.to_dict()


def test_a_plan_of_hours_is_written(tmp_path):
    out = tmp_path / "plan"
    code, said = allocate(
        town(tmp_path), "--resource", "hours", *SHORT, "--lp", "--no-report", "--out", out
    )
    assert code == 0, said
    assert (out / "charts" / "marginal_values.svg").exists()
    assert not (out / "report.html").exists()
    assert "optimism gap" in said
    plan = pd.read_csv(out / "plan.csv")
    assert list(plan.columns) == ["date", "source", "community", "kind", "hours"]
    assert (out / "hours.lp").exists()


@pytest.mark.parametrize(
    ("arguments", "policy", "words"),
    [
        (("--resource", "cash"), "", "no resource named 'cash'; there are cadres, funds, hours"),
        (("--resource", "funds", "--cap", 2), "", "No such option: --cap"),
        (("--resource", "hours", "--yuan", 2), "", "No such option: --yuan"),
        (("--resource", "funds", "--yuan", -2), "", "greater than or equal to 0"),
        (("--resource", "funds", "--floor", 300_000), "", "needs 600,000; there are 400,000"),
        (
            ("--resource", "funds", "--objective", "fair"),
            "",
            "--objective found 'fair'",
        ),
        (
            ("--resource", "hours", "--objective", "gini"),
            "",
            "not planned for gini",
        ),
        (("--resource", "funds"), "  fund: {on: false}", "policy.fund is off"),
        (
            ("--resource", "hours"),
            "  orders: {on: false}\n  pairing: {on: false}",
            "there are no hours",
        ),
        (
            ("--resource", "hours"),
            "  planner: {hours: {unplanned_share: 1}}",
            "unplanned_share is 1",
        ),
        (("--resource", "hours"), "  planner: {hours: {period_days: 400}}", "no plan of hours"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(tmp_path, arguments, policy, words):
    out = tmp_path / "out"
    text = town(tmp_path).read_text()
    for name in ("fund", "orders", "pairing"):
        if f"  {name}:" in policy:
            text = text.replace(f"  {name}: {{on: true}}\n", "")
    (tmp_path / "town.yaml").write_text(text + policy + "\n")
    code, said = allocate(tmp_path / "town.yaml", *arguments, *SHORT, "--out", out)
    assert code == 2, said
    assert words in " ".join(said.replace("│", " ").split())
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--no-loop", "--target", "p90"), "--target has no use where no plan is simulated"),
        (("--no-loop", "--rounds", 2, "--check", 0), "--check has no use"),
        (("--no-loop", "--finalists", 2), "--finalists has no use"),
        (("--no-loop", "--fresh", 2), "--fresh has no use"),
        (("--objective", "gini", "--frontier", "gini"), "--frontier found gini; give another"),
        (("--frontier", "utilitarian"), "give another objective than utilitarian"),
    ],
)
def test_an_option_without_effect_is_refused(tmp_path, arguments, words):
    file = town(tmp_path, "  sent_down: {on: true}")
    code, said = allocate(file, "--cadres", 2, *arguments, "--out", tmp_path / "out")
    assert code == 2, said
    assert words in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("language", "words"), [("en", "none is the best"), ("zh", "无所谓最好")])
def test_among_ways_that_are_all_alike_none_is_the_best(funds, language, words):
    assert not funds.all_alike
    same = funds.named(PROGRAM).ticket_days
    alike = tuple(
        replace(way, ticket_days=same) if way.name not in REFERENCES else way for way in funds.ways
    )
    found = replace(funds, ways=alike)
    assert found.all_alike
    said = found.answer(language)
    assert words in said and "per head" not in said and "按人口" not in said
