"""Cadres placed one by one: by a rule of thumb, between floors and caps that a planner gives."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..city.places import Places
from ..programs.cadres.thumb import apportion
from ..scenario import Scenario
from ..words import Language, Words
from .city_table import COLUMNS as TABLE_COLUMNS
from .city_table import TableError
from .in_force import ALLOCATION, allocation_in
from .options import add_option
from .workspace import MOST_OPTIONS, Question

SWITCH = "policy.sent_down.on"
MOST = 7  # in a community, until a planner says otherwise
RULES = {
    "equal": Words("the same for each community"),
    "residents": Words("by residents"),
    "grids": Words("by grids"),
}
NO_WHOLE = Words("row {row}, {column}: found “{found}”; must be a whole number, 0 or more")
NO_TOTAL = Words("cadres: found “{found}”; must be a whole number, 0 or more")
CROSSED = Words("row {row}: at least {floor} and at most {cap} cannot both hold")
TOO_FEW = Words(
    "the least that each is to get adds up to {needed}, and there are {total}: give "
    "{lacking} more cadres or lower the least"
)
TOO_MANY = Words(
    "the most that each may get adds up to {room}, and there are {total}: {lacking} cadres "
    "would have no place; raise the most or place fewer"
)
PLACES = {name: TABLE_COLUMNS[name] for name in ("id", "residents", "grids")}
COLUMNS = {
    "floor": Words("at least"),
    "cap": Words("at most"),
    "cadres": Words("cadres"),
}


def placed(
    places: Places, total: Any, rule: str, rows: Sequence[dict[str, Any]], language: Language
) -> list[int]:
    """Return whole cadres by community.

    Parameters
    ----------
    places : Places
    total : object
        Cadres, as typed.
    rule : str
        Of `RULES`.
    rows : sequence of dict
        `floor` and `cap` of each community, as typed, in the order of `places`.
    language : {"en", "zh"}
        Of the refusal.

    Raises
    ------
    TableError
        With every reason why there is no such placement.
    """
    if rule not in RULES:
        raise TableError(["rule"])
    count, floors, caps = bounds_typed(total, rows, len(places.ids), language)
    weights = {
        "equal": np.ones(len(places.ids)),
        "residents": np.asarray(places.residents, float),
        "grids": np.asarray(places.grids, float),
    }
    return [int(n) for n in apportion(count, weights[rule], floors, caps)]


def bounds_typed(
    total: Any, rows: Sequence[dict[str, Any]], places: int, language: Language
) -> tuple[int, Any, Any]:
    """Return cadres in all, and the least and the most of each community.

    Raises
    ------
    TableError
        With every reason why nothing can be placed so.
    """
    if len(rows) != places:
        raise TableError(["rows"])
    faults: list[str] = []
    floors = _column("floor", rows, faults, language)
    caps = _column("cap", rows, faults, language)
    count = _whole(total)
    if count is None:
        faults.append(NO_TOTAL.say(language, found=total))
    if faults or count is None:
        raise TableError(faults)
    for row in np.flatnonzero(floors > caps):
        said = {"row": int(row) + 1, "floor": int(floors[row]), "cap": int(caps[row])}
        faults.append(CROSSED.say(language, **said))
    needed, room = int(floors.sum()), int(caps.sum())
    if needed > count:
        said = {"needed": needed, "total": count, "lacking": needed - count}
        faults.append(TOO_FEW.say(language, **said))
    elif room < count:
        said = {"room": room, "total": count, "lacking": count - room}
        faults.append(TOO_MANY.say(language, **said))
    if faults:
        raise TableError(faults)
    return count, floors, caps


def _column(
    name: str, rows: Sequence[dict[str, Any]], faults: list[str], language: Language
) -> Any:
    return column_typed(name, COLUMNS[name], rows, faults, language)


def column_typed(
    name: str,
    words: Words,
    rows: Sequence[dict[str, Any]],
    faults: list[str],
    language: Language,
    blank: bool = False,
) -> Any:
    """Return a column of whole numbers, and add to the faults, by row, what is none.

    Parameters
    ----------
    name : str
    words : Words
        What the column is called.
    rows : sequence of dict
        As typed.
    faults : list of str
    language : {"en", "zh"}
    blank : bool
        Whether a cell may be left empty, and then counts as 0.
    """
    numbers = []
    for n, row in enumerate(rows, 1):
        number = _whole(row.get(name))
        if number is None and not (blank and not str(row.get(name) or "").strip()):
            said = {"row": n, "column": words.say(language), "found": row.get(name)}
            faults.append(NO_WHOLE.say(language, **said))
        numbers.append(number or 0)
    return np.array(numbers, float)


def _whole(typed: Any) -> int | None:
    text = str(typed if typed is not None else "").strip()
    return int(text) if text.isdecimal() and len(text) < 7 else None


def add_placement(
    question: Question,
    city: Scenario,
    places: Places,
    cadres: Sequence[Any],
    title: str,
    language: Language,
) -> None:
    """Add an option that differs from today by these cadres alone, to be tried by simulation.

    Raises
    ------
    TableError
        If what was typed into the table is no number of cadres.
    EditError
        If there are as many options as can be.
    ScenarioError
        If the city refuses it.
    """
    rows = [{"cadres": typed} for typed in cadres]
    faults: list[str] = []
    numbers = _column("cadres", rows, faults, language)
    if faults or len(numbers) != len(places.ids):
        raise TableError(faults or ["cadres"])
    allocation = {place: int(n) for place, n in zip(places.ids, numbers, strict=True)}
    setting = {SWITCH: True, ALLOCATION: allocation}
    city.revise(setting)
    add_option(question, 0, title, MOST_OPTIONS, setting)


def cadres_placed(option: dict[str, Any], city: Scenario) -> float | None:
    """Return how many cadres an option places one by one; None if it places none so."""
    allocation = allocation_in(option.get("set") or {}, city)
    return float(sum(allocation.values())) if allocation else None
