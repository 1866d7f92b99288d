"""How long desks are open by their calendars."""

from ..city.calendars import CalendarTables
from ..scenario.document import ScenarioDocument


def weekly_hours(document: ScenarioDocument, tables: CalendarTables) -> dict[str, float]:
    """Mean open hours a week over the horizon; the usual week's where it is closed throughout."""
    days = document.horizon.total_days
    return {
        name: float(tables.opened[row, days * 24]) * 7.0 / days
        or document.calendars[name].usual_week_hours
        for name, row in tables.index.items()
    }
