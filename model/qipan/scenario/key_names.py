"""What the keys of a scenario are called in Chinese, for whoever does not read its files."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, get_origin

from ..words import Language
from .nodes import undotted
from .scenario import Scenario
from .schema import walk

NAMES = "names"  # in the catalogue: what the shipped scenarios list


@cache
def catalogue() -> dict[str, Any]:
    """Return the Chinese of each part of a key, by how the key ends there; names apart."""
    from ruamel.yaml import YAML

    text = (files(__package__) / "key_names_zh.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe", pure=True).load(text))


def key_name(key: str, language: Language, scenario: Scenario | None = None) -> str:
    """Return what a dotted key is called: in English the key itself.

    Parameters
    ----------
    key : str
        Such as ``desks.community.paperwork.creep_per_year``.
    language : 'en' or 'zh'
    scenario : Scenario, optional
        Whose titles kinds of issues have. What an author lists and nobody named stays as it is.
    """
    if language == "en":
        return key
    path = undotted(key)
    slots = walk(path)
    said: list[str] = []
    parts: list[str] = []  # those of the schema, without what an author lists
    for depth, part in enumerate(path):
        around = slots[depth].core if depth < len(slots) else None
        if isinstance(part, int) or get_origin(around) is dict:
            said.append(_listed(part, scenario))
        else:
            parts.append(part)
            said.append(_part(parts))
    return "·".join(filter(None, said))


def _listed(part: str | int, scenario: Scenario | None) -> str:
    """Name of what an author lists: its number, its own title, or the one in the catalogue."""
    if isinstance(part, int):
        return f"第 {part + 1} 项"
    kind = scenario.document.issues.kinds.get(part) if scenario is not None else None
    return kind.title.zh if kind is not None else str(catalogue()[NAMES].get(part, part))


def _part(parts: Sequence[str]) -> str:
    """Name of a key of the schema: of the longest ending of it that the catalogue has."""
    known = catalogue()
    endings = (".".join(parts[first:]) for first in range(len(parts)))
    return str(next((known[ending] for ending in endings if ending in known), parts[-1]))
