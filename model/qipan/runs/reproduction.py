"""Making a result folder again from its manifest, and comparing byte for byte."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from ..errors import ImpossibleError
from ..scenario.shipped import folder as folder_of_shipped
from .result_folder import MANIFEST, RUN_INFO

Verdict = Literal["same", "differs", "missing", "new"]
SHIPPED = "qipan/"  # before names of files that come with Qipan; they are found by name
SIMULATE_NOTHING = ("measure-next",)  # commands without options for who simulates
ARGUMENTS, INPUTS, OUT = "arguments", "inputs", "again"


class NotReproducibleError(ImpossibleError):
    """A folder cannot be made again; the message says why, in a sentence."""


@dataclass(frozen=True)
class ComparedFile:
    """One file of a result folder beside the same file made again.

    Attributes
    ----------
    name : str
        Path within the folder.
    verdict : str
        ``same`` to the byte, ``differs``, ``missing`` (not made again) or ``new``.
    was, now : int or None
        Bytes then and now.
    """

    name: str
    verdict: Verdict
    was: int | None
    now: int | None


@dataclass(frozen=True)
class Reproduction:
    """A result folder made again.

    Attributes
    ----------
    arguments : tuple of str
        The command line that was carried out, without the program's name.
    files : tuple of ComparedFile
        By name; `run_info.json`, which may differ, is left out.
    changed : tuple of str
        What decides results and is not as it was: sentences on versions and code.
    """

    arguments: tuple[str, ...]
    files: tuple[ComparedFile, ...]
    changed: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every file came out the same to the byte."""
        return all(file.verdict == "same" for file in self.files)


def reproduce(folder: Path, place: Path, more: Sequence[str] = ()) -> Reproduction:
    """Carry out again, in an empty place, what a result folder says was done.

    The files that were read then are taken from the manifest, so it does not matter what has
    become of them since. Nothing is taken from a store.

    Parameters
    ----------
    folder : path
        A result folder.
    place : path
        An empty folder to work in.
    more : sequence of str
        Further options that results do not depend on, such as ``--jobs 2``, for commands that
        simulate.

    Raises
    ------
    NotReproducibleError
        If the folder does not say enough, or what it says cannot be carried out any more.
    """
    manifest = _manifest(folder)
    arguments, inputs = _said(manifest)
    shipped = {name: inputs.pop(name) for name in list(inputs) if name.startswith(SHIPPED)}
    moved = _moved(inputs, place)
    where = _laid_out(inputs, moved, place)
    again = place / OUT
    words = [_led(word, moved) for word in arguments]
    options = () if arguments[0] in SIMULATE_NOTHING else more
    _carry_out([*words, "--out", str(again), *options], where)
    changed = [
        f"{name}, which comes with Qipan, says something else now"
        for name, content in shipped.items()
        if not _still_says(str(folder_of_shipped() / name.removeprefix(SHIPPED)), content)
    ]
    changed += [f"{name} says something else now, or is gone: a copy was read" for name in moved]
    return Reproduction(
        tuple(arguments),
        tuple(_compared(folder, again)),
        (*changed, *_changed(manifest, _manifest(again))),
    )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotReproducibleError(f"{folder}: cannot read its {MANIFEST}: {error}") from None
    if not isinstance(content, dict):
        raise NotReproducibleError(f"{folder}: {MANIFEST} is none of Qipan's")
    return content


def _said(manifest: Mapping[str, Any]) -> tuple[list[str], dict[str, bytes]]:
    arguments, inputs = manifest.get(ARGUMENTS), manifest.get(INPUTS)
    if not isinstance(arguments, list) or not isinstance(inputs, dict):
        raise NotReproducibleError(
            f"{MANIFEST} names no command line: it was written by Python code, or by an older "
            "version; run what made it again"
        )
    finished = manifest.get("replications", {})
    if isinstance(finished, dict) and finished.get("finished") != finished.get("wanted"):
        raise NotReproducibleError(
            f"it was stopped when {finished.get('finished')} of {finished.get('wanted')} "
            "replications were finished"
        )
    read = {str(name): _bytes(name, content) for name, content in inputs.items()}
    return [str(word) for word in arguments], read


