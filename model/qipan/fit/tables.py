"""What a fit found, as tables of aggregates."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .fit import Fit
from .proof.heldout import Validation
from .requests import CLOSED, Floats
from .scores import HIGH, LOW
from .world.draws import STEPS

FEWEST = 10  # rows of what a table tells of


def validation_table(validation: Validation) -> pd.DataFrame:
    """Scores by grain and method."""
    rows = [
        (s.subject, s.grain, s.method, s.cells, s.coverage, s.crps, s.width, s.validated)
        for s in validation.scores
    ]
    names = ["subject", "grain", "method", "cells", "coverage", "crps", "width", "enough"]
    return pd.DataFrame(rows, columns=names)


def quantile_table(fit: Fit) -> pd.DataFrame:
    """Days to close of each kind in the days to come: quantiles and their 90 % intervals."""
    counted = np.bincount(fit.requests.kind, fit.requests.ending == CLOSED)
    rows = []
    for k, kind in enumerate(fit.requests.kinds):
        told = np.isfinite(fit.drawn.wait[:, k]).all(axis=1)
        if counted[k] < FEWEST or not told.any():
            continue
        for step in (0.24, 0.48, 0.72, 0.88):
            at = int(np.argmin(np.abs(STEPS - step)))
            share = STEPS[at] * (1.0 - np.median(fit.drawn.never[:, k]))
            rows.append((kind, share, *_middle(fit.drawn.wait[told, k, at])))
    return pd.DataFrame(rows, columns=["kind", "probability", "days", "low", "high"])


def level_table(fit: Fit) -> pd.DataFrame:
    """Requests of each measured month and kind, bursts not among them, with 90 % intervals."""
    start = fit.days.first.astype("M8[M]")
    rows = []
    first = int((fit.start.astype("M8[M]") - start).astype(np.int64))
    for m in range(first, fit.drawn.level.shape[1]):
        month = str(start + np.timedelta64(m, "M"))
        for k, kind in enumerate(fit.requests.kinds):
            rows.append((month, kind, *_middle(fit.drawn.level[:, m, k])))
    return pd.DataFrame(rows, columns=["month", "kind", "level", "low", "high"])


def summary(fit: Fit) -> Mapping[str, object]:
    """Numbers of a fit that no table holds."""
    arrivals, closing = fit.arrivals, fit.closing
    return {
        "rows": len(fit.requests),
        "first_day": str(fit.requests.first),
        "days": fit.requests.days,
        "kinds": list(fit.requests.kinds),
        "areas": list(fit.requests.areas),
        "fit": "validated" if fit.validation.validated else "not_validated",
        "held_out": [str(fit.validation.first), str(fit.validation.last)],
        "pit": fit.validation.pit.tolist(),
        "pit_p_value": fit.validation.pit_p_value,
        "day_factor": {
            "city": arrivals.factor.city,
            "kinds": dict(zip(fit.requests.kinds, arrivals.factor.kinds.tolist(), strict=True)),
            "autocorrelation": arrivals.factor.city_memory,
        },
        "bursts": len(arrivals.shocks.seen),
        "yearly_drift": float(np.average(arrivals.city.sizes[:, 0], weights=arrivals.city.weight)),
        "shared_drift_of_times": closing.shared if closing else None,
        "workload_elasticity": dict(fit.elasticity._asdict()) if fit.elasticity else None,
        "stamps_of_closings": "exact" if closing and closing.exact else "day",
        "identified": IDENTIFIED,
        "warnings": [each.en for each in fit.warnings],
    }


IDENTIFIED = {
    "arrivals": "yes",
    "times_to_close": "yes, up to the share seen closed",
    "drift": "roughly",
    "areas": "weakly",
    "staff": "no",
    "work": "no: only work and waiting together",
    "load": "no",
    "reports_against_occurrences": "no",
}


def _middle(values: Floats) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, [LOW, 0.5, HIGH])
    return float(f"{middle:.4g}"), float(f"{low:.4g}"), float(f"{high:.4g}")
