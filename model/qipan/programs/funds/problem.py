"""What a plan of funds is made from: earmarks, what money does, and the rules it is under."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..curve import Curve
from ..hours.problem import distinct, table
from ..program import plain

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Benefit:
    """What money does for one purpose in one community: concave, in straight pieces.

    Attributes
    ----------
    yuan : array, shape (points,)
        Yuan a year, rising from 0.
    benefit : array, shape (points,)
        Ticket-days saved a year (or issues solved) by that much, from 0. More than the last point
        brings nothing more.

    Raises
    ------
    ValueError
        If the points are no such curve.
    """

    yuan: Numbers
    benefit: Numbers

    def __post_init__(self) -> None:
        yuan, benefit = np.asarray(self.yuan, float), np.asarray(self.benefit, float)
        object.__setattr__(self, "yuan", yuan)
        object.__setattr__(self, "benefit", benefit)
        if yuan.ndim != 1 or yuan.shape != benefit.shape or len(yuan) == 0:
            raise ValueError(
                f"A benefit needs as many amounts as values: {yuan.shape} and {benefit.shape}."
            )
        if not (np.isfinite(yuan).all() and np.isfinite(benefit).all()):
            raise ValueError("The points of a benefit must be finite numbers.")
        if yuan[0] != 0.0 or benefit[0] != 0.0:
            raise ValueError("A benefit must begin with 0 yuan, which do nothing.")
        if (np.diff(yuan) <= 0.0).any():
            raise ValueError("The amounts of a benefit must rise.")
        slope = np.diff(benefit) / np.diff(yuan)
        if (slope < 0.0).any():
            raise ValueError("More money must not do less.")
        if len(slope) > 1 and np.diff(slope).max() > 1e-7 * slope.max():
            at = int(np.argmax(np.diff(slope))) + 1
            raise ValueError(
                f"A yuan after the first {plain(yuan[at])} does more than one before: the benefit "
                "is not concave, and a linear program would take the end without the beginning."
            )

    @classmethod
    def of_curve(cls, curve: Curve) -> "Benefit":
        """What is saved along a curve of open ticket-days over yuan that begins at 0 yuan."""
        if curve.x[0] != 0.0:
            raise ValueError(f"The curve begins at {plain(curve.x[0])} yuan; it must begin at 0.")
        return cls(curve.x, curve.y[0] - curve.y)

    @property
    def widths(self) -> Numbers:
        """Yuan of each piece; the last, beyond all points, is endless."""
        return np.append(np.diff(self.yuan), np.inf)

    @property
    def slopes(self) -> Numbers:
        """Benefit per yuan in each piece, 0 in the last."""
        return np.append(np.diff(self.benefit) / np.diff(self.yuan), 0.0)

    def of(self, yuan: ArrayLike) -> Numbers:
        """Benefit of these amounts."""
        return np.asarray(np.interp(np.asarray(yuan, float), self.yuan, self.benefit))


NOTHING = Benefit(np.zeros(1), np.zeros(1))


@dataclass(frozen=True)
class Earmark:
    """Money given for some purposes.

    Attributes
    ----------
    name : str
    yuan : tuple of float, one for each year
        The city's money for all communities.
    purposes : tuple of str
        What may be paid.
    match_ratio : float
        County yuan for each yuan of the city; 1 where city and county give half each.
    match_paid_share : float
        Part of the county's share that is paid.
    """

    name: str
    yuan: tuple[float, ...]
    purposes: tuple[str, ...]
    match_ratio: float = 0.0
    match_paid_share: float = 1.0

    @property
    def county_per_city_yuan(self) -> float:
        """County yuan that come for each yuan of the city."""
        return self.match_ratio * self.match_paid_share


@dataclass(frozen=True)
class FundsCase:
    """All that a plan of funds is made from, checked.

    Attributes
    ----------
    communities, purposes : tuple of str
    earmarks : tuple of Earmark
    benefits : dict of (community, purpose) to Benefit
        What money does in a year; a pair that is absent gets nothing out of it.
    residents : array, shape (communities,)
    absorption : array, shape (communities,)
        Share of its money that a community dares and knows how to spend in a year.
    floors : array, shape (communities, earmarks)
        Least yuan of the city for each community and year.
    wages : tuple of str
        Purposes that are wages. No earmark may pay them.
    pooled : bool
        Whether a community may spend all its money on what any earmark is for.
    carry_over : bool
        Unspent money stays until the next year; else it lapses.
    year_weights : tuple of float, one for each year
        How much a year's benefit counts. Their number is the number of years planned.
    county_yuan : tuple of float or None, one for each year
        Most that the county can pay; None where it pays whatever is due.
    need : array, shape (communities,)
        Ticket-days a year that are open without the money, if communities are to be compared by
        what is left rather than by what is saved; default 0.
    weights : array, shape (communities,)
        Weight of a community in the sum; default 1.

    Raises
    ------
    ValueError
        If something does not fit together; the message says what, and what is allowed.
    """

    communities: tuple[str, ...]
    purposes: tuple[str, ...]
    earmarks: tuple[Earmark, ...]
    benefits: dict[tuple[str, str], Benefit]
    residents: Numbers
    absorption: Numbers = field(default_factory=lambda: np.ones(()))
    floors: Numbers = field(default_factory=lambda: np.zeros(()))
    wages: tuple[str, ...] = ()
    pooled: bool = False
    carry_over: bool = False
    year_weights: tuple[float, ...] = (1.0,)
    county_yuan: tuple[float, ...] | None = None
    need: Numbers = field(default_factory=lambda: np.zeros(()))
    weights: Numbers = field(default_factory=lambda: np.ones(()))

    def __post_init__(self) -> None:
        if not self.communities or not self.purposes or not self.earmarks:
            raise ValueError(
                "A plan of funds needs a community, a purpose and an earmark at least."
            )
        names = tuple(earmark.name for earmark in self.earmarks)
        distinct(self.communities, "communities")
        distinct(self.purposes, "purposes")
        distinct(names, "earmarks")
        places = (self.communities,)
        for name, what, most in (
            ("residents", "The number of residents", np.inf),
            ("absorption", "The share of its money that a community can spend", 1.0),
            ("need", "The number of open ticket-days", np.inf),
            ("weights", "The weight of a community", np.inf),
        ):
            object.__setattr__(self, name, table(getattr(self, name), places, what, most=most))
        floors = table(self.floors, (self.communities, names), "The floor in yuan")
        object.__setattr__(self, "floors", floors)
        if (self.residents == 0.0).any():
            where = self.communities[int(np.argmin(self.residents))]
            raise ValueError(f"The number of residents of {where} is 0; it must be above 0.")
        _check_years(self)
        _check_benefits(self)
        for earmark in self.earmarks:
            _check_earmark(self, earmark)

    @property
    def years(self) -> int:
        """Years planned."""
        return len(self.year_weights)

    @property
    def per_1000_residents(self) -> Numbers:
        """What turns a community's ticket-days into those per 1,000 residents."""
        return 1000.0 / self.residents

    @property
    def load(self) -> Numbers:
        """What money would save in each community if there were enough; 1 where it saves nothing.

        Rules of thumb go by it.
        """
        most = dict.fromkeys(self.communities, 0.0)
        for (place, _), benefit in self.benefits.items():
            most[place] += float(benefit.benefit[-1])
        need = np.array(list(most.values()))
        return need if need.sum() > 0.0 else np.ones(len(need))

    def benefit(self, community: str, purpose: str) -> Benefit:
        """What money does for a purpose in a community."""
        return self.benefits.get((community, purpose), NOTHING)


