"""A plan as the simulation sees it: full-time heads by community, in parts where hours are."""

import numpy as np

from .problem import PlanProblem, Values
from .program import Plan

Heads = Values
PLACES = 6  # decimals of heads and units, so that a placement is known again


def hours_of(given: PlanProblem, plan: Plan) -> Values:
    """Hours a year that a plan adds at each desk, mean of its periods."""
    return _hours_of_posts(given, plan) + _hours_bought(given, plan)


def heads_of(given: PlanProblem, plan: Plan, per_post: Values) -> Heads:
    """Full-time cadres by community with the hours a plan adds there, mean of its periods.

    Posts are whole in the program, hours and what is lent are not: so are these.
    """
    parts: Heads = np.round((hours_of(given, plan) / per_post)[: given.communities], PLACES)
    return parts


def units_of(given: PlanProblem, plan: Plan) -> Values:
    """Units of each option by community, mean of the periods, shape (options, communities).

    Of shared ones a community has those of its subdistrict.
    """
    units = none_of(given)
    for row, (option, at_desks) in enumerate(zip(given.options, plan.units, strict=True)):
        units[row] = given.within_reach(option, at_desks) @ given.spans / given.spans.sum()
    whole_yuan = np.array([option.unit == "yuan" for option in given.options], dtype=bool)
    units[whole_yuan] = np.floor(units[whole_yuan] + 1e-3)
    return np.round(units, PLACES)


def none_of(given: PlanProblem) -> Values:
    """No unit of any option, shape (options, communities)."""
    return np.zeros((len(given.options), given.communities))


def heads_bought(given: PlanProblem, plan: Plan, per_post: Values) -> Heads:
    """Of `heads_of` those that stand for hours at a price, which cannot be had elsewhere."""
    parts: Heads = np.round((_hours_bought(given, plan) / per_post)[: given.communities], PLACES)
    return parts


def most_heads(given: PlanProblem, per_post: Values) -> Values:
    """Heads that all levers together could add in each community, rounded up."""
    heads: Values = np.ceil(most_hours(given) / per_post[: given.communities])
    return heads


def most_hours(given: PlanProblem) -> Values:
    """Hours a year that all levers together could add in each community."""
    count = given.communities
    above = given.above[:count]
    most = np.zeros(count)
    for staff in given.staff:
        most += staff.hours * (staff.caps[above] if staff.shared else staff.caps[:count])
    for priced in given.priced:
        most += priced.caps[:count]
    return most


def _hours_of_posts(given: PlanProblem, plan: Plan) -> Values:
    hours, years = np.zeros(len(given.desks)), given.spans.sum()
    for n, staff in enumerate(given.staff):
        hours += (plan.lent[n].sum(axis=1) / years) if staff.shared else 0.0
        if not staff.shared:
            hours += staff.hours * (plan.posts[n] @ given.spans) / years
    return hours


def _hours_bought(given: PlanProblem, plan: Plan) -> Values:
    hours: Values = plan.bought.sum(axis=(0, 2)) / given.spans.sum()
    return hours
