"""What the scenarios that come with Qipan are called, told without loading what they say."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from ..scenario.shipped import folder, names
from ..words import Words
from .workspace import HIDDEN

_BEGINS = "title: {"
_NO_BASE = ("one_queue", "tiny")  # for tests and for trying out


@cache
def shipped_titles() -> dict[str, Words]:
    """Return titles by name, of all that a planner may begin with."""
    return {name: _title(folder() / f"{name}.yaml") for name in names() if name not in HIDDEN}


@cache
def bases() -> dict[str, Words]:
    """Return titles of what a city of one's own may be extended from, the general one first."""
    general = {"base": _title(folder() / "base.yaml")}
    return general | {name: t for name, t in shipped_titles().items() if name not in _NO_BASE}


def _title(file: Path) -> Words:
    with open(file, encoding="utf-8") as lines:
        line = next((line for line in lines if line.startswith(_BEGINS)), "")
    said = YAML(typ="safe").load(line)["title"] if line else {"en": file.stem, "zh": file.stem}
    return Words.of(said["en"], said["zh"])
