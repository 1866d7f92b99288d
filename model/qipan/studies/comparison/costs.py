"""What policies cost in paid hours, and whether that is equal where a title says so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...city.places import build_places
from ...runs.runs import Runs
from ...statistics.interval import Interval, mean_interval
from ..file.document import EqualCost, ExperimentDocument
from .comparison import Comparison

if TYPE_CHECKING:
    import pandas as pd

# What a file may call it; not metrics or keys, but the words of a title or a question.
CLAIM = re.compile(
    r"\b(equal|same|identical|equivalent)[ -]cost|\bsame (money|budget)\b"
    r"|[等同]成本|同等(投入|经费|费用|资金)|相同(成本|投入|经费|费用|资金)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cost:
    """What a policy costs a year, of what is paid for besides the staff who are there anyway.

    Attributes
    ----------
    scenario : str
    cadre_hours, patrol_hours, counter_hours, yuan : float
        Hours of cadres sent down, of patrols and of clerks at centres that are not the community's
        own staff, and money of the fund spent; means over the replications.
    paid_hours : Interval
        All of it, money turned into hours.
    of_budget : float
        As a multiple of the first policy's: of its yuan where all policies have prices
        (`costs` of a scenario), else of its paid hours.
    yuan_year : float
        Cost by the scenario's prices; NaN without.
    """

    scenario: str
    cadre_hours: float
    patrol_hours: float
    counter_hours: float
    yuan: float
    paid_hours: Interval
    of_budget: float
    yuan_year: float = np.nan


@dataclass(frozen=True)
class Costs:
    """Costs of all policies that are to cost the same, the budget first.

    Attributes
    ----------
    asked : EqualCost
    rows : tuple of Cost
    """

    asked: EqualCost
    rows: tuple[Cost, ...]

    @property
    def unequal(self) -> tuple[Cost, ...]:
        """Policies that cost more or less than the budget by more than is allowed."""
        least = self.asked.tolerance_share
        return tuple(row for row in self.rows if not abs(row.of_budget - 1.0) <= least)

    def frame(self) -> "pd.DataFrame":
        """Tabulate them, a row a policy."""
        import pandas as pd

        rows = [
            {
                "scenario": row.scenario,
                "cadre_hours_per_year": row.cadre_hours,
                "patrol_hours_per_year": row.patrol_hours,
                "counter_hours_per_year": row.counter_hours,
                "fund_yuan_per_year": row.yuan,
                "yuan_per_hour": self.asked.yuan_per_hour,
                "paid_hours_per_year": row.paid_hours.mean,
                "low": row.paid_hours.low,
                "high": row.paid_hours.high,
                "yuan_year": row.yuan_year,
                "of_budget": row.of_budget,
                "equal": row not in self.unequal,
            }
            for row in self.rows
        ]
        return pd.DataFrame(rows)


def costs_of(found: Comparison) -> Costs | None:
    """Costs of the policies that an experiment says cost the same; None if it says nothing."""
    asked = found.equal_cost
    if asked is None:
        return None
    names = asked.scenarios or found.others
    made = [(name, *_paid(found.of(name), asked.yuan_per_hour)) for name in names]
    priced = yuan_of(found)
    known = {name: paid.mean for name, *_, paid in made} if priced is None else priced
    budget = known[names[0]]
    rows = [
        Cost(
            *one,
            known[one[0]] / budget if budget else np.nan,
            np.nan if priced is None else priced[one[0]],
        )
        for one in made
    ]
    return Costs(asked, tuple(rows))


def yuan_of(found: Comparison) -> dict[str, float] | None:
    """Yuan a year of each policy, mean of the replications; None unless all have prices."""
    if any(found.of(name).scenario.document.costs is None for name in found.names):
        return None
    return {name: float(found.of(name).values("cost_yuan_year").mean()) for name in found.names}


def _paid(runs: Runs, yuan_per_hour: float) -> tuple[float, float, float, float, Interval]:
    names = ("dispatched_hours", "patrol_hours", "counter_hours", "fund_spent")
    found = (np.nan_to_num(runs.values(f"{name}_per_year")) for name in names)  # no fund: none
    sent, patrols, counters, yuan = found
    # Of dated rules the last: what they have in common with those before is not known here.
    document = runs.scenario.regimes[-1].document
    policy = document.policy
    places = build_places(document.city, document.residents.reporting.heterogeneity_ratio)
    grids = float((places.grids - places.dedicated).sum())
    patrols = patrols * (1.0 - policy.patrol.own_share(grids))
    counters = counters * policy.service_circle.paid_share(document.city.everybody)
    paid = mean_interval(sent + patrols + counters + yuan / yuan_per_hour)
    walked, stood = float(patrols.mean()), float(counters.mean())
    return float(sent.mean()), walked, stood, float(yuan.mean()), paid


def claims_equal_cost(document: ExperimentDocument) -> bool:
    """Whether an experiment's title or question speaks of equal costs."""
    return any(CLAIM.search(text) for text in _texts(document))


def _texts(document: ExperimentDocument) -> Iterable[str]:
    for words in (document.title, document.question):
        if words is not None:
            yield from (words.en, words.zh)
