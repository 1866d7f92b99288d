"""A division of funds as frames, as they are written to CSV files."""

import numpy as np
import pandas as pd

from ...experiments.fund_allocation import NONE, TODAY, FundAllocation
from ...experiments.intervals import Interval


def plan_frame(found: FundAllocation) -> pd.DataFrame:
    """Tabulate the plan: community, earmark, yuan today, plan, change, residents, projects."""
    budgets, places = found.curves.budgets, found.curves.budgets.city.places
    ids, earmarks = places.ids, budgets.earmarks
    return pd.DataFrame(
        {
            "community": np.repeat(ids, len(earmarks)),
            "earmark": np.tile(earmarks, len(ids)),
            "today": budgets.today.ravel(),
            "plan": found.yuan.ravel(),
            "change": np.round((found.yuan - budgets.today).ravel(), 2),
            "residents": np.repeat(places.residents, len(earmarks)),
            "need_money_a_year": np.repeat(found.curves.asked, len(earmarks)),
        }
    )


def values_frame(found: FundAllocation) -> pd.DataFrame:
    """Tabulate what some money more and less changes in the objective, by the program."""
    step = found.request.step
    return pd.DataFrame(
        {
            "community": [value.community for value in found.values],
            "earmark": [value.purpose for value in found.values],
            "yuan": step,
            "more": [value.more for value in found.values],
            "less": [value.less for value in found.values],
            "unit": found.request.objective.unit,
        }
    )


def checks_frame(found: FundAllocation) -> pd.DataFrame:
    """Tabulate values by the program beside those by simulation, in ticket-days a year."""
    rows = []
    for check in found.checks:
        promised, simulated = check.promised, check.simulated
        rows.append(
            {
                "community": promised.community,
                "earmark": promised.purpose,
                "yuan": simulated.step,
                "more_program": promised.more,
                "more_simulated": simulated.more.mean,
                "more_low": simulated.more.low,
                "more_high": simulated.more.high,
                "less_program": promised.less,
                "less_simulated": simulated.less.mean,
                "less_low": simulated.less.low,
                "less_high": simulated.less.high,
            }
        )
    return pd.DataFrame(rows)


def against(name: str, difference: Interval) -> dict[str, float]:
    """A paired difference to a reference, as columns."""
    return {
        f"against_{name}": difference.mean,
        f"against_{name}_low": difference.low,
        f"against_{name}_high": difference.high,
    }


def comparison_frame(found: FundAllocation) -> pd.DataFrame:
    """Tabulate the ways to divide the money on fresh seeds, paired with today and none."""
    today, none = found.named(TODAY), found.named(NONE)
    rows = []
    for way in found.divided:
        mean = way.mean
        rows.append(
            {
                "way": way.name,
                "yuan_a_year": round(float(way.yuan.sum()), 2),
                "ticket_days_a_year": mean.mean,
                "low": mean.low,
                "high": mean.high,
                **against("today", way.minus(today)),
                **against("none", way.minus(none)),
                "seeds": mean.n,
            }
        )
    return pd.DataFrame(rows)
