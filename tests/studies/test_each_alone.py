"""Mechanisms alone and knobs turned, on two communities for a month."""

import math
from pathlib import Path

import effects_alone as alone
import effects_shown as tables
import harm_charts as pictures
import harm_steps as harms
import numpy as np
import pytest
from rich.console import Console
from splice import NoSuchMarkError, splice

import qipan
from experiments import each_alone
from experiments import harms as harm_script
from qipan.statistics.interval import Interval

ROOT = Path(__file__).parents[2]
TINY = qipan.load(ROOT / "scenarios" / "tiny.yaml").revise(
    {"policy.patrol.on": False, "horizon.days": 30}
)
REFORMED = TINY.revise(
    {"policy.patrol.on": True, "policy.tri_party.on": True, "triage.merged_share": 0.5}
)
PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def reference():
    return qipan.replicate(TINY, 2)


@pytest.fixture(scope="module")
def effects(reference):
    seen = []
    runs = alone.replicate_all(alone.variants(TINY, REFORMED), seen.append, 2, 1, 1)
    assert seen == ["patrol", "tri_party", alone.OTHER_CHANGES, alone.TOGETHER]
    return alone.effects_alone(reference, runs)


def test_variants_are_each_mechanism_alone_the_rest_and_all() -> None:
    variants = alone.variants(TINY, REFORMED)
    on = {name: alone.switched_on(scenario) for name, scenario in variants.items()}
    assert on["patrol"] == ("patrol",)
    assert on["tri_party"] == ("tri_party",)
    assert on[alone.OTHER_CHANGES] == ()
    assert variants[alone.OTHER_CHANGES].document.triage.merged_share == 0.5
    assert variants[alone.TOGETHER] is REFORMED


def test_there_are_no_other_changes_where_only_mechanisms_differ() -> None:
    assert alone.OTHER_CHANGES not in alone.variants(TINY, TINY.revise({"policy.patrol.on": True}))


def test_taken_away_is_the_whole_but_one() -> None:
    without = alone.without_each(REFORMED)
    assert alone.switched_on(without["patrol"]) == ("tri_party",)


def test_what_cannot_act_is_named_and_acts_on_top_of_what_it_needs(effects) -> None:
    assert "tri_party" in alone.idle(effects)
    assert "tri_party" in alone.without_outcome(effects)
    rest = alone.variants(TINY, REFORMED)[alone.OTHER_CHANGES]
    again = alone.on_top_of(rest, ["tri_party"])
    assert again["tri_party"].document.triage.merged_share == 0.5
    assert alone.switched_on(again["tri_party"]) == ("tri_party",)


def test_every_mechanism_has_metrics_of_its_own_that_exist(reference) -> None:
    assert set(alone.MECHANISMS) < set(alone.OWN)
    for metrics in alone.OWN.values():
        assert all(len(alone.values_of(reference, metric)) == 2 for metric in metrics)


def test_runs_without_daily_counts_have_the_same_metrics(reference) -> None:
    light = alone.without_daily(reference)
    assert len(light.daily) == 0 < len(reference.daily)
    assert (light.values("closed_per_year") == reference.values("closed_per_year")).all()


def test_effect_is_the_paired_difference(reference) -> None:
    patrol = qipan.replicate(TINY.revise({"policy.patrol.on": True}), 2)
    (effect,) = alone.effects("patrol", reference, patrol, ["patrol_share"])
    expected = patrol.values("patrol_share") - reference.values("patrol_share")
    assert effect.difference.mean == pytest.approx(expected.mean())
    assert effect.reference == 0.0


def test_equity_by_community() -> None:
    solved = np.array([50.0, 90.0, math.nan, 70.0])
    assert alone.worst_tenth(solved) == 50.0
    assert alone.voice_gap(np.array([50.0, 70.0, 90.0]), np.array([1.0, 2.0, 3.0])) == 40.0
    assert math.isnan(alone.voice_gap(solved, np.ones(4)))
    assert math.isnan(alone.worst_tenth(np.array([math.nan])))


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(-63.2, -67.3, -59.1, 20), "−63.2 ± 4.1"),
        (Interval(6520.0, 6320.0, 6720.0, 20), "+6,520 ± 200"),
        (Interval(-0.012, -0.04, 0.016, 20), "−0.01 ± 0.03"),
        (Interval(0.0, 0.0, 0.0, 20), "0 ± 0"),
        (Interval(math.nan, math.nan, math.nan, 20), "–"),
        (Interval(-0.835, -0.835, -0.835, 20), "−0.835 ± 0.000"),
        (Interval(5.0, math.nan, math.nan, 1), "+5.0"),
    ],
)
def test_changes_are_written_with_half_widths(interval: Interval, text: str) -> None:
    assert tables.plus_minus(interval) == text


