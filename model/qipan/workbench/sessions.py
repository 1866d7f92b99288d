"""Who a browser is signed in as: a signed cookie, so that nothing need be kept of it."""

import base64
import hashlib
import hmac
from collections.abc import Callable

from .guard import Keys
from .users import Users

LASTS = 12 * 3600.0  # seconds, a working day


class Sessions:
    """Cookies of users, signed with the server's secret and with what their password left behind.

    Parameters
    ----------
    secret : str
        The server's; a session outlives its restart.
    users : Users
        A changed password ends the sessions of its user.
    clock : callable
        Returns seconds since some fixed day, across restarts.
    """

    def __init__(self, secret: str, users: Users, clock: Callable[[], float]) -> None:
        self._secret, self._users, self._clock = secret.encode(), users, clock

    def begin(self, name: str) -> str:
        """Return the cookie of a user who has just signed in."""
        said = f"{_coded(name)}.{int(self._clock())}"
        return f"{said}.{self._sign(name, said)}"

    def user(self, cookie: str) -> str | None:
        """Return whose cookie this is; None if nobody's, or no longer."""
        said, _, signed = cookie.rpartition(".")
        coded, _, begun = said.partition(".")
        name = _decoded(coded)
        if name is None or name not in self._users or not begun.isdigit():
            return None
        if not hmac.compare_digest(signed.encode(), self._sign(name, said).encode()):
            return None
        return name if 0 <= self._clock() - int(begun) < LASTS else None

    def secret_of(self, name: str) -> str:
        """Return what the pages of one user are marked with."""
        return self._sign(name, "pages")

    def _sign(self, name: str, said: str) -> str:
        key = self._secret + self._users.mark(name)
        return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


class UserKeys(Keys):
    """The keys of a user's pages: whoever is signed in as that user is let in, and nobody else.

    Parameters
    ----------
    sessions : Sessions
    name : str
    """

    def __init__(self, sessions: Sessions, name: str) -> None:
        self._sessions, self._name = sessions, name
        self.secret = sessions.secret_of(name)
        self._token = None

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is this user's."""
        return self._sessions.user(cookie) == self._name


def _coded(name: str) -> str:
    return base64.urlsafe_b64encode(name.encode()).decode("ascii").rstrip("=")


def _decoded(coded: str) -> str | None:
    try:
        return base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode()
    except ValueError:
        return None
