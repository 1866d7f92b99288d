"""The workbench of an office: everybody signs in, and has a workspace that nobody else sees.

In front of the pages of each user stands what lets them in. Finished replications are kept in one
store for all, since they say nothing of who asked; what runs takes its turn in one queue.
"""

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .app import STATIC, Workbench, pages
from .guard import COOKIE, SAFE, Keys, sealed
from .jobs import Jobs, Queue
from .language import language_of
from .sessions import LASTS, Sessions, UserKeys
from .users import Patience, Users
from .words import TEXTS
from .workspace import STORE, Workspace

USERS = "users"  # folder of the users' workspaces
LONGEST_FORM = 10_000  # bytes


class Office:
    """The application for several users; an ASGI application in `app`.

    Parameters
    ----------
    folder : Path
        Holds ``users/NAME/`` for each and the store of all.
    users : Users
    queue : Queue
        Of the runs of all users.
    cores : int
        Replications at the same time, of each run.
    hosts : callable
        Returns the values of `Host` that are answered.
    clock : callable, default time.time
        Returns seconds.
    """

    def __init__(
        self,
        folder: Path,
        users: Users,
        queue: Queue,
        cores: int,
        hosts: Callable[[], frozenset[str]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder, self._users, self._queue = folder, users, queue
        self._cores, self._hosts = cores, hosts
        self.sessions = Sessions(Keys(folder).secret, users, clock)
        self._patience = Patience(clock)
        self._benches: dict[str, Workbench] = {}
        self._pages: Environment = pages()
        self._door = Starlette(
            routes=[
                Route("/login", self._form, methods=["GET"]),
                Route("/login", self._signed_in, methods=["POST"]),
                Route("/logout", self._signed_out),
                Mount("/static/css", STATIC),
            ]
        )

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a user's own pages answer, or the door."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._living(receive, send)
            return
        await self._who(Request(scope))(scope, receive, sealed(send))

    def bench(self, name: str) -> Workbench:
        """Return the workbench of a user; made when it is first asked for."""
        if name not in self._benches:
            workspace = Workspace(self._folder / USERS / name, self._folder / STORE)
            jobs = Jobs(workspace, cores=self._cores, queue=self._queue)
            keys = UserKeys(self.sessions, name)
            self._benches[name] = Workbench(workspace, jobs, keys, self._hosts, user=name)
        return self._benches[name]

    def _who(self, request: Request) -> ASGIApp:
        if request.headers.get("host", "") not in self._hosts():
            return PlainTextResponse("This address is not served here. 此地址不在服务范围内。", 400)
        path = request.url.path
        if path in ("/login", "/logout") or path.startswith("/static/css/"):
            return self._door
        name = self.sessions.user(request.cookies.get(COOKIE, ""))
        if name is not None:
            return self.bench(name).app
        if request.method in SAFE and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/login", status_code=303)
        return PlainTextResponse("Sign in first. 请先登录。", 403)

    async def _living(self, receive: Receive, send: Send) -> None:
        """Keep the queue moving for as long as the server is up."""
        for name in sorted(path.name for path in (self._folder / USERS).glob("*")):
            if name in self._users:  # what waited when the server ended has its turn again
                self.bench(name)
        async with Workbench.living(self._queue.go_on):
            while True:
                message: Message = await receive()
                kind = message["type"].removeprefix("lifespan.")
                await send({"type": f"lifespan.{kind}.complete"})
                if kind == "shutdown":
                    return

    async def _form(self, request: Request) -> Response:
        return self._page(request)

    def _page(self, request: Request, fault: str = "", code: int = 200) -> Response:
        language = language_of(request)
        say = {name: words.say(language) for name, words in TEXTS.items()}
        text = self._pages.get_template("login.html").render(
            language=language,
            tag="zh-CN" if language == "zh" else "en",
            say=say,
            fault=say[fault] if fault else "",
        )
        return HTMLResponse(text, code)

    async def _signed_in(self, request: Request) -> Response:
        origin = f"{request.url.scheme}://{request.headers.get('host', '')}"
        if request.headers.get("origin") != origin:
            return PlainTextResponse("This did not come from a page of the workbench.", 403)
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > LONGEST_FORM:
            return PlainTextResponse("Too long for a name and a password.", 413)
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        name, password = (form.get(field, [""])[0] for field in ("name", "password"))
        if self._patience.is_out(name):
            return self._page(request, "login_pause", 429)
        if not await run_in_threadpool(self._users.admit, name, password):
            self._patience.failed(name)
            return self._page(request, "login_wrong", 403)
        self._patience.over(name)
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(
            COOKIE,
            self.sessions.begin(name),
            max_age=int(LASTS),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer

    async def _signed_out(self, _: Request) -> Response:
        answer = RedirectResponse("/login", status_code=303)
        answer.delete_cookie(COOKIE)
        return answer
