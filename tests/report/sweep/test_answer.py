"""What a sweep's answer claims, and the numbers in it."""

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest

import qipan
from qipan.report.sweep.answer import answer
from qipan.report.sweep.build import influence, sweep_report
from qipan.report.sweep.tables import conclusions
from qipan.statistics.interval import Interval
from qipan.studies.sweep.factors import Factor
from qipan.studies.sweep.influence import RankCorrelation
from qipan.studies.sweep.result import Sensitivity, Sweep
from qipan.studies.sweep.robustness import Conclusion, Share, Spread, conclude, spread
from qipan.studies.sweep.swings import Flip, Swing

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

    def make(*responses, scenarios=(a, b), spreads=(), points=0, usable=None):
        trial = SimpleNamespace(usable=np.arange(points) < (points if usable is None else usable))
        return Sweep(
            scenarios, factors, (METRIC,), responses, spreads, "sobol",
            _Points(points) if points else None, trial if points else None, None,
            KEYS, 4, 1, 800, (), (), 100,
        )  # fmt: skip

    return make


class _Points:
    """Points of a design, of which only the number is told."""

    wanted = None

    def __init__(self, points):
        self._points = points

    def __len__(self):
        return self._points


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


UNTOLD = {"en": ("cannot be told", "may be chance"), "zh": ("无法判断", "可能出于偶然")}
NO_CLAIM = {"en": ("None of the", "no number"), "zh": ("没有一项",)}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_number_that_cannot_be_told_is_not_said_to_do_nothing(found, language):
    wide = (swing(KEYS[0], 0.6, 1.3, half=1.7), swing(KEYS[1], 19.9, 20.2))
    said = answer(found(response(said=conclusion(), swings=wide)), language)
    assert all(words in said for words in UNTOLD[language])
    assert not any(words in said for words in NO_CLAIM[language])
    assert {0.6, 1.3, 4.0} <= numbers(said)  # the largest difference, and how few replications
    some = answer(found(response(said=conclusion(), swings=wide[:1])), language)
    assert {1.0, 2.0} <= numbers(some)  # of 1 of 2 numbers
    assert ("nothing can be told" if language == "en" else "无从判断") in some


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_moves_it_is_named_and_the_rest_counted_as_untold(found, language):
    said = answer(found(response(swings=(swing(KEYS[0], 5.0, 25.0),))), language)
    assert {5.0, 25.0, 2.0} <= numbers(said)
    assert ("nothing can be told" if language == "en" else "无从判断") in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_number_that_changed_nothing_is_told_of_these_replications_alone(found, language):
    exact = Interval(0.0, 0.0, 0.0, 4)
    same = tuple(
        Swing(key, 0.1, 0.02, 0.3, interval(20.0), interval(20.0), interval(20.0), exact)
        for key in KEYS
    )
    said = answer(found(response(swings=same)), language)
    assert (
        "changed nothing in these replications" if language == "en" else "未带来任何变化"
    ) in said
    assert not any(words in said for words in UNTOLD[language])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Interval(math.nan, math.nan, math.nan, 4), ("does not exist everywhere", "并非处处存在")),
        (Interval(3.0, math.nan, math.nan, 4), ("the same in all 4", "全部相同")),
    ],
)
def test_numbers_without_an_interval_tell_nothing_and_why(found, language, change, why):
    end = Interval(change.mean, math.nan, math.nan, 4)
    swings = tuple(Swing(key, 0.1, 0.0, 1.0, interval(20.0), end, end, change) for key in KEYS)
    said = answer(found(response(swings=swings)), language)
    assert why[language == "zh"] in said and 2.0 in numbers(said) and "nan" not in said
    assert not any(words in said for words in NO_CLAIM[language])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_looked_at_and_too_few_points_is_no_answer(found, language):
    own = Spread(METRIC, "b", interval(20.0), (1.0, math.nan, 2.0, math.nan, 3.0), 4, 10)
    one = found(response(first=None), scenarios=(found().scenarios[1],), spreads=(own,), points=10)
    said = answer(one, language)
    assert {1.0, 3.0, 6.0, 10.0, 8.0, 2.0} <= numbers(said)  # ends, worlds, at the least, keys
    assert ("cannot be told" if language == "en" else "无法判断") in said
    assert ("nine in ten lie" if language == "en" else "九成介于") not in said


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("known", [0, 1, 2, 19, 20])
def test_a_range_is_told_of_enough_worlds_only(found, language, known):
    values = np.linspace(4.0, 5.0, known)
    means = np.concatenate([values, np.full(30 - known, np.nan)])
    own = spread(METRIC, "b", means[:, None], interval(20.0))
    one = found(response(first=None), scenarios=(found().scenarios[1],), spreads=(own,))
    said = answer(one, language)
    assert "nan" not in said and 30.0 in numbers(said)
    assert (("nine in ten lie" if language == "en" else "九成介于") in said) == (known == 20)
    if known == 1:
        assert ("no range" in said or "says nothing of a range" in said) or "无法给出范围" in said
    if 1 < known < 20:
        assert {4.0, 5.0, float(known)} <= numbers(said)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("of", [1, 2, 19])
def test_a_difference_over_few_worlds_has_no_range_of_nine_in_ten(found, language, of):
    first = np.zeros((of, 4))
    second = first + np.linspace(1.0, 3.0, of)[:, None] + np.array([0.0, 0.1, -0.1, 0.05])
    said = answer(
        found(response(said=conclude(METRIC, ("a", "b"), first, second, interval(20.0)))), language
    )
    assert ("nine in ten lie" if language == "en" else "九成介于") not in said
    assert "nan" not in said and "1 plausible worlds" not in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_unsound_points_are_told(found, language):
    made = found(response(said=conclusion()), points=10, usable=6)
    assert {10.0, 6.0} <= numbers(answer(made, language))


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
    row = conclusions(made).said("en").frame.iloc[0]
    assert (row["better in, %"], row["as given"], row["worlds"]) == (94, 20.0, 100)
    assert not math.isnan(row["median"])
