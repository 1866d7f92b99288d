"""Births grow over the years as a scenario says, by area, and not at all without it."""

import datetime
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.city import build_city
from qipan.engine.growth import growth_factor
from qipan.engine.intensity import cumulative_intensity
from qipan.scenario import ScenarioError

SCENARIOS = Path(__file__).parents[2] / "scenarios"
START = datetime.date(2019, 3, 1)
TOWN = qipan.load(SCENARIOS / "tiny.yaml").revise(
    {"horizon": {"start": START.isoformat(), "days": 1096, "warm_up_days": 20}}
)


def grown(**growth):
    return TOWN.revise({"growth": growth})


def dates(scenario):
    horizon = scenario.document.horizon
    return [horizon.first_day + datetime.timedelta(n) for n in range(horizon.total_days)]


def test_it_is_1_before_and_compounds_by_anniversaries() -> None:
    scenario = grown(population_shares=[0.1, 0.2])
    horizon = scenario.document.horizon
    factor = growth_factor(scenario.document, dates(scenario), (0.1, 0.2))
    assert (factor[: horizon.warm_up_days + 1] == 1.0).all()
    at = [horizon.day_of(START.replace(year=START.year + n)) for n in (1, 2)]
    assert factor[at] == pytest.approx([1.1, 1.1 * 1.2])
    assert factor[-1] == pytest.approx(1.1 * 1.2 * 1.2, rel=1e-3)  # the last share goes on
    assert (np.diff(factor[horizon.warm_up_days :]) > 0).all()


@pytest.mark.parametrize(
    ("growth", "first", "second"),
    [
        ({"population_shares": [0.1], "demand_shares": [0.05]}, 1.1 * 1.05, 1.1 * 1.05),
        ({"population_shares": [0.1], "areas": {"c0002": {"population_shares": [0]}}}, 1.1, 1.0),
        ({"areas": {"s001": {"demand_shares": [0.2]}}}, 1.2, 1.2),
        (
            {
                "areas": {
                    "s001": {"population_shares": [0.2], "demand_shares": [0.3]},
                    "c0001": {"population_shares": [-0.1]},
                }
            },
            0.9 * 1.3,
            1.2 * 1.3,
        ),
    ],
)
def test_areas_grow_by_their_own(growth, first, second) -> None:
    scenario = grown(**growth)
    places = build_city(scenario.document).places
    usual, _, per_hour = cumulative_intensity(TOWN.document, 1, places)
    levels, group, _ = cumulative_intensity(scenario.document, 1, places)
    kinds = len(scenario.document.issues.kinds)
    horizon = scenario.document.horizon
    hour = 24 * per_hour * horizon.day_of(START.replace(year=2020))
    for community, factor in ((0, first), (1, second)):
        rows = slice(group[community] * kinds, (group[community] + 1) * kinds)
        of_day = levels[rows, hour + 24 * per_hour] - levels[rows, hour]
        own = usual[:kinds, hour + 24 * per_hour] - usual[:kinds, hour]
        assert of_day == pytest.approx(own * factor)


def test_without_shares_births_are_the_same_to_the_byte() -> None:
    places = build_city(TOWN.document).places
    usual, group, _ = cumulative_intensity(TOWN.document, 1, places)
    for growth in ({}, {"population_shares": [0]}, {"areas": {"c0001": {"demand_shares": []}}}):
        levels, groups, _ = cumulative_intensity(grown(**growth).document, 1, places)
        kinds = len(TOWN.document.issues.kinds)
        for a, b in zip(group, groups, strict=True):
            assert np.array_equal(
                levels[b * kinds : (b + 1) * kinds], usual[a * kinds : (a + 1) * kinds]
            )
    assert "growth" not in TOWN.document.model_dump()
    assert TOWN.revise({"growth": None}).sha256 == TOWN.sha256


def test_nothing_changes_before_the_first_measured_day() -> None:
    short = {"horizon": {"start": START.isoformat(), "days": 3, "warm_up_days": 25}}
    tables = []
    for scenario in (TOWN, grown(demand_shares=[1.0])):
        model = qipan.CityModel(scenario.revise(short), seed=1)
        while model.day < 25:
            model.simulate_day()
        tables.append(model.layer.issues.copy())
    # the engine draws a little ahead: what is born before is the same
    before = [table[table["birth"] < 25 * 24] for table in tables]
    assert np.array_equal(before[0]["birth"], before[1]["birth"])


@pytest.mark.parametrize(
    ("growth", "said"),
    [
        ({"areas": {"c0009": {}}}, "growth.areas.c0009"),
        ({"population_shares": [0.1] * 5}, "growth.population_shares: found 5 years"),
        ({"areas": {"c0001": {"demand_shares": [0.1] * 9}}}, "areas.c0001.demand_shares"),
        ({"population_shares": [-0.9]}, "growth.population_shares"),
        ({"population_share": [0.1]}, "growth.population_share: unknown key"),
    ],
)
def test_growth_that_cannot_be_is_refused(growth, said) -> None:
    with pytest.raises(ScenarioError) as refused:
        grown(**growth)
    assert said in str(refused.value)
