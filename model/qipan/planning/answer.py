"""A plan as tables: posts by place and year, places, loads of desks, what one more is worth."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..statistics.estimate import interval
from .confirming import Confirmed
from .frontier import Point
from .problem import PlanProblem, Values, levers_among
from .program import Plan

if TYPE_CHECKING:
    import pandas as pd

NOTHING = 1e-6


def posts_frame(given: PlanProblem, plan: Plan) -> "pd.DataFrame":
    """Posts and hours by place, type and year with their cost; rows of nothing are left out."""
    import pandas as pd

    rows = []
    for n, (name, unit, amount) in enumerate(amounts_of(given, plan)):
        for year in range(int(given.years.max()) + 1):
            periods = given.years == year
            yearly = yearly_amount(unit, amount[:, periods])
            yuan = plan.yuan[n][:, periods].sum(axis=1)
            rows += [
                (
                    given.desks[d],
                    name,
                    year + 1,
                    unit,
                    yearly[d],
                    yuan[d],
                )
                for d in np.flatnonzero(yearly > NOTHING)
            ]
    return pd.DataFrame(rows, columns=["place", "type", "year", "unit", "amount", "yuan"])


def amounts_of(given: PlanProblem, plan: Plan) -> list[tuple[str, str, Values]]:
    """Name, unit and amounts of each lever, shape (desks, periods), in the order of its yuan."""
    posts = [(s.name, "posts", held) for s, held in zip(given.staff, plan.posts, strict=True)]
    bought = [(p.name, "hours", had) for p, had in zip(given.priced, plan.bought, strict=True)]
    options = [(o.name, o.unit, had) for o, had in zip(given.options, plan.units, strict=True)]
    return posts + bought + options


def by_lever(given: PlanProblem, plan: Plan) -> list[tuple[str, str, Values, Values]]:
    """Name, unit, amounts and yuan of each lever, shape (desks, periods); all sites are one."""
    amounts = amounts_of(given, plan)
    first = len(amounts) - len(given.options)
    found = [(*one, yuan) for one, yuan in zip(amounts[:first], plan.yuan, strict=False)]
    for name, rows in levers_among(given.options).items():
        unit, paid = given.options[rows[0]].unit, [first + row for row in rows]
        found.append((name, unit, plan.units[rows].sum(axis=0), plan.yuan[paid].sum(axis=0)))
    return found


def sites_opened(given: PlanProblem, plan: Plan) -> list[tuple[str, str]]:
    """Sites at which a plan opens a centre, each with the community in which it stands."""
    if given.cover is None:
        return []
    pairs = zip(given.cover.rows.tolist(), given.cover.home.tolist(), strict=True)
    return [
        (given.options[row].name, given.desks[home])
        for row, home in pairs
        if plan.units[row].max() > NOTHING
    ]


def yearly_amount(unit: str, amounts: Values) -> Values:
    """Amount of a year by desk: hours of its periods add up, all else is there all the year."""
    yearly: Values = amounts.sum(axis=1) if unit == "hours" else amounts.mean(axis=1)
    return yearly


def loads(given: PlanProblem, plan: Plan) -> Values:
    """Work offered over hours available by desk, what is handed up among it; NaN without staff."""
    span = given.spans.sum()
    offered = given.arrivals.sum(axis=1) @ given.spans / span
    able = given.own.copy()
    for n, staff in enumerate(given.staff):
        if staff.shared:
            able += plan.lent[n].sum(axis=1) / span
        else:
            able += staff.hours * (plan.posts[n] @ given.spans) / span
    able += plan.bought.sum(axis=(0, 2)) / span
    served = np.minimum(offered, able)
    for row in np.flatnonzero(given.above >= 0):
        offered[given.above[row]] += given.handed_up[row].mean() * served[row]
    found: Values = np.divide(offered, able, out=np.full(len(able), np.nan), where=able > 0)
    return found


def places_frame(found: Confirmed) -> "pd.DataFrame":
    """Open ticket-days a year of each community: nobody more, today, the plan; and its desk."""
    import pandas as pd

    given, count = found.given, found.given.communities
    return pd.DataFrame(
        {
            "community": given.desks[:count],
            "heads": found.heads,
            "heads_best_rule": found.placed[found.best_rule],
            **{
                name: found.units[rows].sum(axis=0)
                for name, rows in levers_among(given.options).items()
            },
            "ticket_days_nobody": found.nobody.mean(axis=0),
            "ticket_days_today": found.today.mean(axis=0),
            "ticket_days_plan": found.simulated.mean(axis=0),
            "ticket_days_best_rule": found.rules[found.best_rule].mean(axis=0),
            "load_plan": loads(given, found.plan)[:count],
        }
    )


def rules_frame(found: Confirmed) -> "pd.DataFrame":
    """Open ticket-days a year of each rule of thumb at the plan's cost, and the plan minus it.

    Where something is asked of the plan, `kept` is the share of years in which the rule keeps it.
    """
    import pandas as pd

    rows = []
    for name, days in found.rules.items():
        change = found.against(days)
        mean = float(days.sum(axis=1).mean())
        rows.append((name, mean, change.mean, change.low, change.high, found.rule_yuan[name]))
    heads = ["rule", "ticket_days", "plan_minus_it", "low", "high", "yuan_year"]
    frame = pd.DataFrame(rows, columns=heads)
    if found.rules_kept:
        frame["kept"] = [found.rules_kept[name] for name in frame["rule"]]
    return frame.sort_values("ticket_days", ignore_index=True)


def frontier_frame(points: "Sequence[Point]") -> "pd.DataFrame":
    """Plans of other budgets, a row a budget; NaN where none keeps what is asked for.

    `kept` stands there only where something is asked.
    """
    import pandas as pd

    rows = []
    for point in points:
        row = {"budget_yuan": point.budget, "yuan_year": point.yuan_year}
        row |= {"promised": point.promised, "kept": point.kept}
        if point.simulated is not None:
            found = interval(point.simulated)
            row |= {"ticket_days": found.mean, "low": found.low, "high": found.high}
        rows.append(row)
    names = ["budget_yuan", "yuan_year", "promised", "ticket_days", "low", "high"]
    names += ["kept"] if any(point.kept is not None for point in points) else []
    return pd.DataFrame(rows, columns=names, dtype=float)


def values_frame(given: PlanProblem, plan: Plan) -> "pd.DataFrame":
    """What one more is worth: an hour a year at each desk, a yuan of each budget.

    In units of the objective; below 0 is better. `parts` lets posts be parts of posts; `as_planned`
    leaves all whole numbers where they are.
    """
    import pandas as pd

    rows = []
    spans = given.spans
    waiting = [_of_queue(given, prices) for prices in (plan.linear_prices, plan.prices)]
    for d, desk in enumerate(given.desks):
        parts, planned = (
            (float(prices["capacity"][d] @ spans) if given.flows else 0.0) + queue[d]
            for prices, queue in zip((plan.linear_prices, plan.prices), waiting, strict=True)
        )
        rows.append(("hour a year", desk, parts, planned))
    for source, year in given.budgets:
        name = f"budget_{source}_{year}"
        where = f"{source or 'all'}, year {year + 1}"
        rows.append(
            ("yuan", where, float(plan.linear_prices[name][0]), float(plan.prices[name][0]))
        )
    return pd.DataFrame(rows, columns=["one more", "where", "parts", "as_planned"])


def _of_queue(given: PlanProblem, prices: dict[str, Values]) -> Values:
    """What an hour of capacity changes through the curves of waiting, by desk."""
    from .problem import queue_tangents

    if given.simulated is not None:
        found = np.zeros(len(given.desks))
        by_line = (prices["simulated"] * given.simulated.slopes[:, None, :]).sum(axis=(1, 2))
        found[: given.communities] = by_line
        return found
    _, slopes = queue_tangents(given.arrivals.sum(axis=1), given.queue_loads)
    # an hour lowers each row's bound by its slope
    by_tangent: Values = (prices["waiting"] * slopes).sum(axis=(1, 2))
    return by_tangent
