"""The city government (市): it holds the meeting above all departments."""

from typing import TYPE_CHECKING

from ..scenario.meetings import Meeting
from .institution import Institution

if TYPE_CHECKING:
    from .simulation import Simulation


class Municipality(Institution):
    """The city government."""

    def __init__(self, model: "Simulation", name: str, index: int) -> None:
        super().__init__(model, name)
        self.index = index

    def hold_meeting(self, meeting: Meeting) -> None:
        """Hear what departments have refused or failed to do; each sends its people."""
        gate = self.model.layer.layout.gates["city_meeting"][self.index]
        if self.model.layer.hold_sitting(gate):
            for department in self.model.departments:
                self.model.give_time(department.desk, meeting.staff_hours)
