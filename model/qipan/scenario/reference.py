"""Writes the reference of scenario files: ``python -m qipan.scenario.reference``."""

import datetime
import inspect
import sys
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from .fields import Block, Distribution
from .intro import INTRO
from .schema import ROOT, Slot, blocks, bounds, describe, keys_of, peel, slot_of
from .units import unit_of_key

_HEAD = (
    "| key | what stands there | unit | allowed | default | meaning |\n|---|---|---|---|---|---|"
)
_WORDS: dict[Any, str] = {
    float: "number",
    int: "whole number",
    str: "text",
    bool: "true or false",
    datetime.date: "date",
}


def reference() -> str:
    """Return the reference page, made from the schema."""
    return INTRO + tables_of(ROOT)


def tables_of(root: Slot) -> str:
    """Return a table of keys for each block of a schema."""
    places: dict[type[Block], list[str]] = {}
    for path, block in blocks(root):
        places.setdefault(block, []).append(path)
    return "\n".join(_section(block, paths) for block, paths in places.items())


def _section(block: type[Block], paths: list[str]) -> str:
    shown = ", ".join(f"`{path}`" for path in paths if path) or "the top level of the file"
    if block is Distribution:
        shown = "every key below of the type “number or distribution”"
    lines = [f"## {block.__name__}", "", f"Stands at: {shown}", "", _docstring(block), "", _HEAD]
    lines += [_row(key, field) for key, field in block.model_fields.items()]
    return "\n".join(lines) + "\n"


def _docstring(block: type[Block]) -> str:
    return _escaped(inspect.getdoc(block) or "")


def _row(key: str, field: FieldInfo) -> str:
    slot = slot_of(field)
    kind = _kind(slot)
    cells = (
        f"`{key}`",
        kind,
        unit_of_key(key) if "number" in kind else "",
        _allowed(slot),
        _default(field),
        _escaped(field.description or ""),
    )
    return "| " + " | ".join(cells) + " |"


def _kind(slot: Slot) -> str:
    """Name the type of a slot: ``list of dates``, ``names, each with a [Level](#level)``."""
    if slot.core is Distribution:
        return "number or [distribution](#distribution)"
    if slot.block is not None:
        return f"block [{slot.block.__name__}](#{slot.block.__name__.lower()})"
    kinds = get_args(slot.core)
    if get_origin(slot.core) is dict:
        return f"names, each with: {_kind(peel(kinds[1]))}"
    if get_origin(slot.core) is tuple:
        if kinds[-1] is Ellipsis:
            return f"list, each item: {_kind(peel(kinds[0]))}"
        return "list of " + ", ".join(_kind(peel(kind)) for kind in kinds)
    if slot.is_name:
        return "name"
    return _WORDS.get(slot.core, "one word" if kinds else "anything")


def _allowed(slot: Slot) -> str:
    kinds = get_args(slot.core)
    if get_origin(slot.core) is tuple:
        said = describe(slot).split(", each")[0].removeprefix("a ")
        inner = _allowed(peel(kinds[0]))
        return ", each ".join(text for text in (said if "of" in said else "", inner) if text)
    if get_origin(slot.core) is dict:
        names = ", ".join(f"`{name}`" for name in keys_of(slot))
        return f"names {names}" if names else _allowed(peel(kinds[1]))
    if kinds:
        return ", ".join(f"`{kind}`" for kind in kinds)
    return bounds(slot)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "*required*"
    value = field.get_default(call_default_factory=True)
    if value is PydanticUndefined or value is None or value in ((), {}):
        return "none"
    if isinstance(value, Block):
        return "all defaults"
    if isinstance(value, tuple) and len(set(value)) == 1 and len(value) > 2:
        return f"{len(value)} × {value[0]:g}"
    return f"`{_plain(value)}`"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write the page to standard output, as UTF-8 whatever the terminal's encoding."""
    sys.stdout.buffer.write(reference().encode())


if __name__ == "__main__":
    main()
