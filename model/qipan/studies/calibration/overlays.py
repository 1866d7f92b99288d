"""A plausible set as an ensemble: an overlay a draw, and their index."""

import os
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

from ...runs.csv_files import write_csv
from ...scenario import Scenario
from ...scenario.nodes import KeyPath, follow, plain, undotted
from ...scenario.shipped import folder as shipped_folder
from ..uncertainty.ensemble import COLUMNS, INDEX

ENSEMBLE = "ensemble"
WIDTH = 100
Nested = dict[str, Any]


def write_ensemble(
    folder: Path, scenario: Scenario, draws: Sequence[Scenario], keys: Iterable[str]
) -> None:
    """Write an ensemble as `qipan fit` does: overlays that extend the scenario, and an index.

    Parameters
    ----------
    folder : Path
        Is made.
    scenario : Scenario
        Loaded from a file.
    draws : sequence of Scenario
        The same with other values.
    keys : iterable of str
        Of the numbers that differ.
    """
    folder.mkdir()
    roots = list(dict.fromkeys(_root(scenario, undotted(key)) for key in keys))
    under = _extended(scenario, folder)
    rows = []
    for n, draw in enumerate(draws, start=1):
        file = f"draw_{n:03d}.yaml"
        said: Nested = {"extends": under, "name": f"draw_{n:03d}"}
        for path in roots:
            _put(said, path, _value(draw, path))
        _write_yaml(folder / file, said)
        rows.append((n, file, 1.0 / len(draws), n))
    write_csv(pd.DataFrame(rows, columns=list(COLUMNS)), folder / INDEX)


def _root(scenario: Scenario, path: KeyPath) -> KeyPath:
    """Path of what an overlay sets for a number: lists are set as a whole."""
    places = [n for n, part in enumerate(path) if isinstance(part, int)]
    return path[: places[0]] if places else path


def _value(draw: Scenario, path: KeyPath) -> Any:
    node, depth = follow(draw._tree, path)
    if depth < len(path):  # left at its default
        value: Any = draw.document
        for part in path:
            value = value[part] if isinstance(value, dict) else getattr(value, str(part))
        return value
    return plain(node)  # with what is said of its source and range, which a merge would lose


def _put(said: Nested, path: KeyPath, value: Any) -> None:
    for part in path[:-1]:
        said = said.setdefault(str(part), {})
    said[str(path[-1])] = value


def _extended(scenario: Scenario, folder: Path) -> str:
    assert scenario.path is not None
    file = Path(scenario.path).resolve()
    if file.parent == shipped_folder().resolve():
        return file.stem
    return Path(os.path.relpath(file, folder.resolve())).as_posix()


def _write_yaml(file: Path, said: Nested) -> None:
    yaml = YAML()
    yaml.width = WIDTH
    yaml.default_flow_style = None
    yaml.allow_unicode = True
    stream = StringIO()
    yaml.dump(said, stream)
    file.write_text(stream.getvalue(), encoding="utf-8", newline="\n")
