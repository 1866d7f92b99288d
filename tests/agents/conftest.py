"""A small overloaded city before its reform, and paired runs of it."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

import qipan
from qipan.engine import codes
from qipan.runs.replication import Run

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SEEDS = (1, 2, 3, 4, 5)
REFORM_DAY = 60
REFORM_DATE = "2019-05-01"

CITY = qipan.load(SCENARIOS / "fuding_before.yaml").revise(
    {
        "city.community_count": 4,
        "city.subdistrict_count": 1,
        "city.residents": 32_000,
        "horizon": {"start": "2019-05-01", "days": 120, "warm_up_days": 60},
        # Even, with so many heads as are told all the time: what is seen is the policy's.
        "city.issue_rate_sigma": 0,
        "desks.community.committee": None,
        "desks.community.staff_per_10000_residents": 18,
        "desks.community.turnover": None,
        # What the reform would be is left out, so that each test says all its numbers.
        **{f"policy.{name}": None for name in ("burden", "sent_down", "patrol", "authority")},
    }
)
TINY = qipan.load(SCENARIOS / "tiny.yaml").revise(
    {"horizon": {"start": "2019-03-01", "days": 14, "warm_up_days": 0}}
)

BURDEN = {"community_duties_ratio": 0.4, "subdistrict_duties_ratio": 0.3}
CADRES = {
    "full_time_per_community": 3,
    "speed": 1,
    "starting_speed": 0.5,
    "learning_days": 60,
    "ticket_share": 1,
    "lost_at_sender_share": 0.8,
}

# The last runs only: each holds some twenty megabytes.
simulate = lru_cache(maxsize=32)(qipan.simulate)


def with_policy(name: str, base: qipan.Scenario = CITY, **fields: Any) -> qipan.Scenario:
    """A scenario with one mechanism switched on, and some of its numbers given."""
    return base.revise({f"policy.{name}.{key}": v for key, v in {"on": True, **fields}.items()})


# Centres that settle three fifths of the enquiries near them, and do nothing else.
CIRCLE = with_policy(
    "service_circle",
    CITY.revise({"closure.false_share": 0}),
    radius_metres=300,
    facilities=0,
    centre_m2_per_100_households=30,
    centre_m2_sigma=0,
    standard_m2_per_100_households=30,
    kinds=["enquiry"],
    absorbed_share=0.6,
    counter_hours=0,
    calendar="office",
    clerks_per_10000_residents=1,
    own_staff_share=0,
    transactions_per_1000_residents_day=0,
    report_factor=1,
)


def runs(scenario: qipan.Scenario) -> list[Run]:
    """One run of a scenario for each seed."""
    return [simulate(scenario, seed) for seed in SEEDS]


def values(scenario: qipan.Scenario, what: str | Callable[[Run], float]) -> np.ndarray:
    """A metric, or a number of a run, for each seed."""
    if isinstance(what, str):
        return np.array([run.table[what] for run in runs(scenario)])
    return np.array([what(run) for run in runs(scenario)])


def changes(after: qipan.Scenario, what: Any, before: qipan.Scenario = CITY) -> np.ndarray:
    """By how much something differs from before, seed by seed."""
    return values(after, what) - values(before, what)


def rises(after: qipan.Scenario, what: Any, before: qipan.Scenario = CITY) -> bool:
    """Whether something rises on average, by more than twice its standard error."""
    difference = changes(after, what, before)
    error = difference.std(ddof=1) / len(difference) ** 0.5
    return bool(difference.mean() > 2 * error and difference.mean() > 0)


def falls(after: qipan.Scenario, what: Any, before: qipan.Scenario = CITY) -> bool:
    """Whether something falls on average, by more than twice its standard error."""
    difference = changes(after, what, before)
    error = difference.std(ddof=1) / len(difference) ** 0.5
    return bool(difference.mean() < -2 * error and difference.mean() < 0)


def counted(name: str) -> Callable[[Run], float]:
    """Sum of a counter over all days and communities."""
    column = codes.COUNTERS.index(name)
    return lambda run: float(run.record.counters[:, :, column].sum())


def level_backlog(level: str) -> Callable[[Run], float]:
    """Mean number of tickets at the desks of a level."""
    number = codes.LEVELS.index(level)

    def of(run: Run) -> float:
        chosen = run.record.desks_after["level"][: run.record.layout.desks] == number
        return float(run.record.backlog[:, chosen].sum(axis=1).mean())

    return of


def after_days(scenario: qipan.Scenario, days: int, seed: int = 1) -> qipan.CityModel:
    """A model that has run for so many days."""
    model = qipan.CityModel(scenario, seed)
    for _ in range(days):
        model.simulate_day()
    return model


def monthly(
    scenario: qipan.Scenario, read: Callable[[qipan.CityModel], Any], months: int = 10
) -> np.ndarray:
    """What `read` says of a model on the first day, and early in each month that follows."""
    long = scenario.revise(
        {"horizon": {"start": "2019-01-01", "days": 31 * months, "warm_up_days": 0}}
    )
    model = qipan.CityModel(long, 1)
    found = [read(model)]
    while model.running:
        model.simulate_day()
        if model.running and model.today.day == 2 and model.day > 1:
            found.append(read(model))
    return np.array(found)


def capacity(model: qipan.CityModel) -> np.ndarray:
    """Hours of work that each community's desk can do in an open hour, as in force now."""
    return np.array([c.staffing().capacity for c in model.communities])
