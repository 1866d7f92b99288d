"""Ledgers made from a known law."""

import numpy as np
import pandas as pd

from qipan.imports.ledgers.ledger import Ledger, Provenance, content_hash

FIRST = np.datetime64("2022-01-01")
KINDS = ("噪音扰民", "路灯", "refuse")
AREAS = ("西潞街道", "拱辰街道")
RATES = np.array([3.0, 2.0, 4.0])
VARIANCE = 0.15
MEDIANS = np.array([2.0, 8.0, 20.0])
REST = 0.5  # of a working day's requests come on a weekend day


def made_frame(days=420, seed=1, holiday=None, variance=VARIANCE, burst=None):
    """Requests of so many days: gamma day factor, weekends at half, log-normal times."""
    rng = np.random.default_rng(seed)
    weekday = ((FIRST.astype(int) + 3) % 7 + np.arange(days)) % 7
    factor = np.where(weekday >= 5, REST, 1.0)
    if variance:
        factor = factor * rng.gamma(1 / variance, variance, days)
    for day in holiday or ():
        factor[int((np.datetime64(day) - FIRST).astype(int))] *= 0.2
    if burst is not None:
        factor[burst] = 12.0
    count = rng.poisson(factor[:, None] * RATES)
    day, kind = (np.repeat(each.ravel(), count.ravel()) for each in np.indices(count.shape))
    opened = pd.Timestamp(FIRST) + pd.to_timedelta(day + rng.uniform(0.3, 0.75, len(day)), unit="D")
    took = MEDIANS[kind] * np.exp(0.8 * rng.standard_normal(len(day)))
    closed = opened + pd.to_timedelta(took, unit="D")
    end = pd.Timestamp(FIRST) + pd.Timedelta(days=days)
    closed = closed.where(closed < end)
    return pd.DataFrame(
        {
            "id": np.arange(len(day)),
            "opened_at": opened.floor("s"),
            "closed_at": closed.floor("s"),
            "ending": np.where(closed.notna(), "closed", None),
            "kind": np.array(KINDS)[kind],
            "area": np.array(AREAS)[rng.integers(2, size=len(day))],
            "department": "城管",
        }
    )


def made_ledger(frame):
    """Put a frame into a ledger."""
    about = Provenance(
        title="12345 台账", publisher="区", published="2023", content_sha256=content_hash(frame)
    )
    return Ledger(frame, about)
