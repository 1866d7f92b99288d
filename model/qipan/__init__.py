"""Qipan (棋盘): simulation and optimisation of grassroots urban governance.

>>> import qipan
>>> runs = qipan.replicate("tiny", n=3, seed=1)  # doctest: +SKIP
>>> runs.summary()  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agents.city_model import CityModel
    from .agents.mesa_agents import (
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
    from .outcomes.catalogue import METRICS
    from .runs.interrupted import Interrupted
    from .runs.replicate import replicate
    from .runs.replication import Run, simulate
    from .runs.result import Result
    from .runs.runner import Runner
    from .runs.runs import Runs
    from .scenario import QipanWarning, Scenario, ScenarioError, load, parse
    from .statistics.interval import Interval
    from .studies.allocation.allocate import allocate
    from .studies.allocation.result import Allocation
    from .studies.attribution.attribute import attribute
    from .studies.attribution.result import Attribution
    from .studies.comparison import Comparison
    from .studies.comparison.compare import compare
    from .studies.question import run
    from .studies.seek.seek import Search, seek
    from .studies.sweep.result import Sweep
    from .studies.sweep.sweep import sweep
    from .studies.worth import Worth, worth

__version__ = "0.1.0"

# Looked up on first use: `qipan check` shall not wait for the engine to be imported.
_HOMES = {
    "CityModel": ".agents.city_model",
    "Community": ".agents.mesa_agents",
    "Department": ".agents.mesa_agents",
    "Grid": ".agents.mesa_agents",
    "Institution": ".agents.mesa_agents",
    "Municipality": ".agents.mesa_agents",
    "Planner": ".agents.mesa_agents",
    "Subdistrict": ".agents.mesa_agents",
    "Unit": ".agents.mesa_agents",
    "Attribution": ".studies.attribution.result",
    "QipanError": ".errors",
    "attribute": ".studies.attribution.attribute",
    "Interval": ".statistics.interval",
    "Runner": ".runs.runner",
    "sweep": ".studies.sweep.sweep",
    "METRICS": ".outcomes.catalogue",
    "Comparison": ".studies.comparison",
    "compare": ".studies.comparison",
    "Interrupted": ".runs.interrupted",
    "Allocation": ".studies.allocation.result",
    "allocate": ".studies.allocation.allocate",
    "Worth": ".studies.worth",
    "worth": ".studies.worth",
    "Result": ".runs.result",
    "Run": ".runs.replication",
    "simulate": ".runs.replication",
    "Search": ".studies.seek.seek",
    "Sweep": ".studies.sweep.result",
    "run": ".studies.question",
    "seek": ".studies.seek.seek",
    "Runs": ".runs.runs",
    "replicate": ".runs.replicate",
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
