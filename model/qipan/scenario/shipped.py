"""Scenarios that come with Qipan, and the names by which they are called anywhere.

In the sources they lie in `scenarios/`; an installed package carries them as `qipan/shipped/`.
"""

import os
import re
from functools import cache
from pathlib import Path

from ..words import Phrase
from .faults import Fault, ScenarioError, at, listing, nearest
from .nodes import Mark

ENDING = ".yaml"
_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")  # no folder, no ending
_PACKAGE = Path(__file__).parents[1]
_INSTALLED = _PACKAGE / "shipped"
_SOURCES = _PACKAGE.parents[1] / "scenarios"


@cache
def folder() -> Path:
    """Where the scenarios lie on this machine."""
    return _INSTALLED if _INSTALLED.is_dir() else _SOURCES


@cache
def names() -> tuple[str, ...]:
    """Names of the scenarios, in the order of the alphabet."""
    return tuple(sorted(file.stem for file in folder().glob(f"*{ENDING}")))


def file_named(named: str, directory: str, asked: Mark, key: str = "") -> str:
    """Return the file that a word names: a file, or else a scenario that comes with Qipan.

    Parameters
    ----------
    named : str
        A path, or a bare name such as `fuding`.
    directory : str
        Folder to which a path is relative.
    asked : Mark
        Where it is named, for a fault.
    key : str
        Under which key.

    Raises
    ------
    ScenarioError
        For a bare name that is neither. Whether a path leads to a file is not looked at.
    """
    file = os.path.normpath(os.path.join(directory, named)) if directory else named
    if not _BARE.fullmatch(named) or os.path.exists(file):
        return file
    if named not in names():
        raise ScenarioError([_unknown(named, asked, key)])
    return str(folder() / f"{named}{ENDING}")


def shipped_instead(file: str) -> str:
    """Return a hint where a file that is missing is named like a scenario that comes with Qipan."""
    name, ending = os.path.splitext(os.path.basename(file))
    if ending != ENDING or name not in names():
        return ""
    return Phrase(
        "a scenario of that name comes with Qipan; write {name}, without folder and {ending}",
        name=name,
        ending=ENDING,
    )


def shown(file: str) -> str:
    """Return the path of a file as it is shown: one that comes with Qipan, alike everywhere."""
    parent, name = os.path.split(file)
    return f"qipan/{name}" if parent == str(folder()) else file


def _unknown(named: str, asked: Mark, key: str) -> Fault:
    near = nearest(named, names())
    return at(
        asked,
        key,
        Phrase(
            "there is no file {named}, and no scenario of that name comes with Qipan", named=named
        ),
        Phrase("with it come {names}", names=listing(names())),
        Phrase("did you mean '{near}'?", near=near) if near else "",
    )
