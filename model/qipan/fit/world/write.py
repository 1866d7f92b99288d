"""Scenario, ensemble and their tables, written into a folder."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from ...runs.csv_files import write_csv
from ...studies.uncertainty.ensemble import COLUMNS, INDEX
from ..arrivals.arrivals import Arrivals
from ..arrivals.calendar import Days
from ..requests import Requests
from .draws import Drawn
from .plan import Plan
from .scenario_text import overlay_of, scenario_of
from .tables import births_table, levels_table

ENSEMBLE = "ensemble"
SCENARIO = "scenario.yaml"
WIDTH = 100


def write_world(
    folder: Path, requests: Requests, arrivals: Arrivals, drawn: Drawn, days: Days, plan: Plan
) -> None:
    """Write `scenario.yaml`, its tables, and `ensemble/` with a file and its levels a draw."""
    middle = np.median(drawn.level, axis=0), np.median(drawn.area, axis=0)
    write_yaml(folder / SCENARIO, scenario_of(requests, arrivals, drawn, days, plan))
    write_csv(births_table(requests, arrivals, drawn, plan), folder / "births.csv")
    write_csv(levels_table(requests, days, *middle, plan), folder / "levels.csv")
    ensemble = folder / ENSEMBLE
    ensemble.mkdir()
    rows = []
    for j in range(len(drawn.level)):
        file = f"draw_{j + 1:03d}.yaml"
        write_yaml(ensemble / file, overlay_of(requests, drawn, days, plan, j))
        table = levels_table(requests, days, drawn.level[j], drawn.area[j], plan)
        write_csv(table, ensemble / f"levels_{j + 1:03d}.csv")
        rows.append((j + 1, file, 1.0 / len(drawn.level), j + 1))
    index = pd.DataFrame(rows, columns=list(COLUMNS))
    write_csv(index, ensemble / INDEX)


def write_yaml(file: Path, data: dict[str, Any]) -> None:
    """Write nested data as YAML: mappings of plain values and lists of numbers in one line."""
    yaml = YAML()
    yaml.width = WIDTH
    yaml.default_flow_style = None
    yaml.allow_unicode = True
    yaml.representer.ignore_aliases = lambda *_: True
    stream = io.StringIO()
    yaml.dump(data, stream)
    file.write_text(stream.getvalue(), encoding="utf-8", newline="\n")
