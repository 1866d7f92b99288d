"""What a fitted scenario is called, when it runs, and on what ledger it rests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .names import ids_of
from .served import Served


@dataclass(frozen=True)
class Plan:
    """All that a fitted scenario says beside what was fitted.

    Attributes
    ----------
    name : str
    start : datetime64[D]
        First measured day.
    days, warm_up : int
    title, publisher, dates : str
        Of the ledger.
    base : str
        Scenario that it extends.
    emptied, departments, profiles : tuple of str
        Kinds and departments of the base that it takes out, and profiles that stay unused.
    residents : mapping of str to int
        By area, where known.
    validated : bool
    served : mapping of str to Served
        Departments that serve a queue, by their names in the ledger.
    manned : mapping of str to Served
        Departments with staff, of whose load there is only a bound.
    """

    name: str
    start: np.datetime64
    days: int
    warm_up: int
    title: str
    publisher: str
    dates: str
    base: str = "base"
    emptied: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    residents: Mapping[str, int] = field(default_factory=dict)
    validated: bool = True
    served: Mapping[str, Served] = field(default_factory=dict)
    manned: Mapping[str, Served] = field(default_factory=dict)

    def kind_ids(self, kinds: Sequence[str]) -> tuple[str, ...]:
        """Ids of kinds, and of their profiles."""
        return ids_of(kinds, {*self.emptied, *self.profiles})

    def department_ids(self, departments: Sequence[str]) -> tuple[str, ...]:
        """Ids of departments."""
        return ids_of(departments, self.departments)
