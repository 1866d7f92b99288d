"""Whether the ledger shows a queue at a desk; if so, its load and the work of a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...words import Words
from ..arrivals.calendar import Holidays
from ..findings import Finding
from ..requests import Floats, Requests
from .clock import seen_clock, worked_clock
from .desks import BETWEEN, Desk, desks_of
from .load import Spells, Z, following, likely, states_of
from .staff import Shift, on_duty

FEWEST = 200  # closings of a desk of which anything is said
LEAST_LOAD = 0.8  # below it waits hardly depend on hands, and waits outside look alike
WIDEST = 0.12  # of an interval that is told
DISCREPANCY = 0.015  # of the law with min(n, c) hands busy: tried on 320 simulated queues
LEAST_FOLLOWING = 0.2  # of 1: how far times must follow what is open, at the low end

SHOWN = Words("a queue is seen")
FEW = Words("too few closings")
NOT_FULL = Words("closings follow what is open: the desk is not seen at its capacity")
NOT_FOLLOWED = Words("times to close do not follow what is open: they wait for something else")


@dataclass(frozen=True)
class DeskLoad:
    """What a ledger tells of one desk.

    Attributes
    ----------
    name : str
    department : str
    requests, closings : int
    identified : bool
    load, low, high : float
        Work that came against capacity, with its 90 % interval; NaN where not identified.
    follows, error : float
        How far times follow what is open: 1 in a queue.
    why : Words
    at_most : float
        Load if all time to close were work of the given staff; NaN without staff.
    staff_hours : float
        Hours of the given staff in the window; NaN without.
    people : float
        Staff on duty in the mean of its working hours; NaN without.
    """

    name: str
    department: str
    requests: int
    closings: int
    identified: bool
    load: float
    low: float
    high: float
    follows: float
    error: float
    why: Words
    at_most: float = np.nan
    staff_hours: float = np.nan
    people: float = np.nan

    @property
    def work_hours(self) -> tuple[float, float, float]:
        """Hours of work a request, and its 90 % interval; NaN where not identified."""
        each = self.staff_hours / max(self.requests, 1)
        return self.load * each, self.low * each, self.high * each


@dataclass(frozen=True)
class Queue:
    """All desks of a ledger.

    Attributes
    ----------
    desks : tuple of DeskLoad
    shifts : tuple of Shift
        As the table of staff has them; none without one.
    unknown : tuple of Finding
        Staff of departments that are not in the ledger, and the reverse.
    """

    desks: tuple[DeskLoad, ...]
    shifts: tuple[Shift, ...]
    unknown: tuple[Finding, ...] = ()

    @property
    def by_area(self) -> bool:
        """Whether staff is told by area."""
        return any(shift.area for shift in self.shifts)

    def unidentified(self, name: str) -> DeskLoad | None:
        """The desk of a department, where its staff is known and only a bound of its load is."""
        if self.by_area:
            return None
        for desk in self.desks:
            if desk.department == name and not desk.identified and np.isfinite(desk.at_most):
                return desk
        return None

    def of_department(self, name: str) -> DeskLoad | None:
        """The desk of a department, where its staff is known and its load identified."""
        if self.by_area:
            return None
        for desk in self.desks:
            if desk.department == name and desk.identified and np.isfinite(desk.staff_hours):
                return desk
        return None


def find_queue(
    frame: pd.DataFrame, requests: Requests, holidays: Holidays, shifts: Sequence[Shift]
) -> Queue:
    """Look at every desk of a ledger.

    Parameters
    ----------
    frame : DataFrame
        Rows that are read.
    requests : Requests
        The same rows as they were fitted.
    holidays : mapping of str to dates
        On which the given staff does not work.
    shifts : sequence of Shift
        Staff, if given; without it working hours are taken from those of the closings.
    """
    by_area = any(shift.area for shift in shifts)
    closed = {day for each in holidays.values() for day in each}
    desks = desks_of(frame, requests, by_area=by_area)
    found = []
    for desk in desks:
        mine = [shift for shift in shifts if _same(shift, desk.name, by_area=by_area)]
        people = on_duty(mine, desk.first, desk.days, closed) if mine else None
        found.append(_look(desk, people))
    return Queue(tuple(found), tuple(shifts), _unmatched(shifts, desks, by_area=by_area))


def _same(shift: Shift, name: str, *, by_area: bool) -> bool:
    return name == (f"{shift.department}{BETWEEN}{shift.area}" if by_area else shift.department)


def _unmatched(
    shifts: Sequence[Shift], desks: Sequence[Desk], *, by_area: bool
) -> tuple[Finding, ...]:
    names = {desk.name for desk in desks}
    told = {f"{s.department}{BETWEEN}{s.area}" if by_area else s.department for s in shifts}
    if not told:
        return ()
    found = []
    if lost := sorted(told - names):
        some = ", ".join(lost[:5])
        found.append(
            Finding(
                f"--staff: {len(lost)} desks are not in the ledger: {some}; spell them alike",
                f"--staff：{len(lost)} 个部门不在台账中：{some}；请统一写法",
            )
        )
    if bare := sorted(names - told):
        some = ", ".join(bare[:5])
        found.append(
            Finding(
                f"{len(bare)} desks of the ledger have no staff in --staff: {some}",
                f"台账中 {len(bare)} 个部门未在 --staff 中填人数：{some}",
            )
        )
    return tuple(found)


def _look(desk: Desk, people: Floats | None) -> DeskLoad:
    closings = desk.closings
    on = people is not None and bool(people.any())
    hours = float(people.sum()) if on and people is not None else np.nan
    mean = float(people[people > 0].mean()) if on and people is not None else np.nan
    known: Mapping[str, float] = {"staff_hours": hours, "people": mean}
    if len(closings) < FEWEST:
        return _none(desk, len(closings), FEW, (0.0, np.inf), np.nan, known)
    clock = (
        worked_clock(people)
        if on and people is not None
        else seen_clock(closings, desk.days, desk.first_weekday)
    )
    spells = desk.spells(clock)
    at_most = _all_work(spells, mean) if on else np.nan
    found = likely(spells)
    loads = found.load[found.allowed]
    low, high = float(loads.min()) - DISCREPANCY, float(loads.max()) + DISCREPANCY
    follows, error = following(spells, int(found.hands[found.best]))
    if low < LEAST_LOAD or high - low > WIDEST:
        return _none(desk, len(closings), NOT_FULL, (follows, error), at_most, known)
    if not follows - Z * error > LEAST_FOLLOWING:
        return _none(desk, len(closings), NOT_FOLLOWED, (follows, error), at_most, known)
    load = float(found.load[found.best])
    return DeskLoad(
        desk.name,
        _department(desk.name),
        len(desk.opened),
        len(closings),
        True,
        load,
        low,
        high,
        follows,
        error,
        SHOWN,
        at_most,
        **known,
    )


def _none(
    desk: Desk,
    closings: int,
    why: Words,
    followed: tuple[float, float],
    at_most: float,
    known: Mapping[str, float],
) -> DeskLoad:
    return DeskLoad(
        desk.name,
        _department(desk.name),
        len(desk.opened),
        closings,
        False,
        np.nan,
        np.nan,
        np.nan,
        *followed,
        why,
        at_most,
        **known,
    )


def _department(name: str) -> str:
    return name.partition(BETWEEN)[0]


def _all_work(spells: Spells, people: float) -> float:
    """Load if each open request occupied one of the staff, as far as there are any."""
    states = states_of(spells)
    busy = float(np.minimum(states.open, people) @ states.length) / (people * spells.end)
    return busy * len(spells.opened) / max(int(np.isfinite(spells.closed).sum()), 1)
