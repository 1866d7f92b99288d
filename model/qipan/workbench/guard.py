"""Who may ask for a page: one browser on one machine, that was shown a secret.

Around the application, so that no route can be forgotten: the host must be one that the server
answers to, a cookie must say that this browser was let in, and whatever changes anything must come
from a page of our own, by its origin and by a token that only such a page can read.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE, HEADER, ASKED = "qipan_workbench", "x-qipan-token", "token"
SAFE = ("GET", "HEAD")
MOST_UPLOADED = 10_000_000  # bytes
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
SESSION = ".session"


class Keys:
    """The secret of the browser that was let in, and the one-time token that lets it in.

    Parameters
    ----------
    folder : Path
        The secret is kept here, for its owner alone, so that a page that is open still works when
        the server has been started again.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / SESSION
        if not self._file.exists():
            self._file.touch(mode=0o600)
            self._file.write_text(secrets.token_urlsafe(32), encoding="ascii")
        self.secret = self._file.read_text(encoding="ascii")
        self._token: str | None = secrets.token_urlsafe(24)

    @property
    def token(self) -> str:
        """What the printed address carries; '' once it was used."""
        return self._token or ""

    @property
    def header(self) -> str:
        """What a page sends back with whatever it changes; it cannot be turned into the cookie."""
        return hashlib.sha256(f"page {self.secret}".encode()).hexdigest()

    def admit(self, token: str) -> bool:
        """Whether this is the one-time token, which is then used up."""
        if self._token is None or not hmac.compare_digest(token.encode(), self._token.encode()):
            return False
        self._token = None
        return True

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is that of the browser that was let in."""
        return hmac.compare_digest(cookie.encode(), self.secret.encode())

    def is_own(self, header: str) -> bool:
        """Whether a header is that of a page of our own."""
        return hmac.compare_digest(header.encode(), self.header.encode())


class Guard:
    """ASGI middleware; see the module.

    Parameters
    ----------
    app : ASGI application
    keys : Keys
    hosts : callable
        Returns the values of `Host` that are answered, port included.
    """

    def __init__(self, app: ASGIApp, keys: Keys, hosts: Callable[[], frozenset[str]]) -> None:
        self._app, self._keys, self._hosts = app, keys, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        refusal = self._refusal(Request(scope))
        await (refusal or self._app)(scope, receive, sealed(send))

    def _refusal(self, request: Request) -> Response | None:
        host = request.headers.get("host", "")
        if host not in self._hosts():
            return _refused(400, "This address is not served here. 此地址不在服务范围内。")
        if request.method not in SAFE and (refusal := self._foreign(request, host)) is not None:
            return refusal
        if self._keys.knows(request.cookies.get(COOKIE, "")):
            return None
        if request.url.path == "/" and self._keys.admit(request.query_params.get(ASKED, "")):
            answer = RedirectResponse("/", status_code=303)
            answer.set_cookie(COOKIE, self._keys.secret, httponly=True, samesite="strict")
            return answer
        return _refused(
            403,
            "Open the address that `qipan workbench` has printed; it lets in one browser, once. "
            "请打开 qipan workbench 所显示的网址；该网址只能使用一次。",
        )

    def _foreign(self, request: Request, host: str) -> Response | None:
        """Refuse what changes something and does not come from a page of our own."""
        if request.headers.get("origin") != f"{request.url.scheme}://{host}":
            return _refused(403, "This did not come from a page of the workbench.")
        if not self._keys.is_own(request.headers.get(HEADER, "")):
            return _refused(403, "This page is of another start of the workbench: load it anew.")
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > MOST_UPLOADED:
            return _refused(413, "At most 10 MB can be uploaded. 上传文件不得超过 10 MB。")
        return None


def sealed(send: Send) -> Send:
    """Return `send` with the headers that every answer has: what may be loaded, what is kept."""
    own = {name.encode(): value.encode() for name, value in HEADERS.items()}

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message.get("headers", ())}
            added = [pair for pair in own.items() if pair[0] not in there]
            message["headers"] = [*message.get("headers", ()), *added]
        await send(message)

    return sent


def _refused(code: int, words: str) -> Response:
    return PlainTextResponse(words, status_code=code)
