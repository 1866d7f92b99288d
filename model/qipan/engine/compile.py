"""How the engine is compiled: the one place that knows numba's options.

Two choices make the kernel ten to twenty times faster than the same source compiled the
obvious way: kernels allocate nothing and are compiled without reference counting (`_nrt`, a
private option of numba; without it the engine runs, slower), and a function gets one address
instead of all tables (`by_address.py`). Only the entry points are kept on disk. numba's cache
does not notice that a file called by a cached function has changed, so the cache folder is named
by a hash of the engine's sources; nor that its files were damaged, so they are sealed by
checksums.
"""

import functools
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np

from .cache import is_whole, open_cache, remove, source_hash
from .compiling import Asked, StopSign, compile_elsewhere, one_at_a_time

__all__ = [
    "CACHE", "INSIDE", "OPTIONS", "Entry", "entry", "get_ready_to_load", "is_compiled", "kernel",
    "make_ready", "source_hash", "whole",
]  # fmt: skip

Function = TypeVar("Function", bound=Callable[..., Any])

CACHE = open_cache()

_jit: Any = numba.njit  # its private options are in no type stub
_config: Any = numba.config
_types: Any = numba.types


def _without_reference_counting() -> dict[str, bool]:
    try:
        _jit(_nrt=False)(lambda: None)
    except (KeyError, TypeError):  # numba has dropped the private option
        return {}
    return {"_nrt": False}


# Divisions never raise inside the kernel; the checks alone would double the code to compile.
OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    **_without_reference_counting(),
}

# Most functions are never called from Python: doors to them are half of what there is to compile.
INSIDE: dict[str, bool] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def kernel(function: Function) -> Function:
    """Compile a part of the event loop; whether it is inlined is the compiler's to say."""
    compiled: Any = _jit(**OPTIONS, **INSIDE)(function)
    _typed_once(compiled)
    whole_function: Function = compiled
    return whole_function


def _typed_once(compiled: Any) -> None:
    """Have a function called with whole numbers of 64 bits, however wide its caller's are.

    Numba would compile it anew for every width, and for every constant. This goes through a method
    that is not documented: without it compiling takes longer and comes to the same.
    """
    template = getattr(compiled, "get_call_template", None)
    if template is None:
        return

    def of_whole_numbers(args: Sequence[Any], kws: dict[str, Any]) -> Any:
        return template(tuple(map(_widest, args)), {key: _widest(kws[key]) for key in kws})

    compiled.get_call_template = of_whole_numbers


def _widest(kind: Any) -> Any:
    """Type of the whole numbers that hold those of a type; another type as it is."""
    kind = _types.unliteral(kind)
    narrow = isinstance(kind, _types.Integer) and kind.bitwidth < 64
    return _types.int64 if narrow else kind


class Entry:
    """A function called from Python; its machine code is kept on disk.

    Parameters
    ----------
    function : function
        At the top of its module, under its own name.

    Attributes
    ----------
    is_ready : bool
        Whether there is machine code for it in this process.
    at_once : callable
        Calls it without asking what the arguments are, once it is ready: they must be of the types
        that it was made ready for.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        self._function = function
        self._called: Any = _jit(**OPTIONS)(function)
        self.is_ready = self._called is function  # as with NUMBA_DISABLE_JIT
        self.at_once: Callable[..., Any] = self

    def __call__(self, *arguments):
        """Call it."""
        if not self.is_ready:
            make_ready([(self, arguments)])
        return self._called(*arguments)

    def asked(self, arguments: tuple[Any, ...]) -> Asked:
        """Return what is to be compiled for such arguments, for this processor, and where to."""
        assert CACHE.folder is not None
        signature = tuple(self._called.typeof_pyval(each) for each in arguments)
        processor = self._called.targetctx.codegen().magic_tuple()
        file = str(Path(self._function.__code__.co_filename).resolve())
        said = repr((tuple(map(str, signature)), processor, file))
        name = f"{self._function.__name__}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
        return Asked(
            self._function.__module__, self._function.__name__, signature, CACHE.folder / name
        )

    def is_loaded(self, asked: Asked) -> bool:
        """Whether it could be loaded from where it was compiled to."""
        if not is_whole(asked.folder):
            return False
        try:
            self.compile_into(asked.folder, asked.signature)
        except Exception:  # whatever numba makes of files that it cannot use
            self._called = _jit(**OPTIONS)(self._function)
            self.at_once = self
            remove(asked.folder)
            return False
        self.is_ready = True
        return True

    def compile_into(self, folder: Path, signature: tuple[Any, ...]) -> None:
        """Compile it in this process, unless its machine code is in the folder already."""
        before = _config.CACHE_DIR
        _config.CACHE_DIR = str(folder)  # numba looks when caching is enabled
        try:
            self._called.enable_caching()
        finally:
            _config.CACHE_DIR = before
        self.at_once = self._called.compile(signature)


def make_ready(
    calls: Sequence[tuple[Entry, tuple[Any, ...]]], stop: StopSign | None = None
) -> None:
    """Load the machine code for functions and such arguments, or have it made by another process.

    Where no other process can make it, this one does at the first call, and cannot be stopped.

    Raises
    ------
    GivenUpError
        If `stop` was set meanwhile.
    """
    if all(function.is_ready for function, _ in calls):
        return
    with one_at_a_time(stop):
        if CACHE.folder is not None:
            asked = {f: f.asked(arguments) for f, arguments in calls if not f.is_ready}
            missing = {f: one for f, one in asked.items() if not f.is_loaded(one)}
            if missing:
                compile_elsewhere(list(missing.values()), stop, CACHE.remark)
            for function, one in missing.items():
                function.is_loaded(one)
        for function, _ in calls:
            function.is_ready = True


def get_ready_to_load() -> None:
    """Have numba list all it knows how to compile, which it does before it loads machine code.

    That takes most of the time of a load, and processes that are forked later need not do it.
    """
    _jit(lambda: None).compile(())


def is_compiled() -> bool:
    """Whether an earlier run has left compiled code for these sources."""
    return CACHE.folder is not None and any(map(is_whole, CACHE.folder.glob("run-*")))


def entry(function: Callable[..., Any]) -> Entry:
    """Compile a function called from Python, and keep the result on disk."""
    return Entry(function)


@kernel
def whole(number):
    """A 64-bit integer: numba compiles a function anew for every width it is called with."""
    return np.int64(number)
