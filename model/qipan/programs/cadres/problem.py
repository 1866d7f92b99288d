"""What a planner of cadres is given: communities, and rules."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import ImpossibleError, InputError
from ...words import Phrase
from ..curve import Curve, Floats
from ..program import plain

FULL_TIME = Phrase("full_time")  # all cadres that are placed


class CadreProblemError(InputError, ValueError):
    """Numbers that no planner can mean; the message names all of them, one a line."""


class RuleError(ImpossibleError, ValueError):
    """A rule of thumb that cannot be followed; the message says why."""


@dataclass(frozen=True)
class CadreProblem:
    """Who may get how many full-time cadres, and what they are good for.

    Arrays have shape (communities,). Rules that are None do not apply.

    Attributes
    ----------
    communities : sequence of str
    curves : sequence of Curve
        Open ticket-days a year of each community over the service hours a year its cadres add.
    residents : array of float
    hours_gained : array of float
        Service hours a year that a cadre adds, H (1 - phi_c) e: hours present, less paperwork,
        times the speed of a cadre relative to own staff.
    total : int
        Cadres there are.
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
    curves: Sequence[Curve]
    residents: Floats
    hours_gained: Floats
    total: int
    present: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    floors: Floats = field(default_factory=lambda: np.zeros(0))
    caps: Floats = field(default_factory=lambda: np.zeros(0))
    extra_hours: Floats = field(default_factory=lambda: np.zeros(0))
    load_hours: Floats | None = None
    own_hours: Floats | None = None

    def __post_init__(self) -> None:
        """Fill in defaults, make arrays, refuse what cannot be meant."""
        shape = (len(self.communities),)
        faults: list[str] = []
        for name, default in (
            ("residents", None),
            ("hours_gained", None),
            ("present", 0.0),
            ("floors", 0.0),
            ("caps", np.inf),
            ("extra_hours", 0.0),
            ("load_hours", None),
            ("own_hours", None),
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
        faults += [] if len(self.curves) == len(self.communities) else [_curve_count(self)]
        faults = faults or _faults(self)
        if faults:
            raise CadreProblemError("\n".join(faults))
        object.__setattr__(self, "total", int(self.total))
        object.__setattr__(self, "present", self.present.astype(np.int64))

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
        return np.asarray(self.hours_gained * np.asarray(plan, float) + self.extra_hours)

    def ticket_days(self, plan: ArrayLike) -> Floats:
        """Open ticket-days a year of each community under a plan, shape (communities,)."""
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
    out = _double(problem.communities) + _not_whole(problem.total)
    for name in ("hours_gained", "present", "floors", "caps"):
        out += _not_negative(problem, name)
    if not (problem.residents > 0.0).all():
        row = int(np.argmin(problem.residents))
        out.append(
            f"{problem.communities[row]} has {plain(problem.residents[row])} residents; a "
            "community needs some"
        )
    return out + _crossed(problem)


def _crossed(problem: CadreProblem) -> list[str]:
    return [
        f"the floor of {problem.communities[row]} is {plain(problem.floors[row])}, above its cap "
        f"of {plain(problem.caps[row])}"
        for row in np.flatnonzero(problem.floors > problem.caps).tolist()
    ]


def _not_whole(total: float) -> list[str]:
    if total >= 0.0 and total == np.floor(total):
        return []
    return [f"the total is {_shown(total)}; it must be a whole number, not negative"]


def _not_negative(problem: CadreProblem, name: str) -> list[str]:
    values = getattr(problem, name)
    bad = ~(values >= 0.0)
    whole = name in ("present", "floors")
    bad |= whole & (values != np.floor(values))
    words = "a whole number, not negative" if whole else "a number, not negative"
    return [
        f"{name} of {problem.communities[row]} is {_shown(values[row])}; it must be {words}"
        for row in np.flatnonzero(bad).tolist()
    ]


def _shown(value: float) -> str:
    return plain(value) if np.isfinite(value) else str(value)


def _double(names: Sequence[str]) -> list[str]:
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    return [f"two communities are called {name!r}" for name in twice]
