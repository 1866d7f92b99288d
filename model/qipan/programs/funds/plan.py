"""Plans of funds: how much of each earmark goes to which community and what it is spent on."""

from dataclasses import dataclass, replace

import numpy as np
import pulp
from numpy.typing import ArrayLike

from ...words import Phrase
from ..highs import SolverError
from ..hours.plan import CannotBeDone
from ..objectives import LexicographicMaxMin, Objective, Utilitarian, sum_of_largest
from ..program import Binding, plain, priced
from ..solver import Solution, solve
from ..warm import WarmProgram
from .problem import FundsCase, Numbers
from .program import funds_model, spending_row

# How far an objective may fall back when a later one is made small, relative.
SLACK = 1e-9
# Objectives that differ by less, relative, are the same to a planner.
EQUAL = 1e-6
# Amounts that differ by less are the same to a planner.
CENT = 0.01


@dataclass(frozen=True)
class MoneyValue:
    """What more and less money for a purpose in a community would change.

    Attributes
    ----------
    community, purpose : str
    yuan : float
        Money from elsewhere; less means that as much of what is spent on it does nothing.
    more, less : float
        Change of the objective, below 0 if better. Both are differences of two optima: all other
        money goes where it then does most. NaN if not that much can be spent on the purpose.
    """

    community: str
    purpose: str
    yuan: float
    more: float
    less: float


@dataclass(frozen=True)
class FundsPlan:
    """A proven best plan.

    Attributes
    ----------
    case : FundsCase
    city, county : array, shape (communities, earmarks, years)
        Yuan given.
    spent : array, shape (communities, purses, purposes, years)
        Yuan spent; purses are the earmarks, or one pool.
    kept : array, shape (communities, purses, years)
        Yuan carried into the next year.
    purses : tuple of str
    objective : float
        Value of the objective that was asked for, worked out from what is spent.
    binding : tuple of Binding
        Rules with a price, the dearest first.
    """

    case: FundsCase
    city: Numbers
    county: Numbers
    spent: Numbers
    kept: Numbers
    purses: tuple[str, ...]
    objective: float
    binding: tuple[Binding, ...]

    @property
    def benefit(self) -> Numbers:
        """Benefit of each community, purpose and year, worked out from what is spent."""
        yuan = self.spent.sum(axis=1)
        return np.array(
            [
                [self.case.benefit(place, purpose).of(yuan[c, k]) for k, purpose in _rows(self)]
                for c, place in enumerate(self.case.communities)
            ]
        )

    @property
    def ticket_days(self) -> Numbers:
        """Need less what is saved in the years planned, by their weights, shape (communities,)."""
        weighted = self.benefit.sum(axis=1) @ np.asarray(self.case.year_weights)
        return np.asarray(self.case.need - weighted)

    @property
    def unspent(self) -> Numbers:
        """Yuan that lapse or are left over, shape (communities, years)."""
        left = (self.city + self.county).sum(axis=1) - self.spent.sum(axis=(1, 2))
        kept = self.kept.sum(axis=1)
        carried_in = np.concatenate([np.zeros((len(kept), 1)), kept[:, :-1]], axis=1)
        return np.asarray(left + carried_in - kept)


