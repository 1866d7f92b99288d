"""What became of tickets and issues, as shares."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..engine.codes import (
    APP,
    CHANNELS,
    CLOSED,
    GRID_WORKER,
    HANDLERS,
    HOTLINE,
    LEVELS,
    NEEDS_CONSENSUS,
    PATROLLED,
    PETITION,
    RIDER,
    SOLVED,
    STEWARD,
    VISIT,
    WITHDRAWN,
)
from .table import CELL, MetricTable
from .window import GROUPINGS, By, Flags, Floats, Groups, Window, ratio, share

FOUND = (PATROLLED, RIDER, STEWARD)  # channels of what no resident has reported
BY_RESIDENTS = (VISIT, HOTLINE, GRID_WORKER, APP, PETITION)

# Response, solved, satisfaction. Unverified: no published weighting was found for these cases.
THREE_RATES = ("response_rate", "solved_rate", "satisfaction_rate")


@dataclass(frozen=True, eq=False)
class DueTickets:
    """Tickets opened at least their SLA before the end and not withdrawn within it.

    Judged as they stand at the end: one that was closed falsely and reopened is not closed unless
    it was closed again, and its rating is the last. `on_time` alone looks at the first closure, as
    an office's bulletin does, whatever became of the ticket afterwards.
    """

    due: Flags
    groups: Groups
    of_resident: Flags
    closed: Flags
    in_time: Flags
    on_time: Flags
    solved_on_time: Flags
    responded_in_time: Flags
    solved: Flags
    rated: Flags
    satisfied: Flags


def due_tickets(window: Window) -> DueTickets:
    """Tickets of a window by what may be expected of them at its end."""
    opened, over = window.ticket("opened"), window.ticket("closed")
    sla = window.sla[window.ticket_groups.kind]
    withdrawn = window.ticket("state") == WITHDRAWN
    withdrawn_in_time = withdrawn & (over <= opened + sla)
    closed = window.ticket("state") == CLOSED
    responded, first_closed = window.ticket("responded"), window.ticket("first_closed")
    # A column at a time: whole rows of all issues take twenty times as long.
    issues, row = window.record.issues, window.ticket_issue
    truly, solved = issues["state"][row] == SOLVED, issues["over"][row]
    verdict = window.ticket("satisfied")
    return DueTickets(
        due=(opened + sla <= window.end) & ~withdrawn_in_time,
        groups=window.ticket_groups,
        of_resident=~np.isin(window.ticket("channel"), FOUND),
        closed=closed,
        in_time=closed & (over <= opened + sla),
        on_time=(first_closed >= 0.0) & (first_closed <= opened + sla),
        solved_on_time=truly & (solved <= opened + sla),
        responded_in_time=(responded >= 0.0) & (responded <= opened + sla),
        solved=truly,
        rated=verdict > 0,
        satisfied=verdict == 2,
    )


def add_tickets_due(table: MetricTable, window: Window, tickets: DueTickets) -> None:
    """SLA breaches of all due tickets; closed, solved and satisfied among residents' due tickets.

    `closed_minus_satisfied` is closed_share - satisfied_share and `closed_minus_solved` is
    closed_share - solved_share, in points, all three on the same tickets; satisfied_share is of
    those rated. `on_time_share` is what bulletins print as 按期办结率: the office closed it within
    the SLA, for the first time; `solved_on_time_share` is what of the same tickets was truly solved
    by then.
    """
    asked = tickets.due & tickets.of_resident
    weights = window.record.document.closure.three_rates_weights
    for by in GROUPINGS:
        breach = _share(tickets, tickets.due & ~tickets.in_time, tickets.due, by)
        closed = _share(tickets, asked & tickets.closed, asked, by)
        solved = _share(tickets, asked & tickets.solved, asked, by)
        on_time = _share(tickets, asked & tickets.on_time, asked, by)
        solved_on_time = _share(tickets, asked & tickets.solved_on_time, asked, by)
        satisfied = _share(tickets, asked & tickets.satisfied, asked & tickets.rated, by)
        table.add("sla_breach_share", breach, by)
        table.add("closed_share", closed, by)
        table.add("solved_share", solved, by)
        table.add("on_time_share", on_time, by)
        table.add("solved_on_time_share", solved_on_time, by)
        table.add("satisfied_share", satisfied, by)
        table.add("closed_minus_satisfied", closed - satisfied, by)
        table.add("closed_minus_solved", closed - solved, by)
        response = _share(tickets, asked & tickets.responded_in_time, asked, by)
        add_three_rates(table, by, (response, solved, satisfied), weights)


def add_cells(table: MetricTable, window: Window, tickets: DueTickets) -> None:
    """Tickets opened a year, and SLA breaches of due ones, by kind in each community."""
    groups = window.ticket_groups
    opened = groups.count(np.ones(len(window.ticket_issue), bool), CELL)
    table.add("opened_per_year", opened / window.years, CELL)
    breach = _share(tickets, tickets.due & ~tickets.in_time, tickets.due, CELL)
    table.add("sla_breach_share", breach, CELL)


def add_three_rates(
    table: MetricTable,
    by: By,
    rates: tuple[Floats, Floats, Floats],
    weights: tuple[float, float, float],
) -> None:
    """三率: response, solved and satisfaction rate of residents' due tickets, and their composite.

    Response: taken up within the SLA. Solved: truly solved, since the real survey asks residents
    and not the office. Satisfaction: of the rated.

    Parameters
    ----------
    by : str
        Whether the rates are the city's, by community or by kind.
    rates : tuple of arrays
        The three rates in %.
    weights : tuple of float
        Of the three in the composite.
    """
    for name, values in zip(THREE_RATES, rates, strict=True):
        table.add(name, values, by)
    table.add("three_rates", np.average(rates, axis=0, weights=weights), by)


def add_tickets_opened(table: MetricTable, window: Window) -> None:
    """Add returns, refusals, reopenings, sittings per ticket; patrol's share; closed of opened.

    `patrol_share` is of visible kinds. `patrol_per_hotline` is of all kinds, against what came
    by the hotline. `closed_of_opened_share` is of all that residents had opened, due or not,
    as bulletins divide closed by accepted: it falls with what came in last.
    """
    groups = window.ticket_groups
    everything = np.ones(len(window.ticket_issue), bool)
    seen = window.visible[groups.kind]
    channel = window.ticket("channel")
    patrolled, called, asked = channel == PATROLLED, channel == HOTLINE, ~np.isin(channel, FOUND)
    found, closed = seen & patrolled, asked & (window.ticket("state") == CLOSED)
    counts = {
        "returns": "returns",
        "refusals": "refusals",
        "reopenings": "reopened",
        "sittings": "sittings",
    }
    for by in GROUPINGS:
        number = groups.count(everything, by)
        for name, column in counts.items():
            total = groups.total(window.ticket(column), by)
            table.add(f"{name}_per_ticket", ratio(total, number), by)
        per_call = ratio(groups.count(patrolled, by), groups.count(called, by))
        table.add("patrol_per_hotline", per_call, by)
        done = share(groups.count(closed, by), groups.count(asked, by))
        table.add("closed_of_opened_share", done, by)
        table.add("patrol_share", share(groups.count(found, by), groups.count(seen, by)), by)


def add_levels(table: MetricTable, window: Window) -> None:
    """Share of the closed tickets that each level closed (小事不出网格).

    A patrol or a volunteer closes at the estate, a counter at the community.
    """
    level = window.ticket("level")[window.ticket("state") == CLOSED]
    number = np.bincount(level, minlength=len(LEVELS))
    table.add("resolved_at_level_share", share(number, np.full(len(LEVELS), len(level))), "level")


def add_handlers(table: MetricTable, window: Window) -> None:
    """Share of the closed tickets whose work was done by desks, volunteers, units and so on."""
    closed = window.ticket("state") == CLOSED
    groups, handler = window.ticket_groups.where(closed), window.ticket("by")[closed]
    for number, name in enumerate(HANDLERS):
        for by in GROUPINGS:
            table.add(f"handled_by_{name}_share", _of_all(groups, handler == number, by), by)


def add_channels(table: MetricTable, window: Window) -> None:
    """Share of the tickets that residents had opened that came by each channel of their choice."""
    channel = window.ticket("channel")
    asked = ~np.isin(channel, FOUND)
    groups, chosen = window.ticket_groups.where(asked), channel[asked]
    for code in BY_RESIDENTS:
        for by in GROUPINGS:
            table.add(f"by_{CHANNELS[code]}_share", _of_all(groups, chosen == code, by), by)


def add_issues(table: MetricTable, window: Window) -> None:
    """Issues born in the measured days and never reported or found; deliberation.

    `deliberation_share`: of the issues solved in the measured days, those that could not be solved
    before neighbours had agreed. `by_council_share`: those of them whose ticket came to a sitting,
    instead of waiting for neighbours to agree by themselves.
    """
    issues = window.record.issues
    born = window.groups_of(window.born)
    unknown = issues["reported"][window.born] < 0.0
    solved = (issues["state"] == SOLVED) & (issues["over"] >= window.begin)
    done = window.groups_of(solved)
    deliberated = (issues["needs"][solved] & NEEDS_CONSENSUS) != 0
    at_sitting = deliberated & (_sittings(window)[solved] > 0)
    for by in GROUPINGS:
        table.add("unreported_share", _of_all(born, unknown, by), by)
        table.add("deliberation_share", _of_all(done, deliberated, by), by)
        table.add("by_council_share", _of_all(done, at_sitting, by), by)


def _sittings(window: Window) -> NDArray[np.uint8]:
    """Sittings that heard the ticket of each issue; 0 without a ticket."""
    number = np.append(window.record.tickets["sittings"], np.uint8(0))
    sittings: NDArray[np.uint8] = number[window.record.issues["ticket"]]  # the last is ticket -1
    return sittings


def _of_all(groups: Groups, rows: NDArray[np.bool_], by: By) -> Floats:
    return share(groups.count(rows, by), groups.count(np.ones(len(rows), bool), by))


def _share(tickets: DueTickets, part: Flags, whole: Flags, by: By) -> Floats:
    return share(tickets.groups.count(part, by), tickets.groups.count(whole, by))
