"""What will be open at desks over the days ahead: a plan's fluid, and the queue of chance."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_ndtr, ndtr

from ..curve import Floats

POINTS, WEIGHTS = np.polynomial.legendre.leggauss(16)
VARIABILITY = 2.0  # 1 + squared coefficient of variation of the work of a ticket, exponential
LEAST = 1e-6  # share of the flow below which a drift is none, and of a day's share that leaves
HALF_LOG_2_PI = 0.5 * np.log(2.0 * np.pi)


def ticket_days(
    backlog: ArrayLike,
    arriving: ArrayLike,
    able: ArrayLike,
    *,
    days: float,
    ticket_hours: float,
    leaving: float = 0.0,
) -> Floats:
    """Open ticket-days at desks over the days ahead.

    Work W flows in at a and out at c while there is any, a share r of what lies there leaves by
    itself (lapses, is withdrawn), and tickets come by chance: with Poisson arrivals of m hours of
    work each the variance of a day's inflow is 2 a m. The mean of W is that of Brownian motion
    reflected at 0 (Harrison 1985, section 1.9),

        E W(t) = x + E[-min(0, min X)],  X of drift a - c and variance 2 a m a day from x,

    at the time (1 - e^{-rt}) / r and from x = W(0) e^{-rt}, which is exact without r, and with it
    where the desk is never idle. Far above its capacity a desk is the fluid of a plan's program,
    far below it has load / (1 - load) tickets (Pollaczek and Khinchine). Falling and convex in c:
    W is the largest of lines in c on every path.

    Parameters
    ----------
    backlog : array of float
        Hours of work at the desks now.
    arriving, able : array of float
        Hours of work a day; of one shape with the backlog, or such that they go together.
    days : float
    ticket_hours : float
        Hours of work of a ticket.
    leaving : float
        Share of the backlog that leaves, a day.
    """
    start, flow, capacity = np.broadcast_arrays(
        *(np.asarray(x, float)[..., None] for x in (backlog, arriving, able))
    )
    at = days * (1.0 + POINTS) / 2.0
    rate = max(leaving, LEAST / days)
    kept = np.exp(-rate * at)
    variance = np.maximum(VARIABILITY * flow * ticket_hours, LEAST)
    work = _reflected(start * kept, flow - capacity, variance, (1.0 - kept) / rate)
    found: Floats = (work @ WEIGHTS) * days / 2.0 / ticket_hours
    return found


def _reflected(start: Floats, drift: Floats, variance: Floats, time: Floats) -> Floats:
    """Mean of reflected Brownian motion at a time."""
    small = LEAST * np.sqrt(variance)
    drift = np.where(np.abs(drift) < small, small, drift)
    spread = np.sqrt(variance * time)
    mean = start + drift * time
    apart = mean / spread
    density = np.exp(-0.5 * apart**2 - HALF_LOG_2_PI)
    image = np.exp(log_ndtr((drift * time - start) / spread) - 2.0 * drift * start / variance)
    pushed = spread * (density - apart * ndtr(-apart))
    pushed += variance / (2.0 * drift) * (image - ndtr(-apart))
    found: Floats = np.maximum(mean + pushed, 0.0)
    return found
