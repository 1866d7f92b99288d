"""Times to an event of which some are censored and some are overtaken by another event.

A spell has a length and a cause: 0 censored, 1 the event in question, 2 or more a competing event.
Where two coincide, an event is taken to come before a censoring.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.integer]

CENSORED, EVENT, COMPETING = range(3)

# Nine tenths summed one tenth at a time fall short of 0.9; real shortfalls are larger than this.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Curve:
    """A step function that is `start` before the first of its times.

    Attributes
    ----------
    time : array of float
        Times of steps, rising.
    value : array of float
        Value from each of those times on.
    start : float
        Value before them.
    """

    time: Floats
    value: Floats
    start: float

    def at(self, time: ArrayLike) -> Floats:
        """Value at each time."""
        place = np.searchsorted(self.time, np.asarray(time, float), side="right")
        return np.concatenate([[self.start], self.value])[place]


def kaplan_meier(length: ArrayLike, observed: ArrayLike) -> Curve:
    """Survival function by the product-limit estimator (Kaplan & Meier 1958).

    Parameters
    ----------
    length : array of float
        Length of each spell.
    observed : array of bool
        Whether it ended in the event; otherwise it is censored.
    """
    cause = np.where(np.asarray(observed, bool), EVENT, CENSORED)
    time, at_risk, events = _risk_table(np.asarray(length, float), cause)
    return Curve(time, np.cumprod(1.0 - events[:, EVENT] / at_risk, dtype=np.float64), 1.0)


def cumulative_incidence(length: ArrayLike, cause: ArrayLike) -> Curve:
    """Cumulative incidence of cause 1 by the estimator of Aalen & Johansen (1978).

    F(t) is the sum over event times s up to t of S(s-) d_1(s) / n(s), with S the Kaplan-Meier
    survival of all causes together, n those at risk and d_1 the events of cause 1.
    """
    cause = np.asarray(cause, int)
    time, at_risk, events = _risk_table(np.asarray(length, float), cause)
    survival = np.cumprod(1.0 - events.sum(axis=1) / at_risk)
    before = np.concatenate([[1.0], survival[:-1]])
    return Curve(time, np.cumsum(before * events[:, EVENT] / at_risk), 0.0)


def quantile(incidence: Curve, q: float) -> float:
    """First time at which the incidence reaches `q`; NaN where it never does."""
    place = int(np.searchsorted(incidence.value, q - ROUNDING))
    return float(incidence.time[place]) if place < len(incidence.time) else float("nan")


def _risk_table(length: Floats, cause: Codes) -> tuple[Floats, Floats, Floats]:
    """Distinct times of events, spells at risk at each, and events by cause (three columns)."""
    _check(length, cause)
    time, row = np.unique(length[cause > CENSORED], return_inverse=True)
    events = np.zeros((len(time), 3))
    np.add.at(events, (row, np.minimum(cause[cause > CENSORED], COMPETING)), 1.0)
    at_risk = len(length) - np.searchsorted(np.sort(length), time, side="left")
    return time, at_risk.astype(float), events


def _check(length: Floats, cause: Codes) -> None:
    if length.shape != cause.shape:
        raise ValueError(f"{length.shape} lengths but {cause.shape} causes")
    if not np.all(length >= 0.0):  # also false for NaN
        raise ValueError("a spell has a negative or unknown length")


def order_of_spells(length: Floats, cause: Codes) -> NDArray[np.intp]:
    """Order of spells by length, the censored last among equals.

    A positive double's bits rise with its value and leave the sign bit free, so one sort of
    integers does what a sort by two keys would. Sixteen bits at a time are sorted in linear time,
    which for thousands of spells is twice as fast as comparing them; equal ones stay in their
    order.
    """
    _check(length, cause)
    bits = (length + 0.0).view(np.uint64)  # adding 0.0 makes -0.0 positive
    keys = (bits << np.uint64(1)) | (cause == CENSORED)
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    for shift in (16, 32, 48):
        digit = (keys >> np.uint64(shift)).astype(np.uint16)
        order = order.take(np.argsort(digit.take(order), kind="stable"))
    return order


def incidence_by_group(cause: Codes, group: Codes, groups: int) -> "GroupedIncidence":
    """Cumulative incidence of cause 1 in every group at once.

    Parameters
    ----------
    cause, group : arrays of int
        Cause and group (0 to `groups` - 1) of each spell, in the order of `order_of_spells`.
    groups : int
        Number of groups.

    Notes
    -----
    The Aalen-Johansen estimator gives each spell the mass 1/n and hands a censored spell's mass on
    to those that outlast it (Efron 1967), so that the mass of spell i of n is 1/n times the product
    of r/(r-1) over the censored before it, r being those then at risk. That takes one cumulative
    sum over all groups laid end to end instead of a loop over groups.
    """
    if groups == 1:
        order = np.arange(len(group))
    else:  # sixteen bits or fewer are sorted by radix, in linear time
        order = np.argsort(group.astype(np.min_scalar_type(groups)), kind="stable")
        cause = cause[order]
    size = np.bincount(group, minlength=groups)
    end = np.cumsum(size)
    first = end - size
    censored = np.flatnonzero(cause == CENSORED)
    of = np.searchsorted(end, censored, side="right")
    at_risk = end[of] - censored
    # It is the same from one censored spell to the next, so that only these are summed.
    shares = -np.log1p(-1.0 / np.maximum(at_risk, 2))
    until = np.concatenate([censored + 1, [len(order) + 1]])
    handed_on = np.repeat(np.concatenate([[0.0], np.cumsum(shares)]), np.diff(until, prepend=0))
    handed_on[:-1] -= np.repeat(handed_on[first[size > 0]] + np.log(size[size > 0]), size[size > 0])
    incidence = np.zeros(len(order) + 1)
    incidence[1:] = np.where(cause == EVENT, np.exp(handed_on[:-1]), 0.0)
    np.cumsum(incidence, out=incidence)
    return GroupedIncidence(order, first, end, incidence)


@dataclass(frozen=True)
class GroupedIncidence:
    """Cumulative incidences of several groups, laid end to end.

    Attributes
    ----------
    order : array of int
        Place among the sorted spells of each spell, group after group.
    first, end : arrays of int, shape (groups,)
        Where each group begins and ends.
    incidence : array of float
        Running total before each spell and after the last; a group's own is the difference.
    """

    order: NDArray[np.intp]
    first: NDArray[np.int64]
    end: NDArray[np.int64]
    incidence: Floats

    def quantile(self, length: Floats, q: float) -> Floats:
        """Quantile of each group from the sorted spells' lengths; NaN where there is none."""
        target = self.incidence[self.first] + q - ROUNDING
        place = np.searchsorted(self.incidence, target) - 1
        out = np.full(len(self.first), np.nan)
        exists = (place >= self.first) & (place < self.end)
        out[exists] = length[self.order[place[exists]]]
        return out

    def at(self, length: Floats, ages: Floats) -> Floats:
        """Incidence of each group by each age, shape (groups, ages); NaN for an empty group."""
        among_all = np.searchsorted(length, ages, side="right")
        count = len(length)
        group = np.repeat(np.arange(len(self.first)), self.end - self.first)
        keys = group * count + self.order
        wanted = np.arange(len(self.first))[:, None] * count + among_all
        place = np.clip(np.searchsorted(keys, wanted), self.first[:, None], self.end[:, None])
        reached = self.incidence[place] - self.incidence[self.first][:, None]
        return np.where((self.end > self.first)[:, None], reached, np.nan)

    def final(self) -> Floats:
        """Incidence of each group at the end of its longest spell; NaN for an empty group."""
        reached = self.incidence[self.end] - self.incidence[self.first]
        return np.where(self.end > self.first, reached, np.nan)
