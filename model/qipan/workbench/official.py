"""A report in the layout of official documents (公文) and as slides, by the command that ran."""

import shutil
from pathlib import Path

from ..words import Language
from .jobs import Jobs
from .studies import OFFICIAL, answer_of, asked_before, begin, written
from .workspace import QUESTION, Question

FILES = ("report.docx", "report.pptx")


def ask_for_official(jobs: Jobs, question: Question, run: Path, language: Language) -> None:
    """Have the report of a run laid out anew; all its replications are in the store.

    Raises
    ------
    EditError
        If it is being laid out already.
    """
    name = OFFICIAL[language]
    with written(jobs, question, name, {"of": run.name}) as folder:
        for file in run.glob("*.yaml"):  # folders of runs and of studies lie equally deep
            shutil.copyfile(file, folder / file.name)
    style = ["--style", "gongwen"] if language == "zh" else []
    begin(jobs, question, name, ["qipan", "compare", QUESTION, *style, "--slides"], language)


def official_files(question: Question, run: Path, language: Language) -> list[str]:
    """Return the names of what is there, laid out for this run."""
    name = OFFICIAL[language]
    if asked_before(question, name).get("of") != run.name:
        return []
    return [file for file in FILES if (answer_of(question, name) / file).exists()]
