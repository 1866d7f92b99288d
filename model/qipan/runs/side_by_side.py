"""Calls at the same time, in threads, that all end at once if one fails or is interrupted."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ..engine.compiling import StopSign
from .interrupted import Noted, noting_interrupts

Item = TypeVar("Item")
Result = TypeVar("Result")


class AnySign:
    """A stop sign that is set if one of several is."""

    def __init__(self, *signs: StopSign | None) -> None:
        self._signs = [sign for sign in signs if sign is not None]

    def is_set(self) -> bool:
        """Whether one is set."""
        return any(sign.is_set() for sign in self._signs)


def side_by_side(
    one: Callable[[Item, StopSign], Result],
    items: Iterable[Item],
    jobs: int,
    stop: StopSign | None = None,
) -> list[Result]:
    """Call a function for each item, so many at the same time; results in the order of the items.

    The function is handed a stop sign: that of the caller, also set as soon as a call has failed or
    the one who waits is interrupted by Ctrl-C. Otherwise all that are under way would be waited
    for.
    """
    halt, interrupted = threading.Event(), Noted()
    sign = AnySign(halt, interrupted, stop)
    try:
        with noting_interrupts(interrupted), ThreadPoolExecutor(jobs) as pool:
            try:
                found = list(pool.map(lambda item: one(item, sign), items))
            except BaseException:
                halt.set()
                raise
    except Exception as error:
        if interrupted.is_set():  # what was under way was given up since of it
            raise KeyboardInterrupt from error
        raise
    if interrupted.is_set():
        raise KeyboardInterrupt
    return found
