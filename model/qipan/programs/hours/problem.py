"""What a plan of hours is made from: work, volunteers, units and the rules they are under.

All numbers are of one period (a week or a month); the caller says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Work:
    """Work to be done in a period.

    Attributes
    ----------
    communities, kinds : tuple of str
    demand : array, shape (communities, kinds)
        Hours of new work.
    carried : array, shape (communities, kinds)
        Hours left over from the period before.
    weight : array, shape (communities, kinds)
        How much an hour left over counts, say in days that somebody waits; default 1.
    residents : array, shape (communities,)
        By which the backlog of a community is divided where communities are compared; default 1.
    most_left : array, shape (communities, kinds)
        Hours that may be left over at the end of the period; default any number.
    """

    communities: tuple[str, ...]
    kinds: tuple[str, ...]
    demand: Numbers
    carried: Numbers = field(default_factory=lambda: np.zeros(()))
    weight: Numbers = field(default_factory=lambda: np.ones(()))
    residents: Numbers = field(default_factory=lambda: np.ones(()))
    most_left: Numbers = field(default_factory=lambda: np.full((), np.inf))

    def __post_init__(self) -> None:
        distinct(self.communities, "communities")
        distinct(self.kinds, "kinds of work")
        if not self.communities or not self.kinds:
            raise ValueError("A plan of hours needs at least one community and one kind of work.")
        both = (self.communities, self.kinds)
        for name, what in (
            ("demand", "The demand in hours"),
            ("carried", "The backlog carried in, in hours,"),
            ("weight", "The weight of an hour left over"),
        ):
            object.__setattr__(self, name, table(getattr(self, name), both, what))
        left = table(self.most_left, both, "The most hours left over", endless=True)
        object.__setattr__(self, "most_left", left)
        residents = table(self.residents, (self.communities,), "The number of residents")
        if (residents == 0.0).any():
            where = self.communities[int(np.argmin(residents))]
            raise ValueError(f"The number of residents of {where} is 0; it must be above 0.")
        object.__setattr__(self, "residents", residents)


@dataclass(frozen=True)
class Groups:
    """Volunteers, in groups of those who live in one community and have one skill.

    Attributes
    ----------
    home : array of int, shape (groups,)
        Row of the community they live in.
    skill : tuple of str, one for each group
    hours : array, shape (groups,)
        Hours they offer in the period. A group may have none: its row still tells what an hour
        would be worth.
    no_show : array, shape (groups,)
        Share of the hours offered that do not come.
    can : array of bool, shape (groups, kinds)
        Kinds of work the skill suffices for.
    reach : tuple of two arrays of int
        Pairs (group, community) that are near enough; `within_radius` makes them.
    calls : array, shape (groups,)
        Most calls that the group may get in the period (fatigue); default any number.
    calls_per_hour : array, shape (groups, kinds)
        Calls it takes for an hour that comes.
    """

    home: Rows
    skill: tuple[str, ...]
    hours: Numbers
    no_show: Numbers
    can: Flags
    reach: tuple[Rows, Rows]
    calls: Numbers = field(default_factory=lambda: np.full((), np.inf))
    calls_per_hour: Numbers = field(default_factory=lambda: np.zeros(()))


@dataclass(frozen=True)
class Units:
    """Co-building units (共建单位) and what they have agreed with their communities.

    Attributes
    ----------
    names : tuple of str
    hours : array, shape (units,)
        Hours that a unit's staff can give in the period.
    can : array of bool, shape (units, kinds)
    pairs : tuple of two arrays of int
        Pairs (unit, community); a unit works nowhere else.
    yuan_per_hour : array, shape (units,)
        What an hour of the unit's staff is valued at.
    given_yuan : array, shape (units,)
        Value of what the unit gave before, since benefits have been counted.
    benefit_yuan : array, shape (units,)
        Value of what communities have done and will have done for the unit by the end of the
        period; default any.
    """

    names: tuple[str, ...]
    hours: Numbers
    can: Flags
    pairs: tuple[Rows, Rows]
    yuan_per_hour: Numbers = field(default_factory=lambda: np.zeros(()))
    given_yuan: Numbers = field(default_factory=lambda: np.zeros(()))
    benefit_yuan: Numbers = field(default_factory=lambda: np.full((), np.inf))


@dataclass(frozen=True)
class HoursRules:
    """Rules of a plan of hours.

    Attributes
    ----------
    least_units : int
        Units that every community must be paired with.
    one_to_one : bool
        No unit is paired with a second community.
    return_share : float
        Share of what a unit gives that must come back to it; 0 for no such rule.
    """

    least_units: int = 0
    one_to_one: bool = False
    return_share: float = 0.0

    def __post_init__(self) -> None:
        if self.least_units < 0:
            raise ValueError(
                f"The least number of units is {self.least_units}; it must not be below 0."
            )
        if not 0.0 <= self.return_share < np.inf:
            raise ValueError(
                f"The share that returns to units is {self.return_share}; it must be a number "
                "from 0."
            )


def no_groups(work: Work) -> Groups:
    """Nobody volunteers."""
    none = np.zeros(0, np.int64)
    can = np.zeros((0, len(work.kinds)), bool)
    return Groups(none, (), np.zeros(0), np.zeros(0), can, (none, none))


def no_units(work: Work) -> Units:
    """No unit takes part."""
    none = np.zeros(0, np.int64)
    return Units((), np.zeros(0), np.zeros((0, len(work.kinds)), bool), (none, none))


def within_radius(
    home: ArrayLike, x_km: ArrayLike, y_km: ArrayLike, radius_km: float
) -> tuple[Rows, Rows]:
    """Pairs (group, community) no further apart than a radius; a group's own is always one.

    Parameters
    ----------
    home : array of int, shape (groups,)
        Row of the community a group lives in.
    x_km, y_km : array, shape (communities,)
        Middles of the communities.
    radius_km : float

    Raises
    ------
    ValueError
        If the radius is negative.
    """
    if not radius_km >= 0.0:
        raise ValueError(f"The radius is {radius_km} km; it must be a number from 0.")
    homes = np.asarray(home, np.int64)
    middles = np.stack([np.asarray(x_km, float), np.asarray(y_km, float)], axis=1)
    found = cKDTree(middles).query_ball_point(middles, radius_km, return_sorted=True)
    groups = np.repeat(np.arange(len(homes)), [len(found[row]) for row in homes])
    near = [np.asarray(found[row], np.int64) for row in homes]
    return groups, np.concatenate([np.zeros(0, np.int64), *near])


@dataclass(frozen=True)
class HoursCase:
    """All that a plan of hours is made from, checked.

    Raises
    ------
    ValueError
        If something does not fit together; the message says what, and what is allowed.
    """

    work: Work
    groups: Groups
    units: Units
    rules: HoursRules = field(default_factory=HoursRules)

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", _checked_groups(self.work, self.groups))
        object.__setattr__(self, "units", _checked_units(self.work, self.units))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Names of the groups, then of the units."""
        homes = [self.work.communities[row] for row in self.groups.home]
        named = [f"{home}.{skill}" for home, skill in zip(homes, self.groups.skill, strict=True)]
        return (*named, *self.units.names)

    @property
    def communities(self) -> tuple[str, ...]:
        """Communities that there is work in."""
        return self.work.communities

    @property
    def residents(self) -> Numbers:
        """Residents of each."""
        return self.work.residents

    @property
    def load(self) -> Numbers:
        """Hours of work by community and kind; rules of thumb go by it."""
        return self.work_hours

    @property
    def work_hours(self) -> Numbers:
        """Hours of work by (community, kind): new and carried in."""
        return self.work.demand + self.work.carried

    @property
    def coming_hours(self) -> Numbers:
        """Hours of each source that come: of volunteers, less those who do not show up."""
        return np.concatenate([self.groups.hours * (1.0 - self.groups.no_show), self.units.hours])

    @property
    def yuan_to_give(self) -> Numbers:
        """Value that each unit may still give; none if it has given too much already."""
        if self.rules.return_share == 0.0:
            return np.full(len(self.units.names), np.inf)
        earned = self.units.benefit_yuan / self.rules.return_share
        return np.maximum(0.0, earned - self.units.given_yuan)


