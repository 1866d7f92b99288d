"""All metrics of one replication."""

from ..engine.record import Record
from .backlog import add_backlog, add_growth
from .catalogue import METRICS, Metric, UnknownMetricError, headline
from .counts import add_costs, add_counts, add_people, add_repeats
from .durations import fixed_cohort
from .endings import add_endings, add_outside_waits
from .fairness import add_equity
from .flow import add_flow
from .fund import add_fund
from .gates import add_gates
from .load import add_load
from .service_circle import add_service_circle
from .shares import (
    add_cells,
    add_channels,
    add_handlers,
    add_issues,
    add_levels,
    add_tickets_due,
    add_tickets_opened,
    due_tickets,
)
from .table import MetricTable
from .units import add_units
from .volunteers import add_volunteers
from .waiting import add_closed_tickets, add_times
from .window import Window
from .yuan import add_yuan


def compute_metrics(record: Record) -> MetricTable:
    """Compute every metric of a replication.

    A metric that nothing speaks for (no ticket, no rating, no ninetieth percentile) is NaN.
    """
    table = MetricTable(record.city.places.ids, record.layout.kinds)
    window = Window(record)
    cohort = fixed_cohort(window)
    add_times(table, window, cohort)
    add_equity(table, window, cohort)
    add_closed_tickets(table, window)
    add_counts(table, window)
    add_repeats(table, window)
    due = due_tickets(window)
    add_tickets_due(table, window, due)
    add_tickets_opened(table, window)
    add_cells(table, window, due)
    add_levels(table, window)
    add_flow(table, window)
    add_handlers(table, window)
    add_endings(table, window)
    add_outside_waits(table, window)
    add_channels(table, window)
    add_issues(table, window)
    add_backlog(table, window)
    add_growth(table, window)
    add_load(table, window)
    add_people(table, window)
    add_costs(table, window)
    add_gates(table, window)
    add_volunteers(table, window)
    add_units(table, window)
    add_fund(table, window)
    add_yuan(table, window)
    add_service_circle(table, window)
    return table


__all__ = ["METRICS", "Metric", "MetricTable", "UnknownMetricError", "compute_metrics", "headline"]