def _bytes(name: str, content: Any) -> bytes:
    """What stood in a file: given as text, or in base64 where it is none."""
    if isinstance(content, str):
        return content.encode("utf-8", "surrogateescape")
    try:
        return base64.b64decode(content["base64"], validate=True)
    except (TypeError, KeyError, ValueError):
        raise NotReproducibleError(
            f"{MANIFEST}: {name} under {INPUTS} is neither a text nor base64"
        ) from None


# -- the files that were read ---------------------------------------------------------------------


def _laid_out(inputs: Mapping[str, bytes], moved: Mapping[str, Path], place: Path) -> Path:
    """Write the inputs where their names lead from the folder that is returned."""
    climbs = max((_climbs(name) for name in inputs if not os.path.isabs(name)), default=0)
    where = place.joinpath("inputs", *(["down"] * climbs))
    where.mkdir(parents=True)
    for name, content in inputs.items():
        if os.path.isabs(name) and name not in moved:
            continue
        file = moved.get(name, where / name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return where


def _climbs(name: str) -> int:
    """How many folders up a relative name goes before it comes down again."""
    depth = least = 0
    for part in PurePosixPath(name.replace(os.sep, "/")).parts:
        depth += {"..": -1, ".": 0}.get(part, 1)
        least = min(least, depth)
    return -least


def _moved(inputs: Mapping[str, bytes], place: Path) -> dict[str, Path]:
    """Where inputs are laid whose absolute names no longer lead to what stood there."""
    return {
        name: place / "absolute" / os.path.relpath(name, os.path.abspath(os.sep))
        for name, content in inputs.items()
        if os.path.isabs(name) and not _still_says(name, content)
    }


def _led(word: str, moved: Mapping[str, Path]) -> str:
    """A word of the command line; a file that was moved, or the folder of some, as it lies now."""
    if word in moved:
        return str(moved[word])
    for name, file in moved.items():
        if os.path.isabs(word) and Path(word) == Path(name).parent:
            return str(file.parent)
    return word


def _still_says(name: str, content: bytes) -> bool:
    try:
        return Path(name).read_bytes() == content
    except OSError:
        return False


def _carry_out(words: Sequence[str], where: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qipan.cli", *words],
        cwd=where,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    if done.returncode != 0:
        said = done.stderr.strip() or done.stdout.strip()
        raise NotReproducibleError(
            f"`qipan {' '.join(words)}` ended with exit code {done.returncode}: {said}"
        )


# -- what came out --------------------------------------------------------------------------------


def _compared(before: Path, after: Path) -> Iterator[ComparedFile]:
    then, now = _contents(before), _contents(after)
    for name in sorted(then | now):
        was, made = then.get(name), now.get(name)
        if was is None or made is None:
            verdict: Verdict = "new" if was is None else "missing"
        else:
            verdict = "same" if was.read_bytes() == made.read_bytes() else "differs"
        yield ComparedFile(name, verdict, _size(was), _size(made))


def _contents(folder: Path) -> dict[str, Path]:
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {name: path for name, path in files.items() if path.is_file() and name != RUN_INFO}


def _size(path: Path | None) -> int | None:
    return path.stat().st_size if path else None


def _changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Say what decides results beside the inputs, and has changed since."""
    versions = then.get("versions", {}), now.get("versions", {})
    for package in sorted({*versions[0], *versions[1]}):
        was, is_now = (of.get(package, "absent") for of in versions)
        if was != is_now:
            yield f"{package} was {was}, is {is_now}"
    for name in ("qipan", "code", "python"):
        if then.get(name) != now.get(name):
            yield f"{name} was {_short(then.get(name))}, is {_short(now.get(name))}"


def _short(value: Any) -> str:
    return "not said" if value is None else str(value)
