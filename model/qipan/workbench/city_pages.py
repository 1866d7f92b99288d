"""Start, and the city as a plane and a table."""

import os
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..scenario import Scenario, ScenarioError, load
from ..scenario.faults import Fault
from ..words import Phrase, Words
from . import drafts
from .city_table import (
    COLUMNS,
    TYPES,
    TableError,
    as_scenario,
    checked,
    places_of,
    read_table,
    table_of,
    workbook_of,
)
from .language import language_of
from .ledger_pages import shown
from .options import city_of
from .shipped_titles import shipped_titles
from .workspace import NoSuchError, Question, Workspace

if TYPE_CHECKING:
    from .app import Workbench

ENDINGS = (".yaml", ".yml")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def routes(bench: "Workbench") -> list[Route]:
    """Return the routes of these pages."""
    pages = _Pages(bench)
    return [
        Route("/", pages.start),
        Route("/cities", pages.open_file, methods=["POST"]),
        Route("/cities/{city}/summary", pages.summary),
        Route("/cities/{city}/ask", pages.ask, methods=["POST"]),
        Route("/questions/{question}/city", pages.city),
        Route("/questions/{question}/city/own", pages.make_own, methods=["POST"]),
        Route("/questions/{question}/city/table", pages.table),
        Route("/questions/{question}/city/table", pages.put_table, methods=["POST"]),
        Route("/questions/{question}/city/settle", pages.settle, methods=["POST"]),
        Route("/questions/{question}/city/table.xlsx", pages.workbook),
        Route("/questions/{question}/city/import", pages.import_table, methods=["POST"]),
    ]


