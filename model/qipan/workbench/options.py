"""The options of a question side by side: what differs, every lever, what each costs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ..errors import InputError
from ..scenario import Scenario
from . import drafts
from .city_table import places_of
from .costs import Cost, Prices, cost_of
from .in_force import ALLOCATION, FULL_TIME, allocation_in, is_idle, with_full_time
from .levers import Lever, grounds_by_key, levers, value_at
from .placed_costs import yuan_kept
from .workspace import COSTS, Question, Workspace


class EditError(InputError, ValueError):
    """What was typed cannot stand there; in words for the page."""


@dataclass(frozen=True)
class Row:
    """A lever, its value today, where that comes from, and its value in each option.

    Attributes
    ----------
    lever : Lever
    today : object
        In the city's file.
    status, basis : str
        Where that comes from, as `qipan check` says it.
    range : tuple of float or None
        Lowest and highest defensible value.
    values : list
        One for each option; None where cadres placed one by one stand in the lever's place.
    idle : list of bool
        Whether the lever's measure is off in each option, so that nothing comes of its value.
    """

    lever: Lever
    today: Any
    status: str
    basis: str
    range: tuple[float, float] | None
    values: list[Any]
    idle: list[bool]

    @property
    def one_by_one(self) -> bool:
        """Whether cadres placed one by one may stand in the lever's place."""
        return self.lever.key == FULL_TIME

    @property
    def differs(self) -> bool:
        """Whether any option is not as today."""
        return any(value != self.today for value in self.values)


@lru_cache(maxsize=64)
def _loaded(file: str, _changed: float) -> Scenario:
    from ..scenario import load

    return load(file)


def city_of(workspace: Workspace, name: str) -> Scenario:
    """Load a city, once for each state of its file."""
    import os

    if name not in workspace.cities():
        from .workspace import NoSuchError

        raise NoSuchError(name)
    drafts.settle(workspace, name)
    file = workspace.city_file(name)
    return _loaded(file, os.stat(file).st_mtime_ns)


def rows(workspace: Workspace, question: Question) -> list[Row]:
    """Return every lever with its values, in the order of the mechanisms."""
    city = city_of(workspace, question.city)
    grounds = grounds_by_key(city)
    settings = [option.get("set") or {} for option in question.options]
    made = []
    for key, lever in levers().items():
        today, ground = _today(city, key), grounds.get(key)
        values = [_plain(setting.get(key, today)) for setting in settings]
        if key == FULL_TIME:
            values = [
                None if allocation_in(setting, city) else value
                for setting, value in zip(settings, values, strict=True)
            ]
        made.append(
            Row(
                lever,
                today,
                ground.status if ground else "",
                ground.basis if ground else "",
                ground.range if ground else None,
                values,
                [is_idle(key, setting, city) for setting in settings],
            )
        )
    return made


def _plain(value: Any) -> Any:
    return value["value"] if isinstance(value, Mapping) and "value" in value else value


