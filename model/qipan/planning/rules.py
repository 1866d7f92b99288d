"""The rules of a plan, a function each; its inequality comes first.

Letters: d desk, c community, k kind, t period, j type of staff, p hours at a price, o option; B
backlog and S served (in hours of work), Q queue (tickets), X posts, L lent and H bought (hours), U
units of an option, E what they change (tickets), F what they change of a share. Rates are a year's;
y(t) is the length of a period in years.
"""

import numpy as np

from .problem import NOBODY, PlanProblem, Values, queue_tangents
from .rows import Columns, Rows
from .site_rules import SITE_RULES, reached_effect_rows, reached_late_rows, reached_rows

IN_OPEN = 1e-9  # below this a share of the mean is no share


def add_decisions(given: PlanProblem, rows: Rows) -> None:
    """Columns: X[j,d,t] whole in [floor, cap]; U[o,d,t] in [floor, cap]; L, H, S, B, Q >= 0.

    S and B only where the flow counts.
    """
    desks, kinds, periods = given.arrivals.shape
    for n, staff in enumerate(given.staff):
        low, high = staff.floors[:, None], staff.caps[:, None]
        rows.add_columns(f"posts_{n}", (desks, periods), low=low, high=high, whole=True)
        if staff.shared:
            under = (given.above != NOBODY) | (np.arange(desks) >= given.communities)
            high = np.where(under, np.inf, 0.0)[:, None]
            rows.add_columns(f"lent_{n}", (desks, periods), high=high)
    for n, hours in enumerate(given.priced):
        high = hours.caps[:, None] * given.spans
        rows.add_columns(f"bought_{n}", (desks, periods), high=high)
    for n, option in enumerate(given.options):
        # One of several options that are a lever, as a site, is at few desks.
        there = option.caps > 0.0 if option.lever else np.ones(desks, bool)
        ends = {"low": option.floors, "high": option.caps}
        rows.add_columns_at(f"units_{n}", there, periods, **ends, whole=option.whole)
    for name in ("served", "backlog") if given.flows else ():
        rows.add_columns(name, (desks, kinds, periods))
    rows.add_columns("queue", (desks, periods))


def backlog_rows(given: PlanProblem, rows: Rows) -> None:
    """B[d,k,t] = (1 - lapse)^y B[d,k,t-1] + y A[d,k,t] + sum_below u S[below,k,t] - S[d,k,t].

    What is there at the beginning is taken to be nothing beyond the queue.
    """
    if not given.flows:
        return
    served, backlog = rows.columns["served"], rows.columns["backlog"]
    arrived = given.arrivals * given.spans
    block = rows.add_rows(
        "flow", arrived.shape, [(backlog, 1.0), (served, 1.0)], low=arrived, high=arrived
    )
    keeps = (1.0 - given.lapse) ** given.spans[1:]
    rows.add_terms(block[:, :, 1:], backlog[:, :, :-1], -keeps)
    below = np.flatnonzero(given.above != NOBODY)
    if len(below):
        rows.add_terms(
            block[given.above[below]], served[below], -given.handed_up[below][:, :, None]
        )


def capacity_terms(given: PlanProblem, rows: Rows) -> list[tuple[Columns, Values]]:
    """Hours in a period that are had beside the own: h X[j,d,t] y + L[j,d,t] + H[p,d,t]."""
    terms: list[tuple[Columns, Values]] = []
    one = np.ones((len(given.desks), len(given.spans)))
    for n, staff in enumerate(given.staff):
        if staff.shared:
            terms.append((rows.columns[f"lent_{n}"], one))
        else:
            terms.append((rows.columns[f"posts_{n}"], staff.hours * given.spans * one))
    terms += [(rows.columns[f"bought_{n}"], one) for n in range(len(given.priced))]
    return terms


def capacity_rows(given: PlanProblem, rows: Rows) -> None:
    """sum_k S[d,k,t] - (h X y + L + H) <= own[d] y."""
    if not given.flows:
        return
    served = np.moveaxis(rows.columns["served"], 1, 2)
    own = given.own[:, None] * given.spans
    block = rows.add_rows("capacity", own.shape, [(served, 1.0)], high=own)
    for columns, hours in capacity_terms(given, rows):
        rows.add_terms(block, columns, -hours)


