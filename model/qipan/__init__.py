"""Qipan (棋盘): simulation and optimisation of grassroots urban governance.

>>> import qipan
>>> runs = qipan.replicate("tiny", n=3, seed=1)  # doctest: +SKIP
>>> runs.summary()  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agents import (
        CityModel,
        Community,
        Department,
        Grid,
        Institution,
        Municipality,
        Planner,
        Subdistrict,
        Unit,
    )
    from .errors import QipanError
    from .experiments.allocation import allocate
    from .experiments.allocation_result import Allocation
    from .experiments.attribution.attribute import attribute
    from .experiments.attribution.result import Attribution
    from .experiments.comparison import Comparison
    from .experiments.comparison.compare import compare
    from .experiments.interrupted import Interrupted
    from .experiments.intervals import Interval
    from .experiments.question import run
    from .experiments.replicate import replicate
    from .experiments.replications import Runs
    from .experiments.result import Result
    from .experiments.run import Run, simulate
    from .experiments.runner import Runner
    from .experiments.search.seek import Search, seek
    from .experiments.sweep.result import Sweep
    from .experiments.sweep.sweep import sweep
    from .experiments.worth import Worth, worth
    from .outcomes.catalogue import METRICS
    from .scenario import QipanWarning, Scenario, ScenarioError, load, parse

__version__ = "0.1.0"

# Looked up on first use: `qipan check` shall not wait for the engine to be imported.
_HOMES = {
    "CityModel": ".agents",
    "Community": ".agents",
    "Department": ".agents",
    "Grid": ".agents",
    "Institution": ".agents",
    "Municipality": ".agents",
    "Planner": ".agents",
    "Subdistrict": ".agents",
    "Unit": ".agents",
    "Attribution": ".experiments.attribution.result",
    "QipanError": ".errors",
    "attribute": ".experiments.attribution.attribute",
    "Interval": ".experiments.intervals",
    "Runner": ".experiments.runner",
    "sweep": ".experiments.sweep.sweep",
    "METRICS": ".outcomes.catalogue",
    "Comparison": ".experiments.comparison",
    "compare": ".experiments.comparison",
    "Interrupted": ".experiments.interrupted",
    "Allocation": ".experiments.allocation_result",
    "allocate": ".experiments.allocation",
    "Worth": ".experiments.worth",
    "worth": ".experiments.worth",
    "Result": ".experiments.result",
    "Run": ".experiments.run",
    "simulate": ".experiments.run",
    "Search": ".experiments.search.seek",
    "Sweep": ".experiments.sweep.result",
    "run": ".experiments.question",
    "seek": ".experiments.search.seek",
    "Runs": ".experiments.replications",
    "replicate": ".experiments.replicate",
    "QipanWarning": ".scenario",
    "Scenario": ".scenario",
    "ScenarioError": ".scenario",
    "load": ".scenario",
    "parse": ".scenario",
}

__all__ = [
    "Allocation",
    "Attribution",
    "CityModel",
    "Community",
    "Comparison",
    "Department",
    "Grid",
    "Institution",
    "Interrupted",
    "Interval",
    "METRICS",
    "Municipality",
    "Planner",
    "QipanError",
    "QipanWarning",
    "Result",
    "Run",
    "Runner",
    "Runs",
    "Scenario",
    "ScenarioError",
    "Search",
    "Subdistrict",
    "Sweep",
    "Unit",
    "Worth",
    "allocate",
    "attribute",
    "compare",
    "load",
    "parse",
    "replicate",
    "run",
    "seek",
    "simulate",
    "worth",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'qipan' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name], __name__), name)


def __dir__() -> list[str]:
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])
