"""Money for projects: how much of the fund is spent, what others spend, and what nobody pays."""

import math

import numpy as np

from ..engine.record import Record
from .table import MetricTable
from .window import Window, ratio, share


def add_fund(table: MetricTable, window: Window) -> None:
    """Money allotted and spent, for the city and by community; NaN where none was allotted."""
    budgets = window.record.budgets
    allotted, spent = (budgets[name].sum(axis=1) for name in ("allotted", "spent"))
    built = budgets["spent"] - budgets["on_places"]
    years = window.years if allotted.sum() > 0.0 else math.nan
    table.add("fund_executed_share", share(spent, allotted), "community")
    table.add("fund_executed_share", share(spent.sum(), allotted.sum()))
    for name, yuan in (("fund_allotted", allotted), ("fund_spent", spent)):
        table.add(f"{name}_per_year", yuan / years, "community")
        table.add(f"{name}_per_year", yuan.sum() / years)
    table.add("mean_project_yuan", ratio(built.sum(), budgets["projects"].sum()))
    solved = window.counted("solved") / window.years
    table.add("yuan_per_solved", ratio(spent.sum() / years, solved))
    table.add("places_spent_per_year", window.record.places_spent / window.years, "community")
    table.add("places_spent_per_year", window.record.places_spent.sum() / window.years)
    add_others(table, window.record, window.years)


def add_others(table: MetricTable, record: Record, years: float) -> None:
    """What other budgets have paid, and what nobody has; NaN where others always do."""
    found = np.full((2, record.layout.communities), math.nan)
    if record.document.handling.other_budgets is not None:
        rows = record.layout.gates["fund_queue"]
        found[0] = record.others_spent / years
        found[1] = record.desks_after["length"][rows.start : rows.stop]
    names = ("others_spent_per_year", "projects_unpaid_end")
    for name, values in zip(names, found, strict=True):
        table.add(name, values, "community")
        table.add(name, values.sum())
