"""What money does in each community, measured by simulation: the fund program's case."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...agents.simulation import Simulation
from ...engine.codes import NEEDS_MONEY
from ...programs.curve import convex_curve
from ...programs.funds.problem import Benefit, Earmark, FundsCase
from ...runs.kept import Arrays, yearly_ticket_days
from ...runs.runner import Runner, given_or_own
from ...runs.variants import Values, Variant
from .budgets import Budgets

# Amounts at which the curves are measured, as multiples of the mean that a community has.
MULTIPLES = np.array([0.0, 0.5, 1.0, 2.0, 4.0])
ANCHOR = 1e3  # weight of what is certain, that no money saves nothing, against all else
TINY = 1e-12
HOURS_PER_YEAR = 8760.0
GROUPS = 6  # of points from which the common curve is drawn


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
    saved : array, shape (earmarks, points, communities)
        Ticket-days a year saved against no money of the earmark, the other earmarks as today: means
        over the seeds, each drawn to what communities with as many projects have in common.
    today : array, shape (communities,)
        The same with every earmark as today.
    asked : array, shape (communities,)
        Tickets a year that need money.
    """

    budgets: Budgets
    rows: NDArray[np.intp]
    yuan: Values
    saved: Values
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
                curve = Benefit.of_curve(convex_curve(self.yuan[e], -self.saved[e, :, rows[n]]))
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


def measure_curves(budgets: Budgets, seeds: list[int], runner: Runner | None = None) -> FundCurves:
    """Measure the curves: one set of runs for each earmark and amount, not for each community."""
    rows = np.flatnonzero(budgets.today.sum(axis=1) > 0.0)
    usual = budgets.today[rows].mean(axis=0)
    yuan = np.maximum(usual, 1.0)[:, None] * MULTIPLES
    variants = [Variant(budgets.funded(budgets.today))]
    for e in range(len(budgets.earmarks)):
        for amount in yuan[e]:
            tried = budgets.today.copy()
            tried[rows, e] = amount
            variants.append(Variant(budgets.funded(tried)))
    with given_or_own(runner) as own:
        found = np.array(own.kept(variants, seeds, ticket_days_and_projects))
    asked = found[0, :, 1].mean(axis=0)
    days = found[1:, :, 0].reshape(len(budgets.earmarks), len(MULTIPLES), len(seeds), -1)
    saved = days[:, :1] - days  # seed by seed
    return FundCurves(
        budgets=budgets,
        rows=rows,
        yuan=yuan,
        saved=np.array([drawn_together(yuan[e], saved[e], asked, rows) for e in range(len(saved))]),
        today=found[0, :, 0].mean(axis=0),
        asked=asked,
    )


def drawn_together(
    yuan: Values,
    saved: Values,
    asked: Values,
    rows: NDArray[np.intp],
    among: Values | None = None,
) -> Values:
    """What money saves in each community, drawn to what all have in common.

    A community's own differences are mostly luck on a few seeds, and a program picks the lucky
    ones. In common is s = n g(y/m), g concave: n tickets need money, y is the money, m are the
    tickets that share it, n itself where nobody else has a part of it. Each point lies between that
    and its own mean as far as points differ by more than their standard errors (empirical Bayes, as
    of James & Stein).

    Parameters
    ----------
    yuan : array, shape (points,)
        From 0.
    saved : array, shape (points, seeds, communities)
    asked : array, shape (communities,)
        Tickets a year that need money.
    rows : array of int
        Communities that count.
    among : array, shape (communities,), optional
        Tickets a year that share the money of each; by default its own.

    Returns
    -------
    array, shape (points, communities)
    """
    mean = saved.mean(axis=1)
    noise = saved.var(axis=1, ddof=1) / saved.shape[1]
    common = np.zeros_like(mean)
    needy = rows[asked[rows] > 0.0]
    if not len(needy):
        return np.asarray(mean)
    among = asked if among is None else among
    x, y, weight = _in_common(yuan, mean, asked, needy, among)
    curve = convex_curve(x, -y, weight)
    at = yuan[:, None] / among[needy]
    common[:, needy] = asked[needy] * (curve.y[0] - np.interp(at, curve.x, curve.y))
    rest = mean - common
    apart = max(0.0, float((rest[1:, needy] ** 2 - noise[1:, needy]).mean()))
    own = apart / np.maximum(apart + noise, TINY)
    return np.asarray(common + own * rest)


def _in_common(
    yuan: Values, mean: Values, asked: Values, needy: NDArray[np.intp], among: Values
) -> tuple[Values, Values, Values]:
    """Saved a ticket over yuan a ticket, in a few groups of points, from 0; and their weights."""
    each = np.broadcast_to(asked[needy], (len(yuan) - 1, len(needy))).ravel()
    at = (yuan[1:, None] / among[needy]).ravel()
    saved = mean[1:, needy].ravel()
    edges = np.unique(np.quantile(at, np.linspace(0.0, 1.0, GROUPS + 1)[1:-1]))
    # Groups in which there is no point are left out.
    _, group = np.unique(np.searchsorted(edges, at), return_inverse=True)
    weight = np.bincount(group, each)
    x = np.bincount(group, each * at) / weight
    y = np.bincount(group, saved) / weight
    return (
        np.append(0.0, x),
        np.append(0.0, y),
        np.append(ANCHOR * weight.sum(), weight),
    )


def ticket_days_and_projects(model: Simulation) -> Arrays:
    """Beside them, tickets a year that need money, shape (communities,)."""
    record = model.record()
    opened = record.tickets["opened"] >= record.begin
    issues = record.tickets["issue"][opened]
    issues = issues[record.issues["needs"][issues] & NEEDS_MONEY != 0]
    places = len(record.city.places.ids)
    asked = np.bincount(record.issues["community"][issues], minlength=places)
    years = (record.end - record.begin) / HOURS_PER_YEAR
    return yearly_ticket_days(record), asked / years
