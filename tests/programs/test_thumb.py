"""Rules of thumb: they keep the rules, and are what their names say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qipan.programs.cadres import thumb
from qipan.programs.cadres.problem import CadreProblem, RuleError
from qipan.programs.cadres.program import violations
from qipan.programs.cadres.thumb import RULES, apportion

from .cases import problem


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(RULES)), st.integers(2, 9))
def test_every_rule_keeps_the_rules(seed: int, name: str, communities: int) -> None:
    case = problem(seed, communities)
    if name == "proportional_to_today" and not case.present.any():
        with pytest.raises(RuleError, match="no proportions to keep"):
            RULES[name](case)
        return
    plan = RULES[name](case)
    assert plan.dtype == np.int64
    assert violations(case, plan) == []


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 60),
    st.lists(
        st.tuples(st.floats(0.0, 10.0), st.integers(0, 2), st.integers(2, 9)),
        min_size=1,
        max_size=8,
    ),
)
def test_apportion(total: int, places: list[tuple[float, int, int]]) -> None:
    weights, floors, caps = (np.array(column, float) for column in zip(*places, strict=True))
    if floors.sum() > total:
        with pytest.raises(RuleError, match="floors need"):
            apportion(total, weights, floors, caps)
        return
    parts = apportion(total, weights, floors, caps)
    assert parts.sum() == min(total, caps.sum())
    assert (parts >= floors).all() and (parts <= caps).all()


def test_largest_remainder() -> None:
    none, free = np.zeros(3), np.full(3, np.inf)
    assert apportion(10, np.array([1.0, 1.0, 1.0]), none, free).tolist() == [4, 3, 3]
    assert apportion(10, np.array([4.6, 3.3, 2.1]), none, free).tolist() == [5, 3, 2]
    assert apportion(4, np.zeros(2), none[:2], free[:2]).tolist() == [2, 2]
    assert apportion(4, np.array([0.0, 1.0]), none[:2], np.array([9.0, 1.0])).tolist() == [3, 1]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 45))
def test_proportions_of_today_have_any_total_and_today_has_its_own(total: int) -> None:
    case = simple(total=total)
    plan = RULES["proportional_to_today"](case)
    assert plan.sum() == total
    assert (np.abs(plan - total * case.present / 14.0) <= 1.0).all()
    assert RULES["today"](case).sum() == min(total, 14)
    with pytest.raises(RuleError, match="nobody is there today"):
        RULES["proportional_to_today"](simple(present=np.zeros(3, int)))


def simple(**changes: object) -> CadreProblem:
    plain = {
        "floors": np.zeros(3),
        "caps": np.full(3, 50),
        "total": 30,
        "present": np.array([5, 0, 9]),
        "residents": np.array([1000.0, 2000.0, 3000.0]),
        "load_hours": np.array([1000.0, 1000.0, 4000.0]),
        "own_hours": np.zeros(3),
        "hours_gained": np.full(3, 100.0),
    }
    return problem(0, 3, **(plain | changes))


def test_names_hold() -> None:
    case = simple()
    assert thumb.RULES["equal"](case).tolist() == [10, 10, 10]
    assert thumb.RULES["per_head"](case).tolist() == [5, 10, 15]
    assert thumb.RULES["proportional_to_load"](case).tolist() == [5, 5, 20]
    assert thumb.equal_utilisation(case).tolist() == [5, 5, 20]
    assert thumb.today(case).tolist() == [5, 0, 9]
    # Small places get more than their share of load: R + beta sqrt(R) with beta below 0 here.
    offered, heads = np.array([10.0, 10.0, 40.0]), thumb.square_root_staffing(case)
    beta = (heads - offered) / np.sqrt(offered)
    assert heads.sum() == 30 and np.ptp(beta) < 0.35


def test_own_staff_counts() -> None:
    case = simple(own_hours=np.array([1000.0, 0.0, 0.0]), total=20)
    assert thumb.equal_utilisation(case).tolist() == [0, 4, 16]


def test_a_rule_says_what_it_lacks() -> None:
    with pytest.raises(RuleError, match="load_hours"):
        thumb.RULES["proportional_to_load"](simple(load_hours=None))
