"""Which code it is that runs: version, hash of the sources, and the commit of a checkout."""

import hashlib
import os
import platform
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
_SECONDS = 10.0  # for git, on a slow disk


@cache
def source_hash() -> str:
    """SHA-256 of the package's Python files: of their names and of their lines."""
    found = hashlib.sha256()
    files = {file.relative_to(PACKAGE).as_posix(): file for file in PACKAGE.rglob("*.py")}
    for name, file in sorted(files.items()):
        content = file.read_bytes().replace(b"\r\n", b"\n")  # alike on every system
        found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


@cache
def commit() -> str | None:
    """Commit of the checkout from which the package runs; None if it runs from none."""
    # a package installed below somebody's own repository is not that repository's code
    if _git("ls-files", "--error-unmatch", "__init__.py") is None:
        return None
    return _git("rev-parse", "HEAD")


@cache
def changed() -> bool | None:
    """Whether files of the package differ from the commit; None if there is none."""
    if commit() is None:
        return None
    said = _git("status", "--porcelain", "--", ".")
    return None if said is None else bool(said)


def identity() -> dict[str, str | bool | None]:
    """Return what a manifest says of the code: hash, commit, and whether files differ from it."""
    return {"sha256": source_hash(), "commit": commit(), "changed": changed()}


def told() -> Iterator[str]:
    """Lines that `qipan --version` prints."""
    from . import __version__

    yield f"qipan {__version__}"
    yield f"code    {source_hash()}"
    if (of := commit()) is not None:
        yield f"commit  {of}{', with changes' if changed() else ''}"
    yield f"Python  {platform.python_version()}"


def _git(*arguments: str) -> str | None:
    """Return what git says of the package's folder; None if it cannot be asked."""
    asked = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=PACKAGE,
            env={**asked, "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").strip()
