"""What a lever does as an option stands: levers that say nothing there are shown to say nothing."""

from collections.abc import Mapping
from typing import Any

from ..scenario import Scenario
from .levers import value_at

FULL_TIME = "policy.sent_down.full_time_per_community"
ALLOCATION = "policy.sent_down.allocation"


def allocation_in(setting: Mapping[str, Any], city: Scenario) -> Mapping[str, int]:
    """Return the cadres of an option that are placed one by one; empty where none are."""
    said = setting.get(ALLOCATION, value_at(city, ALLOCATION))
    return said or {}


def is_idle(key: str, setting: Mapping[str, Any], city: Scenario) -> bool:
    """Whether a lever's mechanism is off in an option, so that nothing comes of its value."""
    switch = f"{key.rpartition('.')[0]}.on"
    return key != switch and not setting.get(switch, value_at(city, switch))


def with_full_time(setting: Mapping[str, Any], value: Any, city: Scenario) -> dict[str, Any]:
    """Return an option's settings with so many cadres in each community, none placed one by one.

    Parameters
    ----------
    setting : mapping
        Of the option, as it was.
    value : object
        Cadres of each community, or None for what the city does today.
    city : Scenario
    """
    others = {key: said for key, said in setting.items() if key not in (FULL_TIME, ALLOCATION)}
    if value is None:
        return others
    gives_way = {ALLOCATION: None} if value_at(city, ALLOCATION) else {}
    return {**others, FULL_TIME: value, **gives_way}
