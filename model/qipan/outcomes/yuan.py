"""What a year costs in yuan, by the prices that a scenario gives."""

import math

import numpy as np

from ..engine.record import Record
from .table import MetricTable
from .window import Window, ratio


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
    budgets.
    """
    prices = record.document.costs
    if prices is None:
        return {}
    desks = record.document.desks
    policy, hours = record.document.policy, {k: v / years for k, v in record.costs.items()}
    patrols = hours["patrol_hours"] * (1.0 - _own_patrol_share(record))
    residents = float(record.city.places.residents.sum())
    counters = hours["counter_hours"] * policy.service_circle.paid_share(residents)
    posts = _own_posts(record) - hours["vacant_post_days"] / 365.0
    full = prices.post_hours_per_year
    hired = hours.get("hired_clerk_days", 0.0) / 365.0
    return {
        "workers": posts * prices.worker_yuan_year,
        "cadres": hours["dispatched_hours"] / full * prices.cadre_yuan_year,
        "patrols": patrols / full * prices.patroller_yuan_year,
        "sittings": _extra_sitting_hours(record) / full * prices.worker_yuan_year,
        "paperwork": (sum(desks.community.clerks.values()) + hired) * prices.clerk_yuan_year,
        "training": hours["training_hours"] * (prices.training_yuan_per_hour or 0.0),
        "officers": sum(desks.officers.values()) * (prices.officer_yuan_year or 0.0),
        "counters": counters / full * prices.clerk_yuan_year,
        "centres": _floor_space(record) * prices.centre_yuan_per_m2_year
        + _added_space(record) * (prices.centre_fitting_yuan_per_m2_year or 0.0),
        "volunteers": float(record.volunteers["hours"].sum())
        / years
        * prices.volunteer_yuan_per_hour,
        "fund": float(record.budgets["spent"].sum()) / years,
        "others": float(record.others_spent.sum()) / years,
        "ladder": hours["career_yuan"],
        "moves": hours.get("moving_yuan", 0.0),
    }


def _own_patrol_share(record: Record) -> float:
    """Share of the patrol hours that own staff walk: none of those of extra patrollers."""
    patrol, places = record.document.policy.patrol, record.city.places
    usual = patrol.patrollers_per_grid * float((places.grids - places.dedicated).sum())
    everybody = usual + sum(patrol.extra.values())
    return patrol.own_staff_share * (usual / everybody if everybody else 1.0)


def _extra_sitting_hours(record: Record) -> float:
    """Hours a year of facilitators, who prepare what communities sit beside their turn."""
    policy = record.document.policy
    joint = policy.joint_meetings
    held = [policy.councils.council if policy.councils.on else None]
    held.append(joint.community if joint.on else None)
    councils = [council for council in held if council is not None]
    return sum(sum(one.extra.values()) * one.staff_hours for one in councils)


def _floor_space(record: Record) -> float:
    """Square metres of all service centres, as they are at the end; 0 without them."""
    places = record.city.places
    households = places.residents / places.household_size
    return float(np.nan_to_num(record.space * households / 100.0).sum())


def _added_space(record: Record) -> float:
    """Square metres of added centres, which are fitted out; 0 without them."""
    circle = record.document.policy.service_circle
    return sum(centre.m2 for centre in circle.added.values()) if circle.on else 0.0


def _own_posts(record: Record) -> float:
    """Posts of the communities' own staff: those stated, or by the usual norm."""
    places, level = record.city.places, record.document.desks.community
    usual = [
        level.staff(int(people), bool(village))
        for people, village in zip(places.residents, places.village, strict=True)
    ]
    return float(np.where(np.isnan(places.staff), usual, places.staff).sum())
