"""What arises: at which rates, which issues are known of, and what is open at hour 0."""

import datetime
from collections import Counter
from collections.abc import Iterator

import numpy as np

from ..city import City
from ..city.draws import key_of_text, keys_of_texts, mix, seed_key, uniform
from ..scenario.catalogue import Issues
from ..scenario.document import ScenarioDocument
from . import columns
from .behaviour import need_bounds
from .births import Births
from .codes import LEVELS
from .intensity import cumulative_intensity
from .purposes import P_RESIDENT
from .rules import HOURS_PER_DAY, HOURS_PER_YEAR

NOON = 12.0  # of a recorded arrival without a time of day


def births_of(document: ScenarioDocument, city: City, seed: int) -> Births:
    """Cells of community and kind with their rates, and the issues that are known to arise."""
    issues, places = document.issues, city.places
    levels, group, per_hour = cumulative_intensity(document, seed, places)
    names = list(issues.kinds)
    communities = keys_of_texts(seed_key(seed, "run"), places.ids)
    keys = np.stack([keys_of_texts(key, names) for key in communities])
    rates = np.array([k.births_per_1000_residents_year for k in issues.kinds.values()])
    bound = 1.0 + np.array([k.disorder_gain * k.visible for k in issues.kinds.values()])
    bound *= need_bounds(document, city)
    hourly = places.residents * places.issue_rate * issues.rate_factor / 1000.0 / HOURS_PER_YEAR
    cells = np.zeros(keys.size, columns.CELL)
    cells["key"] = keys.ravel()
    cells["rate"] = _rates_of_cells(document, city, np.outer(hourly, rates * bound), bound).ravel()
    cells["level"] = (group[:, None] * len(names) + np.arange(len(names))).ravel()
    residents = np.stack([city.people.first, places.residents], axis=1)
    return Births(cells, levels, residents, per_hour, _planted(document, city, cells["key"]))


def _rates_of_cells(
    document: ScenarioDocument, city: City, usual: np.ndarray, bound: np.ndarray
) -> np.ndarray:
    """Bounding rates an hour by community and kind, what is known of them put in.

    Parameters
    ----------
    usual : array of float, shape (communities, kinds)
        Rates by residents.
    bound : array of float, shape (kinds,)
        Largest factor of disorder.
    """
    issues = document.issues
    births, names, ids = issues.community_births, list(issues.kinds), city.places.ids
    if issues.trace is not None:
        return np.zeros_like(usual)
    if births is None:
        return usual
    rows = [ids.index(name) for name in births.community]
    columns = [names.index(name) for name in births.kind]
    if births.factor:
        usual[rows, columns] *= births.factor
    else:
        yearly = np.array(births.births_per_year) * issues.rate_factor
        usual[rows, columns] = yearly / HOURS_PER_YEAR * bound[columns]
    return usual


def _planted(document: ScenarioDocument, city: City, cell_keys: np.ndarray) -> columns.Table:
    """Candidates that are known to arise; their resident is a draw of their own key.

    The key comes from community, kind and time, so that it does not depend on the others.
    """
    kinds = {name: row for row, name in enumerate(document.issues.kinds)}
    rows = {name: row for row, name in enumerate(city.places.ids)}
    known = list(_known(document.issues))
    table = np.zeros(len(known), columns.CANDIDATE)
    twins: Counter[tuple[int, float]] = Counter()
    for n, (on, hour, name, kind) in enumerate(known):
        community = rows[name]
        cell = community * len(kinds) + kinds[kind]
        time = document.horizon.day_of(on) * HOURS_PER_DAY + hour
        moment = key_of_text(f"{on} {hour} {twins[cell, time]}")
        own = mix(cell_keys[cell : cell + 1] ^ moment)
        twins[cell, time] += 1
        place = int(uniform(own, P_RESIDENT, 0)[0] * city.places.residents[community])
        table[n] = (time, own[0], city.people.first[community] + place, cell, -1 - n)
    return table[np.argsort(table["time"], kind="stable")]


def carried_over(
    document: ScenarioDocument, city: City, seed: int
) -> list[tuple[columns.Table, int, float]]:
    """Tickets that are open at hour 0, the oldest first.

    Returns
    -------
    list of (row of CANDIDATE, level or -1, age in hours)
    """
    tickets = document.horizon.open_tickets
    if tickets is None:
        return []
    places = city.places
    kinds = {name: row for row, name in enumerate(document.issues.kinds)}
    rows = {name: row for row, name in enumerate(places.ids)}
    root = seed_key(seed, "run")
    twins: Counter[tuple[str, str, float, str]] = Counter()
    found = []
    for n, said in enumerate(
        zip(
            tickets.community,
            tickets.kind,
            tickets.age_days,
            tickets.column("level", ""),
            strict=True,
        )
    ):
        name, kind, age, level = said
        community = rows[name]
        own = keys_of_texts(root, [f"open {name} {kind} {age} {level} {twins[said]}"])
        twins[said] += 1
        first, number = city.people.first[community], places.residents[community]
        resident = first + int(uniform(own, P_RESIDENT, 0)[0] * number)
        candidate = np.zeros(1, columns.CANDIDATE)
        ordinal = -1 - len(document.issues.planted) - n
        candidate[0] = (0.0, own[0], resident, community * len(kinds) + kinds[kind], ordinal)
        found.append((candidate, LEVELS.index(level) if level else -1, age * HOURS_PER_DAY))
    return sorted(found, key=lambda ticket: -ticket[2])


def _known(issues: Issues) -> Iterator[tuple[datetime.date, float, str, str]]:
    """Yield day, hour, community and kind of each issue that is known to arise."""
    for planted in issues.planted:
        yield planted.on, planted.hour, planted.community, planted.kind
    trace = issues.trace
    if trace is not None:
        yield from zip(
            trace.on, trace.column("hour", NOON), trace.community, trace.kind, strict=True
        )
