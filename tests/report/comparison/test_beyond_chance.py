"""What is said beyond chance: in both languages, and with too little data."""

from dataclasses import replace

import numpy as np
import pytest

from qipan.report.comparison.beyond_chance import (
    COLUMNS,
    beyond_chance_section,
    ranged_rows,
    verdict_said,
)
from qipan.report.comparison.titles import titles
from qipan.studies.comparison import Comparison
from qipan.studies.uncertainty.layer import LOAD, Layer
from qipan.studies.uncertainty.verdict import verdict
from qipan.studies.uncertainty.worlds import AssumedWorlds
from qipan.words import LANGUAGES, Language

METRIC = "close_p50"


def layer(n: int, turn: float | None) -> Layer:
    """Worlds in which a policy gains by the load's distance from where it turns."""
    loads = np.linspace(0.4, 1.4, n)
    values = np.zeros((n, 2, 2, 2))
    values[:, 0, :, 1] = values[:, 1, :, 1] = loads[:, None]
    values[:, 1, :, 0] = -1.0 if turn is None else (turn - loads)[:, None]
    return Layer(("old", "new"), "old", (METRIC, LOAD), tuple(range(n)), values, n, {})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("n", "turn", "said"),
    [
        (60, 0.7, ("above 0.7", "高于 0.7")),
        (60, None, ("in all 60 worlds in which", "全部 60 个情形")),
        (6, 0.7, ("too few to say", "不足以判断")),
    ],
)
def test_verdicts(n: int, turn: float | None, said: tuple[str, str], language: Language) -> None:
    found = verdict(layer(n, turn), "new", METRIC)
    text = verdict_said(found, METRIC, ("Reform", "Before"), language)
    assert said[LANGUAGES.index(language)] in text
    assert "Reform" in text and "nan" not in text and "{" not in text


def tried(part: Comparison) -> Comparison:
    """A comparison with 30 worlds and 4 cities of made-up values."""
    names, metrics = part.names, (*part.metrics, "load")
    worlds, cities = (
        Layer(
            names,
            part.reference,
            metrics,
            tuple(range(n)),
            np.random.default_rng(n).normal(5.0, 1.0, (n, len(names), 2, len(metrics))),
            n,
            {},
        )
        for n in (30, 4)
    )
    assumed = AssumedWorlds(worlds, ("work",), np.full((30, 1), 0.5), 0.8, 10)
    return replace(part, worlds=assumed, cities=cities)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_tried_is_drawn(two: Comparison, language: Language) -> None:
    assert beyond_chance_section(two, language).charts == ()
    (chart,) = beyond_chance_section(tried(two), language).charts
    assert chart.name == "beyond_chance" and set(chart.files) == {"png", "svg"}


def test_each_interval_that_there_is_is_drawn_as_it_is_tabulated(two: Comparison) -> None:
    part = tried(two)
    for given, kinds in (
        (part, ["chance", "city", "assumed"]),
        (replace(part, worlds=None), ["chance", "city"]),
        (replace(part, cities=None), ["chance", "assumed"]),
    ):
        section = beyond_chance_section(given, "en")
        frame = section.tables[0].frame
        drawn = ranged_rows(given, "en")
        for one, (_, row) in zip(drawn, frame[frame["difference"].notna()].iterrows(), strict=True):
            assert list(one.intervals) == kinds
            for kind in kinds:
                title = COLUMNS[f"{kind}_low"].en, COLUMNS[f"{kind}_high"].en
                assert tuple(row[list(title)]) == pytest.approx(one.intervals[kind][1:])
            assert one.worlds == (30 if "assumed" in kinds and one.better else 0)


def test_of_several_policies_each_is_drawn_in_the_first_metric(three: Comparison) -> None:
    drawn = ranged_rows(tried(three), "en")
    assert [one.name for one in drawn] == [titles(three, "en")[name] for name in three.others]
