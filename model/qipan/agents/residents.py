"""Residents as Mesa users see agents: a view of the arrays, nothing copied or created."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .simulation import Simulation

COLUMNS = ("trust", "expectation", "building", "grid", "community", "household")


class Residents:
    """An agent-set-like view of residents, now.

    Columns are `trust`, `expectation` (in [0, 1]), `building`, `grid`, `community` and `household`
    (rows; `household` of the types, 0 where there are none).
    """

    def __init__(self, model: "Simulation", rows: NDArray[np.int64] | None = None) -> None:
        self._model = model
        self._rows = rows

    def __len__(self) -> int:
        return self._model.city.residents if self._rows is None else len(self._rows)

    def __getitem__(self, column: str) -> NDArray[Any]:
        """Values of a column, one for each resident of the view."""
        if column not in COLUMNS:
            raise KeyError(f"residents have no {column!r}; they have {', '.join(COLUMNS)}")
        values: NDArray[Any] = getattr(self, f"_{column}")()
        return values

    get = __getitem__

    def select(self, condition: Callable[["Residents"], NDArray[np.bool_]]) -> "Residents":
        """The residents for whom `condition(view)`, an array of bool, holds.

        >>> trusting = model.residents.select(lambda r: r["trust"] > 0.6)  # doctest: +SKIP
        """
        rows = np.arange(len(self)) if self._rows is None else self._rows
        return Residents(self._model, rows[condition(self)])

    def agg(self, column: str, function: Callable[[NDArray[Any]], Any]) -> Any:
        """A function of the values of a column."""
        return function(self[column])

    def groupby(self, column: str) -> Iterator[tuple[Any, "Residents"]]:
        """Pairs of a value of the column and the residents who have it, in rising order."""
        values = self[column]
        rows = np.arange(len(self)) if self._rows is None else self._rows
        order = np.argsort(values, kind="stable")
        found, first = np.unique(values[order], return_index=True)
        for value, part in zip(found, np.split(rows[order], first[1:]), strict=True):
            yield value.item(), Residents(self._model, part)

    def of_community(self, index: int) -> "Residents":
        """The residents of one community."""
        first = int(self._model.city.people.first[index])
        return Residents(
            self._model, np.arange(first, first + int(self._model.city.places.residents[index]))
        )

    def _take(self, values: NDArray[Any]) -> NDArray[Any]:
        return values if self._rows is None else values[self._rows]

    def _table(self) -> NDArray[Any]:
        return self._take(self._model.layer.world.residents)

    def _building(self) -> NDArray[Any]:
        return self._take(self._model.city.people.building)

    def _grid(self) -> NDArray[Any]:
        rows: NDArray[Any] = self._model.city.people.building_grid[self._building()]
        return rows

    def _community(self) -> NDArray[Any]:
        rows: NDArray[Any] = self._model.city.people.grid_community[self._grid()]
        return rows

    def _household(self) -> NDArray[Any]:
        return self._take(self._model.city.people.household)

    def _expectation(self) -> NDArray[Any]:
        values: NDArray[Any] = self._table()["expectation"]
        return values

    def _trust(self) -> NDArray[Any]:
        """Decayed to now, with the building's shift: the T of the engine's `trust_of`."""
        world, table = self._model.layer.world, self._table()
        now, baseline = self._model.layer.now, world.rules.trust_baseline
        fading = np.exp(-(now - table["updated"]) / world.rules.trust_decay)
        own = baseline + (table["trust"] - baseline) * fading
        buildings = world.buildings
        shift = buildings["shift"] * np.exp(-(now - buildings["updated"]) / world.rules.trust_decay)
        values: NDArray[Any] = np.clip(own + shift[self._building()], 0.0, 1.0)
        return values
