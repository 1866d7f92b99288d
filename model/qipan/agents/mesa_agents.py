"""Institutions as Mesa agents: those that `import qipan` offers, to be extended and asked.

A simulation makes them do without Mesa; in a `CityModel` each is an agent of Mesa's as well.
"""

import itertools
import weakref
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

import mesa

from . import (
    community,
    department,
    dispatcher,
    grid,
    institution,
    municipality,
    planner,
    subdistrict,
    unit,
)
from .simulation import Simulation


class _Numbers(weakref.WeakKeyDictionary[Simulation, Iterator[int]]):
    """Counters of agents by model. Mesa's own keep every model they have counted for alive."""

    def __getitem__(self, model: Simulation) -> Iterator[int]:
        return self.setdefault(model, itertools.count(1))


class Institution(institution.Institution, mesa.Agent):  # type: ignore[misc]
    """An office that acts on its own dates, as a Mesa agent: see `institution.Institution`."""

    is_mesa_agent: ClassVar[bool] = True
    _ids = _Numbers()

    def __init__(self, model: Simulation, name: str) -> None:
        mesa.Agent.__init__(self, model)
        institution.Institution.__init__(self, model, name)


class Grid(grid.Grid, Institution):
    """A grid with its estate desk, as a Mesa agent: see `grid.Grid`."""


class Community(community.Community, Institution):
    """A community's office, as a Mesa agent: see `community.Community`."""


class Subdistrict(subdistrict.Subdistrict, Institution):
    """A subdistrict's centre, as a Mesa agent: see `subdistrict.Subdistrict`."""


class Department(department.Department, Institution):
    """A department's desk, as a Mesa agent: see `department.Department`."""


class Municipality(municipality.Municipality, Institution):
    """The city government, as a Mesa agent: see `municipality.Municipality`."""


class Unit(unit.Unit, Institution):
    """A unit paired with communities, as a Mesa agent: see `unit.Unit`."""


class Planner(planner.Planner, Institution):
    """The office that plans, as a Mesa agent: see `planner.Planner`."""


class Dispatcher(dispatcher.Dispatcher, Institution):
    """The office that helps by rules, as a Mesa agent: see `dispatcher.Dispatcher`."""


_AGENTS = {
    grid.Grid: Grid,
    community.Community: Community,
    subdistrict.Subdistrict: Subdistrict,
    department.Department: Department,
    municipality.Municipality: Municipality,
    unit.Unit: Unit,
    planner.Planner: Planner,
    dispatcher.Dispatcher: Dispatcher,
}


@cache
def as_agent(acting: type[institution.Institution]) -> type[Institution]:
    """Return the class itself if it is one of agents, or its like that is."""
    if issubclass(acting, Institution):
        return acting
    like = _AGENTS.get(acting)
    if like is None:
        named = {"__doc__": acting.__doc__, "__module__": acting.__module__}
        like = type(acting.__name__, (acting, Institution), named)
    return like
