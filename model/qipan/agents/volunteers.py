"""Volunteers as Mesa users see agents: a view of the arrays, nothing copied or created."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .simulation import Simulation

COLUMNS = ("community", "pool", "skills", "calls", "accepted", "done", "no_shows", "hours", "gone")


class Volunteers:
    """A view of the active volunteers (志愿者), now.

    Columns are `community` and `pool` (rows), `skills` (bits), `calls`, `accepted`, `done`,
    `no_shows` (counts), `hours` (worked) and `gone` (has given up).
    """

    def __init__(self, model: "Simulation") -> None:
        self._model = model

    def __len__(self) -> int:
        return len(self._model.layer.volunteers)

    def __getitem__(self, column: str) -> NDArray[Any]:
        """Values of a column, one for each volunteer."""
        if column not in COLUMNS:
            raise KeyError(f"volunteers have no {column!r}; they have {', '.join(COLUMNS)}")
        if column == "gone":
            self._model.layer.notice_exits()
        values: NDArray[Any] = np.array(self._model.layer.volunteers[column])
        return values

    get = __getitem__

    def agg(self, column: str, function: Callable[[NDArray[Any]], Any]) -> Any:
        """A function of the values of a column."""
        return function(self[column])
