"""Whether a scenario leaves staff at every desk, which only its city shows."""

from ..agents import CityModel
from ..scenario import Scenario


def check_staffed(scenario: Scenario) -> None:
    """Find desks that patrols leave without staff, before anything is simulated.

    Raises
    ------
    StaffingError
        If there are any.
    """
    patrols = [regime.document.policy.patrol for regime in scenario.regimes]
    if any(patrol.on and patrol.own_staff_share > 0.0 for patrol in patrols):
        CityModel(scenario, seed=1)  # no seed moves staff
