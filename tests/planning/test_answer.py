"""A plan's tables and its page, on a simulation that is a formula."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from qipan.cli import app
from qipan.planning.answer import loads, places_frame, posts_frame, values_frame
from qipan.planning.plan_file import load_plan
from qipan.planning.planned import Planned
from qipan.planning.problem import Option, Priced
from qipan.planning.program import solve
from qipan.planning.proving import Proof
from qipan.planning.spending import costs_frame, why_left
from qipan.report.planning.best_rule import LEAVES_WORSE, NOT_SOUGHT, TAKE_RULE
from qipan.report.planning.maps import plan_maps
from qipan.report.planning.page import DAYS, page
from qipan.words import LANGUAGES, Language

from .cases import problem
from .test_confirming import found, walking
from .test_plan_file import GOOD, write


def test_posts_add_up_to_their_cost() -> None:
    given = problem([1400.0, 900.0, 2100.0], periods=4)
    plan = solve(given)
    table = posts_frame(given, plan)
    assert table["yuan"].sum() == pytest.approx(plan.yuan.sum())
    assert table["amount"].sum() * 60_000.0 == pytest.approx(table["yuan"].sum())


def test_levers_and_what_is_left_add_up_to_the_budgets() -> None:
    caps = np.array([100.0, 100.0, 0.0])
    given = problem([1400.0, 900.0], priced=(Priced("help", 50.0, caps, source="donors"),))
    given = replace(given, budgets={("", 0): 200_000.0, ("donors", 0): 4_000.0})
    plan = solve(given)
    table = costs_frame(given, plan)
    spent = table[table["row"] == "lever"]
    assert spent["yuan"].sum() == pytest.approx(plan.yuan.sum())
    left = table[table["row"] == "left"].set_index("type")["yuan"]
    assert left[""] == pytest.approx(200_000.0 - plan.yuan.sum())
    assert left["donors"] == pytest.approx(4_000.0 - spent.set_index("type")["yuan"]["help"])


def test_what_is_left_has_a_reason() -> None:
    given = problem([1400.0, 900.0], periods=1, budget=1e6)
    none = np.zeros(3)
    idle = Option("idle", "yuan", 1.0, np.array([9.0, 9.0, 0.0]), none)
    useless = replace(given, options=(idle,))
    assert why_left(useless, solve(useless)) == "use"  # posts are at their caps
    few = replace(given.staff[0], most=1.0)
    capped = replace(given, staff=(few,))
    assert why_left(capped, solve(capped)) == "caps"
    dear = replace(given, budgets={("", 0): 100_000.0})
    assert why_left(dear, solve(dear)) == "price"  # 40,000 buy no post of 60,000


@pytest.mark.parametrize("language", LANGUAGES)
def test_maps_show_who_gets_more_and_how_waiting_changes(
    tmp_path: Path, language: Language
) -> None:
    planned = Planned(load_plan(write(tmp_path, GOOD)), walking(1.0, 100.0))
    names = [chart.name for chart in plan_maps(planned, language)]
    assert names == ["map_people", "map_walk", "map_of_waiting"]
    nothing = Planned(planned.file, walking(1e9, 0.0))
    assert "map_walk" not in [chart.name for chart in plan_maps(nothing, language)]


def test_load_is_work_over_hours() -> None:
    given = problem([1500.0, 500.0], staff=())
    load = loads(given, solve(given))
    assert load[:2] == pytest.approx([1.5, 0.5])
    assert load[2] == pytest.approx(0.2 * 1500.0 / 2000.0)  # of 2,000 hours 1,000 and 500 get done


def test_an_hour_is_worth_what_it_changes() -> None:
    caps = np.array([300.0, 300.0, 0.0])
    given = problem([1400.0, 900.0], staff=(), priced=(Priced("help", 50.0, caps),), budget=9_000.0)
    told = values_frame(given, solve(given)).set_index("where")["as_planned"]

    def at(desk: int, hours: float) -> float:
        own = given.own.copy()
        own[desk] += hours
        return solve(replace(given, own=own)).objective

    for desk in range(2):
        change = (at(desk, 1.0) - at(desk, -1.0)) / 2.0
        assert told[given.desks[desk]] == pytest.approx(change, rel=1e-3)


@pytest.mark.parametrize(("language", "words"), [("en", "ot validated"), ("zh", "未通过检验")])
def test_the_page_says_where_a_proof_failed(tmp_path: Path, language: str, words: str) -> None:
    done = found(problem([1400.0, 900.0], periods=1))
    file = load_plan(write(tmp_path, GOOD))
    failed = replace(file, scenario=file.scenario.revise({"fit": "not_validated"}))
    assert words not in page(file, done, language)  # type: ignore[arg-type]
    assert words in page(failed, done, language)  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "words"), [("en", "What to do"), ("zh", "建议")])
def test_the_page_says_what_was_found(tmp_path: Path, language: str, words: str) -> None:
    done = found(problem([1400.0, 900.0], periods=1))
    said = page(load_plan(write(tmp_path, GOOD)), done, language)  # type: ignore[arg-type]
    assert words in said
    assert f"{done.plan.yuan_year(done.given):,.0f}" in said
    assert f"{done.against(done.nobody).mean:+,.0f}" in said
    table = places_frame(done)
    assert table["ticket_days_plan"].sum() == pytest.approx(done.simulated.sum(axis=1).mean())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_before_anything_else_that_no_plan_keeps_what_is_asked(
    tmp_path: Path, language: Language
) -> None:
    done = replace(found(problem([1400.0, 900.0], periods=1)), kept=0.725)
    file = load_plan(write(tmp_path, GOOD))
    tested, failed_before = Proof(False, 61, 3, 12.0, 20, 0), Proof(False, 0, 0, None, 20, 7)
    for proof, words in ((tested, ("72%", "61", "12")), (failed_before, ("72%", "20", "7"))):
        missed = replace(done, proof=proof)
        first = page(file, missed, language).splitlines()[2:7:2]
        assert all(any(word in line for line in first) for word in words), first
        said = Planned(file, missed).report(language).answer
        assert said.startswith(first[0].strip("*"))
    passed = replace(done, proof=Proof(True, 93, 1))
    assert "**" not in page(file, passed, language)
    assert "93" in page(file, passed, language)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "where the plan does"), ("zh", "人员安排相同")]
)
def test_a_rule_that_places_everybody_alike_is_not_held_against_it(
    tmp_path: Path, language: Language, words: str
) -> None:
    done = found(problem([1400.0, 900.0], periods=1))
    planned = Planned(load_plan(write(tmp_path, GOOD)), done)
    same = replace(done, placed=dict.fromkeys(done.placed, done.heads))
    other = replace(done, placed=dict.fromkeys(done.placed, done.heads + 1.0))
    for one, told in ((same, True), (other, False)):
        assert (words in page(planned.file, one, language)) is told
        assert (words in replace(planned, found=one).report(language).answer) is told


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_rule_that_does_better_is_what_the_page_says_to_take(
    tmp_path: Path, language: str
) -> None:
    done = found(problem([1400.0, 900.0], periods=1))
    file = load_plan(write(tmp_path, GOOD))
    better = replace(done, rules={"equal": 0.5 * done.simulated}, placed={"equal": done.heads})
    told = TAKE_RULE.say(language)  # type: ignore[arg-type]
    assert told in page(file, better, language)  # type: ignore[arg-type]
    worse = replace(done, rules={"equal": 2.0 * done.simulated}, placed={"equal": done.heads})
    assert told not in page(file, worse, language)  # type: ignore[arg-type]


def test_the_best_of_many_rules_must_be_better_by_more_than_luck(tmp_path: Path) -> None:
    done = found(problem([1400.0, 900.0], periods=1))
    file, told = load_plan(write(tmp_path, GOOD)), TAKE_RULE.say("en")
    change = np.outer(np.linspace(-1.0, 1.0, 20), [1.0, 0.0])  # standard error .139 of a mean
    days = {"equal": done.simulated + change - [0.32, 0.0]}  # p .03 of one rule
    one = replace(done, rules=days, placed=dict.fromkeys(days, done.heads))
    assert one.against(days["equal"]).proven_above_0
    assert told in page(file, one, "en")
    others = dict.fromkeys(("per_head", "equal_utilisation"), 2.0 * done.simulated)
    of_three = replace(one, rules=days | others)
    assert told not in page(file, of_three, "en")


def test_a_rule_is_not_to_be_taken_where_more_was_asked_than_fewer_days(tmp_path: Path) -> None:
    done = found(problem([1400.0, 900.0], periods=1, budget=600_000.0, wait_days=60.0))
    file, take = load_plan(write(tmp_path, GOOD)), TAKE_RULE.say("en")
    rules = {"equal": 0.5 * done.simulated}
    fewer = replace(done, rules=rules, placed={"equal": done.heads}, rules_kept={"equal": 0.4})
    said = page(file, fewer, "en")
    assert take not in said
    assert "in 40% of 20 fresh years" in said
    # Less in all, but for one community more than today.
    rules = {"equal": done.simulated * [0.1, 1.1]}
    uneven = replace(fewer, kept=None, worse=(), today=done.simulated, rules=rules)
    said = page(file, uneven, "en")
    assert take not in said
    assert LEAVES_WORSE.say("en", days="open ticket-days", n=1) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_for_the_worst_community_says_what_it_does_for_it(
    tmp_path: Path, language: Language
) -> None:
    done = found(problem([1400.0, 900.0], periods=1))
    tickets = done.given.tickets[:2]
    simulated = np.outer(np.linspace(0.9, 1.1, 20), 30.0 * tickets)  # 30 days a ticket at both
    rule = np.outer(np.linspace(0.9, 1.1, 20), [36.0, 2.0] * tickets)
    even = replace(done, simulated=simulated, rules={"equal": rule}, placed={"equal": done.heads})
    file = load_plan(write(tmp_path, GOOD + "objective: max_min\n"))
    said = page(file, even, language)
    assert TAKE_RULE.say(language) not in said
    assert NOT_SOUGHT.say(language, days=DAYS["tickets"].say(language)) in said
    assert "30.0" in said
    assert "-6.0" in said
    assert "30.0" in Planned(file, even).report(language).answer


def test_a_bad_plan_ends_with_2_and_leaves_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD.replace("cap: 2", "cap: 2, floor: 3"))
    out = tmp_path / "results"
    done = CliRunner().invoke(app, ["plan", str(file), "--out", str(out)])
    assert done.exit_code == 2
    assert "floor 3" in done.output
    assert not out.exists()
