"""What the numbers of a scenario stand on and its file does not say out loud."""

import datetime
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from ..words import Phrase, Words
from .city import City
from .document import ScenarioDocument
from .horizon import years_without_holidays
from .others import asked_yuan, days_of_others, paid_share
from .policy import SentDown
from .scenario import Scenario
from .warning import QipanWarning

SENTENCES = {
    "not_validated": Words(
        "not validated: on days of the ledger that were held out, intervals of 90 % held less "
        "than 80 % of what came; take no decision on these numbers"
    ),
    "untold_loads": Words(
        "of {departments} the ledger does not tell how much of the time to close is work, and here "
        "none of it is: that more staff or less work changes nothing is no finding; ask at both "
        "ends (qipan compare --ends, with what qipan fit --staff writes)"
    ),
    "no_holidays": Words(
        "no public holidays are given for {years}; offices open on every weekday then"
    ),
    "sends": Words(
        "sends {each:g} full-time {cadres} to each of {places} {communities}: {total:g} in "
        "all{since}"
    ),
    "sends_by_plan": Words(
        "sends {total:g} full-time {cadres} in all, to {served} of {places} {communities}{since}"
    ),
    "money_too_late": Words(
        "policy.fund is worth next to nothing by construction: a project takes {days:.0f} days "
        "on average, and the fund is in force for {left} days of the horizon"
    ),
    "money_too_slow": Words(
        "policy.fund is worth nothing by construction: what no earmark pays others pay after "
        "{wait:.0f} days on average, always, and a project of the fund takes {days:.0f}"
    ),
    "money_too_little": Words(
        "policy.fund pays few projects by construction: a community can spend {yuan:,.0f} yuan "
        "of an earmark a year at most, and a project costs {cost:,.0f} on average"
    ),
    "others_pay": Words(
        "what no earmark pays others pay after {wait:.0f} days on average, always; a project of "
        "the fund takes {days:.0f} at least, so that money saves {saved:.0f} days a project on "
        "average at most"
    ),
    "others_pay_some": Words(
        "of what no earmark pays, other budgets pay {share:.0%} at most: projects of "
        "{asked:,.0f} yuan arise per 1,000 residents a year, they have {yuan:,.0f}, and "
        "{never:.0%} they never pay; the rest waits until its issue passes"
    ),
    "part_of_a_year": Words(
        "{days} days are measured and a budget is that of a year: more money than the projects "
        "of these days take can do nothing within them"
    ),
}
# What misleads whoever is not told; the rest are facts.
CAUTIONS = ("not_validated", "no_holidays", "money_too_late", "money_too_slow", "money_too_little")
YEAR_DAYS = 365


class Stand(NamedTuple):
    """Something that numbers stand on.

    Attributes
    ----------
    name : str
        Of one of `SENTENCES`.
    fields : dict of str to object
        What fills the sentence in.
    """

    name: str
    fields: dict[str, object]

    @property
    def phrase(self) -> Phrase:
        """The sentence, without a full stop."""
        return Phrase(SENTENCES[self.name], **self.fields)

    @property
    def sentence(self) -> str:
        """The sentence in English."""
        return str(self.phrase)


def standing(scenario: Scenario) -> list[Stand]:
    """What a reader of any result must know: a failed proof, holidays, who is sent, idle money."""
    return [*_fit(scenario), *_holidays(scenario), *_sent(scenario), *_idle_money(scenario)]


def standing_of_money(scenario: Scenario) -> list[Stand]:
    """What a reader of the worth of money must know besides."""
    document = scenario.regimes[-1].document
    if not document.policy.fund.on:
        return []
    found = []
    wait, days = days_of_others(document), _least_days(document)
    if (others := document.handling.other_budgets) is not None:
        fields: dict[str, object] = {
            "share": paid_share(document),
            "asked": asked_yuan(document),
            "yuan": others.yuan_per_1000_residents_year,
            "never": others.never_share,
        }
        found.append(Stand("others_pay_some", fields))
    elif wait > days:
        found.append(Stand("others_pay", {"wait": wait, "days": days, "saved": wait - days}))
    if (measured := scenario.document.horizon.days) < YEAR_DAYS:
        found.append(Stand("part_of_a_year", {"days": measured}))
    return found


def standing_of_load(scenario: Scenario) -> list[Stand]:
    """What a reader of a difference between policies must know besides: desks of unknown load."""
    untold = scenario.document.untold_loads
    return [Stand("untold_loads", {"departments": ", ".join(untold)})] if untold else []


