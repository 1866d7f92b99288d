"""Requests that were open when a ledger began: at risk from then on alone."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from qipan.fit.closing.closing import fit_closing, probabilities
from qipan.fit.fit import Settings, fit_ledger
from qipan.fit.late_entry import earlier_of
from qipan.fit.requests import requests_of
from qipan.imports.ledgers.ledger import Ledger, Provenance

SINCE = np.datetime64("2023-01-01")
DAYS, BEFORE = 300, 1100
MEDIAN, SPREAD = 60.0, 1.4


def _frame(seed=1, rows=9000):
    """A ledger of 300 days that begins with what was open; times are log-normal, median 60 days."""
    rng = np.random.default_rng(seed)
    opened = np.sort(rng.uniform(-BEFORE, DAYS, rows))
    closed = opened + MEDIAN * np.exp(SPREAD * rng.standard_normal(rows))
    there = closed > 0
    at = pd.Timestamp(SINCE)
    frame = pd.DataFrame({"opened_at": at + pd.to_timedelta(opened[there], unit="D")})
    ended = at + pd.to_timedelta(closed[there], unit="D")
    frame["closed_at"] = ended.where(closed[there] < DAYS)
    return frame.assign(kind="a", area="x", department="d")


@pytest.fixture(scope="module")
def frame():
    return _frame()


@pytest.fixture(scope="module")
def requests(frame):
    return requests_of(frame[frame["opened_at"] >= pd.Timestamp(SINCE)])


def _still_open(closing, days, draws=200):
    """Share of the kind's requests that are open after so many days."""
    (kind,) = closing.kinds
    shape = kind.shapes(draws, np.random.default_rng(1))
    log = kind.level.seen[-1] + np.exp(kind.spread.seen[-1]) * shape
    return (np.exp(log) > days).mean(axis=1)


def test_long_times_are_told_though_the_window_is_short(frame, requests) -> None:
    """Of the law one in ten is open after a year; 300 days alone cannot tell that."""
    earlier = earlier_of(frame, requests, SINCE)
    with_them, without = fit_closing(requests, earlier), fit_closing(requests)
    for days in (365.0, 700.0):
        truth = 0.5 * (1.0 - np.vectorize(_erf)(np.log(days / MEDIAN) / SPREAD / np.sqrt(2)))
        low, high = np.quantile(_still_open(with_them, days), [0.01, 0.99])
        assert low - 0.02 < truth < high + 0.02
        assert np.median(_still_open(with_them, days)) == pytest.approx(truth, abs=0.04)
    assert np.isinf(without.kinds[0].shapes(3, np.random.default_rng(1))).any()
    assert _still_open(without, 700.0).mean() > 2.0 * _still_open(with_them, 700.0).mean()
    assert with_them.kinds[0].level.seen == pytest.approx(without.kinds[0].level.seen)


def _erf(x):
    from math import erf

    return erf(x)


def test_taken_for_arrivals_they_would_make_times_too_long(frame, requests) -> None:
    """Left truncation is what the entry is for: without it the same rows say other times."""
    earlier = earlier_of(frame, requests, SINCE)
    blind = replace(earlier, entry=np.full(len(earlier.entry), -1e-9))
    truth = 0.5
    told = 1.0 - _still_open(fit_closing(requests, earlier), MEDIAN).mean()
    wrong = 1.0 - _still_open(fit_closing(requests, blind), MEDIAN).mean()
    assert told == pytest.approx(truth, abs=0.05)
    assert wrong < 0.4


def test_the_weight_at_risk_is_of_what_is_seen_then(frame, requests) -> None:
    (kind,) = fit_closing(requests, earlier_of(frame, requests, SINCE)).kinds
    weight = np.ones((1, len(kind.residual)))
    seen = kind._at_risk(weight)[0]
    for place in (0, len(seen) // 3, len(seen) - 1):
        at = kind.residual[place]
        there = (np.arange(len(seen)) >= place) & (kind.entry < at)
        assert seen[place] == pytest.approx(there.sum())


def test_a_fit_counts_them_and_takes_none_for_an_arrival(frame) -> None:
    about = Provenance(title="made", publisher="nobody", published="2024")
    settings = Settings(since=SINCE, draws=2, seed=1)
    fit = fit_ledger(Ledger(frame, about), settings)
    assert len(fit.requests) == (frame["opened_at"] >= pd.Timestamp(SINCE)).sum()
    assert len(fit.earlier.requests) == len(frame) - len(fit.requests)
    assert (fit.earlier.requests.days_open > fit.earlier.entry).all()
    assert any("open when the ledger begins" in each.en for each in fit.warnings)
    assert fit.drawn.never.max() < 0.2
    assert len(probabilities()) == fit.closing.kinds[0].shapes(1, np.random.default_rng(1)).shape[1]
