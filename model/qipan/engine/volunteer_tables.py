"""Volunteers and units of a city as tables of the fast layer."""

import numpy as np
from numpy.typing import NDArray

from ..city import City
from ..city.draws import mix, seed_key
from ..scenario.document import ScenarioDocument
from . import columns, state
from .rules import HOURS_PER_DAY, HOURS_PER_YEAR


def volunteer_table(
    document: ScenarioDocument, city: City, seed: int, most_tickets: int
) -> columns.Table:
    """Table of the active volunteers, with room for every resident who may sign up.

    Who they are belongs to the city; what they answer and when they give up, to the replication.
    """
    spec, roster = document.volunteers, city.roster
    if spec is None:
        return np.zeros(1, columns.VOLUNTEER)
    people = len(roster.key)
    # Memory that is never written to is never taken.
    table = np.zeros(people + min(city.residents, most_tickets) + 1, columns.VOLUNTEER)
    calendars = [city.calendars.index[pool.calendar] for pool in spec.pools.values()]
    rows = table[:people]
    rows["key"] = mix(roster.key ^ seed_key(seed, "run"))
    rows["community"] = roster.community
    rows["pool"] = roster.pool
    rows["skills"] = roster.skills
    rows["calendar"] = np.array(calendars, np.int32)[roster.pool]
    rows["willing"] = 1.0
    rows["earned"] = roster.hours_per_year / HOURS_PER_YEAR
    rows["next"] = np.arange(1, people + 1)
    rows["next"][_last_of_each(roster.community)] = -1
    return table


def _last_of_each(community: NDArray[np.int32]) -> NDArray[np.intp]:
    return np.flatnonzero(np.append(community[1:] != community[:-1], True)[: len(community)])


def first_volunteers(city: City) -> NDArray[np.int32]:
    """First volunteer of each community; -1 where there is none."""
    communities = np.arange(len(city.places.ids))
    first = np.searchsorted(city.roster.community, communities)
    last = np.searchsorted(city.roster.community, communities, side="right")
    return np.where(first < last, first, -1).astype(np.int32)


def expect_hours(document: ScenarioDocument, city: City, volunteers: columns.Table) -> None:
    """Write how many hours an hour each volunteer may be asked for by the rule now in force."""
    spec = document.volunteers
    if spec is None:
        return
    least = document.policy.orders.least_hours_per_year
    people = len(city.roster.key)
    pool_hours = [pool.hours_per_year for pool in spec.pools.values()]
    hours = np.array(pool_hours)[volunteers["pool"]]
    hours[:people] = city.roster.hours_per_year
    volunteers["earned"] = np.maximum(hours, least) / HOURS_PER_YEAR


def exits_spent(volunteers: columns.Table, rules: state.Rules, now: float) -> NDArray[np.float64]:
    """Integrated hazard of giving up of each volunteer up to now, as `orders.exit_spent` has it."""
    hours = now - volunteers["updated"]
    fading = 1.0 - np.exp(-hours / rules.fatigue_memory)
    calls = volunteers["remembered"] * rules.fatigue_memory * fading
    spent: NDArray[np.float64] = volunteers["exit_spent"] + rules.exit_rate * (
        hours + rules.exit_fatigue * calls
    )
    return spent


def settle(volunteers: columns.Table, rules: state.Rules, now: float) -> None:
    """Bring what is earned, remembered and spent up to now, before the rules change."""
    hours = now - volunteers["updated"]
    most = volunteers["earned"] * rules.fatigue_memory
    volunteers["exit_spent"] = exits_spent(volunteers, rules, now)
    volunteers["credit"] = np.minimum(most, volunteers["credit"] + volunteers["earned"] * hours)
    volunteers["remembered"] *= np.exp(-hours / rules.fatigue_memory)
    volunteers["updated"] = now


def begin_orders(document: ScenarioDocument, volunteers: columns.Table, now: float) -> None:
    """Orders begin: nobody has been asked for anything yet, and nobody has tired."""
    assert document.volunteers is not None
    memory = document.volunteers.fatigue_memory_days * HOURS_PER_DAY
    volunteers["credit"] = volunteers["earned"] * memory
    volunteers["remembered"] = 0.0
    volunteers["updated"] = now


def unit_table(document: ScenarioDocument, city: City) -> columns.Table:
    """Table of the co-building units; what they give is decided by themselves."""
    spec, units = document.units, city.units
    if spec is None:
        return np.zeros(1, columns.UNIT)
    table = np.zeros(len(units.key), columns.UNIT)
    kinds = list(document.issues.kinds)
    masks = [sum(1 << kinds.index(kind) for kind in group.kinds) for group in spec.groups.values()]
    table["key"] = units.key
    table["kinds"] = np.array(masks, np.uint64)[units.group]
    table["engagement"] = spec.initial_engagement
    table["set_aside"] = np.inf
    return table
