"""The rules of a plan of funds, one function each, as rows of a linear program.

Communities c, earmarks e, purposes k, years t. y[c,e,t] is the city's yuan, m[c,e,t] the county's,
s[c,e,k,t] what is spent, r[c,e,t] what is carried into the next year. In a pool the earmarks of a
community have one purse in common, else each has its own: p is a purse.
"""

from dataclasses import dataclass, field

import pulp

from ...words import Phrase
from ..program import Program, Rule, identifiers
from .problem import FundsCase, Numbers

POOL = "pool"


@dataclass
class FundsModel:
    """Program of a case and its variables.

    Attributes
    ----------
    program : Program
    given : FundsCase
    places, marks, ends : list of str
        Communities, earmarks and purposes as they are called in the .lp file.
    purses : list of (name, earmarks, purposes)
        Purses of each community, by rows of earmarks and of purposes.
    city, county : dict of (community, earmark, year) to variable
        Yuan.
    kept : dict of (community, purse, year) to variable
        Yuan carried into the next year.
    spent : dict of (community, purse, purpose, year) to variable
        Yuan.
    pieces : dict of (community, purpose, year) to list of variables
        Yuan in each piece of the benefit.
    ticket_days : list of variables
        Need of each community less what is saved in all years. Objectives make it small.
    """

    program: Program
    given: FundsCase
    places: list[str]
    marks: list[str]
    ends: list[str]
    purses: list[tuple[str, list[int], list[int]]]
    city: dict[tuple[int, int, int], pulp.LpVariable] = field(default_factory=dict)
    county: dict[tuple[int, int, int], pulp.LpVariable] = field(default_factory=dict)
    kept: dict[tuple[int, int, int], pulp.LpVariable] = field(default_factory=dict)
    spent: dict[tuple[int, int, int, int], pulp.LpVariable] = field(default_factory=dict)
    pieces: dict[tuple[int, int, int], list[pulp.LpVariable]] = field(default_factory=dict)
    ticket_days: list[pulp.LpVariable] = field(default_factory=list)


def funds_model(given: FundsCase) -> FundsModel:
    """Write all rules down; there is no objective yet."""
    model = FundsModel(
        Program.empty("funds"),
        given,
        identifiers(given.communities, "c"),
        identifiers([earmark.name for earmark in given.earmarks], "e"),
        identifiers(given.purposes, "k"),
        _purses(given),
    )
    _variables(model)
    for rule in (totals, county_total, floors, match, purses, absorption, spending, saved):
        rule(model)
    return model


def totals(model: FundsModel) -> None:
    """Σ_c y[c,e,t] ≤ total[e,t]: no more is given than there is (yuan)."""
    for e, earmark in enumerate(model.given.earmarks):
        for t, yuan in enumerate(earmark.yuan):
            terms = [(model.city[c, e, t], 1.0) for c in range(len(model.places))]
            text = _in_year(model, t, Phrase("city money of {earmark}", earmark=earmark.name))
            rule = Rule(f"total.{model.marks[e]}.{t + 1}", text, "yuan", "totals", yuan, "<=")
            model.program.add(rule, terms)


def county_total(model: FundsModel) -> None:
    """Σ_ce m[c,e,t] ≤ county[t]: the county matches only as far as its own money goes (yuan)."""
    for t, yuan in enumerate(model.given.county_yuan or ()):
        terms = [(var, 1.0) for (_, _, year), var in model.county.items() if year == t]
        if terms:
            text = _in_year(model, t, Phrase("money of the county"))
            rule = Rule(f"county_total.{t + 1}", text, "yuan", "county_yuan", yuan, "<=")
            model.program.add(rule, terms)


def floors(model: FundsModel) -> None:
    """y[c,e,t] ≥ floor[c,e] in each year: nobody gets less of the city (yuan)."""
    for (c, e, t), var in model.city.items():
        floor = float(model.given.floors[c, e])
        if floor > 0.0:
            name = f"floor.{model.marks[e]}.{model.places[c]}.{t + 1}"
            floored = Phrase(
                "floor of {earmark} in {place}", earmark=_mark(model, e), place=_place(model, c)
            )
            text = _in_year(model, t, floored)
            rule = Rule(name, text, "yuan", "floors", floor, ">=", c)
            model.program.add(rule, [(var, 1.0)])