def _checked_groups(work: Work, groups: Groups) -> Groups:
    """Groups with full tables, or an error."""
    home = np.asarray(groups.home, np.int64)
    if len(groups.skill) != len(home):
        raise ValueError(f"{len(home)} groups have a home, but {len(groups.skill)} have a skill.")
    _inside(home, len(work.communities), "home", "communities")
    names = [
        f"{work.communities[row]}.{skill}" for row, skill in zip(home, groups.skill, strict=True)
    ]
    distinct(names, "groups of volunteers")
    return replace(
        groups,
        home=home,
        hours=table(groups.hours, (names,), "The hours that volunteers offer"),
        no_show=table(groups.no_show, (names,), "The share of no-shows", most=1.0),
        can=_flags(groups.can, (len(names), len(work.kinds)), "groups"),
        reach=_pairs(groups.reach, len(names), work, "group"),
        calls=table(groups.calls, (names,), "The most calls", endless=True),
        calls_per_hour=table(
            groups.calls_per_hour, (names, work.kinds), "The number of calls for an hour"
        ),
    )


def _checked_units(work: Work, units: Units) -> Units:
    """Units with full tables, or an error."""
    names = units.names
    distinct(names, "units")
    return replace(
        units,
        hours=table(units.hours, (names,), "The hours that units give"),
        can=_flags(units.can, (len(names), len(work.kinds)), "units"),
        pairs=_pairs(units.pairs, len(names), work, "unit"),
        yuan_per_hour=table(units.yuan_per_hour, (names,), "The value of an hour in yuan"),
        given_yuan=table(units.given_yuan, (names,), "What units have given, in yuan,"),
        benefit_yuan=table(
            units.benefit_yuan, (names,), "What units have got, in yuan,", endless=True
        ),
    )


