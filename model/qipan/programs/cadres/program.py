"""The program of the cadres: one function a rule, each opening with its inequality.

x_cs are cadres of type s in community c, h_c the service hours a year they add, z_c the open
ticket-days a year of c.
"""

from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import ArrayLike

from ...units import said_unit
from ...words import Phrase, Words
from ..program import Program, Rule, identifiers, plain
from .problem import CadreProblem

TOTAL = Words("total of {kind} cadres")
OF_ONE = {
    "floor": Words("floor of {kind} in {place}"),
    "cap": Words("cap of {kind} in {place}"),
}


@dataclass(frozen=True)
class CadreProgram:
    """Program of a cadre problem and its variables.

    Attributes
    ----------
    program : Program
    given : CadreProblem
    cadres : list of list of pulp.LpVariable
        x_cs, by community and type.
    hours, ticket_days : list of pulp.LpVariable
        h_c and z_c. Where the objective does not want z_c low its value may lie above the curve.
    places, types : list of str
        Communities and types as they are called in the .lp file.
    """

    program: Program
    given: CadreProblem
    cadres: list[list[pulp.LpVariable]]
    hours: list[pulp.LpVariable]
    ticket_days: list[pulp.LpVariable]
    places: list[str]
    types: list[str]

    def all_cadres(self, column: int | None = None) -> list[pulp.LpVariable]:
        """Variables of one type, or of all."""
        chosen = slice(None) if column is None else slice(column, column + 1)
        return [var for row in self.cadres for var in row[chosen]]


def rules_program(given: CadreProblem, *, whole: bool = True) -> CadreProgram:
    """Return the program with all rules, the curves not yet in it and no objective.

    Parameters
    ----------
    given : CadreProblem
    whole : bool
        Whether cadres are whole numbers; if not, it is the linear relaxation.
    """
    program = Program.empty("cadres")
    places, types = identifiers(given.communities, "c"), identifiers(given.type_names, "s")
    cadres = [
        [program.variable(f"cadres.{kind}.{place}", whole=whole) for kind in types]
        for place in places
    ]
    hours = [program.variable(f"hours.{place}", None) for place in places]
    lowest = [float(curve.y[-1]) for curve in given.curves]
    days = [
        program.variable(f"ticket_days.{p}", low) for p, low in zip(places, lowest, strict=True)
    ]
    model = CadreProgram(program, given, cadres, hours, days, places, types)
    totals(model)
    floors(model)
    caps(model)
    service_hours_of_plan(model)
    return model


def totals(model: CadreProgram) -> None:
    """sum_c x_cs <= total_s, in cadres: nobody is sent twice."""
    for column, kind in enumerate(model.given.staff_types):
        rule = Rule(
            name=f"total.{model.types[column]}",
            description=Phrase(TOTAL, kind=kind.name),
            unit="cadres",
            family="totals",
            number=float(model.given.totals[column]),
            sense="<=",
            staff_type=column,
        )
        model.program.add(rule, [(var, 1.0) for var in model.all_cadres(column)])


def floors(model: CadreProgram) -> None:
    """x_cs >= floor_cs, in cadres, wherever a floor is above 0."""
    for row, column in np.argwhere(model.given.floors > 0.0):
        _one(model, int(row), int(column), "floor", "floors", model.given.floors[row, column])


def caps(model: CadreProgram) -> None:
    """x_cs <= cap_cs, in cadres, wherever there is a cap."""
    for row, column in np.argwhere(np.isfinite(model.given.caps)):
        _one(model, int(row), int(column), "cap", "caps", model.given.caps[row, column])


def service_hours_of_plan(model: CadreProgram) -> None:
    """h_c - sum_s H_s (1 - phi_c) e_s x_cs = extra_c, in hours a year."""
    given = model.given
    gained = given.hours_gained.tolist()
    for row, place in enumerate(model.places):
        pairs = zip(model.cadres[row], gained[row], strict=True)
        terms = [(model.hours[row], 1.0)] + [(var, -hours) for var, hours in pairs if hours]
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
    for column, kind in enumerate(given.type_names):
        if x[:, column].sum() > given.totals[column] + 1e-6:
            out.append(Phrase(TOTAL, kind=kind))
    broken = {"floor": x < given.floors - 1e-6, "cap": x > given.caps + 1e-6}
    for word, where in broken.items():
        for row, column in np.argwhere(where):
            out.append(_about_one(given, word, int(row), int(column)))
    return out


def plan_of(model: CadreProgram, values: dict[str, float]) -> list[list[float]]:
    """Cadres by community and type from the values of a solution."""
    return [[values[var.name] for var in row] for row in model.cadres]


def _about_one(given: CadreProblem, word: str, row: int, column: int) -> Phrase:
    return Phrase(OF_ONE[word], kind=given.type_names[column], place=given.communities[row])


def _one(model: CadreProgram, row: int, column: int, word: str, family: str, number: float) -> None:
    """Rule about the cadres of one type in one community."""
    given = model.given
    rule = Rule(
        name=f"{word}.{model.types[column]}.{model.places[row]}",
        description=_about_one(given, word, row, column),
        unit="cadres",
        family=family,
        number=float(number),
        sense=">=" if word == "floor" else "<=",
        community=row,
        staff_type=column,
    )
    model.program.add(rule, [(model.cadres[row][column], 1.0)])


def shown(rule: Rule) -> Phrase:
    """Write a rule with its number, such as "total of full_time cadres (2,400 cadres)"."""
    return Phrase(
        "{rule} ({number} {unit})",
        rule=rule.description,
        number=plain(rule.number),
        unit=said_unit(rule.unit),
    )
