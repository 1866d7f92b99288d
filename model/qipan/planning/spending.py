"""What each lever of a plan costs, what is left of the budgets, and why."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from .answer import by_lever, yearly_amount
from .problem import PlanProblem, Values
from .program import Plan

if TYPE_CHECKING:
    import pandas as pd

NOTHING = 1e-6
Reason = Literal["caps", "price", "use"]


def costs_frame(given: PlanProblem, plan: Plan) -> "pd.DataFrame":
    """Amount and yuan of each lever by year, those unused among them; then what is left.

    Rows of what is left have the source in `type`, and no amount.
    """
    import pandas as pd

    rows = []
    years = range(int(given.years.max()) + 1)
    for name, unit, amount, paid in by_lever(given, plan):
        for year in years:
            periods = given.years == year
            told = float(yearly_amount(unit, amount[:, periods]).sum())
            yuan = float(paid[:, periods].sum())
            rows.append(("lever", name, year + 1, told, unit, yuan))
    for (source, year), yuan in left_unspent(given, plan).items():
        rows.append(("left", source, year + 1, np.nan, "yuan", yuan))
    return pd.DataFrame(rows, columns=["row", "type", "year", "amount", "unit", "yuan"])


def left_unspent(given: PlanProblem, plan: Plan) -> dict[tuple[str, int], float]:
    """Yuan that a plan leaves of each budget, by source ('' for all together) and year."""
    sources = [one.source for one in given.staff]
    sources += [one.source for one in given.priced] + [one.source for one in given.options]
    left = {}
    for (source, year), yuan in given.budgets.items():
        paid = [n for n, paying in enumerate(sources) if source in ("", paying)]
        spent = float(plan.yuan[paid][:, :, given.years == year].sum())
        left[source, year] = max(0.0, yuan - spent)
    return left


def why_left(given: PlanProblem, plan: Plan) -> Reason:
    """Why a plan leaves money: all levers are at their caps, too dear for it, or of no use.

    Of the common budget, in the year that leaves most.
    """
    common = {year: yuan for (s, year), yuan in left_unspent(given, plan).items() if s == ""}
    year = max(common, key=lambda one: common[one])
    periods = given.years == year
    prices = []
    for staff, posts in zip(given.staff, plan.posts[:, :, periods], strict=True):
        if _has_room(posts, staff.caps[:, None], staff.most):
            prices.append(staff.yuan_year)
    for hours, had in zip(given.priced, plan.bought[:, :, periods], strict=True):
        if _has_room(had, hours.caps[:, None] * given.spans[periods], np.inf):
            prices.append(hours.yuan_hour)
    for option, units in zip(given.options, plan.units[:, :, periods], strict=True):
        if not option.lever and _has_room(units, option.caps[:, None], option.most):
            prices.append(option.yuan_year)
    prices += _sites_with_room(given, plan)
    if not prices:
        return "caps"
    return "use" if min(prices) <= common[year] else "price"


def _sites_with_room(given: PlanProblem, plan: Plan) -> list[float]:
    """Prices of the sites that might be opened beside those that are, by caps."""
    cover = given.cover
    if cover is None:
        return []
    opened = plan.units[cover.rows].max(axis=(1, 2)) > NOTHING
    if opened.sum() >= cover.most:
        return []
    there = np.bincount(cover.home, opened, len(cover.caps))
    may = ~opened & (there < cover.caps)[cover.home]
    return [given.options[row].yuan_year for row in cover.rows[may]]


def _has_room(amounts: Values, caps: Values, most: float) -> bool:
    return bool((amounts < caps - NOTHING).any() and (amounts.sum(axis=0) < most - NOTHING).any())
