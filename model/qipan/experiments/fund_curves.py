"""What money does in each community, measured by simulation: the fund program's case."""

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..agents import CityModel
from ..allocation.curve import convex_curve
from ..allocation.funds_case import Benefit, Earmark, FundsCase
from ..engine.codes import NEEDS_MONEY
from .budgets import Budgets
from .variants import Values, Variant, measure, yearly_ticket_days

# Amounts at which the curves are measured, as multiples of the mean that a community has.
MULTIPLES = np.array([0.0, 0.5, 1.0, 2.0, 4.0])


@dataclass(frozen=True)
class FundCurves:
    """Ticket-days by community over the money of each earmark, all communities alike.

    Attributes
    ----------
    budgets : Budgets
    rows : array of int
        Communities that have any money today; only these take part.
    yuan : array, shape (earmarks, points)
        Yuan a year of each community.
    values : array, shape (earmarks, points, communities)
        Open ticket-days a year, means over the seeds, the other earmarks as today.
    today : array, shape (communities,)
        The same with every earmark as today.
    asked : array, shape (communities,)
        Tickets a year that need money.
    """

    budgets: Budgets
    rows: NDArray[np.intp]
    yuan: Values
    values: Values
    today: Values
    asked: Values

    def case(self, totals: Values, floor: float) -> FundsCase:
        """Pose the division of so much money of each earmark.

        An earmark is its own purpose: what it is spent on, how much of it is dared to be spent and
        how long projects take are in the curves already.
        """
        earmarks, rows = self.budgets.earmarks, self.rows
        ids = tuple(self.budgets.city.places.ids[n] for n in rows)
        benefits = {}
        need = self.today[rows].copy()
        for e, earmark in enumerate(earmarks):
            for n, place in enumerate(ids):
                curve = Benefit.of_curve(convex_curve(self.yuan[e], self.values[e, :, rows[n]]))
                benefits[place, earmark] = curve
                need[n] += float(curve.of(self.budgets.today[rows[n], e]))
        return FundsCase(
            communities=ids,
            purposes=earmarks,
            earmarks=tuple(
                Earmark(name, (float(totals[e]),), (name,)) for e, name in enumerate(earmarks)
            ),
            benefits=benefits,
            residents=self.budgets.city.places.residents[rows].astype(float),
            floors=np.full((len(rows), len(earmarks)), floor),
            need=need,
        )


def measure_curves(
    budgets: Budgets, seeds: list[int], jobs: int = 1, stop: threading.Event | None = None
) -> FundCurves:
    """Measure the curves: one set of runs for each earmark and amount, not for each community."""
    rows = np.flatnonzero(budgets.today.sum(axis=1) > 0.0)
    usual = budgets.today[rows].mean(axis=0)
    yuan = np.maximum(usual, 1.0)[:, None] * MULTIPLES
    variants = [Variant(budgets.funded(budgets.today), budgets.city)]
    for e in range(len(budgets.earmarks)):
        for amount in yuan[e]:
            tried = budgets.today.copy()
            tried[rows, e] = amount
            variants.append(Variant(budgets.funded(tried), budgets.city))
    found = measure(variants, seeds, _days_and_projects, jobs, stop).mean(axis=1)
    points = (len(budgets.earmarks), len(MULTIPLES), -1)
    return FundCurves(
        budgets=budgets,
        rows=rows,
        yuan=yuan,
        values=found[1:, 0].reshape(points),
        today=found[0, 0],
        asked=found[0, 1],
    )


def _days_and_projects(model: CityModel) -> Values:
    """Ticket-days a year, and tickets a year that need money, shape (2, communities)."""
    record = model.record()
    opened = record.tickets["opened"] >= record.begin
    issues = record.tickets["issue"][opened]
    issues = issues[record.issues["needs"][issues] & NEEDS_MONEY != 0]
    places = len(record.city.places.ids)
    asked = np.bincount(record.issues["community"][issues], minlength=places)
    years = (record.end - record.begin) / 8760.0
    return np.stack([yearly_ticket_days(record), asked / years])
