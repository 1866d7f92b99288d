"""Sites that a plan file offers for centres, and what is wrong with them before any simulation."""

import os
from collections.abc import Iterable

import numpy as np

from ..city import City
from ..city.circle import service_points
from ..scenario import Scenario
from ..scenario.faults import Fault, located
from ..scenario.nodes import MapNode, Mark
from ..words import Phrase
from .document import PlanDocument
from .levers.lever import Bounds, OfferedSite, Setting
from .levers.of_plan import SITES, levers_of
from .levers.sites import SiteLever, home_of, reaches_of
from .site_table import read_offered

MOST_SITES = 100  # of one plan; `qipan site` chooses among more
SAME_KM = 1e-6


def offered_sites(
    document: PlanDocument, scenario: Scenario, city: City, tree: MapNode, here: str
) -> tuple[tuple[OfferedSite, ...], list[Fault]]:
    """Sites of a plan file, and what is wrong with them; none where it has no such lever.

    Parameters
    ----------
    document : PlanDocument
    scenario : Scenario
    city : City
    tree : MapNode
        The plan file, for places of faults.
    here : str
        Its folder.
    """
    lever, circle = document.sites, scenario.document.policy.service_circle
    if lever is None or not circle.on:  # the lever asks for a circle
        return (), []
    sites, faults = _offered(document, lever, scenario, city, tree, here)
    if faults:
        return (), faults
    found = [*_none_or_many(sites), *lever.unpriced_sites(SITES, scenario, sites)]
    if not found and not reaches_of(Setting(scenario, city, tuple(sites))).any():
        said = Phrase("no site reaches residents whom no centre of today reaches")
        allowed = Phrase(
            "a plan counts whom a site reaches; more clerks at counters of today are "
            "policy.service_circle.clerks_per_10000_residents of the scenario"
        )
        found.append(Fault(key=SITES, found=said, allowed=allowed))
    return tuple(sites), [located(fault, tree) for fault in found]


def floors_without_sites(
    city: City, scenario: Scenario, sites: tuple[OfferedSite, ...], bounds: Bounds
) -> Iterable[Fault]:
    """Say where more centres must be than sites are offered."""
    home = home_of(Setting(scenario, city, sites))
    there = np.bincount(home, minlength=len(bounds.floors))
    for row in np.flatnonzero(bounds.floors > there)[:5]:
        found = Phrase(
            "{desks} has floor {floors:g}", desks=city.places.ids[row], floors=bounds.floors[row]
        )
        allowed = Phrase("must be at most the sites offered there, {number}", number=there[row])
        yield Fault(key=SITES, found=found, allowed=allowed)


def _offered(
    document: PlanDocument,
    lever: SiteLever,
    scenario: Scenario,
    city: City,
    tree: MapNode,
    here: str,
) -> tuple[list[OfferedSite], list[Fault]]:
    circle = scenario.document.policy.service_circle
    if lever.candidates is None:
        return _where_none_stands(city, scenario, lever), []
    mark = located(Fault(key=f"{SITES}.candidates"), tree)
    taken = {*levers_of(document), *circle.added}
    file = os.path.join(here, lever.candidates)
    return read_offered(file, Mark(mark.file, mark.line), city.places, lever, taken)


def _where_none_stands(city: City, scenario: Scenario, lever: SiteLever) -> list[OfferedSite]:
    """Offer the middle of each community where no centre stands today, called by its id."""
    places, circle = city.places, scenario.document.policy.service_circle
    points = service_points(places, circle)
    middles = np.stack([places.x_km, places.y_km], axis=1)
    apart = np.array([np.hypot(*(points - middle).T).min() for middle in middles])
    return [
        OfferedSite(name, float(x), float(y), lever.m2, lever.clerks)
        for name, (x, y), far in zip(places.ids, middles, apart > SAME_KM, strict=True)
        if far
    ]


def _none_or_many(sites: list[OfferedSite]) -> Iterable[Fault]:
    key = f"{SITES}.candidates"
    if not sites:
        found = Phrase("no site: a centre stands in the middle of every community today")
        yield Fault(key=key, found=found, allowed=Phrase("must name a table of sites"))
    if len(sites) > MOST_SITES:
        found = Phrase("{number} sites", number=len(sites))
        allowed = Phrase(
            "must be at most {most}; `qipan site` finds the best of more", most=MOST_SITES
        )
        yield Fault(key=key, found=found, allowed=allowed)
