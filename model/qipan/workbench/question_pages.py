"""Options, run, answer, assumptions, and what is passed on: the pages of one question."""

from collections import Counter
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from ..runs.bounds import MOST_REPLICATIONS
from ..scenario.said_basis import said_basis
from ..units import unit
from . import asides, drafts, options
from .answers import answers_of, cautions_of, charts_of, read_report, report_of
from .assumed import set_assumption
from .city_table import places_of
from .in_force import allocation_in
from .jobs import Told
from .language import language_of
from .levers import called, labels
from .measuring import measured, tell_of_worlds
from .options import EditError
from .placement import COLUMNS, MOST, PLACES, RULES, add_placement, cadres_placed, placed
from .studies import (
    HANGS,
    MEASURE,
    PLACE,
    WORLDS,
    answer_of,
    asked_before,
    place_by_program,
    placed_by_program,
    study_of,
    swings,
    title_of,
)
from .watching import told_on
from .workspace import MOST_OPTIONS, QUESTION, NoSuchError, Question

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
        Route(f"{at}/options", pages.options),
        Route(f"{at}/options", pages.edit, methods=["POST"]),
        Route(f"{at}/run", pages.run),
        Route(f"{at}/run", pages.ask, methods=["POST"]),
        Route(f"{at}/stop", pages.stop, methods=["POST"]),
        Route(f"{at}/events", pages.events),
        Route(f"{at}/answer", pages.answer),
        Route(f"{at}/charts/{{run}}/{{language}}/{{name}}", pages.chart),
        Route(f"{at}/assumptions", pages.assumptions),
        Route(f"{at}/assumptions", pages.assume, methods=["POST"]),
        Route(f"{at}/place", pages.place),
        Route(f"{at}/place", pages.put_placement, methods=["POST"]),
        Route(f"{at}/whatif", pages.whatif),
        Route(f"{at}/whatif", pages.try_out, methods=["POST"]),
        Route(f"{at}/whatif/{{aside}}", pages.tried),
        Route(f"{at}/pass_on", pages.pass_on),
        Route(f"{at}/files/{{run}}/{{language}}/{{name}}", pages.file),
    ]


