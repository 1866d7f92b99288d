"""What numba need not do in a process that compiles one program and ends.

All of it goes through methods of numba that are private: where one is no longer there, it is done
as usual, which takes longer and comes to the same.
"""

import contextlib
import gc
from collections.abc import Callable, Collection, Iterator
from typing import Any

import numba.core.base
import numba.core.codegen
import numba.core.event


@contextlib.contextmanager
def spared(names: Collection[str]) -> Iterator[None]:
    """Have the functions of these names compiled without what only many would need.

    - Functions that are parts of them are simplified with the whole, and not by themselves before.
    - The size of a type of LLVM is asked for once: each answer takes the reading of a module.
    - Nobody is told of the beginning and end of each step.
    - No garbage is looked for: next to nothing is let go of before the end.
    """
    with contextlib.ExitStack() as changed:
        library, context = numba.core.codegen.JITCodeLibrary, numba.core.base.BaseContext
        _replace(changed, library, "_optimize_functions", lambda usual: _only_of(names, usual))
        _replace(changed, context, "get_abi_sizeof", _kept_by_type)
        _replace(changed, numba.core.event, "broadcast", lambda usual: _say_nothing)
        gc.disable()
        changed.callback(gc.enable)
        yield


def _replace(
    changed: contextlib.ExitStack, owner: Any, name: str, other: Callable[[Any], Any]
) -> None:
    usual = getattr(owner, name, None)
    if usual is not None:
        setattr(owner, name, other(usual))
        changed.callback(setattr, owner, name, usual)


def _only_of(names: Collection[str], usual: Any) -> Any:
    def optimize_functions(self: Any, module: Any) -> None:
        if self.name in names:
            usual(self, module)
        else:
            module.data_layout = self._codegen._data_layout

    return optimize_functions


def _kept_by_type(usual: Any) -> Any:
    kept: dict[str, int] = {}

    def get_abi_sizeof(self: Any, kind: Any) -> int:
        said = str(kind)
        if said not in kept:
            kept[said] = usual(self, kind)
        return kept[said]

    return get_abi_sizeof


def _say_nothing(event: Any) -> None:
    """Tell nobody."""
