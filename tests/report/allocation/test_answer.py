"""Whether an allocation's answer lets a rule of thumb win where it does."""

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest

from qipan.report.allocation.answer import answer
from qipan.statistics.estimate import Estimate
from qipan.studies.allocation.reference_plans import NONE, TODAY


def numbers(text):
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text).replace("−", "-")
    return {float(n) for n in re.findall(r"[-+]?\d+(?:\.\d+)?", plain)}


def allocation(against, value=4000.0, proven=True, loop=True, gained=None):
    """What an answer reads of an allocation; `gained` by name of a reference."""
    gained = gained or {}
    aim = SimpleNamespace(
        name="open ticket-days",
        unit="ticket-days a year",
        estimate=lambda _: Estimate(value, value - 10, value + 10),
        difference=lambda _, reference: gained[reference],
    )
    totals = {TODAY: [5, 4, 5], NONE: [0, 0, 0]}
    references = tuple(
        SimpleNamespace(name=name, plan=np.array(totals[name]), outcome=name) for name in gained
    )
    gap = Estimate(0.13, 0.05, 0.21)
    chosen = SimpleNamespace(outcome=None, ticket_days=np.zeros((40, 3)))
    made = SimpleNamespace(
        target=aim, objective=aim, chosen=chosen, against_rule=against, promised=3500.0, gap=gap,
        best_rule=SimpleNamespace(name="equal_utilisation"),
    )  # fmt: skip
    solved = SimpleNamespace(proven=proven, gap=0.031)
    facts = SimpleNamespace(communities=("c1", "c2", "c3"), today=np.array([2, 2, 2]))
    curves = SimpleNamespace(
        at=lambda plan: np.array([1000.0, 2000.0, 500.0]) + 100.0 * (4 - plan.max()),
        numbers=np.arange(5),
    )
    return SimpleNamespace(
        placed=np.array([4, 2, 0]), facts=facts, loop=made if loop else None, first=solved,
        solves=(solved,), curves=curves, references=references,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plan_that_is_better_says_by_how_much(language):
    said = answer(allocation(Estimate(-300.0, -420.0, -180.0)), language)
    assert {6, 2, 3, 4, 4000, 300, 180, 420, 3500, 40, 13.0} <= numbers(said)
    assert ("better than the best" if language == "en" else "优于") in said
    assert ("equal utilisation" if language == "en" else "均衡利用率") in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_rule_that_wins_is_recommended(language):
    said = answer(allocation(Estimate(300.0, 180.0, 420.0)), language)
    assert ("take the rule" if language == "en" else "应采用该规则") in said
    assert {300, 180, 420} <= numbers(said)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_tie_says_that_the_rule_is_enough(language):
    said = answer(allocation(Estimate(-30.0, -180.0, 120.0)), language)
    assert ("the rule is enough" if language == "en" else "用该规则即可") in said
    assert {-30, -180, 120} <= numbers(said)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_does_not_exist_or_is_not_proven_is_not_claimed(language):
    none = Estimate(math.nan, math.nan, math.nan)
    said = answer(allocation(none, value=math.nan, proven=False), language)
    assert "nan" not in said and 3.1 in numbers(said)
    assert ("not shown to be" if language == "en" else "不能说明该方案最优") in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_the_loop_nothing_is_said_to_be_simulated(language):
    said = answer(allocation(None, loop=False), language)
    assert {3500, 4100, 4700, 6} <= numbers(said)  # the plan, today's six, none sent
    assert ("was not simulated" if language == "en" else "未经模拟检验") in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_plan_is_set_against_today_as_it_stands_and_none_sent(language):
    gained = {TODAY: Estimate(-800.0, -990.0, -610.0), NONE: Estimate(-1500.0, -2300.0, -700.0)}
    said = answer(allocation(Estimate(-30.0, -180.0, 120.0), gained=gained), language)
    assert {14, 800, 610, 990, 1500, 700, 2300} <= numbers(said)
    assert ("today as it stands" if language == "en" else "现状（原样") in said
    assert ("no full-time cadres sent" if language == "en" else "不派专职干部") in said


@pytest.mark.parametrize(
    ("gained", "en", "zh"),
    [
        (Estimate(800.0, 610.0, 990.0), "is worse by 800", "差 800"),
        (Estimate(8.0, -61.0, 77.0), "cannot be told apart", "无法区分"),
        (Estimate(math.nan, math.nan, math.nan), "no gain can be given", "无法给出增益"),
    ],
)
def test_a_whole_plan_that_gains_nothing_says_so(gained, en, zh):
    found = allocation(Estimate(-30.0, -180.0, 120.0), gained={TODAY: gained})
    for language, words in (("en", en), ("zh", zh)):
        said = answer(found, language)
        assert words in said and "nan" not in said
