"""The page on which a table of communities becomes a city of one's own."""

import json
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .language import language_of
from .options import EditError
from .rosters import ENDINGS, NEEDED, ROLE_NAMES, RosterAsked, look, make
from .shipped_titles import bases

if TYPE_CHECKING:
    from .app import Workbench


def routes(bench: "Workbench") -> list[Route]:
    """Return the routes of this page."""
    pages = _Pages(bench)
    return [
        Route("/roster", pages.roster),
        Route("/roster/look", pages.look, methods=["POST"]),
        Route("/roster/make", pages.make, methods=["POST"]),
    ]


class _Pages:
    def __init__(self, bench: "Workbench") -> None:
        self._bench, self._workspace = bench, bench.workspace

    async def roster(self, request: Request) -> Response:
        return self._bench.page(
            request, "roster", roles=ROLE_NAMES, needed=NEEDED, bases=bases(), endings=ENDINGS
        )

    async def look(self, request: Request) -> Response:
        """Say what is in a table; nothing of it is kept."""
        asked = await _asked(request)
        seen = await run_in_threadpool(look, asked, language_of(request))
        return JSONResponse(vars(seen))

    async def make(self, request: Request) -> Response:
        """Make a city of a table that was looked at, and begin a question about it."""
        asked = await _asked(request)
        seen = await run_in_threadpool(look, asked, language_of(request))
        if seen.faults:
            return JSONResponse({"faults": seen.faults}, 422)
        city = await run_in_threadpool(make, asked, self._workspace)
        question = self._workspace.begin(city)
        return JSONResponse({"go": f"/questions/{question.name}/city"})


async def _asked(request: Request) -> RosterAsked:
    """Read what a page asks: the table as the body, all else beside its address."""
    said = request.query_params
    base = said.get("base", "base")
    if base not in bases():
        raise EditError("base")
    return RosterAsked(
        file=said.get("name", ""),
        content=await request.body(),
        base=base,
        roles=_roles(said.get("roles")),
        **{key: said.get(key, "").strip() for key in ("city", "publisher", "date")},
    )


def _roles(text: str | None) -> dict[str, str] | None:
    if text is None:
        return None
    try:
        roles: Any = json.loads(text)
    except ValueError:
        raise EditError("roles") from None
    if not isinstance(roles, dict) or set(roles) - set(ROLE_NAMES):
        raise EditError("roles")
    if not all(isinstance(header, str) for header in roles.values()):
        raise EditError("roles")
    return roles
