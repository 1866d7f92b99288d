"""Waits, work and endings of a fitted kind of request, as a scenario writes them."""

import numpy as np

from ..requests import CANCELLED, DUPLICATE, ENDINGS, TRANSFERRED, Floats
from .draws import STEPS, Drawn
from .served import SIGMA, SIGMA_RANGE
from .sourced import LEDGER, Mapped, derived, rounded

OTHER_ENDS = (CANCELLED, DUPLICATE, TRANSFERRED)
SHORTEST_DAYS = 1e-4
LONGEST_DAYS = 36_500.0  # a century is never; scales that are hardly known draw far more
LARGEST_SHARE = 0.999


def times_of(drawn: Drawn, k: int, j: int | None) -> Mapped:
    """Wait and endings of a kind: of one draw, or the medians with their range."""
    if (work := drawn.work(k)) is not None:
        return {"work_hours": work_of(work, j)}
    told = np.asarray(np.isfinite(drawn.wait[:, k]).all(axis=1))
    waits = np.minimum(drawn.wait[:, k], LONGEST_DAYS)
    if not told.any():
        return {"never_share": {"value": 1, "derived": "no closing was seen", "source": LEDGER}}

    def number(values: Floats, how: str) -> Mapped:
        if j is not None:
            value = rounded(np.clip(values[j], 0.0, LARGEST_SHARE))
            return {"value": value, "derived": f"draw {j + 1} of the fit", "source": LEDGER}
        value = rounded(np.clip(np.median(values), 0.0, LARGEST_SHARE))
        return derived(value, values, how)

    middle = waits[j] if j is not None and told[j] else np.median(waits[told], axis=0)
    rising = np.maximum.accumulate(np.maximum(middle, SHORTEST_DAYS))
    points = [[rounded(p), rounded(x, 5)] for p, x in zip(STEPS, rising, strict=True)]
    shares = {
        "never_share": (drawn.never, "share beyond the longest time seen"),
        "at_once_share": (drawn.at_once, "share closed within a quarter of an hour"),
    }
    parts: Mapped = {
        **{key: number(each[:, k], how) for key, (each, how) in shares.items() if each[:, k].any()},
        "outside_wait": {
            "wait_days": {
                "distribution": "quantiles",
                "points": {
                    "value": points,
                    "derived": "Kaplan-Meier of residuals, with drift",
                    "source": LEDGER,
                }
                if j is not None
                else {
                    "value": points,
                    "range": [0, rounded(1.5 * float(np.max(waits[told])))],
                    "derived": "Kaplan-Meier of residuals, with drift",
                    "source": LEDGER,
                },
            }
        },
    }
    others = [e for e in OTHER_ENDS if drawn.other[:, k, e].any()]
    if others:
        parts["other_endings"] = {
            ENDINGS[e]: {
                "share": number(drawn.other[:, k, e], "share of those that ended"),
                "after_days": {
                    "value": rounded(float(np.median(rising)), 3),
                    "range": [0, rounded(float(rising[-1]), 3)],
                    "derived": "the median of closings: too few to tell",
                    "source": LEDGER,
                },
            }
            for e in others
        }
    return parts


def work_of(work: Floats, j: int | None) -> Mapped:
    """Work of a request where its desk is seen to serve a queue."""
    how = "load of the desk, times the hours of its staff, over its requests"
    if j is not None:
        one = {"derived": f"draw {j + 1} of the fit", "source": LEDGER}
        return {"mean": {"value": rounded(work[j]), **one}}
    return {
        "distribution": "lognormal",
        "mean": derived(rounded(np.median(work)), work, how),
        "sigma": {
            "value": SIGMA,
            "range": list(SIGMA_RANGE),
            "assumed": "a ledger does not tell how work differs within a desk",
        },
    }
