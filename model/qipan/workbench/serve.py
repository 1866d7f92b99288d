"""The server of one planner's workbench, on this machine alone."""

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from ..errors import ImpossibleError
from ..words import Phrase
from .app import Workbench
from .guard import ASKED, Keys
from .jobs import Jobs
from .workspace import Workspace

HERE = "127.0.0.1"


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
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HERE, port))
        except OSError as error:
            raise ServeError(
                Phrase("port {port} cannot be used: {strerror}", port=port, strerror=error.strerror)
            ) from None
        listening.listen()  # before the address is told: who opens it at once is kept waiting
        port = listening.getsockname()[1]
        hosts = frozenset({f"{HERE}:{port}", f"localhost:{port}"})
        bench = Workbench(workspace, Jobs(workspace, cores=cores), keys, lambda: hosts)
        address = f"http://{HERE}:{port}/?{ASKED}={keys.token}"
        say(f"Open this address, which works once: {address}")
        say(f"打开以下网址（仅可使用一次）：{address}")
        say(f"Kept in {workspace.folder}. Ctrl-C ends the page; what runs goes on.")
        if show:
            webbrowser.open(address)
        settings = uvicorn.Config(
            bench.app, log_level="warning", access_log=False, server_header=False
        )
        uvicorn.Server(settings).run([listening])
