"""How long desks are open by their calendars."""

from ..city import City
from ..scenario.document import ScenarioDocument


def weekly_hours(document: ScenarioDocument, city: City) -> dict[str, float]:
    """Mean open hours a week over the horizon; the usual week's where it is closed throughout."""
    tables, days = city.calendars, document.horizon.total_days
    return {
        name: float(tables.opened[row, days * 24]) * 7.0 / days
        or document.calendars[name].usual_week_hours
        for name, row in tables.index.items()
    }
