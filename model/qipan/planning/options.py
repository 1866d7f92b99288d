"""Levers of a plan file that are no hours at a desk: what they cost, and what they change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..city import City
from ..scenario import Scenario
from ..scenario.faults import Fault, did_you_mean
from ..scenario.meetings import Council
from ..scenario.prices import Prices
from ..studies.allocation.budgets import Budgets
from ..words import Phrase, joined
from .document import (
    FundLever,
    MeetingLever,
    OfficerLever,
    PaperworkLever,
    PatrolLever,
    PlanDocument,
)
from .problem import Option, Values

HOURS_PER_YEAR = 8760.0
PATROLS = "patrols"
PATROLLERS = "patrollers"

YUAN = "yuan"

MEETINGS = "meetings"
SITTINGS = "sittings"

PAPERWORK = "paperwork"
CLERKS = "clerks"

OFFICERS = "officers"  # the lever and its unit

OptionLever = PatrolLever | FundLever | MeetingLever | PaperworkLever | OfficerLever
OWN_KEYS = (PATROLS, MEETINGS, PAPERWORK, OFFICERS)  # all others are earmarks


def is_shared(lever: OptionLever) -> bool:
    """Whether units of a lever stand at subdistricts, for all their communities."""
    return isinstance(lever, OfficerLever)


def option_levers(document: PlanDocument) -> dict[str, OptionLever]:
    """Levers by name, in the order in which the program has them."""
    found: dict[str, OptionLever] = {}
    if document.patrols is not None:
        found[PATROLS] = document.patrols
    if document.meetings is not None:
        found[MEETINGS] = document.meetings
    if document.paperwork is not None:
        found[PAPERWORK] = document.paperwork
    if document.officers is not None:
        found[OFFICERS] = document.officers
    return found | document.funds


def faults_of(document: PlanDocument, scenario: Scenario) -> Iterable[Fault]:
    """Say what is wrong with the options of a plan file, each with its key."""
    others = {*document.staff, *document.hours}
    for name in option_levers(document):
        if name in others or (name in OWN_KEYS and name in document.funds):
            found = Phrase("'{name}' is a type of posts or hours too", name=name)
            yield Fault(key=name, found=found, allowed=Phrase("must have a name of its own"))
    if document.patrols is not None:
        lever = document.patrols
        yield from _unpriced(PATROLS, "yuan_year", lever.yuan_year, lever.price_from, scenario)
    if document.meetings is not None:
        sat, yuan = document.meetings, document.meetings.yuan_per_sitting
        yield from _unpriced(MEETINGS, "yuan_per_sitting", yuan, sat.price_from, scenario)
        if _council(scenario) is None:
            yield Fault(
                key=MEETINGS,
                found=Phrase("no council and no community meeting sits in the scenario"),
                allowed=Phrase("policy.councils or policy.joint_meetings.community must be on"),
            )
    yield from _faults_of_people(document, scenario)
    fund = scenario.document.policy.fund
    for name in document.funds:
        key = f"funds.{name}"
        if not fund.on:
            found = Phrase("the scenario's policy.fund is off")
            yield Fault(key=key, found=found, allowed=Phrase("must be on for money to be spent"))
        elif name not in fund.earmarks:
            found = Phrase("no earmark '{name}' in the scenario", name=name)
            known = Phrase("must be one of {names}", names=joined(fund.earmarks))
            hint = did_you_mean(name, fund.earmarks)
            yield Fault(key=key, found=found, allowed=known, hint=hint)


def _faults_of_people(document: PlanDocument, scenario: Scenario) -> Iterable[Fault]:
    """Say what is wrong with clerks and officers."""
    clerks, officers, desks = document.paperwork, document.officers, scenario.document.desks
    if clerks is not None:
        yield from _unpriced(PAPERWORK, "yuan_year", clerks.yuan_year, clerks.price_from, scenario)
        if desks.community.paperwork is None:
            found = Phrase("no paperwork at the communities' desks of the scenario")
            allowed = Phrase("desks.community.paperwork must be given")
            yield Fault(key=PAPERWORK, found=found, allowed=allowed)
    if officers is not None:
        prices = scenario.document.costs
        priced = prices is not None and prices.officer_yuan_year is not None
        yuan, price_from = officers.yuan_year, officers.price_from
        yield from _unpriced(OFFICERS, "yuan_year", yuan, price_from, scenario, priced=priced)
        if not sum(desks.posts.get(post, 0.0) for post in desks.enforcement_posts):
            found = Phrase("no enforcement posts in the scenario")
            allowed = Phrase("desks.enforcement_posts must name posts that have staff")
            yield Fault(key=OFFICERS, found=found, allowed=allowed)


def _unpriced(
    lever: str,
    key: str,
    yuan: float | None,
    price_from: str | None,
    scenario: Scenario,
    *,
    priced: bool | None = None,
) -> Iterable[Fault]:
    """Ask for a price here or in the scenario; `priced` says whether its `costs` have this one."""
    if yuan is None and not (scenario.document.costs is not None if priced is None else priced):
        yield Fault(
            key=f"{lever}.{key}",
            found=Phrase("no price"),
            allowed=Phrase("must be given here, or by `costs` in the scenario"),
        )
    if yuan is not None and price_from is None:
        yield Fault(
            key=f"{lever}.price_from",
            found=Phrase("a price that is from nowhere"),
            allowed=Phrase("must say where the price is from"),
        )


def _council(scenario: Scenario) -> tuple[str, Council] | None:
    """Key and council of the communities: residents' councils, or else community meetings."""
    policy = scenario.document.policy
    if policy.councils.on and policy.councils.council is not None:
        return "policy.councils.council", policy.councils.council
    if policy.joint_meetings.on and policy.joint_meetings.community is not None:
        return "policy.joint_meetings.community", policy.joint_meetings.community
    return None