def prices(question: Question) -> tuple[Prices, bool]:
    """Return the prices of a question, and whether they are still those that were assumed."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe")
    own = question.folder / COSTS
    if own.exists():
        return Prices(**yaml.load(own.read_text("utf-8"))), False
    said = yaml.load((files(__package__) / "cost_prices.yaml").read_text("utf-8"))
    return Prices(**{name: float(entry["value"]) for name, entry in said.items()}), True


def set_prices(question: Question, hours: Any, yuan: Any) -> None:
    """Keep what a planner says of the prices."""
    from .workspace import put

    numbers = {"hours": number_typed(hours), "yuan": number_typed(yuan)}
    if min(numbers.values()) < 0:
        raise EditError("must be 0 or more")
    put(question.folder / COSTS, numbers)


def costs(workspace: Workspace, question: Question) -> list[Cost]:
    """Return what each option costs."""
    city = city_of(workspace, question.city)
    places, (said, _) = places_of(city), prices(question)
    settings = [option.get("set") or {} for option in question.options]
    return [
        cost_of(city.revise(each), places, said, yuan_kept(question, each.get(ALLOCATION)))
        for each in settings
    ]


def stated_costs(workspace: Workspace, question: Question) -> dict[str, Any]:
    """Return what each option costs as an experiment file states it (`compare.costs`)."""
    said, assumed = prices(question)
    found = costs(workspace, question)
    return {
        "hours_per_post": said.hours,
        "yuan_per_post": said.yuan,
        "assumed": assumed,
        "scenarios": {
            option["name"]: cost.stated
            for option, cost in zip(question.options, found, strict=True)
        },
    }


def set_lever(
    workspace: Workspace, question: Question, option: int, key: str, typed: Any, reason: str = ""
) -> None:
    """Set a lever of an option; back at today's value it is as if it had never been touched.

    Raises
    ------
    EditError
        If it is no number, or outside what may be defended and no reason is given.
    ScenarioError
        With the words of `qipan check`, if it is out of bounds.
    """
    lever = levers().get(key)
    content = question.content
    listed = content["compare"]["scenarios"]
    if lever is None or not 0 < option < len(listed):
        raise EditError(key)
    city = city_of(workspace, question.city)
    chosen = listed[option]
    before = chosen.get("set") or {}
    value = None if typed is None else _value(lever, typed)
    said = None if value == _today(city, key) else _defended(city, lever, value, reason)
    if key == FULL_TIME:
        setting = with_full_time(before, said, city)
    else:
        others = {name: each for name, each in before.items() if name != key}
        setting = others if said is None else {**others, key: said}
    city.revise(setting)
    chosen.pop("set", None)
    if setting:
        chosen["set"] = setting
    question.put(content)


def _today(city: Scenario, key: str) -> Any:
    """Return what a lever says today; None where cadres placed one by one stand in its place."""
    if key == FULL_TIME and allocation_in({}, city):
        return None
    return value_at(city, key)


def _defended(city: Scenario, lever: Lever, value: Any, reason: str) -> Any:
    """Return a value as an option says it: with the reason for it where it is out of its range."""
    ground = grounds_by_key(city).get(lever.key)
    limits = ground.range if ground else None
    if value is None or lever.switch or limits is None or limits[0] <= value <= limits[1]:
        return value
    if not reason.strip():
        raise EditError(f"range {limits[0]:g} {limits[1]:g}")
    return {"value": value, "assumed": reason.strip(), "range": _around(value, limits)}


def _around(value: float, limits: tuple[float, float] | None) -> list[float]:
    low, high = limits or (value, value)
    return [min(low, value), max(high, value)]


def _value(lever: Lever, typed: Any) -> Any:
    if lever.switch:
        if not isinstance(typed, bool):
            raise EditError("true false")
        return typed
    number = number_typed(typed)
    return int(number) if lever.whole and number == int(number) else number


def number_typed(typed: Any) -> float:
    """Return a number as it was typed; EditError if it is none."""
    try:
        number = float(str(typed).replace(",", "").replace("，", "").strip())
    except ValueError:
        raise EditError("no number") from None
    if not math.isfinite(number):
        raise EditError("no number")
    return number


def add_option(
    question: Question, of: int, title: str, most: int, more: Mapping[str, Any] | None = None
) -> None:
    """Add an option that is at first as another one is, but for what `more` sets."""
    content = question.content
    listed = content["compare"]["scenarios"]
    if len(listed) >= most or not 0 <= of < len(listed):
        raise EditError("too many")
    taken = {option["name"] for option in listed}
    number = next(n for n in range(1, most + 2) if f"option{n}" not in taken)
    said = title.strip()
    setting = {**(listed[of].get("set") or {}), **(more or {})}
    listed.append(
        {
            "file": listed[0]["file"],
            "name": f"option{number}",
            "title": {"en": said or f"Option {number}", "zh": said or f"方案 {number}"},
            **({"set": setting} if setting else {}),
        }
    )
    question.put(content)


def rename_option(question: Question, option: int, title: str) -> None:
    """Call an option otherwise."""
    content = question.content
    listed = content["compare"]["scenarios"]
    if not 0 <= option < len(listed) or not title.strip():
        raise EditError("name")
    listed[option]["title"] = {"en": title.strip(), "zh": title.strip()}
    question.put(content)


def drop_option(question: Question, option: int) -> None:
    """Take an option away; never the first, which is as today."""
    content = question.content
    listed = content["compare"]["scenarios"]
    if not 0 < option < len(listed):
        raise EditError("option")
    del listed[option]
    question.put(content)