def test_tables_have_a_row_for_the_reference_and_for_each(effects) -> None:
    lines = tables.markdown(effects, ["closed_per_year", "p90_gini"]).splitlines()
    assert len(lines) == 2 + 1 + 4
    assert len(tables.markdown(effects, ["closed_per_year"], first=None).splitlines()) == 2 + 4
    assert len({line.count("|") for line in lines}) == 1
    frame = alone.effect_table(effects)
    assert set(frame["mechanism"]) == {"patrol", "tri_party", "other_changes", "together"}
    out = Console(width=100)
    with out.capture() as captured:
        tables.print_effects("Tiny", effects, ["closed_per_year"], out)
    assert "tri party" in captured.get()


def test_overview_has_a_column_for_each_city(effects) -> None:
    again = alone.effects_from(alone.effect_table(effects))
    text = tables.overview({"here": effects, "there": again}, "closed_per_year")
    lines = text.splitlines()
    assert lines[0] == "|  | Here | There |"
    assert len(lines) == 2 + 4
    for line in lines[2:]:
        _, _, here, there, _ = line.split("|")
        assert here == there


def test_tables_go_between_their_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- a -->\nold\n<!-- end of a -->\nAfter.\n")
    splice(page, {"a": "| new |\n"})
    splice(page, {"a": "| new |\n"})
    assert page.read_text() == ("Before.\n<!-- a -->\n\n| new |\n\n<!-- end of a -->\nAfter.\n")
    with pytest.raises(NoSuchMarkError, match="no place for b"):
        splice(page, {"b": "text"})


def test_page_has_a_place_for_every_table(tmp_path: Path) -> None:
    page = tmp_path / "mechanisms.md"
    page.write_text(each_alone.PAGE.read_text("utf-8"), "utf-8")
    last = [f"{city}_last" for city in each_alone.LAST_ON_PAGE]
    overviews = ["overview fixed_cohort_p50", "overview fixed_cohort_solved_share"]
    names = [*each_alone.CITIES, *last, *overviews, *harm_script.HARMS]
    splice(page, {name: f"table of {name}" for name in names})
    assert all(f"\n\ntable of {name}\n\n" in page.read_text("utf-8") for name in names)


@pytest.fixture(scope="module")
def pressure():
    steps = {f"{p:g}": {"closure.pressure.value": p} for p in (0, 1)}
    measures = [
        harms.plain("false", "falsely_closed_per_year"),
        harms.per_hundred("first", ["reports_per_year"], "born_per_year"),
        harms.Measure("peak", harms.peak_backlog),
        harms.Measure("accepted", harms.accepted_whistles),
    ]
    strong = TINY.revise({"closure.false_share_under_pressure.value": 0.5})
    return harms.sweep("Pressure", strong, steps, measures, n=2)


def test_sweep_holds_each_step_against_the_first(pressure) -> None:
    first, last = (cells[0] for cells in pressure.cells.values())
    assert first.difference.mean == 0.0
    assert last.difference.mean == pytest.approx(last.value - first.value)
    assert last.value > first.value
    share = pressure.cells["0"][1].value
    assert 50.0 < share <= 130.0


def test_sweep_as_tables(pressure) -> None:
    assert len(pressure.table()) == 2 * 4
    lines = pictures.markdown(pressure).splitlines()
    assert lines[0] == "Pressure; 2 replications:"
    assert len(lines) == 2 + 2 + 2
    out = Console(width=100)
    with out.capture() as captured:
        pictures.print_sweep(pressure, out)
    assert "accepted" in captured.get()


def test_charts_are_drawn(pressure) -> None:
    closed = [pictures.Series("closed", pressure.by_step("false"))]
    share = [pictures.Series("share", pressure.by_step("first"))]
    assert pictures.calls_chart((1, 2), closed, share, "Simulated.").startswith(PNG)
    months = harms.engagement(TINY.revise({"policy.pairing.on": True}), 2)
    assert months.shape[0] == 2
    assert months[0, 0] == 0.5
    several = [pictures.Series("a", months), pictures.Series("b", months)]
    assert pictures.engagement_chart(several, "Simulated.").startswith(PNG)
