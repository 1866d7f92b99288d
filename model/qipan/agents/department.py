"""The department (职能部门)."""

from typing import TYPE_CHECKING

from ..scenario.document import ScenarioDocument
from .institution import Institution
from .staffing import staffing

if TYPE_CHECKING:
    from .city_model import CityModel


class Department(Institution):
    """A department's desk, of level L3."""

    def __init__(self, model: "CityModel", name: str, index: int) -> None:
        super().__init__(model, name)
        self.index = index
        self.desk = model.layer.layout.first_department + index

    def adopt(self, document: ScenarioDocument) -> None:
        """Staff the desk as the scenario says."""
        level = document.desks.department
        share = document.desks.departments[self.name].staff_share
        heads = level.staff(self.model.city.residents) * level.ticket_share
        if level.staff_per_10000_residents is not None:
            heads *= share
        present = staffing(heads, heads * level.speed)
        self.model.layer.staff(self.desk, present.servers, present.speed)
        self.model.layer.open_by(self.desk, self.model.calendar_row(level.calendar))

    @property
    def backlog(self) -> int:
        """Tickets at the department now."""
        return int(self.model.layer.tickets_at_desks()[self.desk])
