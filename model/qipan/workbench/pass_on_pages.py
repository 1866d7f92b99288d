"""The page of what is passed on: reports, official documents, the question's file."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from .answers import answers_of, report_of
from .language import language_of
from .of_question import OfQuestion
from .official import ask_for_official, official_files
from .studies import OFFICIAL, study_of
from .workspace import QUESTION, NoSuchError

if TYPE_CHECKING:
    from .app import Workbench


PASSED_ON = {
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "tables.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report.html": "text/html; charset=utf-8",
}


def routes(bench: "Workbench") -> list[Route]:
    """Return the routes of these pages."""
    pages = _Pages(bench)
    at = "/questions/{question}"
    return [
        Route(f"{at}/pass_on", pages.pass_on),
        Route(f"{at}/official", pages.lay_out, methods=["POST"]),
        Route(f"{at}/files/{{run}}/{{language}}/{{name}}", pages.file),
    ]


class _Pages(OfQuestion):
    async def pass_on(self, request: Request) -> Response:
        question, language = self._question(request), language_of(request)
        run = self._latest(question)
        report = report_of(run, language) if run is not None else None
        job = self._jobs.job(run) if run is not None else None
        return self._bench.page(
            request,
            "pass_on",
            question=question,
            run=run,
            report=report,
            command=" ".join(job.command) if job else "",
            stale=run is not None and run.name != question.digest,
            laying=self._jobs.told(study_of(question, OFFICIAL[language])),
            official=official_files(question, run, language) if run is not None else [],
            study=OFFICIAL[language],
        )

    async def lay_out(self, request: Request) -> Response:
        """Have the report laid out as an official document, and as slides."""
        question, language = self._question(request), language_of(request)
        run = self._latest(question)
        if run is None or report_of(run, language) is None:
            raise NoSuchError("report")
        ask_for_official(self._jobs, question, run, language)
        return JSONResponse({"go": f"/questions/{question.name}/pass_on"})

    async def file(self, request: Request) -> Response:
        """Hand out a file of a run; its names are looked up, never put together."""
        question, name = self._question(request), request.path_params["name"]
        run = self._run_named(question, request.path_params["run"])
        if name == QUESTION:
            return FileResponse(run / QUESTION, filename=f"{question.name}.yaml")
        language = request.path_params["language"]
        if name not in PASSED_ON or language not in ("en", "zh"):
            raise NoSuchError(name)
        file = answers_of(run, language) / name
        if not file.exists():
            raise NoSuchError(name)
        shown = f"{question.name}-{language}{file.suffix}"
        return FileResponse(file, media_type=PASSED_ON[name], filename=shown)
