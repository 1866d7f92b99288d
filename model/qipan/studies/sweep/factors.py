"""Factors of a sweep: which numbers of which scenarios move, and between which values."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ...errors import InputError
from ...scenario import Scenario
from ...scenario.families import OTHER, family_of
from ...scenario.faults import did_you_mean
from ...scenario.grounds import is_on
from ...scenario.nodes import KeyPath, dotted, undotted
from ...scenario.provenance import ProvenanceRow
from ...scenario.schema import resolve
from ...scenario.structure import ALL as ALL_STRUCTURE
from ...scenario.structure import levels_of, structure
from ...words import Phrase, clauses, joined


class SweepError(InputError):
    """A sweep cannot be made as asked; all reasons at once."""


@dataclass(frozen=True)
class KeyRange:
    """Between which values a key moves, or which it takes; one of the two.

    Attributes
    ----------
    low, high : float or None
    levels : tuple
        Numbers, truth values or text.
    """

    low: float | None = None
    high: float | None = None
    levels: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Factor:
    """One number, or choice, that moves by itself.

    Attributes
    ----------
    name : str
        Unlike that of any other factor: its key, and where needed the scenario.
    key : str
        Dotted key; ``[n]`` for a number of a list.
    scenarios : tuple of int
        Places of the scenarios in which it moves.
    base : float, text, truth value or None
        Value in the first of them; None where it is not known.
    low, high : float
        Ends of its range; places of the first and last level where there are levels.
    whole : bool
        Whether it takes whole numbers only.
    levels : tuple
        Values it takes, if given one by one.
    family : str
        Name of its family; see `scenario.families`.
    direction : int
        1 where it rises with its family, -1 where it falls.
    members : tuple of Factor
        Numbers that move with it; it is a family then, and its value is how far all of them are
        between what is given (0) and their low (-1) and high (1) ends.
    """

    name: str
    key: str
    scenarios: tuple[int, ...]
    base: float | str | None
    low: float
    high: float
    whole: bool = False
    levels: tuple[Any, ...] = field(default=())
    family: str = OTHER
    direction: int = 1
    members: "tuple[Factor, ...]" = field(default=(), repr=False)

    @property
    def group(self) -> str:
        """Name without the number's place in its list, so that lists can be taken as one."""
        return re.sub(r"\[\d+\]", "", self.name)

    def value(self, share: float) -> Any:
        """Value at a share of the way from the low to the high end, from 0 to 1."""
        if self.levels:
            return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]
        if self.whole:
            steps = int(self.high) - int(self.low) + 1
            return int(self.low) + min(int(share * steps), steps - 1)
        between = (1.0 - share) * self.low + share * self.high  # exact at both ends
        return min(max(between, self.low), self.high)

    @property
    def base_share(self) -> float | None:
        """Where in its range the scenario has it, from 0 to 1; None if outside, or no number."""
        if self.levels:
            places = [n for n, level in enumerate(self.levels) if level == self.base]
            return (places[0] + 0.5) / len(self.levels) if places else None
        if not isinstance(self.base, int | float) or not self.low <= self.base <= self.high:
            return None
        if self.whole:
            return (self.base - self.low + 0.5) / (self.high - self.low + 1.0)
        return (self.base - self.low) / (self.high - self.low)

    @property
    def steps(self) -> int | None:
        """How many values it takes; None if it is continuous."""
        if self.levels:
            return len(self.levels)
        return int(self.high) - int(self.low) + 1 if self.whole else None


