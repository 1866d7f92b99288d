"""Formulas that kernels work out for one row and Python for a whole table give the same."""

from types import SimpleNamespace

import numpy as np
import pytest

from qipan.agents.residents import Residents
from qipan.engine import orders, trust
from qipan.engine.volunteer_tables import exits_spent, settle

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


@pytest.mark.parametrize("rows_asked", [None, np.arange(3, 11)], ids=["all", "some"])
def test_trust_of_residents(rows_asked, monkeypatch):
    """Among them some that have never moved, and some whose building pushes them past an end."""
    for name in ("own_trust", "building_shift"):  # which the kernel below calls
        monkeypatch.setattr(trust, name, getattr(trust, name).py_func)
    table, seen = rows(trust=(0, 1), updated=(0, NOW))
    buildings, shifts = rows(shift=(-0.6, 0.6), updated=(0, NOW))
    rules = SimpleNamespace(trust_baseline=0.55, trust_decay=2000.0)
    table["trust"][::5] = seen.trust[::5] = rules.trust_baseline
    buildings["shift"][::4] = shifts.shift[::4] = 0.0
    seen.building = np.arange(ROWS) % 11
    kernel = SimpleNamespace(residents=seen, buildings=shifts, rules=rules)
    one_by_one = np.array([trust.trust_of.py_func(kernel, r, NOW) for r in range(ROWS)])
    assert {0.0, 1.0} & set(one_by_one) and (one_by_one == rules.trust_baseline).any()
    world = SimpleNamespace(residents=table, buildings=buildings, rules=rules)
    model = SimpleNamespace(
        layer=SimpleNamespace(world=world, now=NOW),
        city=SimpleNamespace(people=SimpleNamespace(building=seen.building)),
    )
    asked = one_by_one if rows_asked is None else one_by_one[rows_asked]
    assert Residents(model, rows_asked)._trust() == pytest.approx(asked)
