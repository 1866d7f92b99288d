"""Compiling in a process of its own, so that it can be given up at once.

A compiler of machine code cannot be interrupted: a Ctrl-C would wait for its end. A process can.
It leaves what it has compiled in a folder that appears whole or not at all.
"""

import contextlib
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

from .cache import is_whole, remove, seal
from .first_start import telling
from .linking import only_the_whole
from .sparing import spared

PATIENCE = 0.1  # seconds between looks at the stop sign
SECONDS_TO_END = 5.0  # before a process that was told to end is killed
PROGRAM = f"from {__name__} import main; main()"

_one_at_a_time = threading.Lock()


class StopSign(Protocol):
    """An event, of threads or of processes."""

    def is_set(self) -> bool:
        """Whether work shall be given up."""
        ...


class GivenUpError(Exception):
    """The engine was not compiled, since the stop sign was set meanwhile."""


@contextlib.contextmanager
def one_at_a_time(stop: StopSign | None) -> Iterator[None]:
    """Let one thread after another in; those that wait look at the stop sign.

    Raises
    ------
    GivenUpError
        If it is set.
    """
    while not _one_at_a_time.acquire(timeout=PATIENCE):
        _look_at(stop)
    try:
        _look_at(stop)
        yield
    finally:
        _one_at_a_time.release()


class Asked(NamedTuple):
    """A function to be compiled.

    Attributes
    ----------
    module, name : str
        Where it is found.
    signature : tuple of numba types
    folder : Path
        Where the machine code shall be.
    """

    module: str
    name: str
    signature: tuple[Any, ...]
    folder: Path


def compile_elsewhere(asked: Sequence[Asked], stop: StopSign | None, remark: str = "") -> None:
    """Have functions compiled by another process; what it could not do is not there afterwards.

    Parameters
    ----------
    asked : sequence of Asked
    stop : event or None
        Once set, it is given up.
    remark : str
        What a user should know beside that it takes a while.

    Raises
    ------
    GivenUpError
        If `stop` was set meanwhile.
    """
    try:
        said = pickle.dumps(list(asked))
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # a Ctrl-C is ours to pass on
        )
    except (OSError, TypeError, AttributeError, pickle.PicklingError):
        return
    try:
        with telling(remark) as clock:
            begun = time.monotonic()
            _send(process.stdin, said)
            while process.poll() is None:
                clock(time.monotonic() - begun)
                _look_at(stop)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(PATIENCE)
    finally:
        _end(process)


def main() -> None:
    """Compile what the standard input asks for; end as soon as nobody waits for it any more."""
    asked: list[Asked] = pickle.load(sys.stdin.buffer)
    home = asked[0].folder.parent
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=home))
    threading.Thread(target=_end_with_asker, args=(unfinished,), daemon=True).start()
    try:
        names = {one.name for one in asked}
        with only_the_whole(names), spared(names):
            for one in asked:
                made = unfinished / one.folder.name
                getattr(import_module(one.module), one.name).compile_into(made, one.signature)
                seal(made)
                _swap(made, one.folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _environment() -> dict[str, str]:
    """Environment in which a new interpreter finds the same qipan, and colours no messages.

    Numba words a message for every way of reading a call that turns out not to fit.
    """
    paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "NUMBA_DISABLE_ERROR_MESSAGE_HIGHLIGHTING": "1",
    }


def _send(pipe: BinaryIO | Any, asked: bytes) -> None:
    with contextlib.suppress(OSError):  # it has ended already, as its exit code says
        pipe.write(asked)
        pipe.flush()


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Close the pipe, by which the process knows that nobody waits, and see it end."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _look_at(stop: StopSign | None) -> None:
    if stop is not None and stop.is_set():
        raise GivenUpError


def _end_with_asker(unfinished: Path) -> None:
    while os.read(0, 1):  # until the pipe is closed, or its other end killed
        pass
    shutil.rmtree(unfinished, ignore_errors=True)
    os._exit(1)


def _swap(made: Path, folder: Path) -> None:
    """Give a folder its final name, unless another process was faster."""
    if is_whole(folder):
        return
    remove(folder)
    with contextlib.suppress(OSError):
        os.rename(made, folder)
