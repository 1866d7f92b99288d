"""What a planner of cadres is given: communities, types of staff, and rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import ImpossibleError, InputError
from ...words import Phrase
from ..curve import Curve, Floats
from ..program import plain


class CadreProblemError(InputError, ValueError):
    """Numbers that no planner can mean; the message names all of them, one a line."""


class RuleError(ImpossibleError, ValueError):
    """A rule of thumb that cannot be followed; the message says why."""


@dataclass(frozen=True)
class StaffType:
    """A type of cadre.

    Attributes
    ----------
    name : str
    hours_per_cadre_year : float
        Service hours a cadre is present a year, before paperwork and lack of experience.
    """

    name: str
    hours_per_cadre_year: float


@dataclass(frozen=True)
class CadreProblem:
    """Who may get how many cadres of which type, and what they are good for.

    Arrays over communities and types have shape (communities, types). Rules that are None do not
    apply.

    Attributes
    ----------
    communities : sequence of str
    staff_types : sequence of StaffType
    curves : sequence of Curve
        Open ticket-days a year of each community over the service hours a year its cadres add.
    residents : array of float
    hours_gained : array of float
        Service hours a year that a cadre adds, H_s (1 - phi_c) e_s: hours present, less paperwork,
        times the speed of a cadre relative to own staff.
    totals : array of int
        Cadres there are of each type.
    present : array of int, optional
        Cadres today; none by default.
    floors, caps : array, optional
        Least and most cadres; 0 and any number by default.
    extra_hours : array of float, optional
        Service hours a year each community gets besides, to ask what they would be worth.
    load_hours, own_hours : array of float, optional
        Hours of work that arrive, and that own staff can do, a year; rules of thumb need them.

    Raises
    ------
    CadreProblemError
        In the planner's words, all faults at once.
    """

    communities: Sequence[str]
    staff_types: Sequence[StaffType]
    curves: Sequence[Curve]
    residents: Floats
    hours_gained: Floats
    totals: NDArray[np.int64]
    present: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    floors: Floats = field(default_factory=lambda: np.zeros(0))
    caps: Floats = field(default_factory=lambda: np.zeros(0))
    extra_hours: Floats = field(default_factory=lambda: np.zeros(0))
    load_hours: Floats | None = None
    own_hours: Floats | None = None

    def __post_init__(self) -> None:
        """Fill in defaults, make arrays, refuse what cannot be meant."""
        count, kinds = len(self.communities), len(self.staff_types)
        by_both = (count, kinds)
        faults: list[str] = []
        for name, shape, default in (
            ("residents", (count,), None),
            ("hours_gained", by_both, None),
            ("totals", (kinds,), None),
            ("present", by_both, 0.0),
            ("floors", by_both, 0.0),
            ("caps", by_both, np.inf),
            ("extra_hours", (count,), 0.0),
            ("load_hours", (count,), None),
            ("own_hours", (count,), None),
        ):
            value = getattr(self, name)
            if value is None:
                continue
            array = np.asarray(value, float)
            if array.size == 0 and default is not None:
                array = np.full(shape, default)
            if array.shape != shape:
                faults.append(f"{name} has shape {array.shape}, {shape} is needed")
            object.__setattr__(self, name, array)
        faults += [] if len(self.curves) == count else [_curve_count(self)]
        faults = faults or _faults(self)
        if faults:
            raise CadreProblemError("\n".join(faults))
        for name in ("totals", "present"):
            object.__setattr__(self, name, getattr(self, name).astype(np.int64))

    @property
    def shape(self) -> tuple[int, int]:
        """Communities and types."""
        return len(self.communities), len(self.staff_types)

    @property
    def type_names(self) -> list[str]:
        """Name of each type."""
        return [kind.name for kind in self.staff_types]

    @property
    def weights(self) -> Floats:
        """What a ticket-day of each community counts: all the same."""
        return np.ones(len(self.communities))

    @property
    def load(self) -> Floats:
        """Hours of work that arrive a year; rules of thumb go by it.

        Raises
        ------
        RuleError
            If they are not known.
        """
        if self.load_hours is None:
            raise RuleError(
                Phrase("this rule needs load_hours, the hours of work that arrive a year")
            )
        return self.load_hours

    @property
    def per_1000_residents(self) -> Floats:
        """What turns ticket-days into ticket-days per 1,000 residents."""
        return 1000.0 / self.residents

    def hours(self, plan: ArrayLike) -> Floats:
        """Service hours a year that a plan adds in each community."""
        gained = (self.hours_gained * np.asarray(plan, float)).sum(axis=1)
        return np.asarray(gained + self.extra_hours)

    def ticket_days(self, plan: ArrayLike) -> Floats:
        """Open ticket-days a year of each community under a plan of shape (communities, types)."""
        hours = self.hours(plan)
        return np.array([float(c.value_at(h)) for c, h in zip(self.curves, hours, strict=True)])

    def with_extra_hours(self, row: int, hours: float) -> "CadreProblem":
        """Return the same problem with some more hours in one community."""
        extra = self.extra_hours.copy()
        extra[row] += hours
        return self.changed(extra_hours=extra)

    def changed(self, **changes: object) -> "CadreProblem":
        """Return the same problem with some attributes changed."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return CadreProblem(**(values | changes))


def _curve_count(problem: CadreProblem) -> str:
    return f"{len(problem.communities)} communities but {len(problem.curves)} curves"


def _faults(problem: CadreProblem) -> list[str]:
    """All faults of arrays that have the right shapes."""
    out = _double(problem.communities, "communities") + _double(problem.type_names, "types")
    for name in ("hours_gained", "totals", "present", "floors", "caps"):
        out += _not_negative(problem, name)
    if not (problem.residents > 0.0).all():
        row = int(np.argmin(problem.residents))
        out.append(
            f"{problem.communities[row]} has {plain(problem.residents[row])} residents; a "
            "community needs some"
        )
    return out + _crossed(problem)


def _crossed(problem: CadreProblem) -> list[str]:
    out = []
    for row, column in np.argwhere(problem.floors > problem.caps):
        floor, cap = problem.floors[row, column], problem.caps[row, column]
        out.append(
            f"the floor of {problem.type_names[column]} in {problem.communities[row]} is "
            f"{plain(floor)}, above its cap of {plain(cap)}"
        )
    return out


def _not_negative(problem: CadreProblem, name: str) -> list[str]:
    values = getattr(problem, name)
    bad = ~(values >= 0.0)
    whole = name in ("totals", "present", "floors")
    bad |= whole & (values != np.floor(values))
    words = "a whole number, not negative" if whole else "a number, not negative"
    out = []
    for index in np.argwhere(bad):
        value = values[tuple(index)]
        shown = plain(value) if np.isfinite(value) else str(value)
        out.append(f"{name} of {_place(problem, name, index)} is {shown}; it must be {words}")
    return out


def _place(problem: CadreProblem, name: str, index: NDArray[np.int64]) -> str:
    if len(index) == 2:
        return f"{problem.type_names[index[1]]} in {problem.communities[index[0]]}"
    names = problem.type_names if name == "totals" else problem.communities
    return str(names[index[0]])


def _double(names: Sequence[str], what: str) -> list[str]:
    twice = (
        sorted({name for name in names if list(names).count(name) > 1})
        if (len(set(names)) < len(names))
        else []
    )
    return [f"two {what} are called {name!r}" for name in twice]
