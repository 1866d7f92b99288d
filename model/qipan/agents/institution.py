"""What all institutions have in common."""

import datetime
import itertools
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING

import mesa

from ..scenario.document import ScenarioDocument

if TYPE_CHECKING:
    from .city_model import CityModel


class _Numbers(weakref.WeakKeyDictionary["CityModel", Iterator[int]]):
    """Counters of agents by model. Mesa's own keep every model they have counted for alive."""

    def __getitem__(self, model: "CityModel") -> Iterator[int]:
        return self.setdefault(model, itertools.count(1))


class Institution(mesa.Agent):  # type: ignore[misc]
    """An office that acts on its own dates; between them the fast layer runs by itself.

    A subclass changes a behaviour by overriding a hook: `adopt` (a policy comes into force),
    `on_month` (the first day of a month), `on_day` (every day; only called where overridden) or
    the narrower methods these call. Register it with ``CityModel(..., institutions=[MyClass])``.
    """

    model: "CityModel"
    _ids = _Numbers()

    def __init__(self, model: "CityModel", name: str) -> None:
        super().__init__(model)
        self.name = name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def adopt(self, document: ScenarioDocument) -> None:
        """Act by the scenario as it is in force from now on."""

    def on_month(self, date: datetime.date) -> None:
        """Act on the first day of a month."""

    def on_day(self, date: datetime.date) -> None:
        """Act on any day."""
