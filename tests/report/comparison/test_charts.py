"""Charts of many policies show all of them, or say which they leave out."""

import pytest

import qipan
from qipan.charts.picture import as_chart
from qipan.report.comparison import charts
from qipan.studies.comparison import Comparison, compare

METRICS = ("fixed_cohort_solved_share", "load")
MANY = 25


@pytest.fixture(scope="module")
def many() -> Comparison:
    tiny = qipan.load("scenarios/tiny.yaml").revise({"horizon.days": 10})
    return compare(
        [
            tiny.revise(
                {
                    "name": f"p{n}",
                    "title": {"en": f"A reform with cadres, number {n}", "zh": f"改革方案之{n}"},
                }
            )
            for n in range(MANY)
        ],
        n=2,
        metrics=METRICS,
    )


def drawn(found, language, monkeypatch):
    """Return every text of each chart by its name."""
    from tests.charts.layout import faults, words

    said = {}

    def kept(figure, name, caption):
        figure = figure() if callable(figure) else figure
        assert faults(figure) == []
        said[name] = words(figure)
        return as_chart(figure, name, caption)

    monkeypatch.setattr(charts.charts, "as_chart", kept)
    charts.charts_of(found, METRICS[0], language)
    charts.fairness_charts(found, METRICS[0], language)
    return said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_lines_of_the_best_are_drawn_and_the_rest_is_counted(many, language, monkeypatch):
    said = drawn(many, language, monkeypatch)
    left = MANY - charts.MOST_CURVES
    for name in ("backlog", "time_to_solve", "lorenz"):
        told = f"{left} more are in the tables" if language == "en" else f"其余 {left} 个见表"
        assert told in said[name]


def test_differences_and_kinds_of_all_policies_are_in_several_pictures(many, monkeypatch):
    said = drawn(many, "en", monkeypatch)
    assert "differences_2" not in said and "by_kind_2" in said
    told = said["by_kind"] + " " + said["by_kind_2"]
    assert all(f"number {n} " in f"{told} " for n in range(MANY))
    assert "(1 of 2)" in told and "(2 of 2)" in told
    assert all(f"number {n} " in f"{said['differences']} " for n in range(1, MANY))


def test_few_policies_are_all_drawn_and_nothing_is_said(three, monkeypatch):
    said = drawn(three, "en", monkeypatch)
    assert not any("more are in the tables" in text for text in said.values())
