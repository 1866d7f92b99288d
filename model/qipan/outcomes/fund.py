"""Money of the service fund: how much of it is spent, and on how much."""

import math

from .table import MetricTable
from .window import Window, ratio, share


def add_fund(table: MetricTable, window: Window) -> None:
    """Money allotted and spent, for the city and by community; NaN where none was allotted."""
    budgets = window.record.budgets
    allotted, spent = (budgets[name].sum(axis=1) for name in ("allotted", "spent"))
    years = window.years if allotted.sum() > 0.0 else math.nan
    table.add("fund_executed_share", share(spent, allotted), "community")
    table.add("fund_executed_share", share(spent.sum(), allotted.sum()))
    for name, yuan in (("fund_allotted", allotted), ("fund_spent", spent)):
        table.add(f"{name}_per_year", yuan / years, "community")
        table.add(f"{name}_per_year", yuan.sum() / years)
    table.add("mean_project_yuan", ratio(spent.sum(), budgets["projects"].sum()))
    solved = window.counted("solved") / window.years
    table.add("yuan_per_solved", ratio(spent.sum() / years, solved))
