"""A scenario file to begin with: it extends another, and shows as comments what to change."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..words import Phrase
from .extends import KEY
from .load import load
from .nodes import Mark
from .policy import MECHANISMS
from .scenario import Scenario
from .shipped import file_named, folder, names

# What YAML reads as something other than text.
_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")
ENDINGS = (".yaml", ".yml")
# Common keys by block, with what a reader may want to know of them.
_HORIZON = (
    ("start", "first measured day (首个计量日)"),
    ("days", "measured days (计量天数)"),
    ("warm_up_days", "days run before, to fill the queues (预热天数)"),
)
_CITY = (
    ("residents", "of the whole city (常住人口)"),
    ("community_count", "communities (社区数)"),
    ("subdistrict_count", "subdistricts (街道数)"),
    ("grids_per_community", "grids of a community (每社区网格数)"),
)


class BeginError(InputError):
    """A scenario file that cannot be begun, with the reason in its message."""


@dataclass(frozen=True)
class Begun:
    """A file that was written, and the name of its scenario."""

    file: Path
    name: str


def begin(file: Path, base: str) -> Begun:
    """Write a scenario file that extends another and says nothing but its name.

    Parameters
    ----------
    file : path
        To be written; it must not exist.
    base : str
        Name of a scenario that comes with Qipan, or a file.

    Raises
    ------
    ScenarioError
        If there is no such scenario, or it is not sound.
    BeginError
        If the file exists, cannot be written, or is not named as a scenario file is.
    """
    if file.suffix not in ENDINGS:
        raise BeginError(
            Phrase(
                "{file}: a scenario file ends in .yaml; write {name}.yaml",
                file=file,
                name=file.name,
            )
        )
    if os.path.lexists(file):
        raise BeginError(
            Phrase("{file} exists already; nothing is overwritten, choose another name", file=file)
        )
    parent = load(base)
    name = _name(file, parent)
    text = "\n".join(_lines(file, name, parent, _reference(base, file))) + "\n"
    try:
        with open(file, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise BeginError(
            Phrase("{file} exists already; nothing is overwritten", file=file)
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or Phrase("not a usable file name")
        raise BeginError(
            Phrase("cannot write {file}: {reason}", file=file, reason=reason)
        ) from None
    return Begun(file, name)


def overview() -> Iterator[str]:
    """Lines that name the scenarios that come with Qipan, with their titles."""
    width = max(map(len, names()))
    for name in names():
        title = load(str(folder() / f"{name}.yaml")).document.title
        yield f"{name:<{width}}  {title.en}  {title.zh}"
    yield Phrase("They lie in {folder}", folder=folder())


def _name(file: Path, parent: Scenario) -> str:
    """Name of the scenario, from that of its file as far as it has plain letters."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", file.stem).strip("_-")
    return name or f"my_{parent.name}"


def _reference(base: str, file: Path) -> str:
    """What the new file extends, as it is written there."""
    there = file_named(base, "", Mark(base))
    if there != base:
        return base
    try:
        return Path(os.path.relpath(there, file.parent)).as_posix()
    except ValueError:  # on another drive
        return Path(there).absolute().as_posix()


def _lines(file: Path, name: str, parent: Scenario, base: str) -> Iterator[str]:
    document = parent.document
    yield f"# Whatever is not said here is as in {base}. (此处未写的，均同 {base}。)"
    yield "# To change a line below, remove its '# '; two spaces more are one level deeper."
    yield "# (去掉行首的“# ”即可修改；每深一层，缩进两个空格。)"
    yield f"{KEY}: {_quoted(base)}"
    yield f"name: {_quoted(name)}"
    yield f"title: {{en: {_quoted(name)}, zh: {_quoted(file.stem)}}}"
    yield ""
    yield "# horizon:"
    yield from _keys(parent, "horizon", _HORIZON)
    if not document.city.communities:
        yield ""
        yield "# {value: …, source: …} says where a number comes from (写明数据来源)"
        yield "# city:"
        yield from _keys(parent, "city", _CITY)
    yield ""
    yield "# Mechanisms that are in force or not (各项机制是否实行)"
    yield "# policy:"
    for mechanism in MECHANISMS:
        on = str(getattr(document.policy, mechanism).on).lower()
        yield f"#   {mechanism}:"
        yield f"#     on: {on}"


def _keys(parent: Scenario, block: str, keys: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for key, meaning in keys:
        value = getattr(getattr(parent.document, block), key)
        if value is not None:
            yield f"#   {key}: {value}  # {meaning}"


def _quoted(text: str) -> str:
    """Text as YAML reads it back, in quotes where it would be something else."""
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_./-]*", text) and text.lower() not in _WORDS:
        return text
    return "'" + text.replace("'", "''") + "'"
