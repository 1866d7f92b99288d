"""Charts draw what they are given, all of it."""

import datetime
import math

import numpy as np
import pytest
from matplotlib.axes import Axes

from qipan.outcomes.catalogue import Better
from qipan.report import charts
from qipan.report.charts.lorenz import gini, lorenz_points
from qipan.report.charts.tornado import OTHERS

from .layout import words


def holds(axes: Axes, x: list[float], y: list[float]) -> bool:
    (left, right), (bottom, top) = sorted(axes.get_xlim()), sorted(axes.get_ylim())
    return left <= min(x) and max(x) <= right and bottom <= min(y) and max(y) <= top


def test_a_fan_shows_the_median_and_marks_in_view() -> None:
    days = [datetime.date(2019, 1, 1) + datetime.timedelta(days=n) for n in range(100)]
    values = np.arange(21.0)[:, None] + np.arange(100.0)
    shock = charts.Mark("storm", days[50], 10)
    figure = charts.backlog_fan(
        [charts.Backlog("a", days, values)],
        title="t",
        marks=[shock, charts.Mark("reform", days[9])],
    )
    (axes,) = figure.axes
    drawn = np.asarray(axes.get_lines()[0].get_ydata(), float)
    assert np.allclose(drawn, np.median(values, axis=0))
    assert len(axes.collections) == 2  # bands of 50 % and of 90 %
    assert {"storm", "reform"} <= {text.get_text() for text in axes.texts}
    assert axes.get_ylim()[0] == 0.0 and axes.get_ylim()[1] >= np.percentile(values, 95)


def test_few_replications_have_no_band() -> None:
    days = [datetime.date(2019, 1, 1), datetime.date(2019, 3, 1)]
    figure = charts.backlog_fan([charts.Backlog("a", days, np.ones((3, 2)))], title="t")
    assert not figure.axes[0].collections and "band" not in words(figure)


def test_a_forest_has_a_panel_for_each_unit_and_side() -> None:
    rows = [
        charts.Difference("a", "days", -1.0, -2.0, 3.0, "lower"),
        charts.Difference("b", "days", 1.0, 0.5, 2.0, "lower"),
        charts.Difference("c", "%", 1.0, 0.5, 2.0, "higher"),
        charts.Difference("d", "%", math.nan, math.nan, math.nan, "lower"),
    ]
    assert [row.verdict for row in rows] == [0, -1, 1, 0]
    figure = charts.forest(rows, title="t", confidence=99)
    assert len(figure.axes) == 3
    assert all(holds(figure.axes[0], [v], [20.0]) for v in (-2.0, 3.0, 0.0))
    said = words(figure)
    assert "99% interval" in said and "does not exist" in said
    assert "less is better" in said and "more is better" in said


def test_a_waterfall_ends_where_its_steps_lead() -> None:
    steps = [charts.Contribution("a", -10.0, -12.0, -8.0), charts.Contribution("b", 4.0)]
    figure = charts.waterfall(steps, before=50.0, unit="days", title="t", better="lower")
    (axes,) = figure.axes
    bars = [bar for container in axes.containers for bar in container]
    assert [bar.get_width() for bar in bars] == [50.0, -10.0, 4.0, 44.0]
    assert "44" in words(figure) and "−10.0 [−12.0, −8.0]" in words(figure)


def test_a_tornado_puts_the_largest_first_and_counts_the_rest() -> None:
    swings = [charts.Swing(f"key {n}", "0", "1", -float(n), float(n)) for n in range(30)]
    swings.append(charts.Swing("one end missing", "0", "1", math.nan, 99.0))
    figure = charts.tornado(swings, base=0.0, unit="days", title="t", most=5)
    (axes,) = figure.axes
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == [f"key {n}" for n in range(29, 24, -1)]
    assert OTHERS.say("en", n=26) in words(figure)
    assert holds(axes, [-29.0, 29.0], [0.0])


def test_a_map_shows_every_community() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.uniform(0, 9, (2, 60))
    change = rng.integers(-2, 3, 60)
    figure = charts.allocation_map(
        x, y, np.full(60, 5000.0), change, label="cadres", title="t", change=True
    )
    offsets = np.concatenate([np.asarray(c.get_offsets()) for c in figure.axes[0].collections])
    assert len(offsets) == 60
    assert holds(figure.axes[0], list(x), list(y))


