"""Linear algebra on one thread: matrices of emulators are small.

Threads of a BLAS wait for each other by spinning: on a machine that has other work to do, a
factorisation of a millisecond takes half a second.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache, wraps
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def on_one_thread(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function do its linear algebra on one thread."""

    @wraps(function)
    def alone(*arguments: P.args, **named: P.kwargs) -> R:
        with _limited():
            return function(*arguments, **named)

    return alone


def _limited() -> AbstractContextManager[object]:
    controller = _controller()
    if controller is None:
        return nullcontext()
    limited: AbstractContextManager[object] = controller.limit(limits=1, user_api="blas")
    return limited


@cache
def _controller() -> Any:
    """Of the libraries loaded; None without threadpoolctl, which comes with scikit-learn."""
    try:
        return import_module("threadpoolctl").ThreadpoolController()
    except ModuleNotFoundError:
        return None
