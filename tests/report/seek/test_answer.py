"""What a search's answer claims, for every way it can end."""

import io
import math
import re

import pytest
from openpyxl import load_workbook

import qipan
from qipan.report.render import report_files
from qipan.report.seek import search_report
from qipan.report.seek.answer import answer
from qipan.statistics.decision import Decision
from qipan.statistics.interval import Interval
from qipan.statistics.root import Found
from qipan.studies.file.document import ExperimentDocument
from qipan.studies.seek.seek import Search

LEVELS = [0.5, 0.6, 0.7, 0.8]
OUTCOMES = {
    "found": (1, 2, True, ("at least 0.7", "至少须为 0.7")),
    "undecided": (0, 3, True, ("do not decide", "仍无法判定")),
    "already": (None, 0, None, ("already", "已经")),
    "unreachable": (3, None, None, ("does not come", "均达不到")),
    "unclear": (None, 3, None, ("cannot be decided", "无法判定")),
}


def decision(level, mean, verdict, missing=0):
    return Decision(level, verdict, Interval(mean, mean - 0.02, mean + 0.02, 40), missing)


def search(outcome="found", rising=True, monotone=True, below=0.75):
    missed, reached, _, _ = OUTCOMES[outcome]
    if rising is False:
        missed, reached = reached, missed
    tried = [decision(n, 0.9 - 0.1 * n, "reached" if n > 1 else "missed") for n in range(4)]
    found = Found(outcome, missed, reached, rising, monotone, tuple(tried), 0.005)
    target = {"metric": "load", "below": below}
    lever = {"key": "desks.community.ticket_share", "low": 0.5, "high": 0.8, "tolerance": 0.1}
    document = ExperimentDocument.model_validate(
        {
            "name": "try",
            "title": {"en": "Try", "zh": "试"},
            "seek": {"scenario": "scenarios/tiny.yaml", "lever": lever, "target": target},
        }
    )
    return Search(document, qipan.load("scenarios/tiny.yaml"), LEVELS, found, 160)


def numbers(text):
    return {float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", text)}


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_outcome_is_said_for_what_it_is(outcome, language):
    said = answer(search(outcome), language)
    assert OUTCOMES[outcome][3][language == "zh"] in said
    assert 0.75 in numbers(said) and "nan" not in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_means_on_both_sides_are_told(language):
    assert {0.6, 0.7, 0.75, 0.8, 0.68, 0.72, 0.78, 0.82, 95} <= numbers(answer(search(), language))


def test_a_falling_response_asks_for_the_most():
    assert "at most 0.6" in answer(search(rising=False), "en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_response_that_turns_is_said_to(language):
    said = answer(search(monotone=False), language)
    assert ("more than once" if language == "en" else "不止一次") in said


def test_a_missing_metric_is_a_miss_not_a_number():
    lost = search()
    tried = list(lost.found.decisions)
    tried[1] = Decision(1, "missed", Interval(math.nan, math.nan, math.nan, 20), 3)
    found = Found("found", 1, 2, True, True, tuple(tried), 0.005)
    said = answer(Search(lost.document, lost.scenario, LEVELS, found, 160), "en")
    assert "missing in 3 of 20 replications" in said and "nan" not in said


def test_the_report_tabulates_every_value_tried():
    report = search_report(search(), "zh", command="qipan seek x.yaml")
    book = load_workbook(io.BytesIO(report_files(report)["tables.xlsx"]))
    rows = list(book["取值"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == LEVELS
    assert rows[2][1] == pytest.approx(0.8) and len(report.charts) == 1