def assumed_factors(scenarios: Sequence[Scenario]) -> tuple[Factor, ...]:
    """Return a factor for every number that has a range, each number of a list by itself.

    A number that says the same in several scenarios moves in all of them together. Where their
    values or ranges differ, two things are assumed, and each moves by itself. Numbers of mechanisms
    that are off in every scenario are left out: they have no effect.

    Raises
    ------
    SweepError
        If no number has a range.
    """
    together: dict[tuple[str, float, float, float], list[int]] = {}
    named: dict[str, str] = {}
    contrasts: dict[str, float] = {}
    for place, scenario in enumerate(scenarios):
        for row in scenario.provenance:
            if row.range is None or _is_idle(row.key, scenarios):
                continue
            own = dict(numbers_of(row))
            contrasts |= dict.fromkeys(own, sum(own.values()) / len(own))
            for key, value in own.items():
                together.setdefault((key, value, *row.range), []).append(place)
                if row.family:
                    named.setdefault(key, row.family)
    keys = [key for key, *_ in together]
    found = []
    for (key, base, low, high), places in together.items():
        apart = keys.count(key) > 1
        name = f"{key} ({', '.join(scenarios[p].name for p in places)})" if apart else key
        whole = is_whole(key)
        if whole:
            low, high = _whole_ends(low, high)
        family, direction = _family(key, named.get(key), base, contrasts.get(key, base))
        found.append(
            Factor(
                name,
                key,
                tuple(places),
                base,
                low,
                high,
                whole,
                family=family,
                direction=direction,
            )
        )
    if not found:
        names = joined((scenario.name for scenario in scenarios), " and ", "和")
        raise SweepError(
            Phrase(
                "no number of {names} has a range: name keys with low and high (--keys)",
                names=names,
            )
        )
    return in_order(found)


def _family(key: str, named: str | None, value: float, mean: float) -> tuple[str, int]:
    """Family of a key, that which a file names before that of the table, and its direction.

    Numbers that matter only against the mean of their list move away from it, or towards it.
    """
    family, direction = family_of(key)
    if named and named != family:
        return named, 1
    return family, direction or (1 if value >= mean else -1)


def in_order(factors: Iterable[Factor]) -> tuple[Factor, ...]:
    """Return factors by key, numbers of a list in its order, not as a file happens to be arranged.

    A design gives each of its columns to a factor, so results would hang on that.
    """
    return tuple(sorted(factors, key=_place))


def _place(factor: Factor) -> tuple[list[tuple[bool, int, str]], str]:
    parts = undotted(factor.key)
    texts = [(True, part, "") if isinstance(part, int) else (False, 0, part) for part in parts]
    return texts, factor.name


def chosen_factors(
    scenarios: Sequence[Scenario], keys: Mapping[str, KeyRange | None]
) -> tuple[Factor, ...]:
    """Return a factor for each key; None stands for the range that the scenario gives.

    Of a structural assumption it stands for all that may be said there, and the name `structure`
    for all structural assumptions.

    Raises
    ------
    SweepError
        For keys that do not exist, with the nearest, or that have no range or one beyond what the
        scenario says is defensible.
    """
    faults: list[str] = []
    found: list[Factor] = []
    assumed = _assumed_by_key(scenarios)
    for key, given in _spelt_out(keys, scenarios).items():
        places = tuple(p for p, s in enumerate(scenarios) if has_key(s, key))
        if not places or resolve(undotted(key)) is None:
            faults.append(_unknown(key, scenarios))
        elif given is None:
            own = [f for f in assumed.values() if f.key == key or f.key.startswith(f"{key}[")]
            found += own
            if not own:
                faults.append(
                    Phrase("{key}: has no range in the scenario; give low and high", key=key)
                )
        else:
            wrong = list(_beyond(key, given, [scenarios[p] for p in places]))
            faults += wrong
            if not wrong:
                found.append(_chosen(key, given, places, scenarios[places[0]]))
    if faults:
        raise SweepError(joined(faults, "\n", "\n"))
    return in_order(found)


def _spelt_out(
    keys: Mapping[str, KeyRange | None], scenarios: Sequence[Scenario]
) -> dict[str, KeyRange | None]:
    """Keys with their levels, where a structural assumption is named without any."""
    found: dict[str, KeyRange | None] = {}
    for key, given in keys.items():
        if given is not None and given != KeyRange():
            found[key] = given
        elif key == ALL_STRUCTURE:
            every = {one.key: one.levels for s in scenarios for one in structure(s)}
            found |= {name: KeyRange(levels=levels) for name, levels in every.items()}
        else:
            levels = levels_of(key)
            found[key] = KeyRange(levels=levels) if levels else None
    return found