class _Pages:
    def __init__(self, bench: "Workbench") -> None:
        self._bench = bench
        self._workspace: Workspace = bench.workspace
        self._types: dict[str, list[str]] = {}  # of communities, by city
        self._known: dict[str, dict[str, Any]] = {}  # summaries made before, by city

    async def start(self, request: Request) -> Response:
        called = shipped_titles()
        cities = [
            {
                "name": name,
                "own": self._workspace.is_own(name),
                "title": called.get(name),
                "summary": self._known.get(name),
            }
            for name in self._workspace.cities()
        ]
        cities.sort(key=lambda city: not city["own"])  # one's own first, all else as it stands
        questions = []
        for question in self._workspace.questions():
            run = next(question.runs(), None)
            told = self._bench.jobs.told(run) if run is not None else None
            questions.append(
                {
                    "name": question.name,
                    "title": question.content["title"],
                    "options": len(question.options),
                    "state": told.state if told else "none",
                    "stale": run is not None and run.name != question.digest,
                }
            )
        ledgers = shown(self._bench)
        return self._bench.page(
            request, "start", cities=cities, questions=questions, ledgers=ledgers
        )

    async def summary(self, request: Request) -> Response:
        """Tell what a card says of a city; a page of all is not kept waiting for each."""
        name = request.path_params["city"]
        if name not in self._known or self._workspace.is_own(name):
            self._known[name] = await run_in_threadpool(_summary, self._workspace, name)
        return JSONResponse(self._known[name])

    async def ask(self, request: Request) -> Response:
        question = self._workspace.begin(request.path_params["city"])
        return JSONResponse({"go": f"/questions/{question.name}/city"})

    async def open_file(self, request: Request) -> Response:
        """Take in a scenario file, by the reader of all of them, under a name of our own."""
        name = request.query_params.get("name", "")
        if not name.lower().endswith(ENDINGS):
            return JSONResponse({"faults": ["must be a .yaml file; 须为 .yaml 文件"]}, 422)
        from ruamel.yaml import YAML

        with TemporaryDirectory(dir=self._workspace.folder) as folder:
            file = Path(folder) / "scenario.yaml"
            file.write_bytes(await request.body())
            try:
                scenario = load(file)
            except ScenarioError as error:  # of a file that names others beside it
                raise ScenarioError(_without(folder, fault) for fault in error.faults) from None
            content = YAML(typ="safe").load(file.read_text("utf-8"))
        self._workspace.add_city(content, scenario.name)
        return JSONResponse({"go": "/"})

    async def city(self, request: Request) -> Response:
        question = self._workspace.question(request.path_params["question"])
        scenario = city_of(self._workspace, question.city)
        return self._bench.page(
            request,
            "city",
            question=question,
            title=scenario.document.title,
            own=self._workspace.is_own(question.city),
            given=bool(scenario.document.city.communities),
            placed=all(place.x_km is not None for place in scenario.document.city.communities),
            columns=COLUMNS,
            types=_types(scenario),
        )

    async def table(self, request: Request) -> Response:
        return JSONResponse(table_of(self._scenario(request)))

    async def workbook(self, request: Request) -> Response:
        content = workbook_of(table_of(self._scenario(request)), language_of(request))
        named = {"content-disposition": 'attachment; filename="communities.xlsx"'}
        return Response(content, media_type=WORKBOOK, headers=named)

    async def make_own(self, request: Request) -> Response:
        """Copy the city of a question, so that its communities and numbers can be changed."""
        question = self._workspace.question(request.path_params["question"])
        if not self._workspace.is_own(question.city):
            scenario = city_of(self._workspace, question.city)
            content = as_scenario(scenario, table_of(scenario), question.city)
            name = self._workspace.add_city(content, f"my_{question.city}")
            said = question.content
            for option in said["compare"]["scenarios"]:
                option["file"] = self._workspace.cities()[name]
            question.put(said)
        return JSONResponse({"go": f"/questions/{question.name}/city"})

    async def put_table(self, request: Request) -> Response:
        """Check all rows and keep them, or keep nothing; the file is written by `settle`."""
        question, rows = self._own(request), (await request.json())["rows"]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise TableError(["rows"])
        sound = checked(rows, self._types_of(question.city), language_of(request))
        drafts.keep(self._workspace, question.city, sound)
        return JSONResponse({"rows": len(sound)})

    async def settle(self, request: Request) -> Response:
        """Put what was kept into the city's file, which checks it as a whole."""
        question = self._own(request)
        done = await run_in_threadpool(drafts.settle, self._workspace, question.city)
        return JSONResponse({"settled": done})

    def _own(self, request: Request) -> Question:
        question = self._workspace.question(request.path_params["question"])
        if not self._workspace.is_own(question.city):
            raise NoSuchError(question.city)
        return question

    def _types_of(self, city: str) -> list[str]:
        if city not in self._types:
            self._types[city] = list(city_of(self._workspace, city).document.city.types)
        return self._types[city]

    async def import_table(self, request: Request) -> Response:
        """Take in a table whole: checked with the city before anything is kept."""
        question, language = self._own(request), language_of(request)
        rows = read_table(await request.body(), language)
        sound = checked(rows, self._types_of(question.city), language)
        drafts.keep(self._workspace, question.city, sound)
        await run_in_threadpool(drafts.settle, self._workspace, question.city)
        return JSONResponse({"rows": len(sound)})

    def _scenario(self, request: Request) -> Scenario:
        question = self._workspace.question(request.path_params["question"])
        return city_of(self._workspace, question.city)


def _without(folder: str, fault: Fault) -> Fault:
    """Leave out where a file was laid while it was read."""
    found, path = fault.found, f"{folder}{os.sep}"
    if not isinstance(found, Phrase) or path not in found:
        return fault
    fields = {
        name: each if isinstance(each, Phrase) else str(each).replace(path, "")
        for name, each in found.fields.items()
    }
    return replace(fault, found=Phrase(found.words, **fields))


def _types(scenario: Scenario) -> dict[str, dict[str, str]]:
    """What each type of community is called; one that a city has named itself, as it is named."""
    return {
        name: {"en": words.en, "zh": words.zh}
        for name in scenario.document.city.types
        for words in (TYPES.get(name, Words.of(name, name)),)
    }


def _summary(workspace: Workspace, name: str) -> dict[str, Any]:
    scenario = city_of(workspace, name)
    places, title, rows = places_of(scenario), scenario.document.title, scenario.provenance
    assumed = sum(row.status == "assumed" for row in rows)
    return {
        "en": title.en,
        "zh": title.zh,
        "residents": f"{int(places.residents.sum()):,}",
        "communities": f"{len(places.ids):,}",
        "assumed": f"{100.0 * assumed / max(1, len(rows)):.0f}",
    }