def _check_years(case: FundsCase) -> None:
    """Refuse weights or county money that are none, or not one for each year."""
    weights = np.asarray(case.year_weights, float)
    if not len(weights) or not (np.isfinite(weights).all() and (weights > 0.0).all()):
        raise ValueError("Each year's weight must be a number above 0, and one year is the least.")
    if case.county_yuan is not None:
        _yearly(case, case.county_yuan, "The county's money")


def _yearly(case: FundsCase, yuan: Sequence[float], what: str) -> None:
    if len(yuan) != case.years:
        raise ValueError(f"{what} is given for {len(yuan)} years; {case.years} are planned.")
    for amount in yuan:
        if not 0.0 <= amount < np.inf:
            raise ValueError(f"{what} is {amount:g} yuan in a year; it must be a number from 0.")


def _check_benefits(case: FundsCase) -> None:
    """Refuse benefits of what is not there."""
    for community, purpose in case.benefits:
        if community not in case.communities or purpose not in case.purposes:
            raise ValueError(
                f"A benefit is given for {purpose} in {community}, which is no purpose and "
                "community of the plan."
            )


def _check_earmark(case: FundsCase, earmark: Earmark) -> None:
    """Refuse an earmark that pays wages or what is unknown, or whose numbers cannot be."""
    _yearly(case, earmark.yuan, f"The money of {earmark.name}")
    for purpose in earmark.purposes:
        if purpose in case.wages:
            raise ValueError(
                f"{earmark.name} lists {purpose}, which is wages; this money must not pay wages."
            )
        if purpose not in case.purposes:
            raise ValueError(
                f"{earmark.name} lists {purpose}; purposes are {', '.join(case.purposes)}."
            )
    distinct(earmark.purposes, f"purposes of {earmark.name}")
    if not 0.0 <= earmark.match_ratio < np.inf:
        raise ValueError(
            f"The match of {earmark.name} is {earmark.match_ratio:g} county yuan for a yuan of the "
            "city; it must be a number from 0."
        )
    if not 0.0 <= earmark.match_paid_share <= 1.0:
        raise ValueError(
            f"The share of the match of {earmark.name} that is paid is "
            f"{earmark.match_paid_share:g}; it must be from 0 to 1."
        )
