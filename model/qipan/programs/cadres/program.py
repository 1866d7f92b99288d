"""The program of the cadres: one function a rule, each opening with its inequality.

x_c are full-time cadres in community c, h_c the service hours a year they add, z_c the open
ticket-days a year of c.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import ArrayLike

from ...units import said_unit
from ...words import Phrase, Words
from ..curve import Floats
from ..program import Program, Rule, identifiers, plain
from .problem import CadreProblem

TOTAL = Phrase("total of full_time cadres")
OF_ONE = {
    "floor": Words("floor of full_time in {place}"),
    "cap": Words("cap of full_time in {place}"),
}


@dataclass(frozen=True)
class CadreProgram:
    """Program of a cadre problem and its variables.

    Attributes
    ----------
    program : Program
    given : CadreProblem
    cadres : list of pulp.LpVariable
        x_c.
    hours, ticket_days : list of pulp.LpVariable
        h_c and z_c. Where the objective does not want z_c low its value may lie above the curve.
    places : list of str
        Communities as they are called in the .lp file.
    """

    program: Program
    given: CadreProblem
    cadres: list[pulp.LpVariable]
    hours: list[pulp.LpVariable]
    ticket_days: list[pulp.LpVariable]
    places: list[str]


def rules_program(given: CadreProblem, *, whole: bool = True) -> CadreProgram:
    """Return the program with all rules, the curves not yet in it and no objective.

    Parameters
    ----------
    given : CadreProblem
    whole : bool
        Whether cadres are whole numbers; if not, it is the linear relaxation.
    """
    program = Program.empty("cadres")
    places = identifiers(given.communities, "c")
    cadres = [program.variable(f"cadres.{place}", whole=whole) for place in places]
    hours = [program.variable(f"hours.{place}", None) for place in places]
    lowest = [float(curve.y[-1]) for curve in given.curves]
    days = [
        program.variable(f"ticket_days.{p}", low) for p, low in zip(places, lowest, strict=True)
    ]
    model = CadreProgram(program, given, cadres, hours, days, places)
    total(model)
    floors(model)
    caps(model)
    service_hours_of_plan(model)
    return model


def total(model: CadreProgram) -> None:
    """sum_c x_c <= total, in cadres: nobody is sent twice."""
    number = float(model.given.total)
    rule = Rule("total", TOTAL, "cadres", "totals", number, "<=")
    model.program.add(rule, [(var, 1.0) for var in model.cadres])


def floors(model: CadreProgram) -> None:
    """x_c >= floor_c, in cadres, wherever a floor is above 0."""
    for row in np.flatnonzero(model.given.floors > 0.0):
        _one(model, int(row), "floor", "floors", model.given.floors[row])


def caps(model: CadreProgram) -> None:
    """x_c <= cap_c, in cadres, wherever there is a cap."""
    for row in np.flatnonzero(np.isfinite(model.given.caps)):
        _one(model, int(row), "cap", "caps", model.given.caps[row])


def service_hours_of_plan(model: CadreProgram) -> None:
    """h_c - H (1 - phi_c) e x_c = extra_c, in hours a year."""
    given = model.given
    gained = given.hours_gained.tolist()
    for row, place in enumerate(model.places):
        terms = [(model.hours[row], 1.0)]
        if gained[row]:
            terms.append((model.cadres[row], -gained[row]))
        model.program.define(
            f"service_hours.{place}",
            f"service hours cadres add in {given.communities[row]}",
            "hours a year",
            "==",
            float(given.extra_hours[row]),
            terms,
            row,
        )


def ticket_day_curves(model: CadreProgram) -> None:
    """z_c - slope_ck h_c >= intercept_ck, in ticket-days a year, for each piece k of the curve.

    The flat end of the curve is the lower bound of z_c.
    """
    for row, curve in enumerate(model.given.curves):
        for piece, (intercept, slope) in enumerate(list(curve.lines())[:-1]):
            model.program.define(
                f"curve.{model.places[row]}.{piece}",
                f"open ticket-days of {model.given.communities[row]}, piece {piece + 1}",
                "ticket-days a year",
                ">=",
                intercept,
                [(model.ticket_days[row], 1.0), (model.hours[row], -slope)],
                row,
            )


def violations(given: CadreProblem, plan: ArrayLike) -> list[str]:
    """Rules that a plan breaks, as phrases in the planner's words; empty if it keeps all."""
    x = np.asarray(plan, float)
    whole = (x == np.rint(x)).all() and (x >= 0.0).all()
    out: list[str] = [] if whole else [Phrase("cadres are not whole numbers")]
    if x.sum() > given.total + 1e-6:
        out.append(TOTAL)
    broken = {"floor": x < given.floors - 1e-6, "cap": x > given.caps + 1e-6}
    for word, where in broken.items():
        out += [_about_one(given, word, row) for row in np.flatnonzero(where).tolist()]
    return out


def plan_of(model: CadreProgram, values: Mapping[str, float]) -> Floats:
    """Cadres by community from the values of a solution."""
    return np.array([values[var.name] for var in model.cadres])


def _about_one(given: CadreProblem, word: str, row: int) -> Phrase:
    return Phrase(OF_ONE[word], place=given.communities[row])


def _one(model: CadreProgram, row: int, word: str, family: str, number: float) -> None:
    """Rule about the cadres of one community."""
    rule = Rule(
        name=f"{word}.{model.places[row]}",
        description=_about_one(model.given, word, row),
        unit="cadres",
        family=family,
        number=float(number),
        sense=">=" if word == "floor" else "<=",
        community=row,
    )
    model.program.add(rule, [(model.cadres[row], 1.0)])


def shown(rule: Rule) -> Phrase:
    """Write a rule with its number, such as "total of full_time cadres (2,400 cadres)"."""
    return Phrase(
        "{rule} ({number} {unit})",
        rule=rule.description,
        number=plain(rule.number),
        unit=said_unit(rule.unit),
    )