def _assumed_by_key(scenarios: Sequence[Scenario]) -> dict[str, Factor]:
    try:
        return {factor.name: factor for factor in assumed_factors(scenarios)}
    except SweepError:
        return {}


def numbers_of(row: ProvenanceRow) -> Iterator[tuple[str, float]]:
    """Each number of a row with its own key."""

    def walk(value: Any, path: KeyPath) -> Iterator[tuple[str, float]]:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from walk(item, (*path, index))
        else:
            yield dotted(path), value

    yield from walk(row.value, undotted(row.key))


def _is_idle(key: str, scenarios: Sequence[Scenario]) -> bool:
    """Whether a key belongs to a block that no scenario has on, now or later.

    Prices are: no issue fares otherwise for them.
    """
    path = undotted(key)
    if path[0] == "costs":
        return True
    return not any(
        is_on(regime.document, path) for scenario in scenarios for regime in scenario.regimes
    )


@lru_cache(maxsize=1 << 14)
def is_whole(key: str) -> bool:
    """Whether only whole numbers may stand under a key."""
    slot = resolve(undotted(key))
    return slot is not None and slot.core is int


def _whole_ends(low: float, high: float) -> tuple[float, float]:
    """Whole numbers inside a range."""
    return float(-(-low // 1)), float(high // 1)


def has_key(scenario: Scenario, key: str) -> bool:
    """Whether a scenario knows a key: gives it a value, or leaves it at its default."""
    value: Any = scenario.document
    for part in undotted(key):
        try:
            value = (
                value[part]
                if isinstance(part, int) or isinstance(value, dict)
                else (getattr(value, part))
            )
        except (AttributeError, LookupError, TypeError):
            return False
    return True


def _unknown(key: str, scenarios: Sequence[Scenario]) -> str:
    known = [row.key for scenario in scenarios for row in scenario.provenance]
    hint = did_you_mean(key, known)
    return clauses(Phrase("{key}: no scenario has this key", key=key), hint)


def _chosen(key: str, given: KeyRange, places: tuple[int, ...], scenario: Scenario) -> Factor:
    row: ProvenanceRow | None
    base: float | str | None
    row, base = next(
        ((row, v) for row in scenario.provenance for k, v in numbers_of(row) if k == key),
        (None, None),
    )
    if base is None and levels_of(key):
        base = next((one.value for one in structure(scenario) if one.key == key), None)
    family, direction = _place_in_family(key, row)
    if given.levels:
        ends = 0.0, float(len(given.levels) - 1)
        return Factor(
            key,
            key,
            places,
            base,
            *ends,
            levels=given.levels,
            family=family,
            direction=direction,
        )
    assert given.low is not None and given.high is not None
    whole = is_whole(key)
    low, high = _whole_ends(given.low, given.high) if whole else (given.low, given.high)
    return Factor(key, key, places, base, low, high, whole, family=family, direction=direction)


def _place_in_family(key: str, row: ProvenanceRow | None) -> tuple[str, int]:
    if row is None:
        return _family(key, None, 0.0, 0.0)
    own = dict(numbers_of(row))
    return _family(key, row.family, own[key], sum(own.values()) / len(own))


def _beyond(key: str, given: KeyRange, scenarios: Iterable[Scenario]) -> Iterator[str]:
    values = given.levels or (given.low, given.high)
    if any(value is None for value in values):
        yield Phrase("{key}: give both low and high, or levels", key=key)
        return
    if not given.levels and not values[0] < values[1]:
        yield Phrase(
            "{key}: low {values:g} is not below high {values2:g}",
            key=key,
            values=values[0],
            values2=values[1],
        )
        return
    for scenario in scenarios:
        for row in scenario.provenance:
            inside = row.key == key or key.startswith(f"{row.key}[")
            if not inside or row.range is None:
                continue
            low, high = row.range
            for value in values:
                if isinstance(value, int | float) and not low <= value <= high:
                    yield (
                        Phrase(
                            "{key}: found {value:g}; its range in {name} is {low:g} to "
                            "{high:g}: widen it "
                            "there if more is defensible",
                            key=key,
                            value=value,
                            name=scenario.name,
                            low=low,
                            high=high,
                        )
                    )
