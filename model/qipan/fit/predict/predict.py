"""`predict_weeks`: what comes next, and how what has come was predicted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...imports.ledgers.ledger import Ledger
from ..findings import Finding, LedgerFaults
from ..requests import DAY, Requests
from .fitted import Fitted
from .prediction import WEEK, date_of, future_of
from .table import prediction_table
from .weekly import weekly_scores


@dataclass(frozen=True)
class Predicted:
    """Weeks to come, and the scores of weeks that have come.

    Attributes
    ----------
    table : DataFrame
        See `prediction_table`.
    scores : DataFrame
        See `weekly_scores`; empty without a ledger that reaches beyond the fit.
    first : str
        First day predicted.
    fitted_until : str
        Day after the ledger that was fitted.
    left_out : int
        Rows of kinds and areas that the fit does not know.
    validated : bool
        Whether the fit passed its proof.
    """

    table: pd.DataFrame
    scores: pd.DataFrame
    first: str
    fitted_until: str
    left_out: int
    validated: bool = True


def predict_weeks(
    fitted: Fitted,
    weeks: int,
    ledger: Ledger | None = None,
    until: np.datetime64 | None = None,
    seed: int = 1,
) -> Predicted:
    """Predict weeks from the end of a ledger; without one, from the end of the one fitted.

    Parameters
    ----------
    fitted : Fitted
    weeks : int
    ledger : Ledger, optional
        The ledger as it has grown. What it has beyond the fit is scored by whole weeks, and its
        open requests are where the open count begins.
    until : datetime64[D], optional
        First day of it that is not read: neither requests nor endings from then on.
    seed : int

    Raises
    ------
    LedgerFaults
        If the ledger ends before the fit does, or the weeks reach beyond the scenario.
    """
    requests, left_out = None, 0
    day = 0
    if ledger is not None:
        requests = _read(fitted, ledger, until)
        left_out = _rows(fitted, ledger, until) - len(requests)
        day = int((requests.first + requests.days * DAY - fitted.start).astype(int))
    if day + WEEK * weeks > fitted.days:
        raise LedgerFaults([_beyond(fitted, day, weeks)])
    future = future_of(fitted, seed)
    table = prediction_table(future, fitted, day, weeks, requests)
    scores = pd.DataFrame()
    if requests is not None:
        first = max(-(int((fitted.start - requests.first).astype(int)) // WEEK), 0)
        scores = weekly_scores(future, fitted, requests, range(first, day // WEEK))
    return Predicted(
        table, scores, date_of(fitted.start, day), str(fitted.start), left_out, fitted.validated
    )


def _read(fitted: Fitted, ledger: Ledger, until: np.datetime64 | None) -> Requests:
    opened = pd.to_datetime(ledger.frame["opened_at"])
    last = until or (opened.max().to_datetime64().astype("M8[D]") + DAY if len(opened) else None)
    if last is None or last < fitted.start or not (opened < pd.Timestamp(last)).any():
        there = "nothing" if last is None else f"rows up to {last - DAY}"
        raise LedgerFaults(
            [
                Finding(
                    f"--ledger holds {there}; the fit knows all before {fitted.start}: give the "
                    "ledger as it has grown since",
                    f"--ledger 未超出拟合所用台账（至 {fitted.start} 前）；请提供其后更新的台账",
                )
            ]
        )
    read = fitted.requests(ledger.frame, last)
    # Of what is not read no ending counts either: what was closed later is open.
    return read if until is None else read.until(read.days)


def _rows(fitted: Fitted, ledger: Ledger, until: np.datetime64 | None) -> int:
    """Rows of the window that is read, of whatever kind and area."""
    opened = pd.to_datetime(ledger.frame["opened_at"])
    read = np.ones(len(opened), bool)
    if until is not None:
        read &= np.asarray(opened < pd.Timestamp(until))
    if fitted.since is not None:
        read &= np.asarray(opened >= pd.Timestamp(fitted.since))
    return int(read.sum())


def _beyond(fitted: Fitted, day: int, weeks: int) -> Finding:
    left = max((fitted.days - day) // WEEK, 0)
    last = date_of(fitted.start, fitted.days - 1)
    return Finding(
        f"--weeks: found {weeks}; the fit reaches {last}, which leaves {left}: fit the grown "
        "ledger again, or fit with more --days",
        f"--weeks：{weeks} 周超出拟合所及（至 {last}），至多 {left} 周；请用更新的台账重新拟合，"
        "或增大 --days",
    )