def queue_rows(given: PlanProblem, rows: Rows) -> None:
    """Q[d,t] >= height + tangent * capacity[d,t] for each tangent.

    Only where the flow itself says what is open (`simulated_rows`).

    The tangents are those of `queue_tangents`: a desk below its capacity has open tickets too,
    since work arrives when it likes. Capacity is a year's hours.
    """
    if given.simulated is not None:
        return
    offered = given.arrivals.sum(axis=1)  # of what comes from outside; what is handed up is steady
    heights, slopes = queue_tangents(offered, given.queue_loads)
    bound = heights + slopes * given.own[:, None, None]
    shape = bound.shape
    queue = rows.columns["queue"][:, :, None]
    block = rows.add_rows("waiting", shape, [(queue, 1.0)], low=bound)
    for columns, hours in capacity_terms(given, rows):
        yearly = (hours / given.spans)[:, :, None]
        rows.add_terms(block, columns[:, :, None], -slopes * yearly)


def effect_rows(given: PlanProblem, rows: Rows) -> None:
    """E[o,c,t] >= height + slope * U[o,d(c),t] for each simulated line of an option.

    d(c) is the community, or its subdistrict where units are shared by its communities. What an
    option does is measured beside the heads of a plan, so that it adds to theirs; E is below 0
    where fewer wait.
    """
    for n, option in enumerate(given.options):
        if option.effect is None or given.simulated is None:
            continue
        heights, slopes = option.effect.heights[:, None, :], option.effect.slopes[:, None, :]
        count, periods = given.communities, len(given.spans)
        effect = rows.add_columns(f"effect_{n}", (count, periods), low=-np.inf)[:, :, None]
        shape = (count, periods, heights.shape[2])
        block = rows.add_rows(f"effect_{n}", shape, [(effect, 1.0)], low=heights)
        units = given.within_reach(option, rows.columns[f"units_{n}"])
        rows.add_terms(block, units[:, :, None], -slopes)


def simulated_rows(given: PlanProblem, rows: Rows) -> None:
    """Q[c,t] - sum_o E[o,c,t] >= height + slope * (hours added - more work)[c,t] for each line.

    The lines hold for the work of the mean period; what a period has more takes hours like these.
    """
    if given.simulated is None:
        return
    count = given.communities
    offered = given.arrivals[:count].sum(axis=1)
    more = offered - (offered @ given.spans / given.spans.sum())[:, None]
    heights, slopes = given.simulated.heights[:, None, :], given.simulated.slopes[:, None, :]
    bound = heights - slopes * more[:, :, None]
    queue = rows.columns["queue"][:count, :, None]
    block = rows.add_rows("simulated", bound.shape, [(queue, 1.0)], low=bound)
    for columns, hours in capacity_terms(given, rows):
        yearly = (hours / given.spans)[:count, :, None]
        rows.add_terms(block, columns[:count, :, None], -slopes * yearly)
    for effect in _blocks(rows, "effect_"):
        rows.add_terms(block, effect[:, :, None], -1.0)


def _blocks(rows: Rows, begins: str) -> list[Columns]:
    """Columns of what options and sites change."""
    return [columns for name, columns in rows.columns.items() if name.startswith(begins)]


def lending_rows(given: PlanProblem, rows: Rows) -> None:
    """sum_{d under s} L[j,d,t] <= h X[j,s,t] y: shared staff lend what they have (片区)."""
    areas = np.arange(given.communities, len(given.desks))
    for n, staff in enumerate(given.staff):
        if not staff.shared:
            continue
        posts, lent = rows.columns[f"posts_{n}"], rows.columns[f"lent_{n}"]
        terms = [(posts[areas], -staff.hours * given.spans * np.ones((len(areas), 1)))]
        block = rows.add_rows(f"lending_{n}", (len(areas), len(given.spans)), terms, high=0.0)
        for place, area in enumerate(areas):
            under = np.flatnonzero((given.above == area) | (np.arange(len(given.desks)) == area))
            rows.add_terms(block[place], lent[under].T, 1.0)


def helping_rows(given: PlanProblem, rows: Rows) -> None:
    """H[p,d,t] <= sum_{k helped} S[d,k,t]: hours for some kinds do no work of others."""
    for n, hours in enumerate(given.priced):
        if not hours.kinds:
            continue
        bought = rows.columns[f"bought_{n}"]
        served = np.moveaxis(rows.columns["served"][:, list(hours.kinds)], 1, 2)
        rows.add_rows(f"helping_{n}", bought.shape, [(bought, 1.0), (served, -1.0)], high=0.0)


def total_rows(given: PlanProblem, rows: Rows) -> None:
    """fewest[j] <= sum_d X[j,d,t] <= most[j]; sum_d U[o,d,t] <= most[o]."""
    for n, option in enumerate(given.options):
        if np.isfinite(option.most):
            units = rows.columns[f"units_{n}"].T
            rows.add_rows(f"in_all_{n}", units.shape[:1], [(units, 1.0)], high=option.most)
    for n, staff in enumerate(given.staff):
        if np.isfinite(staff.most) or staff.fewest > 0:
            posts = rows.columns[f"posts_{n}"].T
            low, high = staff.fewest, staff.most
            rows.add_rows(f"total_{n}", posts.shape[:1], [(posts, 1.0)], low=low, high=high)