class FundsProgram:
    """The program of a case under an objective.

    Parameters
    ----------
    case : FundsCase
    objective : Objective
        Its scores are, by default, need less benefit, per 1,000 residents: without `need` it
        compares communities by their benefit. With `LexicographicMaxMin` and more communities than
        its `ordered_up_to`, the worst score comes first and the sum of all scores second.
    time_limit : float, optional
        Seconds for each solve. A solve that is stopped by it gives no plan.

    Attributes
    ----------
    model : FundsModel
    problem : pulp.LpProblem
        To be read or exported.

    Raises
    ------
    CannotBeDone
        If the floors need more than there is.
    """

    def __init__(
        self,
        case: FundsCase,
        objective: Objective | None = None,
        time_limit: float | None = None,
    ) -> None:
        reasons = why_not(case)
        if reasons:
            raise CannotBeDone(reasons)
        self.case = case
        self.objective = objective or Utilitarian()
        self.time_limit = time_limit
        self.model = funds_model(case)
        self.problem = self.model.program.problem
        self._terms = self.objective.terms(self.model)
        self.model.program.minimise(self._terms)

    def solve(self) -> FundsPlan:
        """Make the best plan.

        Raises
        ------
        SolverError
            If the solver finds no proven optimum.
        """
        first = self._proven(self.problem)
        last = first
        if isinstance(self.objective, LexicographicMaxMin):
            last = self._in_order(self.objective)
        return self._plan(first, last)

    def nearest(self, usual: Numbers, indifference: float = 0.0) -> FundsPlan:
        """Of plans that are as good as the best, make the one that takes least money away.

        A linear program goes to a corner: where a yuan is worth the same everywhere it gives all to
        some. Here, the objective being as good, the sum over communities of what they get less than
        usual is made small. An order of scores from the worst has hardly any such choice, and is
        left as it is.

        Parameters
        ----------
        usual : array, shape (communities, earmarks)
            Yuan of the city that communities usually have, each year.
        indifference : float
            Plans whose objective is worse by this share of itself are as good.

        Raises
        ------
        SolverError
            If the solver finds no proven optimum.
        """
        if isinstance(self.objective, LexicographicMaxMin):
            return self.solve()
        first = self._proven(self.problem)
        limit = first.objective + max(indifference, EQUAL) * abs(first.objective)
        model = funds_model(self.case)
        terms = self.objective.terms(model)
        model.program.define("as_good", "objective", "", "<=", limit, terms)
        taken = []
        for (c, e, t), given in model.city.items():
            tail = f"{model.marks[e]}.{model.places[c]}.{t + 1}"
            taken.append((model.program.variable(f"taken.{tail}"), 1.0))
            yuan = float(usual[c, e])
            short = [taken[-1], (given, 1.0)]
            model.program.define(f"short.{tail}", "less than usual", "yuan", ">=", yuan, short, c)
        model.program.minimise(taken)
        return self._plan(first, self._proven(model.program.problem))

    def value_of_money(
        self, yuan: float = 10_000.0, communities: ArrayLike | None = None, year: int = 1
    ) -> tuple[MoneyValue, ...]:
        """What more and less money would change, for one community and purpose at a time.

        Parameters
        ----------
        yuan : float
        communities : array of int, optional
            Rows asked about; default all.
        year : int
            From 1.

        Returns
        -------
        tuple of MoneyValue
            In units of the objective; of `LexicographicMaxMin` it is the worst score.

        Raises
        ------
        ValueError
            If the amount is not above 0, or the year is not planned.
        """
        if not 0.0 < yuan < np.inf:
            raise ValueError(
                Phrase("The money more or less is {yuan:g} yuan; it must be above 0.", yuan=yuan)
            )
        if not 1 <= year <= self.case.years:
            raise ValueError(
                Phrase(
                    "Year {year} is not planned; years are 1 to {years}.",
                    year=year,
                    years=self.case.years,
                )
            )
        chosen = range(len(self.case.communities)) if communities is None else communities
        asked = [(int(c), k) for c in np.asarray(chosen) for k in range(len(self.case.purposes))]
        warm = WarmProgram(self.problem)
        names = [spending_row(self.model, c, k, year - 1) for c, k in asked]
        rows = np.array([warm.rows[name] for name in names], np.int64)
        steps = np.repeat([yuan, -yuan], len(asked))
        change = warm.steps(np.concatenate([rows, rows]), steps).reshape(2, -1)
        return tuple(
            MoneyValue(
                self.case.communities[c],
                self.case.purposes[k],
                yuan,
                float(change[0, at]),
                float(change[1, at]),
            )
            for at, (c, k) in enumerate(asked)
        )

    def _in_order(self, objective: LexicographicMaxMin) -> Solution:
        """Solve for the worst score, then the two worst, and so on; in the end for the sum.

        Sums of the k largest scores, made small one after the other, are the order of scores from
        the worst (Ogryczak & Śliwiński). Each is solved in a program of its own.
        """
        count = len(self.case.communities)
        levels = count if count <= objective.ordered_up_to else 1
        model = funds_model(self.case)
        scales = objective.scales(self.case)
        for level in range(1, levels + 1):
            terms = sum_of_largest(model, scales, float(level), f"largest_{level}")
            model.program.minimise(terms)
            found = self._proven(model.program.problem).objective
            limit = found + SLACK * max(1.0, abs(found))
            text = f"sum of the {level} largest scores"
            model.program.define(f"kept_{level}", text, "score", "<=", limit, terms)
        model.program.minimise(
            [(var, float(scale)) for var, scale in zip(model.ticket_days, scales, strict=True)]
        )
        return self._proven(model.program.problem)

    def _proven(self, problem: pulp.LpProblem) -> Solution:
        found = solve(problem, time_limit=self.time_limit)
        if not found.proven:
            raise SolverError(
                Phrase(
                    "No plan of funds was proven best: the solve ended as {status}.",
                    status=found.said,
                )
            )
        return found

    def _plan(self, first: Solution, last: Solution) -> FundsPlan:
        """Read a plan off the solution; rules are priced by the objective that was asked for."""
        case, model, values = self.case, self.model, last.values
        size, years = len(case.communities), case.years
        purses = len(model.purses)
        spent = np.zeros((size, purses, len(case.purposes), years))
        kept = np.zeros((size, purses, years))
        money = np.zeros((2, size, len(case.earmarks), years))
        for where, var in model.spent.items():
            spent[where] = values[var.name]
        for at, var in model.kept.items():
            kept[at] = values[var.name]
        for row, variables in enumerate((model.city, model.county)):
            for at, var in variables.items():
                money[row][at] = values[var.name]
        plan = FundsPlan(
            case=case,
            city=money[0],
            county=money[1],
            spent=np.maximum(spent, 0.0),
            kept=np.maximum(kept, 0.0),
            purses=tuple(name for name, _, _ in model.purses),
            objective=np.nan,
            binding=priced(model.program.rules, first.prices),
        )
        # What the plan is worth, not the program: the two differ where an objective is approximate.
        worth = self.objective.value(case, plan.ticket_days)
        return replace(plan, objective=worth)