def match(model: FundsModel) -> None:
    """m[c,e,t] = ratio[e] paid[e] y[c,e,t]: the county adds to what the city has paid (yuan)."""
    for (c, e, t), var in model.county.items():
        ratio = model.given.earmarks[e].county_per_city_yuan
        name = f"match.{model.marks[e]}.{model.places[c]}.{t + 1}"
        matched = f"county's match of {_mark(model, e)} in {_place(model, c)}"
        text = _in_year(model, t, matched)
        terms = [(var, 1.0), (model.city[c, e, t], -ratio)]
        model.program.define(name, text, "yuan", "==", 0.0, terms, c)


def purses(model: FundsModel) -> None:
    """Σ_k s[c,p,k,t] + r[c,p,t] ≤ Σ_e∈p (y + m) + r[c,p,t−1]: what is spent was given (yuan).

    Money that lapses, or is left in the last year, has no r.
    """
    for c, place in enumerate(model.places):
        for p, (purse, _, _) in enumerate(model.purses):
            for t in range(model.given.years):
                terms = [(var, 1.0) for var in _spent(model, c, p, t)]
                terms += [(model.kept[c, p, t], 1.0)] if (c, p, t) in model.kept else []
                terms += [(var, -1.0) for var in _given(model, c, p, t)]
                text = _in_year(model, t, f"purse {purse} of {_place(model, c)}")
                name = f"purse.{purse}.{place}.{t + 1}"
                model.program.define(name, text, "yuan", "<=", 0.0, terms, c)


def absorption(model: FundsModel) -> None:
    """Σ_k s[c,p,k,t] ≤ a[c] (Σ_e∈p (y + m) + r[c,p,t−1]): not all is dared to be spent (yuan).

    (不敢用、不会用) The share is of all the money there is in the year, also that carried in.
    """
    for c, place in enumerate(model.places):
        share = float(model.given.absorption[c])
        for p, (purse, _, _) in enumerate(model.purses):
            for t in range(model.given.years):
                terms = [(var, 1.0) for var in _spent(model, c, p, t)]
                if share == 1.0 or not terms:
                    continue
                terms += [(var, -share) for var in _given(model, c, p, t)]
                spent = Phrase(
                    "share of {purse} that {place} can spend", purse=purse, place=_place(model, c)
                )
                text = _in_year(model, t, spent)
                name = f"absorption.{purse}.{place}.{t + 1}"
                rule = Rule(name, text, "yuan", "absorption", 0.0, "<=", c)
                model.program.add(rule, terms)


def spending(model: FundsModel) -> None:
    """Σ_i piece[c,k,t,i] − Σ_p s[c,p,k,t] = 0: all that is spent on a purpose does it (yuan).

    The right-hand side is money from elsewhere, by which its value is measured.
    """
    for (c, k, t), pieces in model.pieces.items():
        terms = [(var, 1.0) for var in pieces]
        for p in range(len(model.purses)):
            if (c, p, k, t) in model.spent:
                terms.append((model.spent[c, p, k, t], -1.0))
        text = _in_year(model, t, f"spending on {model.given.purposes[k]} in {_place(model, c)}")
        model.program.define(spending_row(model, c, k, t), text, "yuan", "==", 0.0, terms, c)


def spending_row(model: FundsModel, c: int, k: int, t: int) -> str:
    """Name of the row of spending on a purpose."""
    return f"spending.{model.ends[k]}.{model.places[c]}.{t + 1}"


