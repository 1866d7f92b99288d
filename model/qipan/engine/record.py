"""What one finished replication leaves behind for metrics to be computed from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..city import City
from ..scenario.document import ScenarioDocument
from .columns import Table
from .layout import Layout


@dataclass(frozen=True)
class Record:
    """Records of the fast layer at the end of a replication, as it left them.

    Attributes
    ----------
    document : ScenarioDocument
        The scenario as in force on the first day (horizon, catalogue, names).
    city : City
        The city.
    layout : Layout
        Which rows of the desks belong to which level.
    seed : int
        Seed of the replication.
    issues, tickets, log : structured arrays
        Rows of `engine.columns.ISSUE`, `TICKET` and `LOG`; times in hours from the first day of the
        warm-up; the log is empty unless it was asked for.
    counters : array of int, shape (days, communities, counters)
        Daily counts, in the order of `engine.codes.COUNTERS`; of districts put together in as few
        bytes as hold them.
    desks_before, desks_after : structured arrays of `engine.columns.DESK`
        Desks at the end of the warm-up and at the end of the horizon, their integrals up to date.
    backlog : array of int32, shape (days, desks)
        Tickets waiting or being worked on at each desk at the end of each day; gates left out.
    trust : array of float64, shape (communities,)
        Mean trust of the residents of each community at the end.
    costs : dict of str to float
        Hours over the measured days that are no desk's: `patrol_hours`, `dispatched_hours`,
        `lost_at_sender_hours`, `inspection_hours`, `meeting_hours`,
        `counter_hours`, `steward_hours`.
    paid : dict of str to float
        What pay is counted by besides, over the measured days and by what was in force on each:
        `own_post_days`, `clerk_days`, `officer_days`, `facilitator_hours`, `fitted_m2_days` of
        added centres, and of patrols and counters the hours of own staff, `own_patrol_hours`,
        `own_counter_hours`.
    volunteers : structured array of `engine.columns.VOLUNTEER`
        Active volunteers, those who have signed up included; `calls`, `accepted`, `done`,
        `no_shows`, `hours` and `wasted` are of the measured days.
    present_before : array of bool
        For the first rows of `volunteers`, those of the beginning of measuring: who had not given
        up by then.
    registered : dict of str to int
        Registered volunteers by pool, in the order of `VOLUNTEER.pool`.
    units : structured array of `engine.columns.UNIT`
        Co-building units; `hours`, `yuan` and `claims` are of the measured days.
    engagement : array of float64, shape (months, units)
        Engagement of the units on the first of each month from the beginning of the pairing, and
        at the end.
    unit_mandated : array of bool, shape (units,)
        Which units are assigned.
    budgets : structured array of `engine.columns.BUDGET`, shape (communities, earmarks)
        Money allotted, spent and still free in the measured days, and projects paid for.
    others_spent : array of float64, shape (communities,)
        Yuan that other budgets have paid in the measured days, where they are limited.
    places_spent : array of float64, shape (communities,)
        Yuan of funds and of other budgets that bought places of services in the measured days.
    circle : array of float64, shape (communities,)
        Share of the residents within reach of a service centre at the end; NaN without the circle.
    space : array of float64, shape (communities,)
        Floor space of centres, m2 per 100 households; NaN without the circle.
    space_standard : float
        Floor space from which a centre meets the standard.
    """

    document: ScenarioDocument
    city: City
    layout: Layout
    seed: int
    issues: Table
    tickets: Table
    log: Table
    counters: NDArray[np.integer]
    desks_before: Table
    desks_after: Table
    backlog: NDArray[np.int32]
    trust: NDArray[np.float64]
    costs: dict[str, float]
    paid: dict[str, float]
    volunteers: Table
    present_before: NDArray[np.bool_]
    registered: dict[str, int]
    units: Table
    engagement: NDArray[np.float64]
    unit_mandated: NDArray[np.bool_]
    budgets: Table
    others_spent: NDArray[np.float64]
    places_spent: NDArray[np.float64]
    circle: NDArray[np.float64]
    space: NDArray[np.float64]
    space_standard: float

    @property
    def begin(self) -> float:
        """Hour at which measuring begins."""
        return self.document.horizon.warm_up_days * 24.0

    @property
    def end(self) -> float:
        """Hour at which the horizon ends."""
        return self.document.horizon.total_days * 24.0
