"""The pages of trials beside a question, and of the numbers it assumes."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..scenario.said_basis import said_basis
from ..units import unit
from . import asides, options
from .assumed import set_assumption
from .city_table import places_of
from .language import language_of
from .levers import called, labels
from .of_question import OfQuestion
from .placement import cadres_placed
from .studies import HANGS, asked_before, study_of, swings, title_of

if TYPE_CHECKING:
    from .app import Workbench


def routes(bench: "Workbench") -> list[Route]:
    """Return the routes of these pages."""
    pages = _Pages(bench)
    at = "/questions/{question}"
    return [
        Route(f"{at}/assumptions", pages.assumptions),
        Route(f"{at}/assumptions", pages.assume, methods=["POST"]),
        Route(f"{at}/whatif", pages.whatif),
        Route(f"{at}/whatif", pages.try_out, methods=["POST"]),
        Route(f"{at}/whatif/{{aside}}", pages.tried),
    ]


class _Pages(OfQuestion):
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


def _widest_first(row: Any) -> tuple[bool, float, str]:
    """Assumed before others, and the range that is widest for its value first."""
    if row.status != "assumed" or row.range is None or not isinstance(row.value, (int, float)):
        return row.status != "assumed", 0.0, row.key
    return False, -(row.range[1] - row.range[0]) / (abs(row.value) or 1.0), row.key
