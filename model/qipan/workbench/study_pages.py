"""Plan under a budget, and what is asked of a question beside its run."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from . import options
from .city_table import places_of
from .language import language_of
from .measuring import ask_for_worlds
from .placement import PLACES
from .planned_options import add_plan, posts_of_plan, replaces_cadres
from .plans import (
    COLUMNS,
    FIELDS,
    NEEDS,
    NO_WORSE,
    OBJECTIVES,
    WAITING,
    ask_for_plan,
    begun_with,
    levers_of_plans,
    page_for_leaders,
)
from .studies import (
    PLAN,
    STUDY_NAMES,
    answer_of,
    ask_what_it_hangs_on,
    asked_before,
    study_of,
)
from .watching import told_on
from .workspace import MOST_OPTIONS, NoSuchError, Question

if TYPE_CHECKING:
    from .app import Workbench

FILES = ("report.docx", "tables.xlsx", "report.html", "plan.csv")


def routes(bench: "Workbench") -> list[Route]:
    """Return the routes of these pages."""
    pages = _Pages(bench)
    at = "/questions/{question}"
    return [
        Route(f"{at}/plan", pages.plan),
        Route(f"{at}/plan", pages.ask_for_plan, methods=["POST"]),
        Route(f"{at}/plan/option", pages.make_an_option, methods=["POST"]),
        Route(f"{at}/hangs", pages.ask_what_it_hangs_on, methods=["POST"]),
        Route(f"{at}/measure", pages.ask_what_to_measure, methods=["POST"]),
        Route(f"{at}/studies/events/{{study}}", pages.events),
        Route(f"{at}/studies/stop/{{study}}", pages.stop, methods=["POST"]),
        Route(f"{at}/studies/files/{{study}}/{{name}}", pages.file),
    ]


class _Pages:
    def __init__(self, bench: "Workbench") -> None:
        self._bench, self._workspace, self._jobs = bench, bench.workspace, bench.jobs

    def _question(self, request: Request) -> Question:
        return self._workspace.question(request.path_params["question"])

    async def plan(self, request: Request) -> Response:
        question, language = self._question(request), language_of(request)
        city = options.city_of(self._workspace, question.city)
        places = places_of(city)
        before = asked_before(question, PLAN)
        said = before.get("rows") or [{} for _ in places.ids]
        rows = [
            {
                "n": n + 1,
                "id": place,
                "residents": int(places.residents[n]),
                **{name: said[n].get(name, "") if n < len(said) else "" for name in COLUMNS},
            }
            for n, place in enumerate(places.ids)
        ]
        names = {"id": PLACES["id"], "residents": PLACES["residents"], **COLUMNS}
        return self._bench.page(
            request,
            "plan",
            question=question,
            told=self._jobs.told(study_of(question, PLAN)),
            fields=before or begun_with(language),
            levers=levers_of_plans(),
            fields_of=FIELDS,
            objectives=OBJECTIVES,
            waiting=WAITING,
            needs=tuple(NEEDS.values()),
            no_worse=NO_WORSE,
            rows=rows,
            columns=names,
            summary=page_for_leaders(question, language),
            files=FILES,
            replaces=replaces_cadres(city),
            may_add=bool(posts_of_plan(question)) and len(question.options) < MOST_OPTIONS,
        )

    async def ask_for_plan(self, request: Request) -> Response:
        question, asked = self._question(request), await request.json()
        city = options.city_of(self._workspace, question.city)
        ids = places_of(city).ids
        ask_for_plan(self._workspace, self._jobs, question, asked, ids, language_of(request))
        return JSONResponse({"go": f"/questions/{question.name}/plan"})

    async def make_an_option(self, request: Request) -> Response:
        """Make an option of what was planned, to be asked of the simulation beside today."""
        question, asked = self._question(request), await request.json()
        city = options.city_of(self._workspace, question.city)
        add_plan(question, city, str(asked.get("title", "")))
        return JSONResponse({"go": f"/questions/{question.name}/options"})

    async def ask_what_it_hangs_on(self, request: Request) -> Response:
        question, asked = self._question(request), await request.json()
        language = language_of(request)
        ask_what_it_hangs_on(self._workspace, self._jobs, question, asked, language)
        return JSONResponse({"go": f"/questions/{question.name}/assumptions"})

    async def ask_what_to_measure(self, request: Request) -> Response:
        question, asked = self._question(request), await request.json()
        ask_for_worlds(self._workspace, self._jobs, question, asked, language_of(request))
        return JSONResponse({"go": f"/questions/{question.name}/answer"})

    def _study(self, request: Request) -> str:
        name = request.path_params["study"]
        if name not in STUDY_NAMES:
            raise NoSuchError(name)
        return str(name)

    async def events(self, request: Request) -> Response:
        folder = study_of(self._question(request), self._study(request))
        return told_on(request, lambda: asdict(self._jobs.told(folder)))

    async def stop(self, request: Request) -> Response:
        self._jobs.stop(study_of(self._question(request), self._study(request)))
        return JSONResponse({"ok": True})

    async def file(self, request: Request) -> Response:
        """Hand out a file of a study; its names are looked up, never put together."""
        question, study = self._question(request), self._study(request)
        name = request.path_params["name"]
        file = answer_of(question, study) / name
        if name not in FILES or not file.exists():
            raise NoSuchError(name)
        return FileResponse(file, filename=f"{question.name}-{study}-{name}")