def saved(model: FundsModel) -> None:
    """z[c] + Σ_tki weight[t] slope[c,k,i] piece[c,k,t,i] = need[c] (ticket-days).

    Slopes fall, so that no plan gains by filling a later piece first: the benefit is concave.
    """
    for c, place in enumerate(model.places):
        terms = [(model.ticket_days[c], 1.0)]
        for k, purpose in enumerate(model.given.purposes):
            slopes = model.given.benefit(model.given.communities[c], purpose).slopes.tolist()
            for t, weight in enumerate(model.given.year_weights):
                pieces = zip(model.pieces[c, k, t], slopes, strict=True)
                terms += [(var, weight * slope) for var, slope in pieces if slope]
        text = f"ticket-days left in {_place(model, c)}"
        need = float(model.given.need[c])
        model.program.define(f"saved.{place}", text, "ticket-days", "==", need, terms, c)


def _purses(given: FundsCase) -> list[tuple[str, list[int], list[int]]]:
    """One purse for each earmark, or one for all; wages are on no list."""
    row = {purpose: k for k, purpose in enumerate(given.purposes)}
    lists = [sorted(row[purpose] for purpose in earmark.purposes) for earmark in given.earmarks]
    if given.pooled:
        return [(POOL, list(range(len(lists))), sorted({k for ends in lists for k in ends}))]
    names = identifiers([earmark.name for earmark in given.earmarks], "e")
    return [(name, [e], ends) for e, (name, ends) in enumerate(zip(names, lists, strict=True))]


def _variables(model: FundsModel) -> None:
    for c in range(len(model.places)):
        for t in range(model.given.years):
            _money(model, c, t)
            _uses(model, c, t)
        model.ticket_days.append(model.program.variable(f"ticket_days.{model.places[c]}", None))


def _money(model: FundsModel, c: int, t: int) -> None:
    """Variables of what a community is given in a year, and of what it keeps."""
    place = model.places[c]
    for e, earmark in enumerate(model.given.earmarks):
        tail = f"{model.marks[e]}.{place}.{t + 1}"
        model.city[c, e, t] = model.program.variable(f"city.{tail}")
        if earmark.county_per_city_yuan > 0.0:
            model.county[c, e, t] = model.program.variable(f"county.{tail}")
    if model.given.carry_over and t + 1 < model.given.years:
        for p, (purse, _, _) in enumerate(model.purses):
            model.kept[c, p, t] = model.program.variable(f"kept.{purse}.{place}.{t + 1}")


def _uses(model: FundsModel, c: int, t: int) -> None:
    """Variables of what a community spends in a year, and on which pieces."""
    place = model.places[c]
    for p, (purse, _, ends) in enumerate(model.purses):
        for k in ends:
            name = f"spent.{purse}.{model.ends[k]}.{place}.{t + 1}"
            model.spent[c, p, k, t] = model.program.variable(name)
    for k, purpose in enumerate(model.given.purposes):
        widths = model.given.benefit(model.given.communities[c], purpose).widths
        model.pieces[c, k, t] = _pieces(model, f"{model.ends[k]}.{place}.{t + 1}", widths)


def _pieces(model: FundsModel, tail: str, widths: Numbers) -> list[pulp.LpVariable]:
    *finite, _ = widths.tolist()
    tops: list[float | None] = [*finite, None]
    return [model.program.variable(f"piece.{tail}.{i + 1}", 0.0, top) for i, top in enumerate(tops)]


def _spent(model: FundsModel, c: int, p: int, t: int) -> list[pulp.LpVariable]:
    return [model.spent[c, p, k, t] for k in model.purses[p][2]]


def _given(model: FundsModel, c: int, p: int, t: int) -> list[pulp.LpVariable]:
    """Variables that add up to the money of a purse in a year."""
    marks = model.purses[p][1]
    found = [model.city[c, e, t] for e in marks]
    found += [model.county[c, e, t] for e in marks if (c, e, t) in model.county]
    if (c, p, t - 1) in model.kept:
        found.append(model.kept[c, p, t - 1])
    return found


def _place(model: FundsModel, c: int) -> str:
    return model.given.communities[c]


def _mark(model: FundsModel, e: int) -> str:
    return model.given.earmarks[e].name


def _in_year(model: FundsModel, t: int, said: str) -> str:
    """Say of a rule in which year it holds, where more than one is planned."""
    return Phrase("{rule} in year {year}", rule=said, year=t + 1) if model.given.years > 1 else said
