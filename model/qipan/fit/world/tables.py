"""Births and levels as the tables that a scenario reads."""

import numpy as np
import pandas as pd

from ..arrivals.arrivals import Arrivals
from ..arrivals.calendar import Days
from ..requests import Floats, Requests
from .draws import Drawn
from .names import ids_of
from .plan import Plan


def births_table(requests: Requests, arrivals: Arrivals, drawn: Drawn, plan: Plan) -> pd.DataFrame:
    """Usual births a year of each kind in each area."""
    kinds, areas = plan.kind_ids(requests.kinds), ids_of(requests.areas)
    return pd.DataFrame(
        [
            (area, kind, float(f"{drawn.births[k] * arrivals.mixed[k, a]:.5g}"))
            for a, area in enumerate(areas)
            for k, kind in enumerate(kinds)
        ],
        columns=["community", "kind", "births_per_year"],
    )


def levels_table(
    requests: Requests, days: Days, level: Floats, area: Floats, plan: Plan
) -> pd.DataFrame:
    """Level of each month: by kind, and by area.

    Parameters
    ----------
    level : array, shape (months, kinds)
    area : array, shape (months, areas)
    """
    start = days.first.astype("M8[M]")
    names = [str(start + np.timedelta64(m, "M")) for m in range(len(level))]
    rows = [
        (month, kind, "", float(f"{level[m, k]:.5g}"))
        for k, kind in enumerate(plan.kind_ids(requests.kinds))
        for m, month in enumerate(names)
    ]
    rows += [
        (month, "", place, float(f"{area[m, a]:.5g}"))
        for a, place in enumerate(ids_of(requests.areas))
        for m, month in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=["month", "kind", "area", "factor"])
