"""What to measure next: worlds of two options, and which family of numbers would decide."""

import csv
from collections.abc import Mapping
from typing import Any

from ..report import glossary
from ..report.answers.quantities import unit_of
from ..words import Language
from .answers import read_report
from .asides import BUSY, WATCHED
from .jobs import Jobs
from .options import EditError
from .studies import (
    ANSWER,
    MEASURE,
    WORLDS,
    answer_of,
    asked_before,
    begin,
    effort,
    study_of,
    title_of,
    written,
)
from .workspace import QUESTION, Question, Workspace, city_into, write_yaml

MEASURED = "measure_next.csv"


def ask_for_worlds(
    workspace: Workspace,
    jobs: Jobs,
    question: Question,
    asked: Mapping[str, Any],
    language: Language,
) -> None:
    """Have today and an option simulated in worlds in which assumed numbers are other ones.

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
    if not number.isdecimal() or not 0 < int(number) < len(listed) or metric not in WATCHED:
        raise EditError("option")
    said = effort(WORLDS, asked)
    kept = {**asked, "of": question.simulated}
    with written(jobs, question, WORLDS, kept) as folder:
        city = city_into(workspace, question, folder)
        content = {
            "name": WORLDS,
            "title": question.content["title"],
            "replications": said["replications"],
            "metrics": [metric],
            "compare": {
                "worlds": dict(said),
                "scenarios": [
                    {**option, "file": city} for option in (listed[0], listed[int(number)])
                ],
            },
        }
        write_yaml(folder / QUESTION, content)
        load_experiment(str(folder / QUESTION))
    begin(jobs, question, WORLDS, ["qipan", "compare", QUESTION], language)


def tell_of_worlds(jobs: Jobs, question: Question, language: Language) -> None:
    """Have the worlds told of in a language, once they are there; nothing is simulated for it."""
    name = MEASURE[language]
    if jobs.told(study_of(question, WORLDS)).state != "done":
        return
    if jobs.told(study_of(question, name)).state in BUSY:
        return
    begun = jobs.job(study_of(question, name))
    worlds = jobs.job(study_of(question, WORLDS))
    if begun is not None and worlds is not None and begun.asked >= worlds.asked:
        return
    asked = asked_before(question, WORLDS)
    with written(jobs, question, name, asked) as folder:
        content = {
            "name": name,
            "title": question.content["title"],
            "measure_next": {"of": f"../{WORLDS}/{ANSWER}", "metric": asked["metric"]},
        }
        write_yaml(folder / QUESTION, content)
    command = ["qipan", "measure-next", QUESTION, "--out", ANSWER, "--lang", language]
    jobs.begin(study_of(question, name), command)


def measured(question: Question, language: Language) -> dict[str, Any]:
    """Return what to measure: the sentence, and the families, those worth most first."""
    folder = answer_of(question, MEASURE[language])
    report, file = read_report(folder), folder / MEASURED
    if report is None or not file.exists():
        return {"rows": []}
    with open(file, encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    metric = rows[0]["metric"]
    return {
        "sentence": report["answer"],
        "title": title_of(metric, language),
        "unit": glossary.unit(unit_of(metric), language),
        "worlds": int(rows[0]["worlds"]),
        "by_chance": float(rows[0]["by_chance"]),
        "rows": [
            {
                "name": row[f"title_{language}"],
                "value": float(row["value"]),
                "error": float(row["error"]),
                "explained": float(row["explained"]),
                "beyond": row["above_chance"] == "True",
            }
            for row in rows
        ],
    }
