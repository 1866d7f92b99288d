"""Siting as one whole-number program: a function a rule, each opening with its inequality.

y_j is 1 where site j is open, x_ij the share of the people of place i whom it serves, z_i the share
of them who are covered. Where no site is too small the x of coverings are left out.
"""

from dataclasses import dataclass, field

import numpy as np
import pulp

from ..program import Program, Rule, identifiers
from .problem import SitesProblem


@dataclass
class SitesModel:
    """Program of a siting problem and its variables.

    Attributes
    ----------
    program : Program
    given : SitesProblem
    opened : list of pulp.LpVariable
        y_j.
    places, sites : list of str
        As they are called in the .lp file.
    served : dict of (place, site) to pulp.LpVariable
        x_ij, of pairs near enough.
    covered : list of pulp.LpVariable
        z_i; none with `least_distance`.
    """

    program: Program
    given: SitesProblem
    opened: list[pulp.LpVariable]
    places: list[str]
    sites: list[str]
    served: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    covered: list[pulp.LpVariable] = field(default_factory=list)


def assignment_program(given: SitesProblem) -> SitesModel:
    """Return the program of a siting problem with all its rules and its objective."""
    program = Program.empty("sites")
    places, sites = identifiers(given.places, "p"), identifiers(given.sites, "s")
    opened = [
        program.variable(f"open.{name}", 1.0 if kept else 0.0, 1.0, whole=True)
        for name, kept in zip(sites, given.kept, strict=True)
    ]
    model = SitesModel(program, given, opened, places, sites)
    centres(model)
    distance = given.objective == "least_distance"
    if distance or given.limited:
        serve(model)
        open_before_served(model)
        capacities(model)
    if distance:
        all_served(model)
        least_distance(model)
        return model
    cover(model)
    if given.objective == "most_covered":
        most_covered(model)
    else:
        share_covered(model)
        fewest_centres(model)
    return model


def centres(model: SitesModel) -> None:
    """sum_j y_j <= p, in sites, kept ones among them."""
    if model.given.centres is None:
        return
    rule = Rule("centres", "centres open", "centres", "centres", float(model.given.centres), "<=")
    model.program.add(rule, [(var, 1.0) for var in model.opened])


def serve(model: SitesModel) -> None:
    """x_ij >= 0 for all sites near enough."""
    for i, j in zip(*(rows.tolist() for rows in np.nonzero(model.given.reaches)), strict=True):
        name = f"served.{model.places[i]}.{model.sites[j]}"
        model.served[i, j] = model.program.variable(name)


def open_before_served(model: SitesModel) -> None:
    """x_ij <= y_j: nobody is served where nothing is open."""
    for (i, j), var in model.served.items():
        name = f"opened.{model.places[i]}.{model.sites[j]}"
        said = f"{model.given.sites[j]} is open before it serves {model.given.places[i]}"
        terms = [(var, 1.0), (model.opened[j], -1.0)]
        model.program.define(name, said, "share", "<=", 0.0, terms)


def capacities(model: SitesModel) -> None:
    """sum_i people_i x_ij <= capacity_j y_j, in people."""
    given, everybody = model.given, model.given.people.sum()
    by_site: dict[int, list[tuple[pulp.LpVariable, float]]] = {}
    for (i, j), var in model.served.items():
        by_site.setdefault(j, []).append((var, float(given.people[i])))
    for j, terms in by_site.items():
        if given.capacity[j] < everybody:
            rule = Rule(
                f"capacity.{model.sites[j]}",
                f"capacity of {given.sites[j]}",
                "people",
                "capacity",
                0.0,
                "<=",
            )
            model.program.add(rule, [*terms, (model.opened[j], -float(given.capacity[j]))])


def all_served(model: SitesModel) -> None:
    """sum_j x_ij == 1: everybody is served somewhere."""
    by_place: dict[int, list[tuple[pulp.LpVariable, float]]] = {}
    for (i, _), var in model.served.items():
        by_place.setdefault(i, []).append((var, 1.0))
    for i, terms in by_place.items():
        said = f"all of {model.given.places[i]} are served"
        model.program.define(f"all.{model.places[i]}", said, "share", "==", 1.0, terms)


def cover(model: SitesModel) -> None:
    """z_i <= sum_j x_ij, or sum_j y_j over sites near enough: covered is who could be served."""
    given = model.given
    for i, place in enumerate(model.places):
        covered = model.program.variable(f"covered.{place}", 0.0, 1.0)
        near = [
            (model.served[i, j] if model.served else model.opened[j], -1.0)
            for j in np.flatnonzero(given.reaches[i]).tolist()
        ]
        said = f"a site near {given.places[i]} covers it"
        terms = [(covered, 1.0), *near]
        model.program.define(f"cover.{place}", said, "share", "<=", 0.0, terms)
        model.covered.append(covered)


def share_covered(model: SitesModel) -> None:
    """sum_i people_i z_i >= share of all people."""
    rule = Rule("share", "residents covered", "residents", "share", model.given.needed, ">=")
    people = model.given.people.tolist()
    model.program.add(rule, list(zip(model.covered, people, strict=True)))


def least_distance(model: SitesModel) -> None:
    """Minimise sum_ij people_i metres_ij x_ij."""
    given = model.given
    model.program.minimise(
        (var, float(given.people[i] * given.metres[i, j])) for (i, j), var in model.served.items()
    )


def most_covered(model: SitesModel) -> None:
    """Minimise - sum_i people_i z_i."""
    people = model.given.people.tolist()
    model.program.minimise((var, -n) for var, n in zip(model.covered, people, strict=True))


def fewest_centres(model: SitesModel) -> None:
    """Minimise sum_j y_j."""
    model.program.minimise((var, 1.0) for var in model.opened)
