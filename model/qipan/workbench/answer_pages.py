"""The pages of a question's run, and of its answer."""

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from . import asides, options
from .answers import answers_of, cautions_of, charts_of, report_of
from .language import language_of
from .measuring import measured, tell_of_worlds
from .of_question import OfQuestion
from .options import EditError
from .studies import MEASURE, WORLDS, asked_before, study_of, title_of
from .watching import told_on
from .workspace import NoSuchError

if TYPE_CHECKING:
    from .app import Workbench


def routes(bench: "Workbench") -> list[Route]:
    """Return the routes of these pages."""
    pages = _Pages(bench)
    at = "/questions/{question}"
    return [
        Route(f"{at}/run", pages.run),
        Route(f"{at}/run", pages.ask, methods=["POST"]),
        Route(f"{at}/stop", pages.stop, methods=["POST"]),
        Route(f"{at}/events", pages.events),
        Route(f"{at}/answer", pages.answer),
        Route(f"{at}/charts/{{run}}/{{language}}/{{name}}", pages.chart),
    ]


class _Pages(OfQuestion):
    async def run(self, request: Request) -> Response:
        question = self._question(request)
        return self._bench.page(
            request,
            "run",
            question=question,
            content=question.content,
            told=self._told(question),
        )

    async def ask(self, request: Request) -> Response:
        """Have it run, in the language of the page; asked twice, it runs once."""
        question = self._question(request)
        if len(question.options) < 2:
            raise EditError("too few")
        self._jobs.ask(question, language_of(request))
        return JSONResponse({"ok": True})

    async def stop(self, request: Request) -> Response:
        question = self._question(request)
        run = self._latest(question)
        if run is not None:
            self._jobs.stop(run)
        return JSONResponse({"ok": True})

    async def events(self, request: Request) -> Response:
        """Tell a page how far the run is, for as long as it listens."""
        question = self._question(request)
        return told_on(
            request, lambda: {**asdict(self._told(question)), "run": self._name(question)}
        )

    async def answer(self, request: Request) -> Response:
        question, language = self._question(request), language_of(request)
        run = self._latest(question)
        told = self._told(question)
        report = report_of(run, language) if run is not None else None
        putting = False
        if report is None and run is not None and run.name == question.digest:
            other = report_of(run, "en" if language == "zh" else "zh")
            if other is not None and told.state == "done":
                self._jobs.ask(question, language)  # all in the store: it is but written anew
            putting = other is not None
        city = options.city_of(self._workspace, question.city)
        tell_of_worlds(self._jobs, question, language)
        counted = Counter(row.status for row in city.provenance)
        return self._bench.page(
            request,
            "answer",
            question=question,
            content=question.content,
            run=run,
            told=self._told(question),
            report=report,
            findings=(report["sections"][:1] if report else []),
            charts=charts_of(report),
            cautions=cautions_of(report),
            stale=run is not None and run.name != question.digest,
            putting=putting,
            listed=question.options,
            costs=options.costs(self._workspace, question),
            watched={name: title_of(name, language) for name in asides.WATCHED},
            before=asked_before(question, WORLDS),
            worlds=self._jobs.told(study_of(question, WORLDS)),
            measuring=self._jobs.told(study_of(question, MEASURE[language])),
            measured=measured(question, language),
            counted=counted,
            all=len(city.provenance),
        )

    async def chart(self, request: Request) -> Response:
        question, name = self._question(request), request.path_params["name"]
        run = self._run_named(question, request.path_params["run"])
        language = request.path_params["language"]
        folder = answers_of(run, language if language in ("en", "zh") else "en") / "charts"
        for file in folder.glob("*.svg"):
            if file.name == name:
                return FileResponse(file, media_type="image/svg+xml")
        raise NoSuchError(name)
