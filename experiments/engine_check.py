"""An ensemble run through the engine and held against a ledger: errors of translation show.

Times were fitted as they are recorded, so that stamps to the day need no rule of their own here. A
run ends with its last day; what a ledger knows of later closings is left out, for the two to say
the same.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from qipan.fit.ensemble import Member
from qipan.fit.requests import CLOSED, HOURS, Floats, Requests
from qipan.fit.scores import inside, interval
from qipan.fit.statistics import NAMES, Spells, statistics
from qipan.runs.replication import simulate


def spells_of_ledger(requests: Requests, first: np.datetime64, days: int) -> Spells:
    """Requests of a window of a ledger, and what was there before it."""
    start = (first - requests.first).astype(int)
    opened = requests.opened - start
    closed = opened + requests.days_open
    closed = np.where((requests.ending == CLOSED) & (closed < days), closed, np.inf)
    return Spells(opened, closed, first, days)


def run_member(member: Member) -> Floats:
    """Simulate a draw on its seed, and work out its statistics."""
    horizon = member.scenario.document.horizon
    tickets = simulate(member.scenario, member.seed).tickets
    warm_up = float(horizon.warm_up_days)
    opened = tickets["opened_hours"].to_numpy(float) / HOURS - warm_up
    closed = tickets["first_closed_hours"].to_numpy(float) / HOURS - warm_up
    first = np.datetime64(horizon.start, "D")
    return statistics(
        Spells(opened, np.where(np.isnan(closed), np.inf, closed), first, horizon.days)
    )


def held_against(runs: Iterable[Floats], spells: Spells) -> pd.DataFrame:
    """Statistics of a ledger beside the 90 % intervals of an ensemble's runs."""
    drawn, seen = np.array(list(runs)), statistics(spells)
    low, high = interval(drawn)
    return pd.DataFrame(
        {
            "statistic": NAMES,
            "ledger": seen,
            "low": low,
            "median": np.median(drawn, axis=0),
            "high": high,
            "inside": inside(drawn, seen).astype(bool),
        }
    )
