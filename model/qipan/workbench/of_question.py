"""A question that a page is about, and its runs."""

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request

from . import drafts
from .jobs import Told
from .workspace import NoSuchError, Question

if TYPE_CHECKING:
    from .app import Workbench


class OfQuestion:
    """What the pages of one question have in common: the question, its runs, how far they are."""

    def __init__(self, bench: "Workbench") -> None:
        self._bench, self._workspace, self._jobs = bench, bench.workspace, bench.jobs

    def _question(self, request: Request) -> Question:
        question = self._workspace.question(request.path_params["question"])
        drafts.settle(self._workspace, question.city)
        return question

    def _latest(self, question: Question) -> Path | None:
        """Return the run of what a question says now, or else the last one."""
        runs = list(question.runs())
        return next((run for run in runs if run.name == question.digest), next(iter(runs), None))

    def _name(self, question: Question) -> str:
        run = self._latest(question)
        return run.name if run is not None else ""

    def _told(self, question: Question) -> Told:
        run = self._latest(question)
        return self._jobs.told(run) if run is not None else Told("none")

    def _run_named(self, question: Question, name: str) -> Path:
        for run in question.runs():
            if run.name == name:
                return run
        raise NoSuchError(name)