def change_rows(given: PlanProblem, rows: Rows) -> None:
    """|X[j,d,t] - X[j,d,t-1]| <= change[j], from today's posts on."""
    for n, staff in enumerate(given.staff):
        if not np.isfinite(staff.change):
            continue
        posts = rows.columns[f"posts_{n}"]
        before = np.zeros(posts.shape)
        before[:, 0] = staff.today
        low, high = before - staff.change, before + staff.change
        block = rows.add_rows(f"change_{n}", posts.shape, [(posts, 1.0)], low=low, high=high)
        rows.add_terms(block[:, 1:], posts[:, :-1], -1.0)


def cost_terms(given: PlanProblem, rows: Rows) -> list[tuple[str, Columns, Values]]:
    """Yuan of each decision: price y X[j,d,t], price H[p,d,t], price y U[o,d,t]; and who pays."""
    one = np.ones((len(given.desks), len(given.spans)))
    staff = [
        (s.source, rows.columns[f"posts_{n}"], s.yuan_year * given.spans * one)
        for n, s in enumerate(given.staff)
    ]
    hours = [
        (p.source, rows.columns[f"bought_{n}"], p.yuan_hour * one)
        for n, p in enumerate(given.priced)
    ]
    options = [
        (o.source, rows.columns[f"units_{n}"], o.yuan_year * given.spans * one)
        for n, o in enumerate(given.options)
    ]
    return staff + hours + options


def budget_rows(given: PlanProblem, rows: Rows) -> None:
    """Sum of price * decision over a source and a year <= its budget."""
    for (source, year), yuan in given.budgets.items():
        block = rows.add_rows(f"budget_{source}_{year}", (1,), [], high=yuan)
        periods = np.flatnonzero(given.years == year)
        for paid_by, columns, prices in cost_terms(given, rows):
            if source in ("", paid_by):
                told = columns[:, periods].ravel()[None]
                rows.add_terms(block, told, prices[:, periods].ravel()[None])


def of_the_mean(days: Values) -> Values:
    """Weights v with sum_t v[t] B[t] = sum_t days[t] (B[t-1] + B[t]) / 2, where B[-1] is 0.

    B is what is left at a period's end; between ends it grows or shrinks evenly.
    """
    weights = days / 2.0
    weights[:-1] += days[1:] / 2.0
    return weights


def open_terms(given: PlanProblem, rows: Rows) -> list[tuple[Columns, Values]]:
    """open[d] = sum_t y ((B[t-1] + B[t]) / 2 w + Q) / sum_t y; simulated: sum_t y Q / sum_t y.

    B over all kinds. Desks above have nothing open of their own where curves are simulated.
    """
    share = given.spans / given.spans.sum()
    desks = len(given.desks)
    if given.simulated is not None:
        of_residents = np.arange(desks)[:, None] < given.communities
        return [(rows.columns["queue"], share * of_residents)]
    backlog = np.moveaxis(rows.columns["backlog"], 1, 2)
    one = np.ones(backlog.shape)
    in_tickets = one * of_the_mean(share)[None, :, None] / given.ticket_hours[:, None, None]
    return [
        (backlog.reshape(desks, -1), in_tickets.reshape(desks, -1)),
        (rows.columns["queue"], np.ones((desks, 1)) * share),
    ]


def wait_rows(given: PlanProblem, rows: Rows) -> None:
    """open[d] <= days asked * tickets[d] / 365 (Little), at desks where something is asked."""
    asked = np.flatnonzero(np.isfinite(given.asked.wait_days))
    allowed = given.asked.wait_days[asked] * given.tickets[asked] / 365.0
    terms = [(columns[asked], by[asked]) for columns, by in open_terms(given, rows)]
    if len(asked):
        rows.add_rows("wait", (len(asked),), terms, high=allowed)


def counted_rows(given: PlanProblem, rows: Rows) -> None:
    """Sum_t (height y + slope hours added + y sum_o E[o,c,t]) / sum_t y <= asked * tickets / 365.

    For each line of a community's open tickets in the years that count, where days are asked for.
    """
    if given.counted is None:
        return
    asked = np.flatnonzero(np.isfinite(given.asked.wait_days[: given.communities]))
    allowed = given.asked.wait_days[asked] * given.tickets[asked] / 365.0
    heights, slopes = given.counted.heights[asked], given.counted.slopes[asked]
    block = rows.add_rows("counted", heights.shape, [], high=allowed[:, None] - heights)
    span = given.spans.sum()
    for columns, hours in capacity_terms(given, rows):
        for line in range(heights.shape[1]):
            by = slopes[:, line, None] * np.broadcast_to(hours, columns.shape)[asked] / span
            rows.add_terms(block[:, line], columns[asked], by)
    share = given.spans / span
    for effect in _blocks(rows, "effect_"):
        for line in range(heights.shape[1]):
            rows.add_terms(block[:, line], effect[asked], share)


