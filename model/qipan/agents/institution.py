"""What all institutions have in common."""

import datetime
from typing import TYPE_CHECKING, ClassVar

from ..scenario.document import ScenarioDocument

if TYPE_CHECKING:
    from .simulation import Simulation


class Institution:
    """An office that acts on its own dates; between them the fast layer runs by itself.

    A subclass changes a behaviour by overriding a hook: `adopt` (a policy comes into force),
    `on_month` (the first day of a month), `on_day` (every day; only called where overridden) or
    the narrower methods these call. Register it with ``CityModel(..., institutions=[MyClass])``.

    Attributes
    ----------
    model : Simulation
    name : str
    is_mesa_agent : bool
        Whether its model must be one of Mesa; see `mesa_agents`.
    """

    is_mesa_agent: ClassVar[bool] = False

    def __init__(self, model: "Simulation", name: str) -> None:
        self.model = model
        self.name = name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def adopt(self, document: ScenarioDocument) -> None:
        """Act by the scenario as it is in force from now on."""

    def on_month(self, date: datetime.date) -> None:
        """Act on the first day of a month."""

    def on_day(self, date: datetime.date) -> None:
        """Act on any day."""
