"""Machine code for what is called from Python only, not for its parts.

Numba optimises every function together with all that it calls, and makes machine code of it,
before it links the result into the next caller: what stands at the bottom of a tree of calls is
optimised once for each level above it. Nobody calls the parts from Python, so they may wait until
they are linked into the one function that is. This goes through methods of numba that are
private: where they are no longer there, compiling takes longer and comes to the same.
"""

import contextlib
from collections.abc import Collection, Iterator
from typing import Any

import numba.core.codegen

_codegen: Any = numba.core.codegen


@contextlib.contextmanager
def only_the_whole(names: Collection[str]) -> Iterator[None]:
    """Have functions of these names optimised as wholes, and no others.

    For a process that does nothing but compile: nothing else can be called afterwards.
    """
    try:
        library, engine = _codegen.JITCodeLibrary, _codegen.JITCPUCodegen
        finalize, set_env = library.finalize, engine.set_env
    except AttributeError:
        yield
        return

    def finalize_whole(self: Any) -> None:
        if self.name in names:
            self._linking_libraries[:] = _all_below(self)
            finalize(self)
        else:
            self._finalized = True

    def set_env_of_whole(self: Any, name: str, env: Any) -> None:
        if self._engine.is_symbol_defined(name):
            set_env(self, name, env)

    library.finalize, engine.set_env = finalize_whole, set_env_of_whole
    try:
        yield
    finally:
        library.finalize, engine.set_env = finalize, set_env


def _all_below(library: Any) -> list[Any]:
    """All libraries that are linked into one, directly or by way of others."""
    found: dict[Any, None] = {}
    waiting = list(library._linking_libraries)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = None
            waiting.extend(one._linking_libraries)
    return list(found)
