"""Scenarios: what the user writes, from YAML to a checked, frozen `Scenario`.

It must not know numba, or anything that is computed from a scenario.
"""

from .faults import Fault, ScenarioError
from .load import load, parse
from .provenance import ProvenanceRow
from .regimes import Regime
from .scenario import Scenario
from .warning import QipanWarning

__all__ = [
    "Fault",
    "ProvenanceRow",
    "QipanWarning",
    "Regime",
    "Scenario",
    "ScenarioError",
    "load",
    "parse",
]