def distinct(names: Sequence[str], what: str) -> None:
    """Refuse names of which two are alike, or would be where blanks are not allowed."""
    seen: dict[str, str] = {}
    for name in names:
        plain = name.translate(PLAIN)
        if plain in seen:
            raise ValueError(
                f"Names of {what} must differ, also if each of {' '.join(AWKWARD)} or a blank is "
                f"written as _: '{seen[plain]}' and '{name}' do not."
            )
        seen[plain] = name


AWKWARD = "-+[]>/"
PLAIN = str.maketrans(AWKWARD + " ", "_" * (len(AWKWARD) + 1))


def table(
    given: ArrayLike,
    names: tuple[Sequence[str], ...],
    what: str,
    *,
    most: float = np.inf,
    endless: bool = False,
) -> Numbers:
    """Numbers from 0, one for each combination of names; a single number stands for all.

    Raises
    ------
    ValueError
        If the shape is another, or a number is missing, negative, too large or, unless `endless`,
        infinite.
    """
    numbers = np.asarray(given, float)
    shape = tuple(map(len, names))
    if numbers.shape not in ((), shape):
        raise ValueError(f"{what} must have the shape {shape}; it has {numbers.shape}.")
    full = np.broadcast_to(numbers, shape).copy()
    wrong = ~((full >= 0.0) & (full <= most)) | (~np.isfinite(full) & (not endless))
    if wrong.any():
        at = np.argwhere(wrong)[0]
        where = ", ".join(part[row] for part, row in zip(names, at, strict=True))
        allowed = "a number from 0" + (f" to {most:g}" if np.isfinite(most) else "")
        raise ValueError(f"{what} is {full[tuple(at)]:g} at ({where}); it must be {allowed}.")
    return full


def _flags(given: ArrayLike, shape: tuple[int, int], what: str) -> Flags:
    flags = np.asarray(given, bool)
    if flags.shape != shape:
        raise ValueError(
            f"Which {what} can do which kinds must have the shape {shape}; it has {flags.shape}."
        )
    return flags


def _inside(rows: Rows, count: int, what: str, of: str) -> None:
    wrong = rows[(rows < 0) | (rows >= count)]
    if len(wrong):
        raise ValueError(f"A {what} is row {wrong[0]}, but there are {count} {of}.")


def _pairs(
    given: tuple[ArrayLike, ArrayLike], count: int, work: Work, what: str
) -> tuple[Rows, Rows]:
    """Pairs in order, each once."""
    first, second = (np.asarray(rows, np.int64) for rows in given)
    if first.shape != second.shape:
        raise ValueError(f"Pairs name {len(first)} {what}s, but {len(second)} communities.")
    _inside(first, count, f"{what} of a pair", f"{what}s")
    _inside(second, len(work.communities), f"{what}'s community", "communities")
    size = len(work.communities)
    both = np.unique(first * size + second)
    return both // size, both % size
