"""How worker processes begin: ready to work, where the system allows it."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, resource_tracker
from multiprocessing.context import BaseContext
from pathlib import Path

PRELOADED = f"{__package__}.preloaded"
PACKAGES = Path(__file__).parents[3]  # where this qipan is


def context_of_workers() -> BaseContext:
    """Return how workers begin: never as a fork of this process, which has threads with locks.

    On Linux they are forked from a process that has imported what they need and runs no threads of
    Python's; libraries of other systems do not bear that, and each worker imports by itself there.
    That process serves all pools and ends with the one that asks. If somebody else has started it
    before, it has imported something else, and workers begin as slowly as elsewhere.
    """
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([PRELOADED])
    resource_tracker.ensure_running()  # which lets Ctrl-C through, so it comes first
    with _no_ctrl_c(), _this_code_first():
        forkserver.ensure_running()
    return context


@contextmanager
def _no_ctrl_c() -> Iterator[None]:
    """Hold a Ctrl-C back for a block; what is started in it never gets one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _this_code_first() -> Iterator[None]:
    """Have what is started in the block import this qipan, however this process has found it."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PACKAGES), before]))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
