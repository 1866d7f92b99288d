"""Charts draw what they are given, all of it."""

import datetime
import math

import numpy as np
import pytest
from matplotlib.axes import Axes

from qipan import charts
from qipan.charts.lorenz import gini, lorenz_points
from qipan.charts.numbers import number
from qipan.charts.tornado import MISSING, OTHERS
from qipan.outcomes.catalogue import Better

from .layout import faults, words


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


def test_a_difference_may_have_the_numbers_of_a_table() -> None:
    row = charts.Difference("a", "days", *np.array([1.0, 0.5, 2.0]), better="lower")
    assert row.verdict == -1
    assert charts.forest([row], title="t").axes


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
    assert OTHERS.say("en", n=25) in words(figure) and MISSING.say("en", n=1) in words(figure)
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


@pytest.mark.parametrize("places", [14, 38, 200, 1671])
@pytest.mark.parametrize("moved", [0, 5, 30, 400])
def test_a_map_names_what_changes_first_and_says_what_it_leaves_out(
    places: int, moved: int
) -> None:
    rng = np.random.default_rng(places)
    x, y = rng.uniform(0, math.sqrt(places), (2, places))
    change = np.zeros(places)
    change[rng.choice(places, min(moved, places), replace=False)] = rng.integers(1, 4)
    people = rng.lognormal(8.5, 0.5, places)
    ids = [f"c{n:04d}" for n in range(places)]
    figure = charts.allocation_map(
        x, y, people, change, label="cadres", title="t", change=True, names=ids
    )
    assert faults(figure) == []
    said = words(figure)
    named = {name for name in ids if name in said}
    order = sorted(range(places), key=lambda n: (-abs(change[n]), -people[n]))
    assert named == {ids[n] for n in order[: len(named)]}
    assert min(moved, 40, places) <= len(named)
    if len(named) < places:
        assert f"{number(places, 'en')} places, {len(named)} named" in said
    else:
        assert "places" not in said


def test_numbers_on_a_map_and_the_key_are_the_same() -> None:
    x = np.repeat(np.arange(5.0), 4)
    figure = charts.allocation_map(
        x * 0.01,
        np.tile(np.arange(4.0), 5) * 0.01,
        np.full(20, 5000.0),
        np.arange(20) - 10,
        label="cadres",
        title="t",
        change=True,
        names=[f"a community with a long name, number {n}" for n in range(20)],
    )
    numbers = {text.get_text() for text in figure.axes[0].texts if text.get_text().isdigit()}
    key = [text.get_text() for text in figure.texts if "  " in text.get_text()]
    assert numbers and numbers == {entry.split()[0] for entry in key}
    assert "see the list" in words(figure)


@pytest.mark.parametrize("several", [2, 6, 7, 12])
def test_every_policy_is_drawn_and_named(several: int) -> None:
    same = "A comprehensive reform of subdistricts that begins alike, with cadres in number "
    names = [f"{same}{n}" for n in range(several)]
    days = [datetime.date(2019, 1, 1) + datetime.timedelta(days=n) for n in range(60)]
    level = [np.full((3, 60), 10.0 + 9.0 * n) for n in range(several)]
    ages = np.arange(0.0, 60.0)
    figures = [
        charts.backlog_fan(
            [charts.Backlog(name, days, v) for name, v in zip(names, level, strict=True)], title="t"
        ),
        charts.time_to_solve(
            [
                charts.SolvedCurve(name, ages, np.full((3, 60), n / several))
                for n, name in enumerate(names)
            ],
            title="t",
            until=60.0,
        ),
        charts.lorenz([charts.Spread(name, np.ones(3)) for name in names], what="x", title="t"),
    ]
    panels = 1 if several <= 6 else -(-(several - 1) // 5)
    for figure in figures:
        assert faults(figure) == []
        assert len(figure.axes) == panels
        drawn = [line for axes in figure.axes for line in axes.get_lines() if len(line.get_xdata())]
        assert len(drawn) >= several
        assert ("is in every panel" in words(figure)) == (panels > 1)
    told = [text.get_text() for axes in figures[0].axes for text in axes.texts if text.get_text()]
    assert len(set(told)) == several and len(told) == several + panels - 1


def test_flows_too_thin_to_be_seen_are_counted() -> None:
    figure = charts.flow([[1e6, 1.0, 2.0]], ["a"], ["a", "b", "c"], title="t")
    assert "2 flows of less than 0.05% of all" in words(figure)


def test_a_heatmap_of_more_rows_than_points_draws_means_and_says_so() -> None:
    table = np.random.default_rng(5).uniform(0, 1, (1671, 4))
    figure = charts.heatmap(
        table, [str(n) for n in range(1671)], list("abcd"), label="%", title="t"
    )
    drawn = figure.axes[0].images[0].get_array()
    assert drawn is not None and len(drawn) <= 280
    assert drawn.mean() == pytest.approx(table.mean(), abs=0.002)
    said = words(figure)
    assert "too many to be named" in said and "mean of up to 6" in said


def test_a_plan_without_a_name_for_want_of_room_is_told_below() -> None:
    crowd = [charts.Trade(1.0 + n * 1e-9, 1.0, f"plan of name {n}") for n in range(60)]
    far = charts.Trade(9.0, 9.0, "far")
    missing = charts.Trade(math.nan, 1.0, "none")
    figure = charts.frontier_chart(
        [*crowd, far], others=[missing], x_label="x", y_label="y", title="t"
    )
    said = words(figure)
    assert all(trade.name in said for trade in (*crowd, far))
    assert "for want of room" in said and "1 plans that lack" in said


@pytest.mark.parametrize("top", [1.0, 2.0, 3.0, 7.0, 12.0])
def test_ticks_of_counts_are_whole(top: float) -> None:
    days = [datetime.date(2019, 1, 1), datetime.date(2019, 3, 1)]
    fan = charts.backlog_fan([charts.Backlog("a", days, np.full((3, 2), top))], title="t")
    change = np.array([0.0, 1.0, -1.0]) * top
    where = charts.allocation_map(
        [0, 1, 2], [0, 1, 2], [1, 1, 1], change, label="cadres", title="t", change=True
    )
    precise = charts.precision_chart(
        [charts.Precision("a", np.array([2, 3, 4]), np.ones(3))], unit="days", title="t"
    )
    for axis in (fan.axes[0].yaxis, where.axes[1].yaxis, precise.axes[0].xaxis):
        axis.figure.canvas.draw()
        assert all(tick == round(tick) for tick in axis.get_majorticklocs())


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
