"""Reading a siting file with its scenario and its table; what is wrong is said with its place."""

import os
from dataclasses import dataclass, replace

import numpy as np

from ..city.places import Places, build_places
from ..programs.sites.problem import SitesProblem, contradictions
from ..scenario import Scenario, ScenarioError, load
from ..scenario.faults import Fault, at, did_you_mean, in_order, located
from ..scenario.nodes import MapNode, Mark
from ..scenario.shipped import file_named
from ..scenario.source_files import UnreadableFileError
from ..scenario.tree import read_tree
from ..scenario.validation import validate_as
from ..words import Phrase
from .document import SiteDocument
from .sites_table import CANDIDATE, EXISTING, FORBIDDEN, Site, read_sites, sites_of

METRES_PER_KM = 1000.0


@dataclass(frozen=True)
class SiteFile:
    """A siting file that holds together.

    Attributes
    ----------
    document : SiteDocument
    scenario : Scenario
    scenario_file : str
    places : Places
    sites : tuple of Site
        Those that may be opened, existing ones among them.
    given : SitesProblem
        Of these sites.
    name : str
    """

    document: SiteDocument
    scenario: Scenario
    scenario_file: str
    places: Places
    sites: tuple[Site, ...]
    given: SitesProblem
    name: str


def load_sites(path: str | os.PathLike[str]) -> SiteFile:
    """Load a siting file.

    Raises
    ------
    ScenarioError
        With all that is wrong with the file, its scenario or its table, and with what no choice of
        sites could keep.
    """
    file = os.fspath(path)
    try:
        tree, faults = read_tree(file_named(file, "", Mark(file)))
    except UnreadableFileError as error:
        raise ScenarioError([at(Mark(file), "", error.found, hint=error.hint)]) from None
    document, found = validate_as(SiteDocument, tree)
    faults += found
    if document is not None:
        faults += [located(fault, tree) for fault in _keys_at_odds(document)]
    if document is None or faults:
        raise ScenarioError(in_order(faults))
    here = os.path.dirname(file)
    named = file_named(document.scenario, here, Mark(file), "scenario")
    scenario = load(named)
    if scenario.districts:
        said = Phrase("a city of districts")
        fault = Fault(key="scenario", found=said, allowed=Phrase("must be one city"))
        raise ScenarioError([located(fault, tree)])
    spec = scenario.document
    places = build_places(spec.city, spec.residents.reporting.heterogeneity_ratio)
    sites, faults = _sites(document, tree, here, places)
    if not faults and not any(site.status != FORBIDDEN for site in sites):
        none = Fault(key="forbidden", found=Phrase("every site is forbidden"))
        faults.append(located(none, tree))
    if faults:
        raise ScenarioError(in_order(faults))
    open_ones = tuple(site for site in sites if site.status != FORBIDDEN)
    given = _posed(document, places, open_ones)
    key = "centres" if document.centres is not None else "objective"
    faults = [located(Fault(key=key, found=said), tree) for said in contradictions(given)]
    if faults:
        raise ScenarioError(faults)
    name = os.path.splitext(os.path.basename(file))[0]
    return SiteFile(document, scenario, named, places, open_ones, given, name)


def _keys_at_odds(document: SiteDocument) -> list[Fault]:
    """Keys that an objective needs, or has no use for."""
    objective, faults = document.objective, []
    fewest = objective == "fewest_centres"
    if fewest and document.centres is not None:
        found = Phrase("found {number}", number=document.centres)
        allowed = Phrase("{objective} finds the number itself", objective=objective)
        faults.append(Fault(key="centres", found=found, allowed=allowed))
    if not fewest and document.centres is None:
        allowed = Phrase("{objective} needs it", objective=objective)
        faults.append(Fault(key="centres", found=Phrase("not given"), allowed=allowed))
    if objective != "least_distance" and document.within_metres is None:
        allowed = Phrase("{objective} needs it", objective=objective)
        faults.append(Fault(key="within_metres", found=Phrase("not given"), allowed=allowed))
    if not fewest and document.share != 1.0:
        found = Phrase("found {number:g}", number=document.share)
        allowed = Phrase("only fewest_centres has a use for it")
        faults.append(Fault(key="share", found=found, allowed=allowed))
    return faults


def _sites(
    document: SiteDocument, tree: MapNode, here: str, places: Places
) -> tuple[list[Site], list[Fault]]:
    """All sites with their status, by the table and by the lists of the file."""
    faults: list[Fault] = []
    sites = sites_of(places)
    if document.table is not None:
        mark = located(Fault(key="table"), tree)
        file = os.path.join(here, document.table)
        sites, faults = read_sites(file, Mark(mark.file, mark.line), places)
    rows = {site.name: n for n, site in enumerate(sites)}
    for status, names in ((EXISTING, document.existing), (FORBIDDEN, document.forbidden)):
        for name in names:
            if name not in rows:
                found = Phrase("'{name}' is no site", name=name)
                fault = Fault(key=status, found=found, hint=did_you_mean(name, rows))
                faults.append(located(fault, tree))
            elif sites[rows[name]].status not in (CANDIDATE, status):
                found = Phrase("'{name}' is existing and forbidden", name=name)
                faults.append(located(Fault(key=status, found=found), tree))
            else:
                sites[rows[name]] = replace(sites[rows[name]], status=status)
    return sites, faults


def _posed(document: SiteDocument, places: Places, sites: tuple[Site, ...]) -> SitesProblem:
    everybody = document.residents_per_centre or np.inf
    east, north = (np.array([getattr(site, axis) for site in sites]) for axis in ("x_km", "y_km"))
    apart = np.hypot(places.x_km[:, None] - east, places.y_km[:, None] - north)
    return SitesProblem(
        places=places.ids,
        sites=tuple(site.name for site in sites),
        people=places.residents.astype(float),
        metres=apart * METRES_PER_KM,
        kept=np.array([site.status == EXISTING for site in sites]),
        capacity=np.array([site.capacity or everybody for site in sites]),
        objective=document.objective,
        centres=document.centres,
        within=document.within_metres,
        share=document.share,
    )
