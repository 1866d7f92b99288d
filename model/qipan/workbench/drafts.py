"""A table that is being changed: kept at once, and put into its city's file a little later.

To read, check and write the file of a city of a thousand communities takes seconds; a planner who
types cell after cell is not to wait for them. What was typed is checked as a table and lies on the
disk before the page is answered; whoever reads the city next, or the page itself when nothing more
is typed, has it put into the file, which is checked as a whole then.
"""

import json
import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ..scenario import ScenarioError, load
from .city_table import as_scenario
from .workspace import CITIES, Workspace

ENDING = ".table.json"
_ONE_AT_A_TIME = threading.Lock()


def keep(workspace: Workspace, city: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the rows of a city's table on the disk."""
    file = _file(workspace, city)
    trial = file.with_suffix(".tmp")
    with open(trial, "w", encoding="utf-8") as stream:
        json.dump([dict(row) for row in rows], stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(trial, file)


def settle(workspace: Workspace, city: str) -> bool:
    """Put what was kept of a city's table into its file; False if there was nothing.

    Raises
    ------
    ScenarioError
        If the city refuses it, with the words of `qipan check`; the file stays as it was then, and
        what was kept is gone.
    """
    file = _file(workspace, city)
    if not file.exists():
        return False
    with _ONE_AT_A_TIME:
        while file.exists():  # what is typed meanwhile comes next
            kept = file.read_bytes()
            try:
                _put(workspace, city, json.loads(kept))
            except ScenarioError:
                file.unlink()
                raise
            if file.read_bytes() == kept:
                file.unlink()
    return True


def _put(workspace: Workspace, city: str, rows: list[dict[str, Any]]) -> None:
    path = workspace.folder / CITIES / f"{city}.yaml"
    said = YAML(typ="safe").load(path.read_text("utf-8"))
    made = as_scenario(load(path), rows, said.get("extends", "base"))
    before = said.get("city", {})
    if isinstance(given := before.get("communities"), dict):  # with the table it stands in
        made["city"]["communities"] = {**given, "value": made["city"]["communities"]}
    said["city"] = {**before, **made["city"]}
    workspace.put_city(said, city)


def _file(workspace: Workspace, city: str) -> Path:
    return workspace.folder / CITIES / f"{city}{ENDING}"
