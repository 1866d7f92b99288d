"""What an attribution's answer claims, and the numbers in it."""

import math
import re
from dataclasses import replace

import pytest

import qipan
from qipan.report.attribution.answer import answer
from qipan.report.attribution.tables import contributions, interactions
from qipan.statistics.interval import Interval
from qipan.studies.attribution.result import (
    Attribution,
    Contribution,
    Interaction,
    MetricAttribution,
    Missing,
)

NONE = Interval(math.nan, math.nan, math.nan, 3)


def numbers(text):
    return {float(n) for n in re.findall(r"[-+]?\d+(?:\.\d+)?", text.replace("−", "-"))}


def interval(mean, half=0.5):
    return Interval(mean, mean - half, mean + half, 8)


def attributed(metric="fixed_cohort_p50", **values):
    import numpy as np

    parts = tuple(
        Contribution(name, interval(value), interval(value), interval(value), 0.0)
        for name, value in values.items()
    )
    whole = sum(values.values())
    pairs = (Interaction("burden", "patrol", interval(0.25, 0.1), interval(0.25, 0.3)),)
    rows = np.tile(list(values.values()), (2, 1))
    return MetricAttribution(
        metric, interval(20.0), interval(20.0 + whole), interval(whole), parts, pairs, rows, None
    )


@pytest.fixture(scope="module")
def found():
    after = qipan.load("scenarios/tiny.yaml")
    before = after.revise({"policy.patrol.on": False})

    def make(*metrics):
        return Attribution(
            before=before,
            after=after,
            players=tuple(one.player for one in metrics[0].contributions),
            metrics=metrics,
            orders=0,
            replications=(0, 1),
            wanted=2,
            seed=1,
            coalitions=4,
            runs=8,
            stand_ins=(),
            failures=(),
        )

    return make


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_largest_contributions_are_named_with_their_intervals(found, language):
    said = answer(found(attributed(burden=-3.0, patrol=-9.0)), language)
    assert {20.0, 8.0, -12.0, -9.0, -9.5, -8.5, -3.0, -3.5, -2.5} <= numbers(said)
    first, second = ("patrols", "burden relief") if language == "en" else ("巡查", "减负")
    assert said.index(first) < said.index(second)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_works_against_the_change_is_said(found, language):
    said = answer(found(attributed(burden=-9.0, patrol=2.0)), language)
    assert ("Against it work patrols" if language == "en" else "起反作用的是巡查") in said
    assert 2.0 in numbers(said)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_told_from_0_is_no_contribution(found, language):
    said = answer(found(attributed(burden=-9.0, patrol=0.1)), language)
    assert (
        "1 of the 2 changes cannot be told" if language == "en" else "1 项无法与 0 区分"
    ) in said
    said = answer(found(attributed(burden=0.2, patrol=0.4)), language)
    assert ("none of the 2" if language == "en" else "均无法与 0 区分") in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_change_at_all_is_said_first(found, language):
    said = answer(found(attributed(burden=5.0, patrol=-4.9)), language)
    assert ("cannot be told: the interval" if language == "en" else "尚无法判断") in said
    assert {5.0, -4.9} <= numbers(said)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_metric_that_does_not_exist_gives_way_to_the_next(found, language):
    first = replace(attributed("fixed_cohort_p90", burden=1.0), missing=Missing(3, 4, ((),)))
    second = attributed("fixed_cohort_solved_share", burden=9.0)
    said = answer(found(first, second), language)
    assert {3.0, 4.0, 9.0} <= numbers(said)
    assert "nan" not in answer(found(first), language)


def test_tables_hold_contributions_and_their_sum(found):
    each = attributed(burden=-3.0, patrol=-9.0)
    frame = contributions(found(each), each).said("en").frame
    assert list(frame["change"]) == ["patrols", "burden relief", "all together"]
    assert list(frame["contributes"]) == [-9.0, -3.0, -12.0]
    assert list(frame["of the whole, %"]) == [75, 25, 100]
    assert interactions(found(each), each).said("zh").frame.iloc[0, 0] == "减负"
    table = found(each).tables["by_replication"].said("en")
    assert len(table.frame) == 2 and table.most_rows == 0


@pytest.mark.parametrize(("language", "more"), [("en", "2 more"), ("zh", "另外 2 项")])
def test_changes_that_are_not_named_are_counted(found, language, more):
    clear = {"patrol": -5.0, "burden": -4.0, "authority": -3.0, "sent_down": -2.0, "shifts": -1.0}
    assert more in answer(found(attributed(**clear)), language)
    assert more not in answer(found(attributed(patrol=-5.0, burden=-4.0)), language)
