"""Every number in an answer is the result's, and nothing is claimed that an interval denies."""

import math
import re

import pytest

from qipan.report.answers import Versus, changes, compares
from qipan.statistics.interval import Interval

NAN = math.nan


def versus(metric="fixed_cohort_p50", after=3.1, before=46.8, difference=None, **more):
    if difference is None:
        difference = Interval(after - before, after - before - 2.2, after - before + 2.2, 20)
    return Versus(metric, "B & Co", "A", after, before, difference, **more)


def numbers(sentence):
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", sentence).replace("−", "-")
    return [float(n) for n in re.findall(r"-?\+?\d+(?:\.\d+)?", plain)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_decided_difference_tells_both_levels_its_size_and_its_interval(language):
    sentence = compares(versus(), language)
    assert numbers(sentence) == [3.1, 46.8, 43.7, 95, 41.5, 45.9]
    assert ("improvement" if language == "en" else "改善") in sentence
    assert "B & Co" in sentence


def test_worse_is_said_to_be_worse_and_more_is_more():
    sentence = compares(versus(after=50.0, before=40.0), "en")
    assert "10.0 days more" in sentence and "worse" in sentence
    assert numbers(sentence) == [50.0, 40.0, 10.0, 95, 7.8, 12.2]


def test_where_neither_way_is_better_no_judgement_is_passed():
    sentence = compares(versus("patrol_finds_per_year", 20.0, 10.0), "en")
    assert "improvement" not in sentence and "worse" not in sentence


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_interval_with_0_decides_nothing(language):
    pair = versus(after=7.0, before=7.1, difference=Interval(-0.1, -0.4, 0.2, 20))
    for sentence in (compares(pair, language), changes(pair, language)):
        assert "improvement" not in sentence and "改善" not in sentence
        assert {7.0, 7.1, -0.1, -0.4, 0.2} <= set(numbers(sentence))
    assert ("cannot be told" if language == "en" else "不足以判断") in compares(pair, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_does_not_exist_is_said_not_to_and_why(language):
    gained = versus(after=79.5, before=NAN, difference=Interval(NAN, NAN, NAN, 20),
                    solved_after=91.6, solved_before=64.4)  # fmt: skip
    assert numbers(compares(gained, language)) == [79.5, 64.0]
    lost = versus(after=NAN, before=79.5, difference=Interval(NAN, NAN, NAN, 20),
                  solved_after=64.4, solved_before=91.6)  # fmt: skip
    assert set(numbers(compares(lost, language))) == {79.5, 64.0}
    neither = versus(after=NAN, before=NAN, difference=Interval(NAN, NAN, NAN, 20),
                     solved_after=64.4, solved_before=61.6)  # fmt: skip
    assert numbers(compares(neither, language)) == [64.0, 62.0]
    assert "nan" not in compares(neither, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_single_replication_proves_nothing(language):
    pair = versus(difference=Interval(-43.7, NAN, NAN, 1))
    assert "nan" not in compares(pair, language)
    assert ("one replication" if language == "en" else "单次") in compares(pair, language)


def test_equal_results_are_said_to_be_equal():
    pair = versus(after=7.0, before=7.0, difference=Interval(0.0, 0.0, 0.0, 20))
    assert "the same" in compares(pair, "en") and "完全相同" in compares(pair, "zh")


def test_a_change_of_a_percentage_is_in_points():
    pair = versus("fixed_cohort_solved_share", 91.63, 64.42, Interval(27.21, 26.64, 27.77, 20))
    assert "from 64.4 % to 91.6 % (+27.2 points, 95 % interval +26.6 to +27.8)" in changes(
        pair, "en"
    )
    assert "由 64.4% 升至 91.6%（+27.2 个百分点" in changes(pair, "zh")


def test_an_interval_of_many_comparisons_is_called_so():
    assert "all comparisons together" in compares(versus(together=True), "en")
    assert "联合" in compares(versus(together=True), "zh")