def warn_of_standing(scenario: Scenario, *, of_money: bool = False) -> None:
    """Warn who calls the function that calls this one of what misleads whoever is not told.

    Parameters
    ----------
    scenario : Scenario
    of_money : bool
        Whether it is the worth of money that is asked for.
    """
    found = [stand for stand in standing(scenario) if stand.name in CAUTIONS]
    for stand in (*found, *(standing_of_money(scenario) if of_money else ())):
        warnings.warn(f"{scenario.name}: {stand.sentence}", QipanWarning, stacklevel=3)


def _fit(scenario: Scenario) -> Iterator[Stand]:
    if scenario.document.fit == "not_validated":
        yield Stand("not_validated", {})


def _holidays(scenario: Scenario) -> Iterator[Stand]:
    years = years_without_holidays(scenario.document)
    if years:
        yield Stand("no_holidays", {"years": ", ".join(map(str, years))})


def _sent(scenario: Scenario) -> Iterator[Stand]:
    """How many full-time cadres are sent in all, and anew where a dated change sends others."""
    told: dict[str, object] = {}
    for regime in scenario.regimes:
        policy = regime.document.policy.sent_down
        fields = numbers_sent(policy, places(regime.document)) if policy.on else {}
        if fields and fields["total"] and fields != told:
            first = scenario.document.horizon.first_day
            date = first + datetime.timedelta(days=regime.day) if regime.day else None
            since = Phrase(" from {date}", date=date) if date else ""
            name = "sends_by_plan" if policy.allocation else "sends"
            yield Stand(name, {**fields, "since": since})
        told = fields


def numbers_sent(policy: SentDown, communities: int) -> dict[str, object]:
    """Full-time cadres that a policy sends, by community and in all."""
    nouns: dict[str, object] = {
        "places": communities,
        "communities": "community" if communities == 1 else "communities",
    }
    if policy.allocation:
        sent = [number for number in policy.allocation.values() if number > 0.0]
        total = sum(sent)
        nouns["cadres"] = "cadre" if total == 1.0 else "cadres"
        return {"total": total, "served": len(sent), **nouns}
    each = policy.full_time_per_community
    nouns["cadres"] = "cadre" if each == 1.0 else "cadres"
    return {"each": each, "total": each * communities, **nouns}


def places(document: ScenarioDocument) -> int:
    """Communities and villages of the city, all of which have a desk."""
    city = document.city
    villages = city.villages.count if city.villages else 0
    return len(city.communities) or (city.community_count or 0) + villages


def _idle_money(scenario: Scenario) -> Iterator[Stand]:
    """Reasons, known before anything is simulated, why the fund's money can do nothing."""
    paying = [regime for regime in scenario.regimes if regime.document.policy.fund.on]
    if not paying:
        return
    document = paying[-1].document
    days, wait = _least_days(document), days_of_others(document)
    left = scenario.document.horizon.total_days - paying[0].day
    if left < days:
        yield Stand("money_too_late", {"days": days, "left": left})
    if wait <= days and paid_share(document) == 1.0:
        yield Stand("money_too_slow", {"days": days, "wait": wait})
    yuan, cost = _most_yuan(document), min(_costs(document))
    if yuan < cost and not document.policy.fund.carry_over:
        yield Stand("money_too_little", {"yuan": yuan, "cost": cost})


def _least_days(document: ScenarioDocument) -> float:
    """Mean days of the fund's quickest kind of project."""
    return min(document.policy.fund.project_days(cost) for cost in _costs(document))


def _costs(document: ScenarioDocument) -> list[float]:
    """Mean costs of the kinds of projects that an earmark may pay for."""
    payable = {kind for earmark in document.policy.fund.earmarks.values() for kind in earmark.kinds}
    kinds = document.issues.kinds.items()
    return [
        kind.money_yuan.expected
        for name, kind in kinds
        if name in payable and kind.needs.money > 0.0 and kind.money_yuan is not None
    ]


def _most_yuan(document: ScenarioDocument) -> float:
    """Most that any community can spend of any one earmark in a year: a project takes one."""
    fund, amounts = document.policy.fund, [0.0]
    for name, earmark in fund.earmarks.items():
        if name in fund.allocation:
            amounts += fund.allocation[name].values()
            continue
        amounts.append(earmark.yuan_per_community_year)
        if _has_villages(document.city):
            amounts += [earmark.yuan_per_village_year, earmark.yuan_per_small_village_year]
    spent = 1.0 if fund.rules_clear else fund.absorption
    return max(amounts) * spent


def _has_villages(city: City) -> bool:
    named = [place.type for place in city.communities]
    given = [city.types[name] for name in named if name is not None]
    drawn = [kind for kind in city.types.values() if kind.share > 0.0]
    if named and None not in named:
        drawn = []
    return city.villages is not None or any(kind.village for kind in given + drawn)