def test_a_heatmap_of_many_communities_goes_from_the_highest_mean_down() -> None:
    table = np.random.default_rng(4).uniform(0, 1, (100, 5))
    table[7] = np.nan
    figure = charts.heatmap(
        table, [str(n) for n in range(100)], list("abcde"), label="%", title="t"
    )
    drawn = figure.axes[0].images[0].get_array()
    assert drawn is not None and drawn[-1].mask.all()
    assert (np.diff(drawn[:-1].mean(axis=1)) <= 1e-12).all()
    assert "100 communities" in words(figure)


def test_flows_are_as_wide_as_their_numbers() -> None:
    counts = np.array([[30, 10, 0], [0, 50, 10], [0, 0, 0]])
    figure = charts.flow(counts, ["a", "b", "never"], ["a", "b", "c"], title="t")
    said = words(figure)
    assert "40 (40%)" in said and "60 (60%)" in said and "10 (10%)" in said
    assert "never" not in said
    from matplotlib.patches import PathPatch

    heights = [
        np.ptp(patch.get_path().vertices[[0, 7], 1])
        for patch in figure.axes[0].patches
        if isinstance(patch, PathPatch)
    ]
    assert np.allclose(np.array(heights) / sum(heights), [0.3, 0.1, 0.5, 0.1], atol=0.02)


def test_lorenz_and_gini_of_what_is_known_by_hand() -> None:
    people, share = lorenz_points([3.0, 1.0])
    assert share.tolist() == [0.0, 0.25, 1.0] and people.tolist() == [0.0, 0.5, 1.0]
    assert gini(people, share) == pytest.approx(0.25)
    assert gini(*lorenz_points([2.0, 4.0], [1.0, 2.0])) == pytest.approx(0.0)
    assert gini(*lorenz_points([0.0, 0.0, 0.0, 1.0])) == pytest.approx(0.75)
    assert math.isnan(gini(*lorenz_points([])))


def test_a_frontier_is_joined_in_order_and_others_are_named() -> None:
    points = [charts.Trade(3.0, 1.0), charts.Trade(1.0, 5.0), charts.Trade(2.0, 2.0)]
    figure = charts.frontier_chart(
        points, others=[charts.Trade(3.0, 6.0, "per head")], x_label="x", y_label="y", title="t"
    )
    (axes,) = figure.axes
    assert list(axes.get_lines()[0].get_xdata()) == [1.0, 2.0, 3.0]
    assert "per head" in words(figure)
    assert holds(axes, [1.0, 3.0], [1.0, 6.0])


def test_plans_of_many_communities_show_those_that_change_most() -> None:
    today = np.zeros(1000, int)
    plan = today.copy()
    plan[[17, 400]] = 5, -3
    figure = charts.placed_chart(today, plan, [f"c{n}" for n in range(1000)], title="t")
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names[0] == "c17" and names[-1] == "c400"
    assert "970 more communities" in words(figure)


def test_a_missing_side_of_a_marginal_value_is_told() -> None:
    values = [charts.Marginal("a", math.nan, 5.0), charts.Marginal("b", -3.0, 4.0)]
    said = words(charts.marginal_values(values, unit="days", title="t"))
    assert "– / +5" in said and "−3 / +4" in said


@pytest.mark.parametrize(("better", "blue"), [(None, 1), ("higher", 1), ("lower", 0)])
def test_blue_is_what_is_better(better: Better, blue: int) -> None:
    figure = charts.heatmap(
        [[-1.0, 1.0]], ["c"], ["a", "b"], label="%", title="t", change=True, better=better
    )
    image = figure.axes[0].images[0]
    (less, more) = image.to_rgba(np.array([-1.0, 1.0]))
    red_of, blue_of = (more, less)[blue], (less, more)[blue]
    assert red_of[0] > red_of[2] and blue_of[2] > blue_of[0]
    assert ("Blue: better" in words(figure)) == (better is not None)


@pytest.mark.parametrize("plan", [[1, 0], [2, 1], [0, 3], [12, 1]])
def test_cadres_are_counted_in_whole_numbers(plan: list[int]) -> None:
    figure = charts.placed_chart([0, 1], plan, ["c1", "c2"], title="t")
    figure.canvas.draw()
    ticks = figure.axes[0].get_xticks()
    assert all(tick == round(tick) for tick in ticks)
