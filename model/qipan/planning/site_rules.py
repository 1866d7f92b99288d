"""The rules of sites in a plan, a function each; its inequality comes first.

Letters as in `rules`; s site, g cell of residents whom the same sites reach, R whether it is
reached, n its residents. U[s,t] is the option that the site is, in the community where it stands;
U[s] that of the first period, which stays (`staying_rows`).
"""

import numpy as np

from .problem import PlanProblem
from .rows import Columns, Rows


def _opened(given: PlanProblem, rows: Rows) -> Columns:
    """Columns of U, shape (sites, periods)."""
    assert given.cover is not None
    pairs = zip(given.cover.rows.tolist(), given.cover.home.tolist(), strict=True)
    found = [rows.columns[f"units_{row}"][home] for row, home in pairs]
    return np.array(found).reshape(len(found), len(given.spans))


def reached_rows(given: PlanProblem, rows: Rows) -> None:
    """U[s] <= R[g] <= sum_{s reaches g} U[s], R <= 1: whom two sites reach counts once.

    The first for each site that reaches the cell, so that nobody is passed over where being reached
    does harm.
    """
    cover = given.cover
    if cover is None:
        return
    sites = _opened(given, rows)[:, 0]
    reached = rows.add_columns("reached", cover.residents.shape, high=1.0)
    block = rows.add_rows("reached_by", reached.shape, [(reached, 1.0)], high=0.0)
    cell, site = np.nonzero(cover.reaches)
    rows.add_terms(block[cell], sites[site], -1.0)
    pairs = [(sites[site], 1.0), (reached[cell], -1.0)]
    rows.add_rows("reached_where", cell.shape, pairs, high=0.0)


def reached_effect_rows(given: PlanProblem, rows: Rows) -> None:
    """E[c,t] = worth[c] sum_{g in c} n[g] R[g]: what sites change of open tickets.

    The worth of a resident who is reached is simulated, with every site open.
    """
    cover = given.cover
    if cover is None or cover.open is None or given.simulated is None:
        return
    shape = (given.communities, len(given.spans))
    effect = rows.add_columns("effect_sites", shape, low=-np.inf)
    block = rows.add_rows("effect_sites", shape, [(effect, 1.0)], low=0.0, high=0.0)
    each = cover.open[cover.community] * cover.residents
    rows.add_terms(block[cover.community], rows.columns["reached"][:, None], -each[:, None])


def reached_late_rows(given: PlanProblem, rows: Rows) -> None:
    """F[c] = worth[c] sum_{g in c} n[g] R[g]; only where a share is asked for."""
    cover = given.cover
    if cover is None or cover.late is None or given.asked.late is None or given.late is None:
        return
    shape = (given.communities,)
    effect = rows.add_columns("late_effect_sites", shape, low=-np.inf)
    block = rows.add_rows("late_effect_sites", shape, [(effect, 1.0)], low=0.0, high=0.0)
    each = cover.late[cover.community] * cover.residents
    rows.add_terms(block[cover.community], rows.columns["reached"], -each)


def sites_at_rows(given: PlanProblem, rows: Rows) -> None:
    """floors[c] <= sum_{s in c} U[s] <= caps[c], in communities that have sites."""
    cover = given.cover
    if cover is None:
        return
    there, place = np.unique(cover.home, return_inverse=True)
    low, high = cover.floors[there], cover.caps[there]
    block = rows.add_rows("sites_at", there.shape, [], low=low, high=high)
    rows.add_terms(block[place], _opened(given, rows)[:, 0], 1.0)


def sites_in_all_rows(given: PlanProblem, rows: Rows) -> None:
    """sum_s U[s] <= most."""
    cover = given.cover
    if cover is not None and np.isfinite(cover.most):
        opened = _opened(given, rows)[:, 0]
        rows.add_rows("sites_in_all", (1,), [(opened[None], 1.0)], high=cover.most)


def staying_rows(given: PlanProblem, rows: Rows) -> None:
    """U[s,t] = U[s,t-1]: a centre is there for the whole plan or not at all."""
    if given.cover is None or len(given.spans) < 2:
        return
    opened = _opened(given, rows)
    terms = [(opened[:, 1:], 1.0), (opened[:, :-1], -1.0)]
    rows.add_rows("staying", opened[:, 1:].shape, terms, low=0.0, high=0.0)


SITE_RULES = (sites_at_rows, sites_in_all_rows, staying_rows)
