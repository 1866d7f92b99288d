"""What is tried beside a question, while a planner moves a lever: few replications of one option.

An aside is a folder with an experiment of its own, run like any other; the store is the question's,
so that more replications of the same setting make only those that are not there yet.
"""

import csv
import hashlib
import json
import math
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..outcomes.catalogue import METRICS
from ..report import glossary
from ..words import Language
from .in_force import FULL_TIME, with_full_time
from .jobs import Jobs
from .levers import levers
from .options import EditError, Row, city_of, number_typed
from .workspace import ASIDES, QUESTION, NoSuchError, Question, Workspace, carry, write_yaml

WATCHED = ("solved_within_15_days", "fixed_cohort_p50", "satisfied_share", "backlog_mean")
STEPS = (4, 8, 20)  # replications, as long as it is left alone
ANSWER, BUSY = "answer", ("waiting", "running", "stopping")


@dataclass(frozen=True)
class Slider:
    """A lever that can be moved, from where to where, in how large steps, from each option's."""

    row: Row
    values: list[Any]
    low: float
    high: float
    step: float


def sliders(rows: list[Row], placed: Sequence[float | None]) -> list[Slider]:
    """Return the numbers among levers that have a range, or are parts of a whole.

    Parameters
    ----------
    rows : list of Row
    placed : sequence of float or None
        Cadres of a community on average, in each option that places them one by one.
    """
    made = []
    for row in rows:
        limits = row.range or ((0.0, 1.0) if row.lever.unit == "share" else None)
        if row.lever.switch or limits is None or not limits[0] < limits[1]:
            continue
        low, high = limits
        step = 1.0 if row.lever.whole else 10.0 ** math.floor(math.log10((high - low) / 20.0))
        values = [mean if v is None else v for v, mean in zip(row.values, placed, strict=True)]
        made.append(Slider(row, values, low, high, step))
    return made


def try_out(
    workspace: Workspace,
    jobs: Jobs,
    question: Question,
    option: int,
    typed: Mapping[str, Any],
    replications: int,
    language: Language,
) -> str:
    """Have an option run with some levers moved, and stop what was tried before; return its name.

    Raises
    ------
    EditError
        If a lever is no number, or there is no such option.
    ScenarioError
        If the city refuses a value; nothing is run then.
    """
    listed = question.options
    if not 0 <= option < len(listed) or replications not in STEPS:
        raise EditError("option")
    setting = dict(listed[option].get("set") or {})
    city = city_of(workspace, question.city)
    for key, value in typed.items():
        if key not in levers() or levers()[key].switch:
            raise EditError(key)
        number = number_typed(value)
        if key == FULL_TIME:
            setting = with_full_time(setting, number, city)
        setting[key] = number
        setting[f"{levers()[key].group}.on"] = True  # else it would move nothing
    city.revise(setting)
    tried = {
        "file": listed[0]["file"],
        "name": "tried",
        "title": {"en": "tried", "zh": "试算"},
        "set": setting,
    }
    content = {
        **question.content,
        "replications": replications,
        "metrics": list(WATCHED),
        "compare": {"scenarios": [listed[0], tried]},
    }
    folder = _folder(question, content)
    for other in (question.folder / ASIDES).glob("[0-9a-f]*"):
        if other != folder and jobs.told(other).state in ("waiting", "running"):
            jobs.stop(other)
    done = jobs.told(folder).state
    if done not in (*BUSY, "done"):
        shutil.rmtree(folder / ANSWER, ignore_errors=True)
        jobs.begin(folder, jobs.compare(folder, language, ANSWER, "--no-report"))
    return folder.name


def _folder(question: Question, content: dict[str, Any]) -> Path:
    """Return the folder of an experiment beside a question, its city's file within."""
    file = question.folder / content["compare"]["scenarios"][0]["file"]
    own = file.read_bytes() if file.suffix == ".yaml" and file.exists() else b""
    said = json.dumps(content, sort_keys=True).encode() + own
    folder = question.folder / ASIDES / hashlib.sha256(said).hexdigest()[:16]
    if folder.exists():
        return folder
    making = folder.with_name(f".{folder.name}-{secrets.token_hex(3)}")
    making.mkdir(parents=True)
    if own:
        carry(file, making)
        options = [{**each, "file": file.name} for each in content["compare"]["scenarios"]]
        content = {**content, "compare": {"scenarios": options}}
    write_yaml(making / QUESTION, content)
    os.replace(making, folder)
    return folder


def told(jobs: Jobs, question: Question, name: str, language: Language) -> dict[str, Any]:
    """Return how far something tried is, and what it has shown once it is there."""
    for folder in (question.folder / ASIDES).glob("[0-9a-f]*"):
        if folder.name == name:
            state = jobs.told(folder)
            found = _differences(folder / ANSWER / "differences.csv", language)
            return {"state": state.state, "words": list(state.words), "rows": found}
    raise NoSuchError(name)


def _differences(file: Path, language: Language) -> list[dict[str, Any]]:
    """Return the metrics that are watched: today, tried, and the difference with its interval."""
    if not file.exists():
        return []
    with open(file, encoding="utf-8-sig", newline="") as stream:
        rows = {row["metric"]: row for row in csv.DictReader(stream)}
    return [_shown(rows[name], name, language) for name in WATCHED if name in rows]


def _shown(row: Mapping[str, str], name: str, language: Language) -> dict[str, Any]:
    numbers = {
        key: float(row[key]) if row[key] not in ("", "nan") else None
        for key in ("reference_mean", "mean", "difference", "low", "high")
    }
    metric = METRICS[name]
    unit = glossary.unit(metric.unit, language)
    title = f"{metric.title_zh if language == 'zh' else metric.title_en} ({unit})"
    return {"metric": name, "title": title, "n": row["n"], **numbers}
