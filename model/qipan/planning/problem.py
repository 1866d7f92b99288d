"""What a plan decides on: desks, their work, what can be bought, and what is asked for."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cover import Cover

Values = NDArray[np.float64]
NOBODY = -1  # above a desk that hands nothing up


@dataclass(frozen=True)
class Staff:
    """A type of post.

    Attributes
    ----------
    name : str
    hours : float
        Hours of work a year that one post adds, by its skill and without its paperwork.
    yuan_year : float
        Price of a post.
    floors, caps, today : array of float, shape (desks,)
        Fewest and most posts at each desk, and those of today; a cap of 0 is a desk that may not
        have the type. Today's count for the cap on change.
    shared : bool
        Whether a post of a subdistrict lends its hours to the subdistrict's communities. Floors,
        caps and today are then those of the desks above.
    most, fewest : float
        In all, in each period.
    change : float
        Posts by which a desk may grow or shrink from one period to the next; inf: any.
    source : str
        Whose budget pays.
    """

    name: str
    hours: float
    yuan_year: float
    floors: Values
    caps: Values
    today: Values
    shared: bool = False
    most: float = np.inf
    fewest: float = 0.0
    change: float = np.inf
    source: str = ""


@dataclass(frozen=True)
class Priced:
    """Hours that can be had at a desk in parts, at a price an hour: help, shifts, less paperwork.

    Attributes
    ----------
    name : str
    yuan_hour : float
    caps : array of float, shape (desks,)
        Most hours a year.
    kinds : tuple of int
        Rows of the kinds it helps with; empty: all.
    source : str
    """

    name: str
    yuan_hour: float
    caps: Values
    kinds: tuple[int, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Asked:
    """Requirements.

    Attributes
    ----------
    wait_days : array of float, shape (desks,)
        Most waiting days a ticket, margin taken off; inf where nothing is asked.
    equity : float
        No community waits longer than so many times the mean.
    no_worse : array of float, shape (desks,), or None
        Most open tickets in the mean of the periods: those of today.
    late : array of float, shape (communities,), or None
        Largest share of issues that are not solved in the days asked, margin taken off.
    """

    wait_days: Values
    equity: float = np.inf
    no_worse: Values | None = None
    late: Values | None = None


@dataclass(frozen=True)
class Lines:
    """Convex curves over the hours a year that levers add, the highest of straight lines each.

    Attributes
    ----------
    heights : array of float, shape (communities, lines)
        At no hours.
    slopes : array of float, shape (communities, lines)
        Per hour, 0 or below.
    """

    heights: Values = field(repr=False)
    slopes: Values = field(repr=False)

    def at(self, hours: Values) -> Values:
        """Value of each community's curve at its hours."""
        found: Values = (self.heights + self.slopes * hours[:, None]).max(axis=1)
        return found


@dataclass(frozen=True)
class Option:
    """What can be had and is no hours in the program: patrollers, money, sittings, clerks.

    Attributes
    ----------
    name : str
    unit : str
        What is counted, as 'patrollers' or 'yuan'.
    yuan_year : float
        Price of a unit for a year.
    caps : array of float, shape (desks,)
        Most units at each desk; 0 above communities, or, where units are shared, at these.
    floors : array of float, shape (desks,)
    whole : bool
        Whether units are had whole.
    most : float
        In all, in each period.
    source : str
        Whose budget pays.
    shared : bool
        Whether units stand at subdistricts, and each changes what waits in all their communities.
    lever : str
        Name of the lever that several options are together, as sites; '' where one is all of it.
    effect : Lines or None
        Change of the community's open tickets by the units there, or at its subdistrict, as the
        simulation has it, 0 at none; None does nothing.
    late : Lines or None
        Change of the share of its issues that is not solved in the days asked.
    """

    name: str
    unit: str
    yuan_year: float
    caps: Values
    floors: Values
    whole: bool = False
    most: float = np.inf
    source: str = ""
    shared: bool = False
    lever: str = ""
    effect: Lines | None = field(default=None, repr=False)
    late: Lines | None = field(default=None, repr=False)


def levers_among(options: tuple[Option, ...]) -> dict[str, list[int]]:
    """Rows of the options that each lever is, by its name."""
    found: dict[str, list[int]] = {}
    for row, option in enumerate(options):
        found.setdefault(option.lever or option.name, []).append(row)
    return found


