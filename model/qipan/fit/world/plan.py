"""What a fitted scenario is called, when it runs, and on what ledger it rests."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


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
    emptied : tuple of str
        Kinds of the base that it takes out.
    residents : mapping of str to int
        By area, where known.
    validated : bool
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
    residents: Mapping[str, int] = field(default_factory=dict)
    validated: bool = True
