"""Curves of communities over heads and parts of heads, moved to what plans show."""

import numpy as np
import pytest

from qipan.planning.tabled import Tabled


def table() -> Tabled:
    return Tabled.of(np.array([0, 1, 2, 4]), np.array([[90.0, 60.0, 50.0, 46.0]] * 2))


def test_between_whole_heads_it_is_straight() -> None:
    assert table().at(np.array([0.5, 3.0])).tolist() == [75.0, 48.0]


def test_it_is_true_to_a_plan_in_parts_and_beside_it() -> None:
    there = table()
    plan = np.array([1.4, 0.1])
    found = {0: np.array([70.0, 95.0]), 1: np.array([55.0, 66.0]), -1: np.array([90.0, 97.0])}
    there.correct(plan, found)
    assert there.at(plan) == pytest.approx([70.0, 95.0])
    assert there.at(plan + 1) == pytest.approx([55.0, 66.0])
    # One less than 1.4 was simulated; one less than 0.1 is none, and too near to tell a slope by.
    assert there.at(np.array([0.4, 0.0])) == pytest.approx([90.0, 98.0])
    assert there.most == 4.0


def test_what_lies_beyond_what_was_simulated_moves_with_the_plan() -> None:
    there = table()
    there.correct(np.array([1.0, 1.0]), {0: np.array([50.0, 66.0])})
    assert there.at(np.array([4.0, 4.0])) == pytest.approx([36.0, 52.0])
