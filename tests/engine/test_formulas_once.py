"""Formulas that kernels work out for one row and Python for a whole table give the same."""

from types import SimpleNamespace

import numpy as np
import pytest

from qipan.engine import orders
from qipan.engine.helpers import exits_spent, settle

NOW = 500.0
ROWS = 40


def rows(**ranges):
    """A table with random columns, and the same as the kernel sees it: an attribute a column."""
    rng = np.random.default_rng(7)
    table = np.zeros(ROWS, [(name, float) for name in ranges])
    for name, (low, high) in ranges.items():
        table[name] = rng.uniform(low, high, ROWS)
    return table, SimpleNamespace(**{name: table[name].copy() for name in ranges})


@pytest.fixture
def volunteers():
    table, seen = rows(
        updated=(0, NOW), earned=(0, 2), credit=(-5, 90), remembered=(0, 4), exit_spent=(0, 1)
    )
    rules = SimpleNamespace(fatigue_memory=60.0, exit_rate=1e-4, exit_fatigue=0.3)
    return table, SimpleNamespace(volunteers=seen, rules=rules)


def test_hours_that_may_be_asked_for_and_what_is_spent_of_staying(volunteers):
    table, world = volunteers
    one_by_one = [orders.exit_spent.py_func(world, v, NOW) for v in range(ROWS)]
    assert exits_spent(table, world.rules, NOW) == pytest.approx(one_by_one)
    credits = [orders.credit_of.py_func(world, v, NOW) for v in range(ROWS)]
    settle(table, world.rules, NOW)
    assert table["credit"] == pytest.approx(credits)
    assert table["exit_spent"] == pytest.approx(one_by_one)
