"""What residents do, as tables of the fast layer: shares of channels, needs, couriers, stewards."""

import numpy as np
from numpy.typing import NDArray

from ..city import City
from ..city.draws import key_of, uniform
from ..city.places import HEAD as HEAD_DRAW
from ..city.places import STATION
from ..scenario.behaviour import HouseholdType, Steward
from ..scenario.document import ScenarioDocument
from . import columns
from .codes import APP, CHANNELS, CHOICES, GRID_WORKER, HEAD, HOTLINE, MEMBER, VISIT
from .rules import HOURS_PER_DAY


def household_types(document: ScenarioDocument) -> list[HouseholdType]:
    """Types of households, in the order of their rows; none where they are off."""
    households = document.residents.households
    return list(households.types.values()) if households.on else []


def channel_shares(document: ScenarioDocument) -> NDArray[np.float64]:
    """Share of each of `CHOICES` by type of household, flat; they need not sum to 1."""
    residents = document.residents
    choice, reporting = residents.choice, residents.reporting
    worker = max(0.0, 1.0 - reporting.visit_share - reporting.hotline_share)
    app, talk, petition = 0.0, 0.0, 0.0
    if choice.on:
        app, talk = choice.app_share, choice.talk_share
        petition = choice.petition_share if residents.petitions.on else 0.0
    rest = 1.0 - app - talk - petition
    visit, hotline = rest * reporting.visit_share, rest * reporting.hotline_share
    usual = np.array([visit, hotline, rest * worker, app, talk, petition])
    rows = [
        usual
        * (
            own.visit_factor,
            own.hotline_factor,
            own.grid_worker_factor,
            own.app_factor,
            1.0,
            1.0,
        )
        for own in household_types(document)
    ]
    return np.concatenate(rows) if rows else usual


def channel_errors(document: ScenarioDocument) -> NDArray[np.float64]:
    """Wrong desks by channel, against `triage`."""
    factors = np.ones(len(CHANNELS))
    choice = document.residents.choice
    if choice.on:
        factors[VISIT] = choice.visit_error_factor
        factors[HOTLINE] = choice.hotline_error_factor
        factors[GRID_WORKER] = choice.grid_worker_error_factor
        factors[APP] = choice.app_error_factor
    return factors


def attractions(document: ScenarioDocument, city: City) -> NDArray[np.float32]:
    """What buildings have learnt of channels, by type of household: nothing yet."""
    types = len(household_types(document))
    if not types and not document.residents.choice.on:
        return np.zeros(1, np.float32)
    buildings = len(city.people.building_grid)
    return np.zeros(buildings * max(1, types) * len(CHOICES), np.float32)


def household_table(document: ScenarioDocument, city: City) -> columns.Table:
    """Table of the types of households; one that stands for all where they are off."""
    types = household_types(document)
    table = np.zeros(max(1, len(types)), columns.HOUSEHOLD)
    table["report"] = 1.0
    for row, own in zip(table, types, strict=False):
        row["report"] = own.report_factor
        row["calendar"] = city.calendars.index[own.home]
    return table


def need_factors(document: ScenarioDocument, city: City) -> NDArray[np.float64]:
    """Births per head by type of household and kind, against the city's: of mean 1 in the city."""
    types, places = household_types(document), city.places
    people = places.residents * places.issue_rate
    by_type = np.bincount(places.type, people, len(places.types)) / people.sum()
    rows = []
    for own in types:
        part = float(by_type @ [own.share_of(name) for name in places.types])
        rows.append((part, [own.needs.get(kind, 1.0) for kind in document.issues.kinds]))
    parts = np.array([part for part, _ in rows])
    factors = np.array([each for _, each in rows])
    mean = parts @ factors
    return factors / np.where(mean > 0.0, mean, 1.0)


def need_bounds(document: ScenarioDocument, city: City) -> NDArray[np.float64]:
    """Bound of the births of each kind over types of households."""
    if not household_types(document):
        return np.ones(len(document.issues.kinds))
    bounds: NDArray[np.float64] = need_factors(document, city).max(axis=0)
    return bounds


def need_chances(document: ScenarioDocument, city: City) -> NDArray[np.float64]:
    """Chance that a birth at the bound is one of a type's, by type and kind, flat."""
    if not household_types(document):
        return np.ones(1)
    factors = need_factors(document, city)
    bounds = factors.max(axis=0)
    return (factors / np.where(bounds > 0.0, bounds, 1.0)).ravel()


def set_couriers(
    document: ScenarioDocument, city: City, communities: columns.Table, open_hours: float
) -> None:
    """Write at what hazard couriers tell of what they see, given the hours they have ridden.

    They ride where people live: each community has its part of them by residents. Where a station
    is, is a draw of the community: a larger share of stations adds some and takes none away.
    """
    spent = open_hours - communities["ridden_since"]
    communities["ridden"] += communities["ridden_rate"] * spent
    communities["ridden_since"] = open_hours
    communities["ridden_rate"] = 0.0
    circle, households = document.policy.service_circle, document.residents.households
    couriers = households.couriers
    if not circle.on or not households.on or couriers is None:
        return
    places = city.places
    row = list(households.types).index(couriers.type)
    riding = (city.people.household == row).mean() * couriers.riding_share * places.residents
    swept = couriers.speed_km_per_hour * couriers.sweep_width_km * couriers.telling_share
    station = uniform(places.keys, STATION, 0) < circle.stations_share
    communities["ridden_rate"] = station * riding * swept / places.area_km2


def set_stewards(
    document: ScenarioDocument, city: City, stewards: columns.Table, roles: columns.Table
) -> None:
    """Write who looks after neighbours from now on, for how many hours a week, and how."""
    councils, buildings = document.policy.councils, len(city.people.building_grid)
    heads, members = councils.building_heads, councils.members
    stewards["hours"] = 0.0
    roles["rate"] = 0.0
    if councils.on and heads is not None and heads.on:
        has_one = _head_draws(city) < heads.buildings_share
        stewards["hours"][:buildings] = heads.hours_per_week * has_one
        _set_role(roles[HEAD : HEAD + 1], heads)
    if councils.on and members is not None and members.on:
        stewards["hours"][buildings:] = members.hours_per_week * members.per_community
        _set_role(roles[MEMBER : MEMBER + 1], members)


def _head_draws(city: City) -> NDArray[np.float64]:
    people = city.people
    community = people.grid_community[people.building_grid]
    within = people.building_first - people.first[community]
    return uniform(key_of(city.places.keys[community], within), HEAD_DRAW, 0)


def _set_role(row: columns.Table, role: Steward) -> None:
    row["rate"] = 1.0 / (role.find_mean_days * HOURS_PER_DAY)
    row["record"] = role.record_hours
    row["settle"] = role.settle_share
    row["settle_hours"] = role.settle_hours