class _Pages:
    def __init__(self, bench: "Workbench") -> None:
        self._bench, self._workspace, self._jobs = bench, bench.workspace, bench.jobs

    def _question(self, request: Request) -> Question:
        question = self._workspace.question(request.path_params["question"])
        drafts.settle(self._workspace, question.city)
        return question

    async def options(self, request: Request) -> Response:
        question = self._question(request)
        said, assumed = options.prices(question)
        city = options.city_of(self._workspace, question.city)
        found = options.rows(self._workspace, question)
        return self._bench.page(
            request,
            "options",
            question=question,
            rows=found,
            grouped=[(key, list(members)) for key, members in groupby(found, _group)],
            groups=labels(),
            listed=question.options,
            costs=options.costs(self._workspace, question),
            cadres=[cadres_placed(option, city) for option in question.options],
            prices=said,
            prices_assumed=assumed,
            most=MOST_OPTIONS,
        )

    async def edit(self, request: Request) -> Response:
        """Change the options; nothing is changed where anything is wrong."""
        question, asked = self._question(request), await request.json()
        match asked.get("do"):
            case "set":
                options.set_lever(
                    self._workspace,
                    question,
                    int(asked["option"]),
                    str(asked["key"]),
                    asked["value"],
                    str(asked.get("reason", "")),
                )
            case "add":
                title = str(asked.get("title", ""))
                options.add_option(question, int(asked.get("of", 0)), title, MOST_OPTIONS)
            case "rename":
                options.rename_option(question, int(asked["option"]), str(asked["title"]))
            case "drop":
                options.drop_option(question, int(asked["option"]))
            case "undo":
                question.undo()
            case "prices":
                options.set_prices(question, asked["hours"], asked["yuan"])
            case "replications":
                self._replications(question, asked["value"])
            case _:
                raise EditError("do")
        return JSONResponse({"ok": True})

    def _replications(self, question: Question, typed: Any) -> None:
        if not str(typed).isdigit() or not 2 <= int(typed) <= MOST_REPLICATIONS:
            raise EditError("no number")
        question.put({**question.content, "replications": int(typed)})

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

    async def assumptions(self, request: Request) -> Response:
        question, language = self._question(request), language_of(request)
        city = options.city_of(self._workspace, question.city)
        found = sorted(city.provenance, key=_widest_first)
        own = self._workspace.is_own(question.city)
        return self._bench.page(
            request,
            "assumptions",
            question=question,
            numbers=found,
            own=own,
            listed=question.options,
            watched={name: title_of(name, language) for name in asides.WATCHED},
            before=asked_before(question, HANGS),
            told=self._jobs.told(study_of(question, HANGS)),
            swings=swings(question, language),
            called={row.key: called(row.key, language, city) for row in found},
            said_unit=unit,
            said_basis=said_basis,
        )

    async def assume(self, request: Request) -> Response:
        """Change an assumed number of a city of one's own, within its range."""
        question, asked = self._question(request), await request.json()
        set_assumption(self._workspace, question.city, str(asked["key"]), asked["value"])
        return JSONResponse({"ok": True})

    async def place(self, request: Request) -> Response:
        question = self._question(request)
        city = options.city_of(self._workspace, question.city)
        places = places_of(city)
        before, found = asked_before(question, PLACE), placed_by_program(question)
        said, today = before.get("rows") or [], allocation_in({}, city)
        rows = [
            {
                "n": n + 1,
                "id": place,
                "residents": int(places.residents[n]),
                "grids": int(places.grids[n]),
                "floor": said[n]["floor"] if n < len(said) else 0,
                "cap": said[n]["cap"] if n < len(said) else MOST,
                "cadres": (found or today).get(place, 0),
            }
            for n, place in enumerate(places.ids)
        ]
        report = read_report(answer_of(question, PLACE))
        return self._bench.page(
            request,
            "place",
            question=question,
            rows=rows,
            total=before.get("total", sum(today.values()) or len(rows)),
            rules=RULES,
            columns={**PLACES, **COLUMNS},
            told=self._jobs.told(study_of(question, PLACE)),
            sentence=report["answer"] if report else "",
            of_page=report is not None and report["language"] == language_of(request),
        )

    async def put_placement(self, request: Request) -> Response:
        """Share out by a rule, or make an option of what the table says."""
        question, language, asked = (
            self._question(request),
            language_of(request),
            await request.json(),
        )
        city = options.city_of(self._workspace, question.city)
        places, rows = places_of(city), list(asked["rows"])
        if asked.get("do") == "share":
            cadres = placed(places, asked["total"], str(asked["rule"]), rows, language)
            return JSONResponse({"cadres": cadres})
        if asked.get("do") == "program":
            ids = places.ids
            place_by_program(self._workspace, self._jobs, question, asked, ids, language)
            return JSONResponse({"go": f"/questions/{question.name}/place"})
        typed = [row.get("cadres") for row in rows]
        add_placement(question, city, places, typed, str(asked["title"]), language)
        return JSONResponse({"go": f"/questions/{question.name}/options"})

    async def whatif(self, request: Request) -> Response:
        question = self._question(request)
        city = options.city_of(self._workspace, question.city)
        communities = len(places_of(city).ids)
        placed = [cadres_placed(option, city) for option in question.options]
        means = [None if n is None else round(n / communities, 1) for n in placed]
        found = asides.sliders(options.rows(self._workspace, question), means)
        return self._bench.page(
            request,
            "whatif",
            question=question,
            grouped=[
                (key, list(members))
                for key, members in groupby(found, lambda slider: slider.row.lever.group)
            ],
            groups=labels(),
            listed=question.options,
            chosen=len(question.options) - 1,
            groups_on={
                row.lever.group: bool(row.values[-1])
                for row in options.rows(self._workspace, question)
                if row.lever.key.endswith(".on")
            },
            steps=list(asides.STEPS),
        )

    async def try_out(self, request: Request) -> Response:
        question, asked = self._question(request), await request.json()
        name = asides.try_out(
            self._workspace,
            self._jobs,
            question,
            int(asked["option"]),
            dict(asked["set"]),
            int(asked["replications"]),
            language_of(request),
        )
        return JSONResponse({"aside": name})

    async def tried(self, request: Request) -> Response:
        question, name = self._question(request), request.path_params["aside"]
        return JSONResponse(asides.told(self._jobs, question, name, language_of(request)))

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
        )

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

    async def chart(self, request: Request) -> Response:
        question, name = self._question(request), request.path_params["name"]
        run = self._run_named(question, request.path_params["run"])
        language = request.path_params["language"]
        folder = answers_of(run, language if language in ("en", "zh") else "en") / "charts"
        for file in folder.glob("*.svg"):
            if file.name == name:
                return FileResponse(file, media_type="image/svg+xml")
        raise NoSuchError(name)

    def _run_named(self, question: Question, name: str) -> Path:
        for run in question.runs():
            if run.name == name:
                return run
        raise NoSuchError(name)


def _group(row: options.Row) -> str:
    return row.lever.group


def _widest_first(row: Any) -> tuple[bool, float, str]:
    """Assumed before others, and the range that is widest for its value first."""
    if row.status != "assumed" or row.range is None or not isinstance(row.value, (int, float)):
        return row.status != "assumed", 0.0, row.key
    return False, -(row.range[1] - row.range[0]) / (abs(row.value) or 1.0), row.key
