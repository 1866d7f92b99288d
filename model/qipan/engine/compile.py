"""How the engine is compiled: the one place that knows numba's options.

Three choices make the kernel ten to twenty times faster than the same source compiled the
obvious way: kernels allocate nothing and are compiled without reference counting (`_nrt`, a
private option of numba; without it the engine runs, slower), and every function is inlined into
the one entry point. Only the entry point is cached on disk. numba's cache does not notice that a
file called by a cached function has changed, so the cache folder is named by a hash of the
engine's sources.
"""

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def source_hash() -> str:
    """Hash of the engine's sources and of the versions that compile them."""
    from importlib.metadata import version

    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(version(package).encode())
    digest.update(sys.version.encode())
    return digest.hexdigest()[:16]


def _user_cache() -> Path:
    override = os.environ.get("QIPAN_CACHE_DIR")
    if override:
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "qipan"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/qipan"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "qipan"


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def cache_folder() -> Path:
    """Folder of compiled code for exactly these sources; a temporary one if none is writable."""
    folder = _user_cache() / f"engine-{source_hash()}"
    if _writable(folder):
        _forget_old(folder)
        return folder
    return Path(tempfile.mkdtemp(prefix="qipan-engine-"))


def _forget_old(current: Path) -> None:
    """Remove code compiled from sources that have not been used for a month."""
    limit = time.time() - 30 * 86_400
    os.utime(current)
    for other in current.parent.glob("engine-*"):
        with contextlib.suppress(OSError):
            if other != current and other.stat().st_mtime < limit:
                shutil.rmtree(other)


CACHE_FOLDER = cache_folder()
# numba reads the folder when a function is decorated, so it must be set before the first one.
import numba  # noqa: E402
import numpy as np  # noqa: E402

numba.config.CACHE_DIR = str(CACHE_FOLDER)  # type: ignore[attr-defined]


_jit: Any = numba.njit  # its private options are in no type stub


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


def is_compiled() -> bool:
    """Whether an earlier run has left compiled code for these sources."""
    return any(CACHE_FOLDER.rglob("*.nbc"))


def kernel(function: Function) -> Function:
    """Compile a part of the event loop, inlined into its caller."""
    compiled: Function = _jit(forceinline=True, **OPTIONS, **INSIDE)(function)
    return compiled


def formula(function: Function) -> Function:
    """Compile a function of numbers alone, called rather than inlined: it is long, or rare."""
    compiled: Function = _jit(**OPTIONS, **INSIDE)(function)
    return compiled


def entry(function: Function) -> Function:
    """Compile a function called from Python, and keep the result on disk."""
    compiled: Function = _jit(cache=True, **OPTIONS)(function)
    return compiled


@kernel
def whole(number):
    """A 64-bit integer: numba compiles a function anew for every width it is called with."""
    return np.int64(number)
