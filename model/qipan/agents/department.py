"""The department (职能部门): who staffs it, when it is open.

Whether it takes what a whistle calls it for: `engine.handling.accepts`.
"""

from typing import TYPE_CHECKING

from ..scenario.document import ScenarioDocument
from ..scenario.sending import left_in_departments
from ..words import Phrase
from .institution import Institution
from .staffing import StaffingError, staffing

if TYPE_CHECKING:
    from .simulation import Simulation


class Department(Institution):
    """A department's desk, of level L3.

    Attributes
    ----------
    staff : float
        People who have stayed, in full-time equivalents.
    """

    def __init__(self, model: "Simulation", name: str, index: int) -> None:
        super().__init__(model, name)
        self.index = index
        self.staff = 0.0
        self.desk = model.layer.layout.first_department + index

    def adopt(self, document: ScenarioDocument) -> None:
        """Staff the desk as the scenario says, without those whom it has sent away."""
        level, own = document.desks.department, document.desks.departments[self.name]
        city = self.model.city
        self.staff = left_in_departments(document, city.residents, len(city.places.ids))[self.name]
        if self.staff <= 0.0:
            raise StaffingError(
                Phrase(
                    "department {name}: all its people have been sent away; lower "
                    "policy.authority.staff_moved.{name} or the cadres of policy.sent_down",
                    name=self.name,
                )
            )
        heads = self.staff * level.ticket_share
        present = staffing(heads, heads * (own.speed or level.speed))
        self.model.layer.staff(self.desk, present.servers, present.speed)
        self.model.layer.open_by(self.desk, self.model.calendar_row(own.calendar or level.calendar))

    @property
    def backlog(self) -> int:
        """Tickets at the department now."""
        return int(self.model.layer.tickets_at_desks()[self.desk])
