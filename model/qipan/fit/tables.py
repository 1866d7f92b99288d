"""What a fit found, as tables of aggregates."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .fit import Fit
from .proof.heldout import Validation
from .queue.questions import forbidden
from .queue.queue import Queue
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


def status_table(fit: Fit) -> pd.DataFrame:
    """Shares closed within some days as far as statuses without times bound them."""
    rows = [
        (each.kind, each.rows, each.days, round(each.low, 3), round(each.high, 3), each.identified)
        for each in fit.statuses
    ]
    return pd.DataFrame(rows, columns=["kind", "rows", "days", "low", "high", "identified"])


def queue_table(queue: Queue) -> pd.DataFrame:
    """What the ledger tells of each desk: load and work where they are identified."""
    rows = []
    for desk in queue.desks:
        load = (desk.load, desk.low, desk.high) if desk.identified else (np.nan,) * 3
        numbers = (*load, *desk.work_hours, desk.at_most, desk.follows)
        rows.append(
            (
                desk.name,
                desk.requests,
                desk.closings,
                desk.identified,
                *(_rounded(each) for each in numbers),
                desk.why.en,
            )
        )
    names = ["desk", "requests", "closings", "identified", "load", "low", "high"]
    names += ["work_hours", "work_low", "work_high", "load_at_most", "times_follow", "why"]
    return pd.DataFrame(rows, columns=names)


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


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
        "identified": {**IDENTIFIED, **_of_queue(fit.queue)},
        "must_not_be_asked": [each.en for each in forbidden(fit)],
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


def _of_queue(queue: Queue | None) -> Mapping[str, str]:
    """What `identified` says of load and work where desks were looked at."""
    seen = [desk for desk in queue.desks if desk.identified] if queue is not None else []
    if queue is None or not seen:
        return {}
    load = "; ".join(f"{d.name}: {d.load:.2f} [{d.low:.2f}, {d.high:.2f}]" for d in seen)
    told = {"load": load}
    if any(np.isfinite(desk.staff_hours) for desk in seen):
        told["work"] = "with the staff that was given, at the desks whose load is identified"
        told["staff"] = "as given, not by the ledger"
    return told


def _middle(values: Floats) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, [LOW, 0.5, HIGH])
    return float(f"{middle:.4g}"), float(f"{low:.4g}"), float(f"{high:.4g}")
