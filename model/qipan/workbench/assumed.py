"""Assumed numbers of a planner's own city, changed within what may be defended."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ..scenario.nodes import undotted
from .levers import grounds_by_key
from .options import EditError, city_of, number_typed
from .workspace import NoSuchError, Workspace


def set_assumption(workspace: Workspace, city: str, key: str, typed: Any) -> None:
    """Set an assumed number in the file of a city; its range and its reason stay.

    Raises
    ------
    NoSuchError
        If the city is not the planner's own.
    EditError
        If the number is not assumed, or outside its range.
    ScenarioError
        With the words of `qipan check`; nothing is changed then.
    """
    if not workspace.is_own(city):
        raise NoSuchError(city)
    ground = grounds_by_key(city_of(workspace, city)).get(key)
    path = undotted(key)
    if ground is None or ground.status != "assumed" or ground.range is None:
        raise EditError(key)
    if not all(isinstance(part, str) for part in path):
        raise EditError(key)  # of a list, which a file gives whole
    low, high = ground.range
    value = number_typed(typed)
    if not low <= value <= high:
        raise EditError(f"outside {low:g} {high:g}")
    kept = int(value) if isinstance(ground.value, int) and value == int(value) else value
    said = YAML(typ="safe").load(Path(workspace.city_file(city)).read_text("utf-8"))
    block = said
    for part in path[:-1]:
        block = block.setdefault(part, {})
    block[path[-1]] = {"value": kept, "assumed": ground.basis, "range": [low, high]}
    workspace.put_city(said, city)
