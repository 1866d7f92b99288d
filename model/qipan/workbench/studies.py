"""Studies of a question: a plan, cadres placed by a program, what its answer hangs on.

Each is a folder of the question with the file that its command reads, as it was checked before
anything was begun, and what the command has written.
"""

import csv
import json
import math
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..outcomes.catalogue import METRICS
from ..report import glossary
from ..report.answers.quantities import unit_of, unit_of_change
from ..scenario.families import FAMILIES
from ..words import Language
from .asides import WATCHED
from .jobs import Jobs
from .options import EditError
from .placement import MOST, SWITCH, bounds_typed
from .workspace import QUESTION, STUDIES, Question, Workspace, city_into, write_yaml

PLACE, HANGS, PLAN, WORLDS = "place", "hangs", "plan", "worlds"
MEASURE = {"en": "measure_en", "zh": "measure_zh"}  # said of the worlds, in each language
OFFICIAL = {"en": "official_en", "zh": "official_zh"}  # a report laid out for an office
STUDY_NAMES = (PLACE, HANGS, PLAN, WORLDS, *MEASURE.values(), *OFFICIAL.values())
ANSWER, ASKED = "answer", "asked.json"
# Simulated years: for a first look, and for a decision.
EFFORTS: dict[str, dict[str, dict[str, int]]] = {
    PLACE: {
        "quick": {"replications": 4, "fresh": 8, "rounds": 2, "check": 0},
        "full": {"replications": 12, "fresh": 40, "rounds": 8, "check": 3},
    },
    PLAN: {
        "quick": {"replications": 4, "fresh": 8, "rounds": 2},
        "full": {"replications": 12, "fresh": 40, "rounds": 3},
    },
    HANGS: {"quick": {"replications": 4}, "full": {"replications": 20}},
    WORLDS: {
        "quick": {"count": 24, "replications": 2},
        "full": {"count": 120, "replications": 4},
    },
}


def study_of(question: Question, name: str) -> Path:
    """Return the folder of a study, which need not be there."""
    return question.folder / STUDIES / name


def answer_of(question: Question, name: str) -> Path:
    """Return the result folder of a study."""
    return study_of(question, name) / ANSWER


