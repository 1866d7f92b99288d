"""What a sweep's answer claims, and the numbers in it."""

import math
import re

import pytest

import qipan
from qipan.experiments.intervals import Interval
from qipan.experiments.sweep.factors import Factor
from qipan.experiments.sweep.influence import RankCorrelation
from qipan.experiments.sweep.result import Sensitivity, Sweep
from qipan.experiments.sweep.robustness import Conclusion, Share, Spread
from qipan.experiments.sweep.swings import Flip, Swing
from qipan.report.sweep.answer import answer
from qipan.report.sweep.build import influence, sweep_report
from qipan.report.sweep.tables import conclusions

METRIC = "fixed_cohort_solved_share"
KEYS = ("closure.false_share", "handling.hand_off_hours.mean")


def interval(mean, half=1.0):
    return Interval(mean, mean - half, mean + half, 4)


def conclusion(better=94, worse=2, of=100, missing=0):
    return Conclusion(
        METRIC, "a", "b", interval(20.0), Share(better, of), Share(worse, of),
        Share(of - better - worse, of), Share(better, of), (-1.5, 19.0, 31.25), missing,
        (missing, 0),
    )  # fmt: skip


def swing(key, low, high, half=1.0):
    change = interval(high - low, half)
    return Swing(key, 0.1, 0.02, 0.3, interval(20.0), interval(low), interval(high), change)


def response(first="a", said=None, swings=(), correlations=(), flips=()):
    return Sensitivity(
        METRIC, first, "b", interval(20.0), said, correlations, (), (), swings, flips, ()
    )


@pytest.fixture(scope="module")
def found():
    b = qipan.load("scenarios/tiny.yaml").revise({"name": "b", "title": {"en": "B", "zh": "乙"}})
    a = b.revise({"name": "a", "title": {"en": "A", "zh": "甲"}, "policy.burden.on": True})
    factors = tuple(Factor(key, key, (0, 1), 0.1, 0.02, 0.3) for key in KEYS)

    def make(*responses, scenarios=(a, b), spreads=()):
        return Sweep(
            scenarios, factors, (METRIC,), responses, spreads, "sobol", None, None, None, KEYS,
            4, 1, 800, (), (), 100,
        )  # fmt: skip

    return make


def numbers(text):
    plain = text.replace("−", "-").replace("+", "")
    return {float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", plain)}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_shares_of_worlds_and_their_spread_are_told(found, language):
    said = answer(found(response(said=conclusion())), language)
    assert {94, 2, 4, 100, 20.0, -1.5, 31.2} <= numbers(said)
    low, high = (round(100 * e) for e in Share(94, 100).interval[1:3])
    assert {low, high} <= numbers(said)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_worlds_left_out_are_counted_and_none_is_none(found, language):
    assert 7.0 in numbers(answer(found(response(said=conclusion(missing=7))), language))
    said = answer(found(response(said=conclusion(0, 0, 0, missing=9))), language)
    assert 9.0 in numbers(said) and "nan" not in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_usable_point_is_not_taken_for_a_metric_that_does_not_exist(found, language):
    said = answer(found(response(said=conclusion(0, 0, 0))), language)
    assert 20.0 in numbers(said) and 0.0 not in numbers(said) and "nan" not in said
    own = Spread(METRIC, "b", interval(20.0), (math.nan,) * 5, 0, 0)
    one = found(response(first=None), scenarios=(found().scenarios[1],), spreads=(own,))
    assert 20.0 in numbers(answer(one, language)) and "nan" not in answer(one, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_only_what_is_above_chance_moves_it(found, language):
    swings = (swing(KEYS[0], 5.0, 25.0), swing(KEYS[1], 19.9, 20.2))
    said = answer(found(response(said=conclusion(), swings=swings)), language)
    assert {5.0, 25.0} <= numbers(said) and KEYS[1] not in said
    nothing = answer(found(response(said=conclusion(), swings=swings[1:])), language)
    assert ("by more than chance" if language == "en" else "超出随机波动") in nothing


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_turning_point_is_told_only_if_it_is_clear(found, language):
    clear = Flip(KEYS[0], 0.1, 0.2, 0.25, interval(-5.0))
    said = answer(found(response(said=conclusion(), flips=(clear,))), language)
    assert 0.25 in numbers(said)
    maybe = Flip(KEYS[0], 0.1, 0.2, 0.25, interval(-0.5))
    assert 0.25 not in numbers(answer(found(response(said=conclusion(), flips=(maybe,))), language))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_single_scenario_is_told_as_given_and_over_the_worlds(found, language):
    own = Spread(METRIC, "b", interval(20.0), (1.0, 5.0, 21.0, 44.0, 60.0), 0, 100)
    one = found(response(first=None), scenarios=(found().scenarios[1],), spreads=(own,))
    assert {20, 5, 44, 100} <= numbers(answer(one, language))


def test_influence_orders_the_inputs_and_the_report_is_whole(found):
    correlated = tuple(
        RankCorrelation(key, rho, rho - 0.1, rho + 0.1, rho - 0.2, rho + 0.2)
        for key, rho in zip(KEYS, (0.1, -0.8), strict=True)
    )
    made = found(
        response(said=conclusion(), swings=(swing(KEYS[0], 5, 25),), correlations=correlated)
    )
    assert influence(made)[KEYS[1]] == 0.8
    report = sweep_report(made, "en", command="qipan sweep x.yaml")
    inputs = next(table for table in report.tables if table.name == "inputs")
    assert inputs.frame.iloc[0]["key"] == KEYS[1]
    assert len(report.charts) == 1
    row = conclusions(made, "en").frame.iloc[0]
    assert (row["better in, %"], row["as given"], row["worlds"]) == (94, 20.0, 100)
    assert not math.isnan(row["median"])
