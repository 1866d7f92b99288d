"""The synthetic city: what all scenarios of a comparison share."""

from dataclasses import dataclass

from ..scenario.document import ScenarioDocument
from .calendars import CalendarTables, build_calendars
from .people import People, build_people
from .places import Places, build_places
from .roster import Roster, build_roster
from .units import UnitRoster, build_units

# Blocks of a scenario that a city is built from: scenarios that agree in them share a city.
CITY_BLOCKS = (
    "horizon",
    "calendars",
    "public_holidays",
    "city",
    "residents",
    "volunteers",
    "units",
)


@dataclass(frozen=True)
class City:
    """Places, people, calendars and helpers; drawn from the city's seed, never changed by a run."""

    places: Places
    people: People
    calendars: CalendarTables
    roster: Roster
    units: UnitRoster

    @property
    def residents(self) -> int:
        """Residents of the whole city."""
        return len(self.people.building)


def build_city(document: ScenarioDocument) -> City:
    """Build the city a scenario describes.

    7.5 million residents take a few seconds and well under 1 GiB.
    """
    places = build_places(document.city, document.residents.reporting.heterogeneity_ratio)
    people = build_people(document.city, document.residents, places)
    return City(
        places=places,
        people=people,
        calendars=build_calendars(document),
        roster=build_roster(document.volunteers, places),
        units=build_units(document.units, document.city.seed),
    )
