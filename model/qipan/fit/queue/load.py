"""The load of a desk, from how its closings follow what is open.

In working time a desk of c hands with n requests open closes at the rate of min(n, c) of them.
Where n is seldom beyond c nothing tells c, and with it the load, from below; where it is beyond it
most of the time, closings come at one rate whatever is open, and that rate is the capacity. Hands
are a means here and no number of staff: how many work on one request is not known.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..requests import Floats, Integers

HANDS = np.unique(np.rint(np.geomspace(1, 2000, 140)).astype(np.int64))
Z = 1.6449  # of a 90 % interval
HALF_CHI = 1.353  # half the .9 quantile of chi-square with one degree of freedom
BLOCK_HOURS = 40.0  # a week of work: what a week's closings have in common counts once
SEASON_HOURS = 520.0  # a quarter of work: times and open requests drift together without a queue
LONGEST_SHARE = 0.98


@dataclass(frozen=True)
class Spells:
    """Requests of one desk in working hours from the window's begin.

    Attributes
    ----------
    opened, closed : array of float
        In the order of opening; infinite what was not closed in the window.
    served : array of bool
        Whether it was closed, and not cancelled or passed on.
    end : float
        Working hours of the window.
    """

    opened: Floats
    closed: Floats
    served: NDArray[np.bool_]
    end: float


@dataclass(frozen=True)
class States:
    """How many were open, piece by piece of working time.

    Attributes
    ----------
    open : array of int
        During each piece.
    length : array of float
        Working hours of each.
    closing : array of bool
        Whether a piece ends with a closing.
    block : array of int
        Week of work in which it lies.
    """

    open: Integers
    length: Floats
    closing: NDArray[np.bool_]
    block: Integers


def states_of(spells: Spells) -> States:
    """Cut working time at every opening and ending."""
    ended = np.isfinite(spells.closed)
    at = np.concatenate([spells.opened, spells.closed[ended], [spells.end]])
    step = np.concatenate([np.ones(len(spells.opened)), -np.ones(int(ended.sum())), [0.0]])
    closing = np.concatenate([np.zeros(len(spells.opened)), spells.served[ended], [0.0]])
    order = np.lexsort((-step, at))
    at, step = at[order], step[order]
    open_ = np.concatenate([[0], np.cumsum(step)[:-1]]).astype(np.int64)
    length = np.diff(at, prepend=0.0)
    block = np.floor(np.maximum(at - 1e-9, 0.0) / BLOCK_HOURS).astype(np.int64)
    return States(open_, length, closing[order] > 0, block)


@dataclass(frozen=True)
class Likely:
    """Loads by number of hands, and which of these the closings do not rule out.

    Attributes
    ----------
    hands : array of int
    load : array of float
        Share of hands that were busy, times requests for each that ended.
    allowed : array of bool
    best : int
        Place of the likeliest.
    """

    hands: Integers
    load: Floats
    allowed: NDArray[np.bool_]
    best: int


def likely(spells: Spells) -> Likely:
    """Compare numbers of hands by the likelihood of when requests were closed.

    A number is allowed whose log-likelihood lies no lower than chance lets it: by the usual law
    for one unknown, or by how far the difference wanders from week to week, as closings are not
    Poisson and work is not exponential.
    """
    states = states_of(spells)
    blocks = int(states.block.max()) + 1
    most = int(states.open.max())
    hands = HANDS[: np.searchsorted(HANDS, most) + 1]
    closings = float(states.closing.sum())
    at = states.block[states.closing]
    by_block, busy = [], []
    for number in hands:
        rate = np.minimum(states.open, number)
        total = float(rate @ states.length)
        each = closings / total
        came = np.bincount(at, np.log(each * rate[states.closing].clip(0.5)), blocks)
        by_block.append(came - each * np.bincount(states.block, rate * states.length, blocks))
        busy.append(total / (number * spells.end))
    told = np.array(by_block)
    best = int(told.sum(axis=1).argmax())
    less = told[best] - told
    wander = np.sqrt(((less - less.mean(axis=1, keepdims=True)) ** 2).sum(axis=1))
    allowed = less.sum(axis=1) <= np.maximum(HALF_CHI, Z * wander)
    ended = max(int(np.isfinite(spells.closed).sum()), 1)
    load = np.array(busy) * len(spells.opened) / ended
    return Likely(hands, load, allowed, best)


def following(spells: Spells, hands: int) -> tuple[float, float]:
    """How far times to close follow what was open: 1 in a queue, 0 where nobody queues.

    The time of each request, beyond what its quarter has in common, is regressed on the wait that
    it would have had before so many hands. Closings that come at one rate whatever is open are no
    queue by themselves: those of crews and of notice periods do so too, after a burst of requests.

    Returns
    -------
    slope, error : float
    """
    states = states_of(spells)
    closings = float(states.closing.sum())
    rate = closings / max(float(np.minimum(states.open, hands) @ states.length), 1e-9)
    before = np.searchsorted(np.sort(spells.opened), spells.opened, side="left")
    gone = np.searchsorted(np.sort(spells.closed), spells.opened, side="right")
    wait = np.maximum(before - gone + 1 - hands, 0) / (hands * rate)
    known = np.isfinite(spells.closed) & spells.served
    season = np.floor(spells.opened[known] / SEASON_HOURS).astype(np.int64)
    x, y = wait[known], (spells.closed - spells.opened)[known]
    # Times so long that few have them say nothing of a queue, and all of the slope.
    y = np.minimum(y, np.quantile(y, LONGEST_SHARE))
    x, y = _within(x, season), _within(y, season)
    size = float(x @ x)
    if size <= 0.0:
        return 0.0, np.inf
    slope = float(x @ y) / size
    left = np.bincount(season, x * (y - slope * x))
    return slope, float(np.sqrt((left**2).sum())) / size


def _within(values: Floats, block: Integers) -> Floats:
    number = np.maximum(np.bincount(block), 1)
    return np.asarray(values - (np.bincount(block, values) / number)[block])
