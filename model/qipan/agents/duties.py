"""Duties (事项) of an office: cut by reform, creeping upward where no gate is kept."""

from ..scenario.institutions import Paperwork

DAYS_PER_YEAR = 365.0


class Duties:
    """D/D_0 of one office."""

    def __init__(self) -> None:
        self.ratio = 1.0
        self._target = 1.0
        self._gate = False
        self._day = 0

    def adopt(self, target: float, gate: bool, day: int) -> None:
        """A list of duties of `target` times today's comes into force, perhaps with a gate."""
        if target != self._target:
            self.ratio = target
        self._target = target
        self._gate = gate
        self._day = day

    def creep(self, paperwork: Paperwork | None, day: int) -> None:
        """Let duties grow since the last call, unless an admission gate is kept."""
        years = (day - self._day) / DAYS_PER_YEAR
        self._day = day
        if paperwork is not None and not self._gate:
            self.ratio *= (1.0 + paperwork.creep_per_year) ** years