def late_effect_rows(given: PlanProblem, rows: Rows) -> None:
    """F[o,c] >= height + slope * sum_t y U[o,d(c),t] / sum_t y for each line of an option.

    The lines are simulated; only where a share is asked for.
    """
    share = given.spans / given.spans.sum()
    for n, option in enumerate(given.options):
        if option.late is None or given.asked.late is None or given.late is None:
            continue
        heights, slopes = option.late.heights, option.late.slopes
        effect = rows.add_columns(f"late_effect_{n}", (given.communities,), low=-np.inf)
        terms = [(effect[:, None], 1.0)]
        block = rows.add_rows(f"late_effect_{n}", heights.shape, terms, low=heights)
        units = given.within_reach(option, rows.columns[f"units_{n}"])
        rows.add_terms(block, units[:, None, :], -slopes[:, :, None] * share)


def late_rows(given: PlanProblem, rows: Rows) -> None:
    """H(c) + slope * sum_t (h X y + L + H)[c,t] / sum_t y + sum_o F[o,c] <= late[c].

    H the height of a line; for each line.
    """
    most, lines, count = given.asked.late, given.late, given.communities
    if most is None or lines is None:
        return
    block = rows.add_rows("late", lines.heights.shape, [], high=most[:, None] - lines.heights)
    for columns, hours in capacity_terms(given, rows):
        by = lines.slopes[:, :, None] * (hours[:count] / given.spans.sum())[:, None, :]
        rows.add_terms(block, columns[:count, None, :], by)
    for effect in _blocks(rows, "late_effect_"):
        rows.add_terms(block, effect[:, None], 1.0)


def no_worse_rows(given: PlanProblem, rows: Rows) -> None:
    """open[d] <= open of today[d]."""
    most = given.asked.no_worse
    if most is not None:
        rows.add_rows("no_worse", most.shape, open_terms(given, rows), high=most)


def equity_rows(given: PlanProblem, rows: Rows) -> None:
    """open[c] / tickets[c] <= x * sum open / sum tickets, over communities with tickets."""
    if not np.isfinite(given.asked.equity):
        return
    tickets = given.tickets[: given.communities]
    there = np.flatnonzero(tickets > IN_OPEN)
    mean = rows.add_columns("mean_open", (1,))
    parts = [(c[there], by[there]) for c, by in open_terms(given, rows)]
    flat = [(c.ravel()[None], by.ravel()[None]) for c, by in parts]
    rows.add_rows("mean", (1,), [*flat, (mean, -1.0)], low=0.0, high=0.0)
    share = given.asked.equity * tickets[there] / tickets[there].sum()
    block = rows.add_rows("equity", (len(there),), parts, high=0.0)
    rows.add_terms(block, np.full(len(there), mean[0]), -share)


def nearest_rows(given: PlanProblem, rows: Rows, hours: Values) -> None:
    """|sum_t (h X y + L + H)[c,t] / sum_t y - hours[c]| <= apart[c]."""
    count, span = given.communities, given.spans.sum()
    apart = rows.add_columns("apart", (count,))
    for sign in (1.0, -1.0):
        block = rows.add_rows(f"near_{sign:+.0f}", (count,), [(apart, -1.0)], high=sign * hours)
        for columns, by in capacity_terms(given, rows):
            rows.add_terms(block, columns[:count], sign * by[:count] / span)


def worst_rows(given: PlanProblem, rows: Rows) -> None:
    """open[c] <= tickets[c] / 365 * worst: days that the worst community waits."""
    tickets = given.tickets[: given.communities]
    there = np.flatnonzero(tickets > IN_OPEN)
    worst = rows.add_columns("worst", (1,))
    terms = [(c[there], by[there]) for c, by in open_terms(given, rows)]
    block = rows.add_rows("worst", (len(there),), terms, high=0.0)
    rows.add_terms(block, np.full(len(there), worst[0]), -tickets[there] / 365.0)


RULES = (
    add_decisions,
    backlog_rows,
    capacity_rows,
    queue_rows,
    effect_rows,
    reached_rows,
    reached_effect_rows,
    simulated_rows,
    lending_rows,
    helping_rows,
    total_rows,
    change_rows,
    budget_rows,
    wait_rows,
    counted_rows,
    late_effect_rows,
    reached_late_rows,
    late_rows,
    no_worse_rows,
    equity_rows,
    *SITE_RULES,
)
