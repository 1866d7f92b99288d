"""A scenario of a city's own, made of a table of its communities."""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...scenario import Scenario, ScenarioError
from ...scenario.faults import Fault
from ...scenario.load import parse
from ...scenario.nodes import Mark
from ...scenario.shipped import file_named, names
from ..refused import ImportRefusedError
from .place_row import PLACE_KEYS, PlaceRow, identifier
from .reading import Census

SOURCE = "city-table"
# What generates communities, and what came with those of the scenario it extends.
_GENERATING = ("community_count", "subdistrict_count", "residents", "villages", "dedicated_grids")
_OF_A_PLACE = re.compile(r"city\.communities\[(\d+)\](?:\.(\w+))?.*")
NOT_TOLD = "not told (未注明)"


@dataclass(frozen=True)
class About:
    """What is said of a city and of its table.

    Attributes
    ----------
    city : str
        Title of the scenario.
    title, publisher, date : str
        Of the table.
    files : tuple of str
        Their names.
    """

    city: str
    title: str
    publisher: str
    date: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class CityFiles:
    """What is written: the scenario, and the cadres of today where the table has them.

    Attributes
    ----------
    scenario : bytes
    today : bytes or None
        A plan as `policy.sent_down.plan` takes it.
    """

    scenario: bytes
    today: bytes | None


def city_files(
    census: Census, parent: Scenario, base: str, out: Path, today: Path, about: About
) -> CityFiles:
    """Write a scenario of a table's communities, checked as a whole before it is returned.

    Parameters
    ----------
    census : Census
    parent : Scenario
        What it extends, loaded.
    base : str
        What it extends, as it was named.
    out, today : path
        Where both files will lie.
    about : About

    Raises
    ------
    ImportRefusedError
        If the scenario would not pass `qipan check`; rows and columns are named.
    """
    tree = _tree(census.rows, parent, base, out, about)
    _check(census, tree, base)
    sends = any(row.cadres is not None for row in census.rows)
    text = "\n".join(_lines(tree, parent, base, out, today if sends else None, about)) + "\n"
    return CityFiles(text.encode(), _plan(census.rows) if sends else None)


def places_of(rows: Sequence[PlaceRow]) -> list[dict[str, Any]]:
    """Return communities as a scenario lists them; what a row does not say is left out."""
    listed = []
    for row in rows:
        said = {key: getattr(row, name) for name, key in PLACE_KEYS.items()}
        listed.append({key: value for key, value in said.items() if value is not None})
    return listed


def _tree(
    rows: Sequence[PlaceRow], parent: Scenario, base: str, out: Path, about: About
) -> dict[str, Any]:
    document = parent.document
    own = list(document.own_documents or ()) if base not in names() else []
    city: dict[str, Any] = {
        key: None for key in _GENERATING if getattr(document.city, key) is not None
    }
    city["communities"] = {"source": SOURCE, "value": places_of(rows)}
    tree: dict[str, Any] = {
        "name": identifier(out.stem) or f"my_{parent.name}",
        "title": {"en": about.city, "zh": about.city},
        "sources": {
            SOURCE: {
                "title": about.title,
                "publisher": about.publisher,
                "date": about.date,
                "kind": "case",
            }
        },
        "own_documents": [*(each for each in own if each != SOURCE), SOURCE],
        "city": city,
    }
    if sent := _sent_down(rows, parent):
        tree["policy"] = {"sent_down": sent}
    return tree


def _sent_down(rows: Sequence[PlaceRow], parent: Scenario) -> dict[str, Any]:
    """Say the cadres of today; those of other communities are gone with them."""
    given = parent.document.policy.sent_down
    cadres = {row.name: row.cadres for row in rows if row.cadres is not None}
    said: dict[str, Any] = {"on": True} if cadres else {}
    if given.plan:
        said["plan"] = None
    if cadres or given.allocation:
        said["allocation"] = cadres or None
    return said


def _check(census: Census, tree: Mapping[str, Any], base: str) -> None:
    extends = file_named(base, "", Mark(base))
    try:
        parse({"extends": os.path.abspath(extends), **tree}, "the scenario of this table")
    except ScenarioError as error:
        raise ImportRefusedError(_in_table(fault, census) for fault in error.faults) from None


def _in_table(fault: Fault, census: Census) -> Fault:
    """Say where in the table stands what a scenario refuses."""
    found = _OF_A_PLACE.fullmatch(fault.key)
    if not found:
        return replace(fault, line=None)
    key = next((name for name, own in PLACE_KEYS.items() if own == found[2]), found[2] or "")
    place, column = census.places[int(found[1])], census.headers.get(key, key)
    return replace(fault, file=place, line=None, key=column)


def _lines(
    tree: Mapping[str, Any],
    parent: Scenario,
    base: str,
    out: Path,
    today: Path | None,
    about: About,
) -> Iterator[str]:
    yield f"# The communities of {', '.join(about.files)}."
    yield f"# Whatever is not said here is as in {base}. (此处未写的，均同 {base}。)"
    yield "# Made by `qipan import city`, which can make it anew from a later table."
    yield "# (由 `qipan import city` 从表格生成；表格更新后可重新生成。)"
    yield f"extends: {_text(_reference(base, out))}"
    yield f"name: {_text(tree['name'])}"
    yield f"title: {{en: {_text(about.city)}, zh: {_text(about.city)}}}"
    yield ""
    yield "city:"
    city = tree["city"]
    for key in city:
        if key != "communities":
            yield f"  {key}: null"
    yield "  communities:"
    yield f"    source: {SOURCE}"
    yield "    value:"
    for place in city["communities"]["value"]:
        yield f"    - {{{', '.join(f'{key}: {_text(value)}' for key, value in place.items())}}}"
    sent = tree.get("policy", {}).get("sent_down")
    if sent:
        yield ""
        yield "policy:"
        yield "  sent_down:"
        if today is not None:
            yield "    on: true"
            yield f"    plan: {_text(today.name)}  # cadres of today (现有下派干部)"
            if parent.document.policy.sent_down.allocation and "plan" not in sent:
                yield "    allocation: null"
        else:
            for key in sent:
                yield f"    {key}: null  # of other communities"
    yield ""
    yield "sources:"
    yield f"  {SOURCE}:"
    for key, value in tree["sources"][SOURCE].items():
        yield f"    {key}: {_text(value)}"
    yield f"own_documents: [{', '.join(map(_text, tree['own_documents']))}]"


def _text(value: object) -> str:
    if isinstance(value, str):
        plainly = re.fullmatch(r"[\u3400-\u9fff][\w-]*", value)
        return value if plainly else json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value)


def _plan(rows: Sequence[PlaceRow]) -> bytes:
    lines = ["community,plan"]
    lines += [f"{row.name},{row.cadres}" for row in rows if row.cadres is not None]
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def _reference(base: str, out: Path) -> str:
    """What the new file extends, as it is written there."""
    there = file_named(base, "", Mark(base))
    if there != base:
        return base
    try:
        return Path(os.path.relpath(there, out.parent)).as_posix()
    except ValueError:  # on another drive
        return Path(there).absolute().as_posix()
