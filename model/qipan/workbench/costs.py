"""What an option costs a year: posts, hours and yuan, by what the option says and two prices.

Counted is what is paid beside today's staff: cadres sent down, patrols and clerks that are not the
community's own, and the fund as it is promised. What a run then spends may be less.
"""

from dataclasses import dataclass
from typing import Any

from ..agents.calendars import weekly_hours
from ..city.calendars import build_calendars
from ..scenario import Scenario
from ..scenario.document import ScenarioDocument


@dataclass(frozen=True)
class Prices:
    """What turns posts into hours and money; assumed until the planner says what it is.

    Attributes
    ----------
    hours : float
        Paid hours of a post in a year.
    yuan : float
        What a post costs a year.
    """

    hours: float
    yuan: float


@dataclass(frozen=True)
class Cost:
    """What an option costs a year: posts by who holds them, hours, yuan, and the fund's part.

    Attributes
    ----------
    cadres, patrollers, clerks : float
        Posts, in full-time equivalents.
    fund_yuan : float
    prices : Prices
    placed : float
        Of the cadres, those placed one by one.
    placed_yuan : float or None
        What these cost by a plan of their own; None where they are priced as any post.
    """

    cadres: float
    patrollers: float
    clerks: float
    fund_yuan: float
    prices: Prices
    placed: float = 0.0
    placed_yuan: float | None = None

    @property
    def posts(self) -> float:
        """All of them, in full-time equivalents."""
        return self.cadres + self.patrollers + self.clerks

    @property
    def hours(self) -> float:
        """Paid hours."""
        return self.posts * self.prices.hours

    @property
    def yuan(self) -> float:
        """Posts and fund; what a plan has placed at the plan's prices."""
        if self.placed_yuan is None:
            return self.posts * self.prices.yuan + self.fund_yuan
        others = self.posts - self.placed
        return others * self.prices.yuan + self.placed_yuan + self.fund_yuan

    @property
    def stated(self) -> dict[str, float]:
        """It as an experiment file states it; what is none is left out."""
        said = {
            "cadres": self.cadres,
            "patrollers": self.patrollers,
            "clerks": self.clerks,
            "fund_yuan": self.fund_yuan,
        }
        if self.placed_yuan is not None:
            said.update(placed=self.placed, placed_yuan=self.placed_yuan)
        return {name: float(number) for name, number in said.items() if number}


def cost_of(
    scenario: Scenario, places: Any, prices: Prices, placed_yuan: float | None = None
) -> Cost:
    """Return what a scenario's first regime costs.

    Parameters
    ----------
    scenario : Scenario
    places : city.places.Places
        Its communities.
    prices : Prices
    placed_yuan : float, optional
        What the cadres placed one by one cost by a plan of their own.
    """
    document = scenario.regimes[0].document
    policy = document.policy
    communities = len(places.ids)
    sent, patrol, circle, fund = (
        policy.sent_down,
        policy.patrol,
        policy.service_circle,
        policy.fund,
    )
    cadres = patrollers = clerks = yuan = named = 0.0
    if sent.on:
        placed = sum(sent.allocation.values()) if sent.allocation else None
        named = placed or 0.0
        full = placed if placed is not None else sent.full_time_per_community * communities
        part = sent.part_time_per_community * sent.part_time_share
        cadres = full + communities * (part + sent.liaisons_per_community * sent.liaison_share)
    if patrol.on:
        walked = float((places.grids - places.dedicated).sum())
        each = patrol.patrollers_per_grid * walked * (1.0 - patrol.own_staff_share)
        patrollers = _posts(each + sum(patrol.extra.values()), patrol.calendar, document)
    if circle.on:
        residents = float(places.residents.sum())
        each = circle.clerks(residents) * (1.0 - circle.own_staff_share) + circle.added_clerks
        clerks = _posts(each, circle.calendar, document)
    if fund.on:
        yuan = _fund(fund, places)
    return Cost(cadres, patrollers, clerks, yuan, prices, named, placed_yuan if named else None)


def _posts(people: float, calendar: str, document: ScenarioDocument) -> float:
    """Posts that it takes to have so many people in all hours of a calendar, by the desk's week."""
    weeks = weekly_hours(document, build_calendars(document))
    return people * weeks[calendar] / weeks[document.desks.community.calendar]


def _fund(fund: Any, places: Any) -> float:
    """Yuan a year that the fund is promised."""
    total = 0.0
    small = places.village & (places.residents < fund.village_step_residents)
    for name, earmark in fund.earmarks.items():
        if fund.allocation.get(name):
            total += sum(fund.allocation[name].values())
            continue
        total += earmark.yuan_per_community_year * float((~places.village).sum())
        total += earmark.yuan_per_village_year * float((places.village & ~small).sum())
        total += earmark.yuan_per_small_village_year * float(small.sum())
    return total
