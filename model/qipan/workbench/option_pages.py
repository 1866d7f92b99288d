"""The pages of a question's options, and of cadres placed by hand, by a rule or by a program."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..runs.bounds import MOST_REPLICATIONS
from . import options
from .answers import read_report
from .city_table import places_of
from .in_force import allocation_in
from .language import language_of
from .levers import labels
from .of_question import OfQuestion
from .options import EditError
from .placement import COLUMNS, MOST, PLACES, RULES, add_placement, cadres_placed, placed
from .studies import PLACE, answer_of, asked_before, place_by_program, placed_by_program, study_of
from .workspace import MOST_OPTIONS, Question

if TYPE_CHECKING:
    from .app import Workbench


def routes(bench: "Workbench") -> list[Route]:
    """Return the routes of these pages."""
    pages = _Pages(bench)
    at = "/questions/{question}"
    return [
        Route(f"{at}/options", pages.options),
        Route(f"{at}/options", pages.edit, methods=["POST"]),
        Route(f"{at}/place", pages.place),
        Route(f"{at}/place", pages.put_placement, methods=["POST"]),
    ]


class _Pages(OfQuestion):
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
                "cadres": int((found or today).get(place, 0)),
            }
            for n, place in enumerate(places.ids)
        ]
        report = read_report(answer_of(question, PLACE))
        return self._bench.page(
            request,
            "place",
            question=question,
            rows=rows,
            total=before.get("total", int(sum(today.values())) or len(rows)),
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


def _group(row: options.Row) -> str:
    return row.lever.group
