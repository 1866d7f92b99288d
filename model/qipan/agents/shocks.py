"""Storms and epidemics: what changes for helpers while they last."""

import math

from ..engine.shocks import shocks_of
from ..scenario.document import ScenarioDocument
from ..scenario.shocks import Shock


class Shocks:
    """The shocks of a scenario by simulated day."""

    def __init__(self, document: ScenarioDocument, seed: int) -> None:
        horizon = document.horizon
        self._shocks = [(horizon.day_of(shock.start), shock) for shock in shocks_of(document, seed)]
        self._edges = {day for first, shock in self._shocks for day in (first, first + shock.days)}

    def now(self, day: int) -> list[Shock]:
        """Shocks that last on a day."""
        return [shock for first, shock in self._shocks if first <= day < first + shock.days]

    def change_on(self, day: int) -> bool:
        """Whether a shock begins or is over on a day."""
        return day in self._edges and self.now(day) != self.now(day - 1)

    def acceptance(self, day: int) -> float:
        """Volunteers' acceptance on a day against usual."""
        return math.prod(shock.acceptance_factor for shock in self.now(day))

    def slowness(self, day: int) -> tuple[float, float]:
        """How much longer than usual work and waits that begin on a day take."""
        now = self.now(day)
        # From 1.0: the kernel would be compiled anew for a whole number.
        work = math.prod((shock.desk_work_factor for shock in now), start=1.0)
        return work, math.prod((shock.waits_factor for shock in now), start=1.0)

    def units_lend(self, day: int) -> bool:
        """Whether paired units lend staff on a day."""
        return bool(self._shocks) and any(shock.units_lend_staff for shock in self.now(day))
