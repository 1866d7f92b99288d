"""A plan of hours as frames, as they are written to CSV files."""

import pandas as pd

from ...experiments.hours_allocation import NOBODY, TODAY, HoursAllocation
from .fund_frames import against

UNITS = {"total": "ticket-days", "worst": "ticket-days per resident of the worst-off community"}


def plan_frame(found: HoursAllocation) -> pd.DataFrame:
    """Tabulate the plan of one period: who works where, on what, for how many hours."""
    rows = [
        {
            "date": found.date,
            "source": given.source,
            "community": given.community,
            "kind": given.kind,
            "hours": round(given.hours, 3),
        }
        for given in found.plan.given
    ]
    return pd.DataFrame(rows, columns=["date", "source", "community", "kind", "hours"])


def values_frame(found: HoursAllocation) -> pd.DataFrame:
    """Tabulate what hours more and fewer a year change, by the program."""
    return pd.DataFrame(
        {
            "community": [value.community for value in found.values],
            "hours": found.request.step,
            "more": [value.more for value in found.values],
            "less": [value.less for value in found.values],
            "unit": UNITS[found.request.objective],
        }
    )


def checks_frame(found: HoursAllocation) -> pd.DataFrame:
    """Tabulate values by the program beside those by simulation."""
    rows = []
    for promised, simulated in found.checks:
        rows.append(
            {
                "community": promised.community,
                "hours": simulated.step,
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


def comparison_frame(found: HoursAllocation) -> pd.DataFrame:
    """Tabulate the ways to divide hours on fresh seeds, paired with today and nobody."""
    today, nobody = found.named(TODAY), found.named(NOBODY)
    rows = []
    for way in found.ways:
        mean = way.mean("ticket_days")
        rows.append(
            {
                "way": way.name,
                "ticket_days_a_year": mean.mean,
                "low": mean.low,
                "high": mean.high,
                **against("today", way.minus(today)),
                **against("none", way.minus(nobody)),
                **{
                    f"{name}_a_year": way.measured[name].mean()
                    for name in ("orders", "orders_done", "volunteer_hours", "unit_hours")
                },
                "seeds": mean.n,
            }
        )
    return pd.DataFrame(rows)
