"""The numbers of an answer are the comparison's, whatever came of it."""

import re
from dataclasses import replace

import numpy as np
import pytest

from qipan.report.comparison import answer as answers
from qipan.report.comparison.answer import answer, answer_of_pairs, primary
from qipan.report.numbers import written
from qipan.statistics.stopping import Stopping

LANGUAGES = ("en", "zh")


def numbers(text):
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text).replace("−", "-")
    return {float(n) for n in re.findall(r"[-+]?\d+(?:\.\d+)?", plain)}


def with_values(found, metric, values):
    """The same comparison with other values of a metric, a row a scenario."""
    runs = []
    for each, row in zip(found.runs, values, strict=True):
        changed = []
        for replication, value in zip(each.replications, row, strict=True):
            table = _Changed(replication.table, metric, value)
            changed.append(replace(replication, table=table))
        runs.append(replace(each, replications=tuple(changed)))
    return replace(found, runs=tuple(runs))


class _Changed:
    def __init__(self, table, metric, value):
        self._table, self._metric, self._value = table, metric, value
        self.members = table.members

    def __getitem__(self, name):
        return self._value if name == self._metric else self._table[name]

    def __iter__(self):
        return iter(self._table)

    def values(self, name, by):
        return self._table.values(name, by)


@pytest.mark.parametrize("language", LANGUAGES)
def test_means_and_interval_of_a_decided_difference(two, language):
    values = [[40.0, 41.0, 42.0, 43.0], [10.0, 11.5, 12.0, 13.0]]
    found = with_values(two, "fixed_cohort_p50", values)
    d = found.difference("p1", "fixed_cohort_p50")
    told = numbers(answer(found, language))
    assert {41.5, round(d.value.mean, 1), -round(d.interval.mean, 1)} <= told
    assert {-round(d.interval.high, 1), -round(d.interval.low, 1)} <= told


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interval_with_0_is_no_finding(two, language):
    found = with_values(two, "fixed_cohort_p50", [[4, 5, 6, 7.0], [5, 4, 7, 6.5]])
    said = answer(found, language)
    assert ("cannot be told" if language == "en" else "不足以判断") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_metric_missing_in_one_replication_does_not_exist(two, language):
    found = with_values(two, "fixed_cohort_p50", [[4, 5, np.nan, 7.0], [5, 4, 7, 6.5]])
    said = answer(found, language)
    solved = found.of("p0").interval("fixed_cohort_solved_share").mean
    assert round(solved) in numbers(said) and "nan" not in said
    assert ("does not exist" if language == "en" else "不存在") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_only_best_of_several_is_named_with_the_next(three, language):
    values = [[50, 51, 52, 53.0], [70, 71, 72, 73.5], [60, 61, 62, 63.2]]
    found = with_values(three, "fixed_cohort_solved_share", values)
    said = answer(found, language)
    title = "Policy <1> & co" if language == "en" else "方案《1》"
    assert title in said and {71.6, 61.5, 51.5} <= numbers(said)
    d = found.difference("p1", "fixed_cohort_solved_share").simultaneous
    assert {float(written(abs(e), 1)) for e in (d.mean, d.low, d.high)} <= numbers(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_policies_that_cannot_be_told_apart_are_not_ranked(three, language):
    values = [[50, 60, 52, 53.0], [51, 50, 62, 53.5], [60, 51, 52, 53.2]]
    found = with_values(three, "fixed_cohort_solved_share", values)
    said = answer(found, language)
    assert ("tell no two of them apart" if language == "en" else "无法区分任何两个") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tie_at_the_top_names_both(three, language):
    values = [[50, 51, 52, 53.0], [70, 71, 72, 73.5], [70.1, 70.9, 72.1, 73.4]]
    found = with_values(three, "fixed_cohort_solved_share", values)
    said = answer(found, language)
    assert said.count("“") >= 4 and "1" in said
    assert ("may each be the best" if language == "en" else "都可能") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_missing_are_counted_and_none_is_none(three, language):
    values = [[50, 51, 52, 53.0], [70, 71, 72, 73.5], [np.nan] * 4]
    said = answer(with_values(three, "fixed_cohort_solved_share", values), language)
    assert "nan" not in said
    assert ("not ranked" if language == "en" else "未参与排序") in said
    said = answer(with_values(three, "fixed_cohort_solved_share", [[np.nan] * 4] * 3), language)
    assert ("under none" if language == "en" else "均不存在") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_metric_without_a_better_way_is_only_spread(three, language):
    found = replace(three, metrics=("closed_per_year",))
    said = answer(found, language)
    assert ("neither way is better" if language == "en" else "无优劣之分") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_precision_that_was_not_reached_is_said(two, language):
    cap = Stopping("cap", "fixed_cohort_solved_share", 0.5, 0.83, 4, 1020)
    said = answer(replace(two, stopping=cap), language)
    assert {0.5, 0.83, 4, 1020} <= numbers(said)
    assert primary(replace(two, stopping=cap)) == "fixed_cohort_solved_share"
    stopped = answer(replace(two, stopping=Stopping("stopped")), language)
    assert ("stopped after 4" if language == "en" else "完成 4 次后被中止") in stopped
    precise = Stopping("precise", "fixed_cohort_solved_share", 0.5, 0.4, 4, 4)
    assert "0.5" not in answer(replace(two, stopping=precise), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_several_cities_those_that_gain_are_counted(two, language):
    gains = with_values(two, "fixed_cohort_p50", [[40, 41, 42, 43.0], [10, 11.5, 12, 13.0]])
    ties = with_values(two, "fixed_cohort_p50", [[4, 5, 6, 7.0], [5, 4, 7, 6.5]])
    said = answer_of_pairs([gains, ties], language)
    assert {1.0, 2.0} <= numbers(said)
    change = answers.versus(gains, "p1", "fixed_cohort_p50", language).difference.mean
    assert round(change, 1) in numbers(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_several_cities_neither_way_better_is_no_verdict(two, language):
    found = replace(two, metrics=("closed_per_year",))
    said = answer_of_pairs([found, found], language)
    assert ("does better" if language == "en" else "优于") not in said
