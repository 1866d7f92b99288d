"""The servers: of one planner on this machine alone, and of an office whose people sign in."""

import socket
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from ..errors import ImpossibleError
from ..words import Phrase
from .app import Workbench
from .guard import ASKED, Keys
from .jobs import Jobs, Queue
from .office import Office
from .users import read_users
from .workspace import Workspace

HERE = "127.0.0.1"
ANYWHERE = ("0.0.0.0", "::")
LOOPBACK = (HERE, "localhost", "::1")


class ServeError(ImpossibleError):
    """The server cannot start, with the reason in its message."""


def serve(
    folder: Path, port: int, cores: int, say: Callable[[str], object], *, show: bool = False
) -> None:
    """Serve a workspace until it is interrupted; what runs then goes on.

    Parameters
    ----------
    folder : Path
        Of the workspace; made if needed.
    port : int
        0 takes one that is free.
    cores : int
        Replications at the same time.
    say : callable
        Called with the address to open.
    show : bool
        Open it in the browser.

    Raises
    ------
    ServeError
        If the folder cannot be written or the port is taken.
    """
    try:
        workspace = Workspace(folder.resolve())
        keys = Keys(workspace.folder)
    except OSError as error:
        raise ServeError(
            Phrase(
                "cannot use the folder {folder}: {strerror}", folder=folder, strerror=error.strerror
            )
        ) from None
    with _listening(HERE, port) as listening:
        port = listening.getsockname()[1]
        hosts = frozenset({f"{HERE}:{port}", f"localhost:{port}"})
        bench = Workbench(workspace, Jobs(workspace, cores=cores), keys, lambda: hosts)
        address = f"http://{HERE}:{port}/?{ASKED}={keys.token}"
        say(Phrase("Open this address, which works once: {address}", address=address))
        ending = Phrase("Kept in {folder}. Ctrl-C ends the page; what runs goes on.", folder=folder)
        say(ending)
        if show:
            webbrowser.open(address)
        _answer(bench.app, listening)


def serve_office(
    folder: Path,
    address: str,
    users: Path,
    names: Sequence[str],
    cores: int,
    most: int,
    say: Callable[[str], object],
) -> None:
    """Serve the workspaces of several users until it is interrupted; what runs then goes on.

    Parameters
    ----------
    folder : Path
        Of the workspaces; made if needed.
    address : str
        ``ADDRESS:PORT`` to listen on.
    users : Path
        File of users, see `users`.
    names : sequence of str
        Names under which browsers know this server, beside its address.
    cores : int
        Replications at the same time, of each run.
    most : int
        Runs at the same time, of all users.
    say : callable
        Called with what there is to say.

    Raises
    ------
    ServeError
        If the address or the folder cannot be used, or no name is known for it.
    UsersError
        If the file of users cannot be used.
    """
    host, port = split_address(address)
    if host in ANYWHERE and not names:
        raise ServeError(
            Phrase(
                "--serve {address} listens on every network of this machine: say with "
                "--name under which name or address browsers reach it, for example "
                "--name bench.example.gov.cn",
                address=address,
            )
        )
    known = read_users(users)
    with _listening(host, port) as listening:
        port = listening.getsockname()[1]
        reached = [name for name in (host, *names) if name not in ANYWHERE]
        bracketed = [f"[{name}]" if ":" in name else name for name in reached]
        hosts = frozenset([*bracketed, *(f"{name}:{port}" for name in bracketed)])
        try:
            folder = folder.resolve()
            folder.mkdir(parents=True, exist_ok=True)
            office = Office(folder, known, Queue(most), cores, lambda: hosts)
        except OSError as error:
            raise ServeError(
                Phrase(
                    "cannot use the folder {folder}: {strerror}",
                    folder=folder,
                    strerror=error.strerror,
                )
            ) from None
        site = f"http://{bracketed[-1]}:{port}/"
        say(Phrase("Open {site} and sign in. Kept in {folder}.", site=site, folder=folder))
        if host not in LOOPBACK:
            say(
                Phrase(
                    "Passwords cross the network as they are: put a proxy in front that speaks "
                    "TLS (for example Caddy or nginx), and serve on 127.0.0.1."
                )
            )
        _answer(office.app, listening)


def split_address(address: str) -> tuple[str, int]:
    """Return host and port of ``ADDRESS:PORT``; an IPv6 address stands in brackets.

    Raises
    ------
    ServeError
        If it has no port.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise ServeError(
            Phrase(
                "--serve {address}: found no ADDRESS:PORT such as 127.0.0.1:8600", address=address
            )
        )
    return host.removeprefix("[").removesuffix("]"), int(port)


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens: before the address is told, since it is opened at once."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ServeError(
            Phrase(
                "port {port} of {host} cannot be used: {strerror}",
                port=port,
                host=host,
                strerror=error.strerror,
            )
        ) from None
    listening.listen()
    return listening


def _answer(application: ASGIApp, listening: socket.socket) -> None:
    """Answer until interrupted; a proxy on this machine may say which scheme it was asked by."""
    settings = uvicorn.Config(
        application, interface="asgi3", log_level="warning", access_log=False, server_header=False
    )
    uvicorn.Server(settings).run([listening])
