"""Co-building units (共建单位) of the city, drawn once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..scenario.volunteers_and_units import Units
from .draws import Keys, draw_by_name, keys_of_texts, seed_key, uniform

# Purposes of a unit's draws; `pairing` has the third.
GROUP, MANDATE, ORDER = range(3)


@dataclass(frozen=True)
class UnitRoster:
    """Units, one row each.

    Attributes
    ----------
    key : array of uint64
    group : array of uint8
        Row of the trade, in the order of their names.
    mandate : array of float64
        Uniform draws: a unit is assigned if its own is below the share of assigned ones.
    """

    key: Keys
    group: NDArray[np.uint8]
    mandate: NDArray[np.float64]


def build_units(spec: Units | None, seed: int) -> UnitRoster:
    """Draw the units of a city; none where the scenario names none."""
    names = [f"u{n:04d}" for n in range(1, (spec.count if spec else 0) + 1)]
    keys = keys_of_texts(seed_key(seed, "units"), names)
    groups = spec.groups if spec else {}
    shares = [group.share for group in groups.values()]
    group = draw_by_name(keys, GROUP, list(groups), shares) if groups else np.zeros(0)
    return UnitRoster(keys, group.astype(np.uint8), uniform(keys, MANDATE, 0))
