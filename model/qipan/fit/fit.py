"""`fit_ledger`: everything that is made from a ledger, and its proof."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..imports.ledgers.ledger import Ledger
from .arrivals.arrivals import Arrivals, fit_arrivals
from .arrivals.calendar import Days
from .closing.closing import Closing, fit_closing
from .closing.elasticity import Elasticity, elasticity_of
from .closing.status_only import StatusShare, status_shares
from .findings import (
    FEWEST_CLOSED,
    Finding,
    LedgerFaults,
    deadline_only,
    entered_late,
    faults_of,
    mass_closings,
    warnings_of,
)
from .holidays_of import holidays_named
from .late_entry import Earlier, cleared_alike, earlier_of
from .proof.heldout import Validation, hold_out
from .queue.queue import Queue, find_queue
from .queue.staff import Shift
from .requests import ADMINISTRATIVE, CLOSED, DAY, Requests, requests_of
from .world.draws import Drawn, draw_world
from .world.served import drawn_work, served_departments

FORECASTS = 2400  # drawn to score the held-out days
LONGEST_WARM_UP = 730
YEAR_DAYS = 365

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Settings:
    """How a ledger is to be fitted.

    Attributes
    ----------
    until : datetime64[D], optional
        First day that is not read.
    since : datetime64[D], optional
        Day on which the ledger begins, with what was open then: that enters late.
    hold_out : float
        Share of the days that is held out for the proof.
    draws : int
        Scenarios of the ensemble.
    kinds, areas : int
        So many of the most frequent are kept.
    kind_level, area_level : int
        Which level of categories and areas, the coarsest first.
    holidays : str, optional
        See `holidays_named`.
    sample : float
        Share of all requests that the ledger holds, if it is a sample of rows.
    residents : mapping of str to int, optional
        By area.
    days : int
        Measured days of the scenario; they follow the ledger.
    seed : int
    gaps_true, arrivals_only : bool
        Weeks without rows are true; times to close are not read.
    queue : bool
        Whether desks are looked at: the planner vouches that their own staff closes requests.
    status_on : datetime64[D], optional
        Day on which statuses were taken; by default that after the last opening.
    staff : tuple of Shift
        Who works where and when; with any of it desks are looked at too.
    """

    until: np.datetime64 | None = None
    since: np.datetime64 | None = None
    hold_out: float = 0.2
    draws: int = 40
    kinds: int = 12
    areas: int = 40
    kind_level: int = 1
    area_level: int = 1
    holidays: str | None = None
    sample: float = 1.0
    residents: Mapping[str, int] | None = None
    days: int = YEAR_DAYS
    seed: int = 1
    gaps_true: bool = False
    arrivals_only: bool = False
    queue: bool = False
    staff: tuple[Shift, ...] = ()
    status_on: np.datetime64 | None = None


@dataclass(frozen=True)
class Fit:
    """A fitted ledger.

    Attributes
    ----------
    requests : Requests
    arrivals : Arrivals
    closing : Closing or None
        None where too few closings are known.
    validation : Validation
    drawn : Drawn
        The ensemble.
    days : Days
        Simulated days, warm-up included.
    start : datetime64[D]
        First measured day.
    warm_up : int
    warnings : tuple of Finding
    elasticity : Elasticity or None
        Of times to close on requests; see `elasticity_of`.
    queue : Queue or None
        What the ledger tells of desks, if that was asked.
    statuses : tuple of StatusShare
        What statuses without times tell of times to close.
    earlier : Earlier or None
        What was open when the ledger began.
    """

    requests: Requests
    arrivals: Arrivals
    closing: Closing | None
    validation: Validation
    drawn: Drawn
    days: Days
    start: np.datetime64
    warm_up: int
    warnings: tuple[Finding, ...]
    elasticity: Elasticity | None
    queue: Queue | None = None
    statuses: tuple[StatusShare, ...] = ()
    earlier: Earlier | None = None


def fit_ledger(ledger: Ledger, settings: Settings, say: Progress = lambda _: None) -> Fit:
    """Fit a ledger and prove it on its last part.

    Parameters
    ----------
    ledger : Ledger
    settings : Settings
    say : callable, optional
        Told what is being done.

    Raises
    ------
    LedgerFaults
        With all that is wrong with the ledger.
    """
    frame = _read(ledger.frame, settings)
    faults = faults_of(
        frame,
        settings.residents,
        gaps_known=settings.gaps_true,
        arrivals_only=settings.arrivals_only,
    )
    if faults:
        raise LedgerFaults(faults)
    requests = requests_of(frame, settings.kinds, settings.areas, settings.until)
    earlier = earlier_of(
        _read(ledger.frame, replace(settings, since=None)), requests, settings.since
    )
    requests = replace(
        requests,
        ending=np.where(mass_closings(requests), ADMINISTRATIVE, requests.ending),
    )
    earlier = cleared_alike(earlier, requests) if earlier is not None else None
    if settings.until is not None:
        requests = requests.until(requests.days)
        earlier = earlier.until(requests.days) if earlier is not None else None
    start = requests.first + requests.days * DAY
    holidays = holidays_named(settings.holidays, requests.first, start + settings.days * DAY)
    streams = np.random.default_rng(settings.seed).spawn(4)
    say("held-out")
    validation = hold_out(requests, holidays, settings.hold_out, FORECASTS, streams[0], earlier)
    say("arrivals")
    arrivals = fit_arrivals(requests, holidays)
    say("times")
    closed = int((requests.ending == CLOSED).sum())
    known = closed >= FEWEST_CLOSED and not settings.arrivals_only
    closing = fit_closing(requests, earlier) if known else None
    warm_up = min(requests.days, LONGEST_WARM_UP)
    days = arrivals.ahead(start - warm_up * DAY, warm_up + settings.days)
    last = requests.first + int(requests.day.max()) * DAY
    say("ensemble")
    drawn = draw_world(arrivals, closing, days, last, warm_up, settings.draws, streams[1])
    drawn = replace(drawn, births=drawn.births / settings.sample)
    queue = None
    if known and (settings.queue or settings.staff):
        say("queue")
        queue = find_queue(frame, requests, holidays, settings.staff)
        served = served_departments(queue, requests)
        if served:
            work = drawn_work(served, requests, settings.draws, streams[2])
            drawn = replace(drawn, work_hours=work)
    taken = settings.status_on or requests.first + requests.days * DAY
    statuses = status_shares(frame, requests, taken, streams[3])
    warnings = (
        warnings_of(requests)
        + entered_late(earlier)
        + deadline_only(frame)
        + list(queue.unknown if queue else ())
    )
    if not known:
        warnings.append(
            Finding(
                f"{closed} closings are read: arrivals alone are fitted, and nothing is closed",
                f"读入 {closed} 件办结：只拟合受理量，情景中不办结",
            )
        )
    return Fit(
        requests,
        arrivals,
        closing,
        validation,
        drawn,
        days,
        start,
        warm_up,
        tuple(warnings),
        elasticity_of(requests) if known else None,
        queue,
        statuses,
        earlier,
    )


def _read(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Rows that are read, at the levels that were asked for."""
    told = frame.copy()
    faults = []
    for name, level in (("kind", settings.kind_level), ("area", settings.area_level)):
        column = name if level == 1 else f"{name}_{level}"
        if level > 1 and column not in frame:
            faults.append(
                Finding(
                    f"--{name}-level: the ledger has no level {level} of {name}s",
                    f"--{name}-level：台账没有第 {level} 级",
                )
            )
        elif level > 1:
            told[name] = frame[column]
    if faults:
        raise LedgerFaults(faults)
    if settings.since is not None:
        told = told[pd.to_datetime(told["opened_at"]) >= pd.Timestamp(settings.since)]
    if settings.until is not None:
        told = told[pd.to_datetime(told["opened_at"]) < pd.Timestamp(settings.until)]
    return told
