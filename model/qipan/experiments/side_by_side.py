"""Calls at the same time, in threads, that all end at once if one fails or is interrupted."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ..engine.compiling import StopSign

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Either:
    """Set if one of two is."""

    def __init__(self, one: StopSign, other: StopSign | None) -> None:
        self._one, self._other = one, other

    def is_set(self) -> bool:
        return self._one.is_set() or (self._other is not None and self._other.is_set())


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
    halt = threading.Event()
    sign = _Either(halt, stop)
    with ThreadPoolExecutor(jobs) as pool:
        try:
            return list(pool.map(lambda item: one(item, sign), items))
        except BaseException:
            halt.set()
            raise