def why_not(case: FundsCase) -> list[Phrase]:
    """Why no plan satisfies the rules: sentences; none if one does.

    Only floors can ask for more than there is: every other rule is kept by spending nothing.
    """
    said: list[Phrase] = []
    for e, earmark in enumerate(case.earmarks):
        needed = float(case.floors[:, e].sum())
        for t, yuan in enumerate(earmark.yuan):
            if needed > yuan + CENT:
                said.append(
                    Phrase(
                        "The floors of {earmark} add up to {needed} yuan for {places} communities; "
                        "the city has {yuan} in year {year}: {missing} are missing.",
                        earmark=earmark.name,
                        needed=plain(needed),
                        places=int((case.floors[:, e] > 0.0).sum()),
                        yuan=plain(yuan),
                        year=t + 1,
                        missing=plain(needed - yuan),
                    )
                )
    ratios = np.array([earmark.county_per_city_yuan for earmark in case.earmarks])
    due = float((case.floors @ ratios).sum())
    for t, yuan in enumerate(case.county_yuan or ()):
        if due > yuan + CENT:
            said.append(
                Phrase(
                    "To match the floors the county needs {due} yuan; it has {yuan} in year "
                    "{year}: {missing} are missing.",
                    due=plain(due),
                    yuan=plain(yuan),
                    year=t + 1,
                    missing=plain(due - yuan),
                )
            )
    return said


def _rows(plan: FundsPlan) -> list[tuple[int, str]]:
    return list(enumerate(plan.case.purposes))
