"""The fund counted by hand."""

import numpy as np
import pytest

from qipan.engine import columns
from qipan.outcomes.metrics import compute_metrics


def test_money_by_city_and_community(make_record):
    budgets = np.zeros((3, 2), columns.BUDGET)
    budgets["allotted"] = [[100.0, 100.0], [300.0, 0.0], [0.0, 0.0]]
    budgets["spent"] = [[100.0, 20.0], [60.0, 0.0], [0.0, 0.0]]
    budgets["projects"] = [[2, 1], [3, 0], [0, 0]]
    counts = [(30, 0, "solved", 9), (3, 0, "solved", 90)]
    table = compute_metrics(make_record(days=73, budgets=budgets, counts=counts))
    assert table["fund_allotted_per_year"] == pytest.approx(2500.0)
    assert table["fund_spent_per_year"] == pytest.approx(900.0)
    assert table["fund_executed_share"] == pytest.approx(36.0)
    assert table.values("fund_executed_share", "community") == pytest.approx(
        [60.0, 20.0, np.nan], nan_ok=True
    )
    assert table["mean_project_yuan"] == pytest.approx(30.0)
    assert table["yuan_per_solved"] == pytest.approx(20.0)


def test_money_that_nobody_spends(make_record):
    budgets = np.zeros((3, 1), columns.BUDGET)
    budgets["allotted"] = 100.0
    table = compute_metrics(make_record(budgets=budgets))
    assert table["fund_spent_per_year"] == table["fund_executed_share"] == 0.0
    assert np.isnan(table["mean_project_yuan"]) and np.isnan(table["yuan_per_solved"])


@pytest.mark.parametrize("earmarks", [0, 2])
def test_without_a_fund_nothing_is_said_of_it(make_record, earmarks):
    record = make_record(
        budgets=np.zeros((3, earmarks), columns.BUDGET), counts=[(30, 0, "solved", 9)]
    )
    table = compute_metrics(record)
    names = ("allotted_per_year", "spent_per_year", "executed_share")
    assert np.isnan([table[f"fund_{name}"] for name in names]).all()
    assert np.isnan(table["mean_project_yuan"]) and np.isnan(table["yuan_per_solved"])