@dataclass(frozen=True)
class OptionWork:
    """What options are in a city: prices, and the scenario of a plan.

    Attributes
    ----------
    document : PlanDocument
    scenario : Scenario
    city : City
    """

    document: PlanDocument
    scenario: Scenario
    city: City

    def options(self, bounds: dict[str, tuple[Values, Values]]) -> tuple[Option, ...]:
        """Pose the options, by floors and caps at each desk."""
        found = []
        for name, lever in option_levers(self.document).items():
            floors, caps = bounds[name]
            unit, yuan = self._priced(lever)
            found.append(
                Option(
                    name,
                    unit,
                    yuan,
                    caps,
                    floors,
                    whole=unit != YUAN,
                    most=np.inf if lever.most is None else float(lever.most),
                    source=lever.source,
                    shared=is_shared(lever),
                )
            )
        return tuple(found)

    def _priced(self, lever: OptionLever) -> tuple[str, float]:
        """Unit of a lever, and its price a year."""
        if isinstance(lever, PatrolLever):
            return PATROLLERS, self.patroller_yuan()
        if isinstance(lever, PaperworkLever):
            return CLERKS, self.clerk_yuan()
        if isinstance(lever, OfficerLever):
            return OFFICERS, self.officer_yuan()
        return (SITTINGS, self.sitting_yuan()) if isinstance(lever, MeetingLever) else (YUAN, 1.0)

    def changes(self, units: Values) -> dict[str, Any]:
        """Values of the scenario under so many units, shape (options, communities)."""
        found: dict[str, Any] = {}
        yuan = {}
        for name, row in zip(option_levers(self.document), units, strict=True):
            if name == PATROLS and row.any():
                found |= self._patrolled(row)
            elif name == MEETINGS and row.any():
                found |= self._sat(row)
            elif name == PAPERWORK and row.any():
                found |= self._relieved(row)
            elif name == OFFICERS and row.any():
                found |= self._enforced(row)
            elif row.any():
                yuan[name] = row
        return found | (self._funded(yuan) if yuan else {})

    def patroller_yuan(self) -> float:
        """Price of a patroller a year, who walks in all hours of patrol.

        By the scenario's prices these are paid for like full-time hours.
        """
        lever, prices = self.document.patrols, self.scenario.document.costs
        if lever is not None and lever.yuan_year is not None:
            return lever.yuan_year
        assert isinstance(prices, Prices)  # refused otherwise
        calendars = self.city.calendars
        row = calendars.index[self.scenario.document.policy.patrol.calendar]
        hours = float(calendars.open[row].mean()) * HOURS_PER_YEAR
        return prices.patroller_yuan_year * hours / prices.post_hours_per_year

    def sitting_yuan(self) -> float:
        """Price of a sitting that a facilitator prepares."""
        lever, prices = self.document.meetings, self.scenario.document.costs
        if lever is not None and lever.yuan_per_sitting is not None:
            return lever.yuan_per_sitting
        held = _council(self.scenario)
        assert held is not None  # refused otherwise
        assert isinstance(prices, Prices)
        return held[1].staff_hours * prices.worker_yuan_year / prices.post_hours_per_year

    def clerk_yuan(self) -> float:
        """Price of a clerk a year, who is there in a desk's hours like its staff."""
        lever, prices = self.document.paperwork, self.scenario.document.costs
        if lever is not None and lever.yuan_year is not None:
            return lever.yuan_year
        assert isinstance(prices, Prices)  # refused otherwise
        return prices.clerk_yuan_year

    def officer_yuan(self) -> float:
        """Price of an officer a year."""
        lever, prices = self.document.officers, self.scenario.document.costs
        if lever is not None and lever.yuan_year is not None:
            return lever.yuan_year
        assert isinstance(prices, Prices)  # refused otherwise
        assert prices.officer_yuan_year is not None
        return prices.officer_yuan_year

    def _relieved(self, clerks: Values) -> dict[str, Any]:
        """More clerks for paperwork beside those of today."""
        today = self.scenario.document.desks.community.clerks
        named = zip(self.city.places.ids, clerks.tolist(), strict=True)
        return {"desks.community.clerks": {name: today.get(name, 0.0) + n for name, n in named}}

    def _enforced(self, officers: Values) -> dict[str, Any]:
        """More officers beside those of today, told of each community's subdistrict."""
        today, prices = self.scenario.document.desks.officers, self.scenario.document.costs
        places = self.city.places
        more = {
            name: today.get(name, 0.0) + float(officers[places.subdistrict == row][0])
            for row, name in enumerate(places.subdistrict_ids)
        }
        changes: dict[str, Any] = {"desks.officers": more}
        if prices is not None and prices.officer_yuan_year is None:
            changes["costs.officer_yuan_year"] = self.officer_yuan()
        return changes

    def _sat(self, sittings: Values) -> dict[str, Any]:
        """More sittings beside those of today."""
        held = _council(self.scenario)
        assert held is not None  # refused otherwise
        key, council = held
        named = zip(self.city.places.ids, sittings.tolist(), strict=True)
        return {f"{key}.extra": {name: council.extra.get(name, 0.0) + n for name, n in named}}

    def _funded(self, more: dict[str, Values]) -> dict[str, Any]:
        """More money of some earmarks beside that of today."""
        budgets = Budgets(self.scenario, self.city)
        amounts = budgets.today.copy()
        for name, row in more.items():
            amounts[:, budgets.earmarks.index(name)] += row
        allocation = {
            earmark: dict(zip(self.city.places.ids, amounts[:, e].tolist(), strict=True))
            for e, earmark in enumerate(budgets.earmarks)
        }
        own = {} if self.scenario.document.policy.fund.plan is None else {"policy.fund.plan": None}
        return {"policy.fund.allocation": allocation} | own

    def _patrolled(self, patrollers: Values) -> dict[str, Any]:
        """More patrollers beside those of today; where nobody walks today, they alone."""
        patrol = self.scenario.document.policy.patrol
        named = zip(self.city.places.ids, patrollers.tolist(), strict=True)
        more = {name: patrol.extra_in(name) + number for name, number in named}
        changes: dict[str, Any] = {"policy.patrol.extra": more}
        if not patrol.on:
            changes |= {"policy.patrol.on": True, "policy.patrol.patrollers_per_grid": 0.0}
        return changes
