"""The communities' money: what a year brings, and what may be spent of it."""

import datetime
from collections.abc import Sequence

from ..scenario.funds import Earmark, Fund
from ..scenario.institutions import OtherBudgets
from ..scenario.regimes import Regime


def yearly_yuan(fund: Fund, earmark: Earmark, village: bool, residents: int) -> float:
    """Money that an earmark brings a place in a year, the county's part as far as it is paid."""
    return paid_yuan(fund, place_yuan(fund, earmark, village, residents))


def place_yuan(fund: Fund, earmark: Earmark, village: bool, residents: int) -> float:
    """Amount that an earmark has for a place of this kind and size, as the scenario gives it."""
    if not village:
        return earmark.yuan_per_community_year
    if residents >= fund.village_step_residents:
        return earmark.yuan_per_village_year
    return earmark.yuan_per_small_village_year


def paid_yuan(fund: Fund, yuan: float) -> float:
    """What comes of an amount of the scenario, the county's part as far as it is paid.

    The amounts of a scenario hold both parts: at a ratio of 1, city and county give half each.
    """
    from_city = yuan / (1.0 + fund.match_ratio)
    return from_city * (1.0 + fund.match_ratio * fund.match_paid_share)


def others_yuan(others: OtherBudgets | None, residents: int) -> float:
    """Money that other budgets have for a place in a year; 0 where they pay without limit."""
    return others.yuan_per_1000_residents_year * residents / 1000.0 if others is not None else 0.0


def spendable_share(fund: Fund) -> float:
    """Share that is spent at most: offices do not dare or know how to (不敢用、不会用)."""
    return 1.0 if fund.rules_clear else fund.absorption


def rest_of_year(date: datetime.date) -> float:
    """Share of a budget year that is left on a date."""
    new_year = datetime.date(date.year + 1, 1, 1)
    length = (new_year - datetime.date(date.year, 1, 1)).days
    return (new_year - date).days / length


def earmarks_of(regimes: Sequence[Regime]) -> tuple[str, ...]:
    """Earmarks of all times, in the order in which they come."""
    names = [name for regime in regimes for name in regime.document.policy.fund.earmarks]
    return tuple(dict.fromkeys(names))