@dataclass(frozen=True)
class PlanProblem:
    """A plan to be made.

    Attributes
    ----------
    desks : tuple of str
        Communities first, then the subdistricts above them.
    communities : int
        How many of the desks are communities.
    above : array of int, shape (desks,)
        Row of the desk that takes what is handed up; `NOBODY` for none.
    kinds : tuple of str
    period_days : array of float, shape (periods,)
    years : array of int, shape (periods,)
        Number of the year of each period, from 0.
    arrivals : array of float, shape (desks, kinds, periods)
        Hours of work a year that arrive from outside.
    handed_up : array of float, shape (desks, kinds)
        Hours of work above for each hour served here.
    own : array of float, shape (desks,)
        Hours of work a year of the staff of today.
    ticket_hours : array of float, shape (desks,)
        Work of a ticket.
    lapse : float
        Share of what is left over a year's end that has lapsed by then, as a yearly rate.
    weights : array of float, shape (kinds,)
        What a waiting day of a kind counts.
    staff : tuple of Staff
    priced : tuple of Priced
    asked : Asked
    budgets : dict of (str, int) to float
        Yuan by source ('' for all together) and year.
    queue_loads : array of float
        Loads at which curves of waiting have their tangents, below 1.
    simulated : Lines or None
        Open tickets of each community's residents, at whatever desk, as the simulation has them.
        They stand in the place of the flow's own backlog and queue, of communities and of the desks
        above them: what waits above is in them.
    counted : Lines or None
        Their open tickets in the years that count for what is asked for: one of the worst.
    late : Lines or None
        Share of their issues that is not solved in the days asked, as the simulation has it.
    options : tuple of Option
        Levers that are no hours at a desk; they count where curves are simulated.
    cover : Cover or None
        Whom those of the options reach that are sites of centres.
    """

    desks: tuple[str, ...]
    communities: int
    above: NDArray[np.int64]
    kinds: tuple[str, ...]
    period_days: Values
    years: NDArray[np.int64]
    arrivals: Values = field(repr=False)
    handed_up: Values = field(repr=False)
    own: Values = field(repr=False)
    ticket_hours: Values = field(repr=False)
    lapse: float
    weights: Values
    staff: tuple[Staff, ...]
    priced: tuple[Priced, ...]
    asked: Asked
    budgets: dict[tuple[str, int], float]
    queue_loads: Values
    simulated: Lines | None = None
    counted: Lines | None = None
    late: Lines | None = None
    options: tuple[Option, ...] = ()
    cover: Cover | None = None

    @property
    def flows(self) -> bool:
        """Whether the flow counts: where curves are simulated, for help with some kinds alone."""
        return self.simulated is None or any(priced.kinds for priced in self.priced)

    @property
    def spans(self) -> Values:
        """Length of each period in years."""
        spans: Values = self.period_days / 365.0
        return spans

    @property
    def tickets(self) -> Values:
        """Tickets a year that arrive at each desk from outside, in the mean of the periods."""
        hours = self.arrivals.sum(axis=1) @ self.spans / self.spans.sum()
        found: Values = hours / self.ticket_hours
        return found

    def within_reach(self, option: Option, at_desks: NDArray[Any]) -> NDArray[Any]:
        """Of values by desk those of the units that each community has, or its subdistrict."""
        count = self.communities
        return at_desks[self.above[:count]] if option.shared else at_desks[:count]

    def as_today(self) -> "PlanProblem":
        """Return the same city with the posts of today, and nothing asked for."""
        free = Asked(np.full(len(self.desks), np.inf))
        staff = tuple(
            replace(s, floors=s.today, caps=s.today, most=np.inf, fewest=0.0) for s in self.staff
        )
        return replace(self, staff=staff, priced=(), asked=free, budgets={}, options=(), cover=None)


def queue_tangents(offered: Values, loads: Values) -> tuple[Values, Values]:
    """Tangents of open tickets in the queue of a desk over its capacity.

    A desk with offered work ``a`` and capacity ``c`` has load ``r = a / c`` and, with Poisson
    arrivals and service as variable as an exponential, ``r / (1 - r)`` tickets (Pollaczek and
    Khinchine), that is ``a / (c - a)``: convex in ``c``. The tangent at ``c0`` is
    ``a / (c0 - a) - a / (c0 - a)**2 * (c - c0)``.

    Parameters
    ----------
    offered : array of float
    loads : array of float, shape (tangents,)

    Returns
    -------
    tuple of array, shape (..., tangents)
        Heights at no capacity at all, and slopes, which are below 0 or 0.
    """
    a = offered[..., None]
    at = np.where(a > 0, a / loads, 1.0)
    apart = np.where(a > 0, at - a, 1.0)
    slopes = -a / apart**2
    return a / apart - slopes * at, slopes
