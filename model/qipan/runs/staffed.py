"""Whether a scenario leaves staff at every desk, which only its city shows."""

from ..agents.calendars import weekly_hours
from ..agents.own_staff import OwnStaff
from ..city.calendars import build_calendars
from ..city.places import build_places
from ..scenario import Scenario
from ..scenario.document import ScenarioDocument


def check_staffed(scenario: Scenario) -> None:
    """Find desks that patrols and counters leave without staff, before anything is simulated.

    Raises
    ------
    StaffingError
        If there are any.
    """
    for part in scenario.parts:
        _check(part)


def _check(scenario: Scenario) -> None:
    documents = [regime.document for regime in scenario.regimes]
    if not any(_takes_staff(document) for document in documents):
        return
    first = documents[0]
    places = build_places(first.city, first.residents.reporting.heterogeneity_ratio)
    own_staff = OwnStaff(places, weekly_hours(first, build_calendars(first)))
    for document in documents:
        for community in range(len(places.ids)):
            own_staff.for_tickets(document, community)


def _takes_staff(document: ScenarioDocument) -> bool:
    policy = document.policy
    takers = (policy.patrol, policy.service_circle)
    return any(taker.on and taker.own_staff_share > 0.0 for taker in takers)
