"""The pages of the workbench, and what they ask for."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ..scenario import ScenarioError
from ..scenario.faults import Fault
from ..words import Language, clauses, placed
from . import (
    answer_pages,
    city_pages,
    ledger_pages,
    option_pages,
    pass_on_pages,
    roster_pages,
    study_pages,
    whatif_pages,
)
from .city_table import TableError
from .guard import Guard, Keys
from .jobs import Jobs
from .language import LANGUAGE, language_of
from .ledgers import NotTakenError
from .levers import labels
from .options import EditError
from .plans import plan_label
from .words import TEXTS
from .workspace import NoSuchError, Workspace

LOOK = 0.3  # seconds between looks at what runs
SCREENS = (
    "city",
    "options",
    "place",
    "plan",
    "run",
    "answer",
    "whatif",
    "assumptions",
    "pass_on",
)


FILES = Path(__file__).parent / "static"
STATIC = StaticFiles(directory=FILES / "css")  # what a page needs before anybody is let in


def pages() -> Environment:
    """Return the templates of pages."""
    return Environment(
        loader=PackageLoader("qipan.workbench", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Workbench:
    """The application of one workspace.

    Parameters
    ----------
    workspace : Workspace
    jobs : Jobs
    keys : Keys
    hosts : callable
        Returns the values of `Host` that are answered.
    user : str, optional
        Who is signed in, where several people use one server.
    """

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs,
        keys: Keys,
        hosts: Callable[[], frozenset[str]],
        user: str | None = None,
    ) -> None:
        self.workspace, self.jobs, self.keys = workspace, jobs, keys
        self._user, self._pages = user, pages()
        routes = [
            *city_pages.routes(self),
            *option_pages.routes(self),
            *answer_pages.routes(self),
            *whatif_pages.routes(self),
            *pass_on_pages.routes(self),
            *study_pages.routes(self),
            *ledger_pages.routes(self),
            *roster_pages.routes(self),
            Route("/language/{language}", _language),
            Route("/font", _font),
            Mount("/static", StaticFiles(directory=FILES)),
        ]
        self.app = Starlette(
            routes=routes,
            middleware=[Middleware(Guard, keys=keys, hosts=hosts)],
            exception_handlers={
                404: self._missing,
                NoSuchError: self._missing,
                EditError: _unfit,
                TableError: _unfit_table,
                ScenarioError: _faulty,
                NotTakenError: _not_taken,
            },
            lifespan=lambda _: self.living(self.jobs.go_on),
        )

    @staticmethod
    @asynccontextmanager
    async def living(go_on: Callable[[], None]) -> AsyncIterator[None]:
        """Have what waits begun in its turn, for as long as the server is up."""

        async def look() -> None:
            while True:
                go_on()
                await asyncio.sleep(LOOK)

        looking = asyncio.create_task(look())
        try:
            yield
        finally:
            looking.cancel()

    def page(self, request: Request, template: str, code: int = 200, **fields: Any) -> Response:
        """Return a page in the language of the browser that asks."""
        from .. import __version__

        language = language_of(request)
        question = fields.get("question")
        screens = [
            (name, f"/questions/{question.name}/{name}" if question is not None else None)
            for name in SCREENS
        ]
        text = self._pages.get_template(f"{template}.html").render(
            language=language,
            tag="zh-CN" if language == "zh" else "en",
            other="en" if language == "zh" else "zh",
            say={name: words.say(language) for name, words in TEXTS.items()},
            screen=template,
            screens=screens,
            version=__version__,
            token=self.keys.header,
            user=self._user,
            as_json=_as_json,
            **{"question": None, **fields},
        )
        return HTMLResponse(text, code)

    async def _missing(self, request: Request, _: Exception) -> Response:
        return self.page(request, "missing", 404)


async def _font(_: Request) -> Response:
    """Hand out the font that charts are drawn with: Chinese letters on a machine that has none."""
    from ..charts.font import font_file

    return FileResponse(font_file(), media_type="font/ttf")


async def _language(request: Request) -> Response:
    chosen = "zh" if request.path_params["language"] == "zh" else "en"
    back = request.query_params.get("back", "/")
    is_own = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = RedirectResponse(back if is_own else "/", status_code=303)
    answer.set_cookie(LANGUAGE, chosen, samesite="strict", httponly=True)
    return answer


def _as_json(value: Any) -> Markup:
    """Data for a script to read, which ends no element of the page whatever it holds."""
    text = json.dumps(value, ensure_ascii=False)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


async def _unfit(request: Request, error: Exception) -> Response:
    words = str(error).split()
    say = TEXTS["failed"].say(language_of(request))
    if words[:1] == ["range"]:
        return JSONResponse({"reason": [float(words[1]), float(words[2])]}, 409)
    if words[:1] == ["outside"]:
        told = TEXTS["outside_range"].say(language_of(request), low=words[1], high=words[2])
        return JSONResponse({"faults": [told]}, 422)
    known = {"no number": "no_number", "too many": "too_many", "name": "bad_name"}
    known |= {"running": "still_running"}
    if str(error) in known:
        say = TEXTS[known[str(error)]].say(language_of(request))
    return JSONResponse({"faults": [say]}, 422)


async def _unfit_table(_: Request, error: Exception) -> Response:
    return JSONResponse({"faults": getattr(error, "faults", [str(error)])}, 422)


async def _not_taken(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotTakenError)
    return JSONResponse({"faults": [error.say(language_of(request))]}, 422)


async def _faulty(request: Request, error: Exception) -> Response:
    assert isinstance(error, ScenarioError)
    language = language_of(request)
    return JSONResponse({"faults": [_said(fault, language) for fault in error.faults]}, 422)


def _said(fault: Fault, language: Language) -> str:
    """Return the words of `qipan check`, without the file's name: there is but this page."""
    words = clauses(fault.found, fault.allowed, fault.hint)
    return (placed(_named(fault.key, language), words) if fault.key else words).say(language)


def _named(key: str, language: Language) -> str:
    """Return a key with what it is called on the page, if it is a lever."""
    label = labels().get(key) or plan_label(key)
    if label is None:
        return key
    if key not in labels():
        return label.say(language)
    return f"{label.say(language)} ({key})" if language == "en" else f"{label.zh}（{key}）"
