"""Whether a scenario leaves staff at every desk, which only its city shows."""

from ..agents import CityModel
from ..scenario import Scenario


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
    policies = [regime.document.policy for regime in scenario.regimes]
    takers = [taker for policy in policies for taker in (policy.patrol, policy.service_circle)]
    if any(taker.on and taker.own_staff_share > 0.0 for taker in takers):
        CityModel(scenario, seed=1)  # no seed moves staff
