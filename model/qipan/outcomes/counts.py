"""How often things happened: daily counters over the measured days, a year."""

import math

from ..engine.codes import COUNTERS
from .table import MetricTable
from .window import Window, share


def add_counts(table: MetricTable, window: Window) -> None:
    """Every counter per year of 365 days, for the city; the main ones by community."""
    for name in COUNTERS:
        table.add(f"{name}_per_year", window.counted(name) / window.years)
    for name in ("born", "reports", "opened", "closed", "solved"):
        table.add(f"{name}_per_year", window.counted(name, "community") / window.years, "community")


def add_repeats(table: MetricTable, window: Window) -> None:
    """Repeats among all that residents bring forward, and false ones among closures.

    A closure is false if nothing was solved, whether a resident has found out or not: a stock of
    those undiscovered would fall with the time until somebody looks, though no closure is better.
    """
    for by in ("all", "community"):
        # What a shared platform merges on arrival never becomes an order of its own.
        unmerged = window.counted("duplicates", by) - window.counted("merged", by)
        repeats = unmerged + window.counted("repeat_calls", by)
        table.add("repeat_share", share(repeats, window.counted("reports", by) + repeats), by)
        false = window.counted("falsely_closed", by)
        table.add("false_closure_share", share(false, window.counted("closed", by)), by)


def add_people(table: MetricTable, window: Window) -> None:
    """Add reports per head and trust by community, and weighted by residents for the city."""
    residents = window.record.city.places.residents
    reports = window.counted("reports", "community") + window.counted("duplicates", "community")
    yearly = 1000.0 / window.years
    name = "reports_per_1000_residents_year"
    table.add(name, yearly * reports / residents, "community")
    table.add(name, yearly * reports.sum() / residents.sum())
    table.add("mean_trust", window.record.trust, "community")
    table.add("mean_trust", (window.record.trust * residents).sum() / residents.sum())


def add_costs(table: MetricTable, window: Window) -> None:
    """Hours that are no desk's, a year; a cost without a metric is an error."""
    # lendings exist only where rules lend, moves where a planner places cadres
    none = ("lendings", "lent_cadre_days", "hired_clerk_days", "cadres_moved", "moving_yuan")
    costs = dict.fromkeys(none, math.nan) | window.record.costs
    for name, hours in costs.items():
        table.add(f"{name}_per_year", hours / window.years)
