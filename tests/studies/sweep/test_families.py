"""Numbers of a family move together, and each is still drawn evenly over its range."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import kstest, norm

import qipan
from qipan.scenario import Scenario
from qipan.studies.sweep.designs import CHANCE
from qipan.studies.sweep.factors import Factor, KeyRange, SweepError, assumed_factors
from qipan.studies.sweep.families import (
    OWN,
    as_given,
    in_families,
    numbers,
    own_part,
    own_parts,
    spread,
)
from qipan.studies.sweep.request import Request, factors_of
from qipan.studies.sweep.sweep import sweep
from qipan.studies.sweep.tables import factor_table, point_table
from qipan.studies.sweep.worlds import Worlds

from .games import NEW, OLD, PLAIN, Game

TINY = qipan.load(Path(__file__).parents[3] / "scenarios" / "tiny.yaml")
KEYS: dict[str, KeyRange | None] = {
    "issues.kinds.parking.work_hours.mean": None,
    "issues.kinds.noise.work_hours.mean": None,
    "closure.false_share": None,
}
REQUEST = Request(("close_p50",), "latin_hypercube", 40, keys=KEYS, detail=9, by="family")
THREE = in_families(
    [
        Factor("a", "a", (0,), 2.0, 1.0, 5.0, family="work"),
        Factor("b", "b", (0,), 4.0, 0.0, 8.0, family="work"),
        Factor("c", "c", (0,), 0.2, 0.0, 1.0, family="work", direction=-1),
    ]
)


def drawn(together: float, points: int = 4000) -> np.ndarray:
    """Shares of the ranges of three numbers of a family, by point and number."""
    by_name = {factor.name: factor for factor in (*THREE, own_part())}
    rng = np.random.default_rng(11)
    made = [spread({"work": u, OWN: own}, by_name, together) for u, own in rng.random((points, 2))]
    return np.array([[shares[name] for name in "abc"] for shares in made])


def test_own_parts_chosen_one_by_one_draw_each_number_evenly() -> None:
    own = own_parts(THREE)
    by_name = {factor.name: factor for factor in (*THREE, *own)}
    points = np.random.default_rng(5).random((2000, 4))
    names = ["work", *(factor.name for factor in own)]
    made = [spread(dict(zip(names, row.tolist(), strict=True)), by_name, 0.8) for row in points]
    shares = np.array([[each[name] for name in "abc"] for each in made])
    for column in shares.T:
        assert kstest(column, "uniform").pvalue > 1e-4
    assert np.corrcoef(norm.ppf(shares).T)[0, 1] == pytest.approx(0.8, abs=0.05)


@pytest.mark.parametrize("together", [0.3, 0.8])
def test_a_point_has_every_number_as_it_is_given(together: float) -> None:
    """a is at a quarter of its range, b in the middle, c at a fifth."""
    by_name = {factor.name: factor for factor in (*THREE, *own_parts(THREE))}
    shares = spread(as_given(THREE, together), by_name, together)
    assert shares == pytest.approx({"a": 0.25, "b": 0.5, "c": 0.2})


@pytest.mark.parametrize("together", [0.3, 0.8, 1.0])
def test_each_number_is_drawn_evenly_whatever_hangs_together(together: float) -> None:
    shares = drawn(together)
    for column in shares.T:
        assert kstest(column, "uniform").pvalue > 1e-4


@pytest.mark.parametrize("together", [0.3, 0.8])
def test_numbers_of_a_family_correlate_as_asked_and_one_turns_the_other_way(
    together: float,
) -> None:
    scores = norm.ppf(drawn(together))
    found = np.corrcoef(scores.T)
    # Fisher: five standard errors of the correlation of so many points
    off = 5.0 / np.sqrt(len(scores) - 3)
    assert np.arctanh(found[0, 1]) == pytest.approx(np.arctanh(together), abs=off)
    assert np.arctanh(found[0, 2]) == pytest.approx(np.arctanh(-together), abs=off)


def test_without_own_parts_a_family_goes_from_what_is_given_to_its_ends() -> None:
    by_name = {"work": THREE[0]}
    assert spread({"work": 0.5}, by_name, 0.8) == pytest.approx({"a": 0.25, "b": 0.5, "c": 0.2})
    assert spread({"work": 1.0}, by_name, 0.8) == {"a": 1.0, "b": 1.0, "c": 0.0}
    assert spread({"work": 0.0}, by_name, 0.8) == {"a": 0.0, "b": 0.0, "c": 1.0}
    assert spread({"work": 0.75}, by_name, 0.8) == pytest.approx({"a": 0.625, "b": 0.75, "c": 0.1})


def test_the_same_own_part_is_the_same_draw_whichever_families_move() -> None:
    families = (*in_families(assumed_factors([TINY])), own_part())
    worlds = Worlds([TINY], families)
    one = worlds.shares({"work": 0.3, "births": 0.9, OWN: 0.4})
    other = worlds.shares({"work": 0.3, OWN: 0.4})
    again = worlds.shares({"work": 0.3, OWN: 0.41})
    assert other.items() <= one.items() and other != again


def test_every_assumed_number_is_in_one_family() -> None:
    factors = assumed_factors([TINY])
    families = in_families(factors)
    assert sorted(f.name for f in numbers(families)) == sorted(f.name for f in factors)
    work = next(family for family in families if family.name == "work")
    assert all("hours" in member.key or "work" in member.key for member in work.members)


def test_hours_of_the_day_move_away_from_their_mean() -> None:
    hours = [f for f in assumed_factors([TINY]) if f.group == "issues.profiles.day.hour"]
    mean = np.mean([f.base for f in hours])
    assert {f.direction for f in hours} == {-1, 1}
    assert all((f.direction > 0) == (f.base >= mean) for f in hours)


def test_families_are_the_default_and_keys_move_by_themselves() -> None:
    names = [factor.name for factor in factors_of([TINY], Request(("close_p50",)))]
    assert "work" in names and OWN in names and len(names) < 40
    keyed = replace(REQUEST, by=None)
    assert {factor.name for factor in factors_of([TINY], keyed)} == set(KEYS)
    assert len(factors_of([TINY], replace(REQUEST, keys=None, by="number"))) > 300
    assert OWN not in [f.name for f in factors_of([TINY], replace(REQUEST, together=1.0))]


@pytest.mark.parametrize("together", [0.0, -1.0, 1.5, float("nan")])
def test_what_cannot_hang_together_is_refused(together: float) -> None:
    with pytest.raises(SweepError, match="above 0 and at most 1"):
        factors_of([TINY], replace(REQUEST, together=together))


def hours(scenario: Scenario, draw: float) -> float:
    """The sum of two mean hours; the new policy is better by it less 12."""
    kinds = scenario.document.issues.kinds
    total = sum(kinds[kind].work_hours.mean for kind in ("parking", "noise"))
    return 12.0 + 0.0101 * draw if scenario.name == "new" else total + 0.01 * draw


def test_a_family_spreads_the_answer_further_than_its_numbers_by_themselves() -> None:
    widths = {}
    for by in ("family", "number"):
        request = replace(REQUEST, by=by, points=200, detail=0, replications=2)
        said = sweep([OLD, NEW], request, Game(hours)).response("close_p50").conclusion
        widths[by] = said.spread[2] - said.spread[0]
    # of two numbers: 1.34 times as wide if they are a normal pair with a correlation of .8
    assert widths["family"] > 1.1 * widths["number"]


@pytest.mark.parametrize(("design", "points"), [("morris", 6), ("sobol", 16), ("sobol", 64)])
def test_designs_find_the_family_that_matters(design: str, points: int) -> None:
    keys = None if points == 64 else KEYS
    request = replace(REQUEST, design=design, points=points, keys=keys, index_points=None, detail=2)
    if points == 64:
        request = replace(request, index_points=16)
    found = sweep([OLD, NEW], request, Game(hours))
    response = found.response("close_p50")
    ranked = response.effects or response.indices
    assert ranked[0].factor == "work" and CHANCE in {each.factor for each in ranked}
    assert response.swings[0].factor == "work" and OWN not in found.detailed


def test_a_tornado_moves_the_whole_family() -> None:
    request = replace(REQUEST, design="one_at_a_time", points=None)
    found = sweep([OLD, NEW], request, Game(hours))
    (swing, *_) = found.response("close_p50").swings
    assert (swing.factor, swing.given, swing.low, swing.high) == ("work", 0.0, -1.0, 1.0)
    rows = {row.key: row.range for row in PLAIN.provenance}
    ends = [rows[f"issues.kinds.{kind}.work_hours.mean"] for kind in ("parking", "noise")]
    change = swing.change.mean
    assert change == pytest.approx(sum(low - high for low, high in ends), rel=1e-3)
    (flip,) = found.response("close_p50").flips
    assert flip.factor == "work" and -1.0 <= flip.holds_until <= 1.0


def test_tables_show_families_and_their_numbers() -> None:
    found = sweep([OLD, NEW], replace(REQUEST, points=6), Game(hours))
    listed = factor_table(found)
    assert set(listed["family"]) == {"work", "false_closure"} and set(listed["key"]) == set(KEYS)
    points = point_table(found)
    assert {"work", "false_closure", *KEYS} <= set(points.columns)
    assert points["work"].between(-1.0, 1.0).all()
