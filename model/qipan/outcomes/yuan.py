"""What a year costs in yuan, by the prices that a scenario gives."""

import math

import numpy as np

from ..engine.record import Record
from .table import MetricTable
from .window import Window, ratio

DAYS_PER_YEAR = 365.0


def add_yuan(table: MetricTable, window: Window) -> None:
    """Yuan a year, and for each issue truly solved; NaN where a scenario has no `costs`."""
    parts = yuan_by_lever(window.record, window.years)
    total = sum(parts.values()) if parts else math.nan
    table.add("cost_yuan_year", total)
    solved = window.counted("solved") / window.years
    table.add("cost_yuan_per_solved", ratio(np.float64(total), solved))


def yuan_by_lever(record: Record, years: float) -> dict[str, float]:
    """Yuan a year by lever; empty where a scenario has no `costs`.

    Own staff are posts, less the days they stand empty; those who walk a grid or stand at a counter
    are among them, so that of patrols and counters only the rest is paid for. Cadres count by
    their hours on duty, sittings beside the turn by the hours in which a worker prepares them.
    Of added centres clerks, rent and fitting-out are all paid for. Clerks for paperwork, those too
    whom rules hire for a while, and officers are posts beside the own; training costs by the hour
    of each who is trained, where it has a price. Money is what was spent, of the fund and of other
    budgets. All is counted by what is in force on each day, in each district.
    """
    prices = record.document.costs
    if prices is None:
        return {}
    hours = {k: v / years for k, v in (record.costs | record.paid).items()}
    patrols = hours["patrol_hours"] - hours["own_patrol_hours"]
    counters = hours["counter_hours"] - hours["own_counter_hours"]
    posts = (hours["own_post_days"] - hours["vacant_post_days"]) / DAYS_PER_YEAR
    clerks = (hours["clerk_days"] + hours.get("hired_clerk_days", 0.0)) / DAYS_PER_YEAR
    officers, full = hours["officer_days"] / DAYS_PER_YEAR, prices.post_hours_per_year
    return {
        "workers": posts * prices.worker_yuan_year,
        "cadres": hours["dispatched_hours"] / full * prices.cadre_yuan_year,
        "patrols": patrols / full * prices.patroller_yuan_year,
        "sittings": hours["facilitator_hours"] / full * prices.worker_yuan_year,
        "paperwork": clerks * prices.clerk_yuan_year,
        "training": hours["training_hours"] * (prices.training_yuan_per_hour or 0.0),
        "officers": officers * (prices.officer_yuan_year or 0.0),
        "counters": counters / full * prices.clerk_yuan_year,
        "centres": _floor_space(record) * prices.centre_yuan_per_m2_year
        + hours["fitted_m2_days"] / DAYS_PER_YEAR * (prices.centre_fitting_yuan_per_m2_year or 0.0),
        "volunteers": float(record.volunteers["hours"].sum())
        / years
        * prices.volunteer_yuan_per_hour,
        "fund": float(record.budgets["spent"].sum()) / years,
        "others": float(record.others_spent.sum()) / years,
        "ladder": hours["career_yuan"],
        "moves": hours.get("moving_yuan", 0.0),
    }


def _floor_space(record: Record) -> float:
    """Square metres of all service centres, as they are at the end; 0 without them."""
    places = record.city.places
    households = places.residents / places.household_size
    return float(np.nan_to_num(record.space * households / 100.0).sum())
