"""The closed loop through the engine: a truth becomes a scenario, and its run a ledger.

Times to close wander from quarter to quarter, as the priors of the fit say; a scenario has one law
of times for a kind. So each kind is here one for each quarter, born in its months alone, and the
ledger calls them by one name.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from closed_loop import (
    AREAS,
    FIRST,
    HOLIDAYS,
    KINDS,
    MEMORY,
    Truth,
    made_requests,
    truth_of,
)
from scipy.special import ndtri

from qipan.fit.arrivals.arrivals import Arrivals, fit_arrivals
from qipan.fit.arrivals.shocks import Shocks
from qipan.fit.requests import DAY, HOURS, Floats, Requests, requests_of
from qipan.fit.world.draws import DAYS_OF_YEAR, STEPS, Drawn
from qipan.fit.world.plan import Plan
from qipan.fit.world.served import Served
from qipan.fit.world.write import SCENARIO, write_world
from qipan.runs.replication import simulate
from qipan.scenario import Scenario, load

NEVER = 1e-6
ENDS = 5e-4  # the first and last quantile of times
OPENS, CLOSES = 8, 18
OFFICE = "office"


@dataclass(frozen=True)
class Shape:
    """What all these scenarios share.

    Attributes
    ----------
    arrivals : Arrivals
        Of any ledger: its numbers are replaced.
    requests : Requests
    emptied, departments, profiles : tuple of str
        Of the base scenario.
    """

    arrivals: Arrivals
    requests: Requests
    emptied: tuple[str, ...]
    departments: tuple[str, ...]
    profiles: tuple[str, ...]


@cache
def shape() -> Shape:
    """Fit any ledger, for the parts that no truth has."""
    rng = np.random.default_rng(1)
    requests = made_requests(truth_of(200, rng), rng)
    base = load("base").document
    return Shape(
        fit_arrivals(requests, HOLIDAYS),
        requests,
        tuple(base.issues.kinds),
        tuple(base.desks.departments),
        tuple(base.issues.profiles),
    )


def scenario_of_truth(
    truth: Truth,
    folder: Path,
    served: Served | None = None,
    work_hours: float = np.nan,
    warm_up: int = 0,
) -> Scenario:
    """Write a truth as a scenario and load it.

    Parameters
    ----------
    truth : Truth
    folder : path
    served : Served, optional
        The desk that serves all requests; without it they wait and nobody works on them.
    work_hours : float
        Mean work of a request, with a desk.
    warm_up : int
        Days that count for nothing.
    """
    of = shape()
    quarters = int(truth.quarter[truth.seen - 1]) + 1
    names = tuple(f"{kind}{q:02d}" for kind in KINDS for q in range(quarters))
    requests = replace(of.requests, kinds=names, department=(OFFICE,) * len(names))
    hours = np.zeros(HOURS)
    hours[OPENS:CLOSES] = 1.0 / (CLOSES - OPENS)
    many = len(names)
    each = np.repeat(truth.kind_variance, quarters)
    arrivals = replace(
        of.arrivals,
        hours=np.array([hours, hours]),
        mixed=np.full((many, len(AREAS)), 1.0 / len(AREAS)),
        shocks=Shocks((), truth.seen, many),
        factor=replace(
            of.arrivals.factor,
            city=truth.city_variance,
            kinds=each,
            city_memory=MEMORY,
            kind_memory=MEMORY,
        ),
    )
    plan = Plan(
        "truth",
        FIRST + warm_up * DAY,
        truth.seen - warm_up,
        warm_up,
        "A truth",
        "made up",
        "2024",
        emptied=of.emptied,
        departments=of.departments,
        profiles=of.profiles,
        served={OFFICE: served} if served is not None else {},
    )
    drawn = _drawn(truth, quarters)
    if served is not None:
        drawn = replace(drawn, work_hours=np.full((1, many), work_hours))
    write_world(folder, requests, arrivals, drawn, truth.days, plan)
    return load(folder / SCENARIO)


def run_requests(truth: Truth, folder: Path, seed: int) -> Requests:
    """Run a truth through the engine and read its ledger, as `qipan fit` does."""
    ledger = simulate(scenario_of_truth(truth, folder), seed).ledger()
    frame = pd.DataFrame(
        {
            "opened_at": pd.to_datetime(ledger["opened"]),
            "closed_at": pd.to_datetime(ledger["closed"]),
            "kind": ledger["category"].astype(str).str[0],
            "area": ledger["community"],
        }
    )
    until = FIRST + truth.seen * DAY
    frame.loc[frame["closed_at"] >= pd.Timestamp(until), "closed_at"] = pd.NaT
    return requests_of(frame, until=until, names=(KINDS, AREAS))


def _drawn(truth: Truth, quarters: int) -> Drawn:
    """The truth as the one draw of an ensemble."""
    days = truth.days
    usual = days.holiday < 0
    months = int(days.month[-1]) + 1
    friday = np.array(
        [truth.mean[usual & (days.month == m) & (days.weekday == 4)][0] for m in range(months)]
    )
    week = np.array(
        [
            (truth.mean / friday[days.month])[np.flatnonzero(usual & (days.weekday == d))[0]]
            for d in range(7)
        ]
    )
    births = friday[0] * week.mean(axis=0) * DAYS_OF_YEAR
    level = np.repeat((friday / friday[0])[:, :, None], quarters, axis=2)
    first = np.array([truth.quarter[days.month == m][0] for m in range(months)])
    level = np.where(first[:, None, None] == np.arange(quarters), level, 0.0)
    many = len(KINDS) * quarters
    z = ndtri(np.clip(STEPS, ENDS, 1 - ENDS))
    middle, spread = truth.middle[:quarters].T, truth.spread[:, None, None]
    wait = np.exp(middle[:, :, None] + spread * z).reshape(many, len(STEPS))
    return Drawn(
        level=level.reshape(1, months, many),
        area=np.ones((1, months, len(AREAS))),
        births=np.repeat(births, quarters),
        weekday=_of_kinds(week.T / week.mean(axis=0)[:, None], quarters),
        holiday=_of_kinds(truth.holiday[:, None], quarters),
        after=np.ones((1, many)),
        city_variance=np.array([truth.city_variance]),
        kind_variance=np.repeat(truth.kind_variance, quarters)[None],
        shocks_per_year=np.full((1, 1), NEVER),
        wait=wait[None],
        never=np.zeros((1, many)),
        at_once=np.zeros((1, many)),
        other=np.zeros((1, many, 6)),
    )


def _of_kinds(table: Floats, quarters: int) -> Floats:
    return np.repeat(table, quarters, axis=0)[None]
