"""Transactions (便民服务事项) at a centre's counter: certificates, applications, payments."""

import math
from dataclasses import dataclass

from ..scenario.service_circle import ServiceCircle

DAYS_PER_WEEK = 7.0
MINUTES_PER_HOUR = 60.0
ALMOST_ALL = 0.999  # of the clerks' hours: visitors must still be served at some time


@dataclass(frozen=True)
class Transactions:
    """What they leave of a counter to visitors with a matter."""

    load: float
    """Share of the clerks' hours that they take; above 1 there is a queue all day."""
    full: float
    """Chance that a visitor would wait longer than people do."""
    slowed: float
    """Hours that a clerk needs for an hour of other visits, doing them meanwhile."""


def transactions(
    policy: ServiceCircle, residents: float, clerks: float, weekly_hours: float
) -> Transactions:
    """Transactions at a counter as a queue of their own, M/M/c (Erlang 1917).

    They are too many, and too short, to be followed one by one; their waits are those of a queue
    at rest.

    Parameters
    ----------
    policy : ServiceCircle
        Counters as they are in force.
    residents : float
        Who go to this counter.
    clerks : float
        Who stand there.
    weekly_hours : float
        Hours a week in which it is open.
    """
    a_day = policy.transactions_per_1000_residents_day * residents / 1000.0
    an_hour = a_day * DAYS_PER_WEEK / weekly_hours
    work = an_hour * policy.transaction_minutes / MINUTES_PER_HOUR
    load = work / clerks
    if load == 0.0:
        return Transactions(0.0, 0.0, 1.0)
    if load >= ALMOST_ALL:
        return Transactions(load, 1.0, 1.0 / (1.0 - ALMOST_ALL))
    servers = max(1, math.ceil(clerks))
    spare = an_hour * (1.0 - load) / load  # services an hour beyond those that come
    patience = policy.longest_queue_minutes / MINUTES_PER_HOUR
    full = erlang_c(servers, load * servers) * math.exp(-spare * patience)
    return Transactions(load, full, 1.0 / (1.0 - load))


def erlang_c(servers: int, offered: float) -> float:
    """Chance that who comes must wait, with `offered` servers' worth of work below `servers`."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    return blocked / (1.0 - offered / servers * (1.0 - blocked))