@contextmanager
def written(jobs: Jobs, question: Question, name: str, asked: Mapping[str, Any]) -> Iterator[Path]:
    """Write a study in the place of the one before, if all goes well in the block.

    Raises
    ------
    EditError
        If the one before still runs.
    """
    folder = study_of(question, name)
    if jobs.told(folder).state in ("waiting", "running", "stopping"):
        raise EditError("running")
    making = folder.with_name(f".{name}-{secrets.token_hex(3)}")
    making.mkdir(parents=True)
    try:
        yield making
        (making / ASKED).write_text(json.dumps(dict(asked), ensure_ascii=False), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(making, folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def effort(name: str, asked: Mapping[str, Any]) -> dict[str, int]:
    """Return how many years are simulated for a study."""
    efforts = EFFORTS[name]
    if asked.get("effort") not in efforts:
        raise EditError("effort")
    return efforts[str(asked["effort"])]


def begin(jobs: Jobs, question: Question, name: str, command: list[str], lang: Language) -> None:
    """Have the command of a study run in its folder."""
    folder = study_of(question, name)
    jobs.begin(folder, [*command, "--out", ANSWER, *jobs.simulating(folder, lang)])


# -- cadres placed by a program ------------------------------------------------------------------


def place_by_program(
    workspace: Workspace,
    jobs: Jobs,
    question: Question,
    asked: Mapping[str, Any],
    ids: Sequence[str],
    language: Language,
) -> None:
    """Have a program place cadres, between the floors and caps of a table.

    Parameters
    ----------
    workspace : Workspace
    jobs : Jobs
    question : Question
    asked : mapping
        `total`, `effort`, and `rows` with the floor and the cap of each community.
    ids : sequence of str
        Communities in the order of the rows.
    language : {"en", "zh"}

    Raises
    ------
    TableError
        If a floor, a cap or the number of cadres is none.
    ScenarioError
        If the question is refused; nothing is run then.
    """
    from ..studies.resource_questions import allocation_asked

    total, floors, caps = bounds_typed(asked["total"], list(asked["rows"]), len(ids), language)
    said = effort(PLACE, asked)
    with written(jobs, question, PLACE, asked) as folder:
        city = city_into(workspace, question, folder)
        content = {
            "name": PLACE,
            "title": question.content["title"],
            "replications": said["replications"],
            "allocate": {
                "scenario": {"file": city, "name": "today", "set": {SWITCH: True}},
                "resource": "cadres",
                "amount": total,
                "cap": MOST,
                "floors": {place: int(n) for place, n in zip(ids, floors, strict=True) if n},
                "caps": {place: int(n) for place, n in zip(ids, caps, strict=True)},
                **{key: n for key, n in said.items() if key != "replications"},
            },
        }
        write_yaml(folder / QUESTION, content)
        allocation_asked(str(folder / QUESTION), {}, "cadres")
    begin(jobs, question, PLACE, ["qipan", "allocate", "cadres", QUESTION], language)


def placed_by_program(question: Question) -> dict[str, int]:
    """Return the cadres that a program has placed, by community; nothing as long as it has not."""
    file = answer_of(question, PLACE) / "plan.csv"
    if not file.exists():
        return {}
    with open(file, encoding="utf-8-sig", newline="") as stream:
        return {row["community"]: int(float(row["plan"])) for row in csv.DictReader(stream)}


# -- what the answer hangs on --------------------------------------------------------------------


def ask_what_it_hangs_on(
    workspace: Workspace,
    jobs: Jobs,
    question: Question,
    asked: Mapping[str, Any],
    language: Language,
) -> None:
    """Have assumed numbers moved over their ranges, a family at a time.

    Raises
    ------
    EditError
        If there is no such option or metric.
    ScenarioError
        If the question is refused; nothing is run then.
    """
    from ..studies.file import load_experiment

    listed, metric = question.options, str(asked.get("metric"))
    number = str(asked.get("option", ""))
    if not number.isdecimal() or int(number) >= len(listed) or metric not in WATCHED:
        raise EditError("option")
    chosen = [listed[0]] if int(number) == 0 else [listed[0], listed[int(number)]]
    with written(jobs, question, HANGS, asked) as folder:
        city = city_into(workspace, question, folder)
        content = {
            "name": HANGS,
            "title": question.content["title"],
            **effort(HANGS, asked),
            "metrics": [metric],
            "sweep": {
                "scenarios": [{**option, "file": city} for option in chosen],
                "design": "one_at_a_time",
            },
        }
        write_yaml(folder / QUESTION, content)
        load_experiment(str(folder / QUESTION))
    begin(jobs, question, HANGS, ["qipan", "sweep", QUESTION], language)


def swings(question: Question, language: Language) -> dict[str, Any]:
    """Return how far a result moves with each family of assumed numbers, the farthest first."""
    file = answer_of(question, HANGS) / "swings.csv"
    if not file.exists():
        return {"rows": []}
    with open(file, encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    if not rows:
        return {"rows": []}
    name = rows[0]["metric"]
    made = sorted((_swing(row, language) for row in rows), key=_farthest_first)
    ends = [n for row in made for n in (row["low"], row["high"], row["given"]) if n is not None]
    unit = unit_of_change(unit_of(name)) if rows[0]["first"] else unit_of(name)
    shown: dict[str, Any] = {
        "title": title_of(name, language),
        "unit": glossary.unit(unit, language),
        "rows": made,
    }
    if ends:
        shown |= {"least": min(ends), "most": max(ends)}
    return shown


def title_of(metric: str, language: Language) -> str:
    """Return what a metric is called."""
    known = METRICS[metric]
    return known.title_zh if language == "zh" else known.title_en


def _swing(row: Mapping[str, str], language: Language) -> dict[str, Any]:
    columns = {"given": "as_given", "low": "at_low", "high": "at_high", "change": "change"}
    numbers = {name: _number(row.get(column, "")) for name, column in columns.items()}
    beyond = row.get("distinguishable") == "True"
    known = FAMILIES.get(row["factor"])
    name = row["factor"] if known is None else known.zh if language == "zh" else known.en
    return {"name": name, "beyond": beyond, **numbers}


def _number(text: str) -> float | None:
    number = float(text) if text else math.nan
    return number if math.isfinite(number) else None


def _farthest_first(row: Mapping[str, Any]) -> tuple[bool, float]:
    return row["change"] is None, -abs(row["change"] or 0.0)


def asked_before(question: Question, name: str) -> dict[str, Any]:
    """Return what a form said when a study was begun last."""
    file = study_of(question, name) / ASKED
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}
