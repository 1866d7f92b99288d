"""Points as scenarios: numbers that hang together, and points that are none."""

from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.studies.sweep.factors import assumed_factors, chosen_factors
from qipan.studies.sweep.tied_shares import Bounded, tie, wholes
from qipan.studies.sweep.worlds import Worlds

SCENARIOS = Path(__file__).parents[3] / "scenarios"
MILE = qipan.load(SCENARIOS / "mile.yaml")
TINY = qipan.load(SCENARIOS / "tiny.yaml")


def test_every_point_of_a_large_sweep_is_sound_or_counted() -> None:
    factors = assumed_factors([MILE])
    worlds = Worlds([MILE], factors)
    cube = np.random.default_rng(1).random((12, len(factors)))
    names = [factor.name for factor in factors]
    made = [worlds.at(dict(zip(names, row.tolist(), strict=True))) for row in cube]
    lost = sum(each is None for each in made)
    assert lost == worlds.refused.total() and lost < 12
    for each in filter(None, made):
        document = each[0].document
        assert sum(document.desks.posts.values()) == pytest.approx(1.0)
        assert all(kind.circle[0] <= kind.circle[1] for kind in document.issues.kinds.values())
        for row in each[0].provenance:
            assert (
                row.range is None
                or isinstance(row.value, list)
                or (row.range[0] <= row.value <= row.range[1])
            )


def test_no_factor_moved_leaves_the_scenario_as_it_is() -> None:
    worlds = Worlds([TINY], assumed_factors([TINY]))
    assert worlds.at({}) == (TINY,)
    given = {f.name: f.base_share for f in worlds.factors if f.base_share is not None}
    assert worlds.at(given) is not None
    values = worlds.values(0, given)
    for factor in worlds.factors:
        assert values[f"{factor.key}.value" if "[" not in factor.key else factor.key] == (
            pytest.approx(factor.base, rel=1e-12)
        )


def whole(*values: float) -> dict[str, Bounded]:
    ends = [(0.0, 1.0), (0.1, 0.6), (0.0, 0.3)]
    return {
        f"desks.posts.{name}": Bounded(value, *bounds)
        for name, value, bounds in zip("abc", values, ends, strict=True)
    }


def test_shares_that_were_not_drawn_make_room() -> None:
    known = whole(0.5, 0.3, 0.2)
    tied = tie({"desks.posts.a": 0.75}, known, wholes(known))
    assert tied == pytest.approx(
        {"desks.posts.a": 0.75, "desks.posts.b": 0.15, "desks.posts.c": 0.1}
    )


def test_no_share_leaves_its_range() -> None:
    known = whole(0.5, 0.3, 0.2)
    tied = tie({"desks.posts.a": 0.2}, known, wholes(known))
    assert sum(tied.values()) == pytest.approx(1.0)
    assert tied["desks.posts.a"] == 0.2
    assert tied["desks.posts.b"] == pytest.approx(0.5) and tied["desks.posts.c"] == 0.3


def test_drawn_shares_are_scaled_if_nothing_else_can_give_way() -> None:
    known = whole(0.5, 0.3, 0.2)
    drawn = {"desks.posts.a": 0.9, "desks.posts.b": 0.6, "desks.posts.c": 0.3}
    tied = tie(drawn, known, wholes(known))
    assert sum(tied.values()) == pytest.approx(1.0)
    assert tied["desks.posts.a"] / tied["desks.posts.b"] == pytest.approx(1.5)


def test_pairs_do_not_cross() -> None:
    known = {f"issues.kinds.x.circle[{n}]": Bounded(v, 1, 20) for n, v in enumerate((2, 12))}
    low, high = known
    assert tie({low: 15.0}, known, []) == {low: 15.0, high: 15.0}
    assert tie({high: 1.0}, known, []) == {high: 1.0, low: 1.0}
    assert tie({low: 15.0, high: 3.0}, known, []) == {low: 15.0, high: 15.0}


def test_parts_of_residents_do_not_exceed_all() -> None:
    names = [f"residents.reporting.{name}_share" for name in ("visit", "hotline")]
    known = {name: Bounded(0.4, 0.1, 0.8) for name in names}
    assert sum(tie({names[0]: 0.7}, known, []).values()) == pytest.approx(1.0)
    assert tie({names[0]: 0.5}, known, []) == {names[0]: 0.5}


def test_a_point_that_is_no_scenario_is_counted_with_its_reason() -> None:
    (factor,) = chosen_factors([TINY], {"policy.patrol.own_staff_share": None})
    worlds = Worlds([TINY], [factor])
    assert worlds.at({factor.name: 0.1}) is not None
    assert worlds.at({factor.name: 1.0}) is None and worlds.at({factor.name: 0.95}) is None
    (unsound,) = worlds.unsound
    assert unsound.points == 2 and "lower policy.patrol.own_staff_share" in unsound.reason
