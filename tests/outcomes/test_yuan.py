"""A year's cost by the prices of a scenario, worked out by hand."""

import datetime
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.agents.city_model import CityModel
from qipan.engine.record import Record
from qipan.outcomes.metrics import compute_metrics
from qipan.outcomes.yuan import yuan_by_lever
from qipan.report.comparison.costs import cost_sentence
from qipan.scenario import Scenario, ScenarioError
from qipan.studies.comparison.costs import costs_of, yuan_of
from qipan.studies.file.document import EqualCost
from qipan.studies.sweep.factors import assumed_factors

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
PRICES = {
    "worker_yuan_year": 90_000,
    "cadre_yuan_year": 120_000,
    "patroller_yuan_year": 60_000,
    "clerk_yuan_year": 80_000,
    "centre_yuan_per_m2_year": 300,
    "volunteer_yuan_per_hour": 15,
    "post_hours_per_year": 2000,
}
FILE = """extends: {tiny}
name: priced_town
costs:
  worker_yuan_year: {{value: 90000, range: [60000, 130000], assumed: an ordinary wage}}
  cadre_yuan_year: 120000
  patroller_yuan_year: 60000
  clerk_yuan_year: 80000
  centre_yuan_per_m2_year: 300
  volunteer_yuan_per_hour: 15
  post_hours_per_year: 2000
"""
SENT = {"policy.sent_down.on": True, "policy.sent_down.full_time_per_community": 2}


def simulated(scenario: Scenario) -> Record:
    model = CityModel(scenario, 1)
    model.run()
    return model.record()


@pytest.fixture(scope="module")
def city() -> Scenario:
    return qipan.load(TINY).revise({"horizon.days": 20, "policy.patrol.on": True, **SENT})


@pytest.fixture(scope="module")
def priced(city: Scenario) -> Scenario:
    return city.revise({"costs": PRICES, "name": "priced"})


def test_nothing_that_happens_depends_on_prices(city: Scenario, priced: Scenario) -> None:
    with_prices, without = simulated(priced), simulated(city)
    assert with_prices.issues.tobytes() == without.issues.tobytes()
    assert np.isnan(compute_metrics(without)["cost_yuan_year"])


def test_levers_are_hours_and_posts_at_their_price(priced: Scenario) -> None:
    record = simulated(priced)
    years = 20 / 365
    found = yuan_by_lever(record, years)
    hours = record.costs["dispatched_hours"] / years
    assert found["cadres"] == pytest.approx(hours / 2000 * 120_000)
    own = record.document.policy.patrol.own_staff_share
    walked = record.costs["patrol_hours"] / years * (1 - own)
    assert found["patrols"] == pytest.approx(walked / 2000 * 60_000)
    level, places = record.document.desks.community, record.city.places
    assert np.isnan(places.staff).all()
    homes = zip(places.residents, places.village, strict=True)
    posts = sum(level.staff(int(people), bool(village)) for people, village in homes)
    empty = record.costs["vacant_post_days"] / 20
    assert 0 < empty < posts
    assert found["workers"] == pytest.approx((posts - empty) * 90_000)
    total = compute_metrics(record)["cost_yuan_year"]
    assert total == pytest.approx(sum(found.values()))


def test_what_a_reform_hires_is_paid_from_its_day_on(priced: Scenario) -> None:
    councils = {"on": True, "council": {"extra": {"c0001": 36.5}}}
    patrol = {"own_staff_share": 0.0, "extra": {"c0002": 2.0}}
    reform = {"policy": {"councils": councils, "patrol": patrol}}
    plain = priced.revise({"policy.patrol.own_staff_share": 0.3})
    since = plain.document.horizon.start + datetime.timedelta(days=5)
    begun = plain.revise({"policy.changes": [{"on": since.isoformat(), "set": reform}]})
    before, after = (simulated(each) for each in (plain, plain.revise(reform)))
    found = yuan_by_lever(simulated(begun), 20 / 365)
    none, whole = (yuan_by_lever(record, 20 / 365) for record in (before, after))
    assert none["sittings"] == 0.0
    for lever in ("sittings", "patrols"):
        assert whole[lever] > none[lever]
        part = none[lever] + (whole[lever] - none[lever]) * 15 / 20
        assert found[lever] == pytest.approx(part)


def test_without_prices_a_scenario_says_nothing_of_them(city: Scenario, priced: Scenario) -> None:
    assert "costs" not in city.document.model_dump(mode="json")
    assert priced.revise({"costs": None}).document == city.revise({"name": "priced"}).document


def test_a_price_that_is_missing_or_below_0_is_refused(city: Scenario) -> None:
    few = {key: yuan for key, yuan in PRICES.items() if key != "clerk_yuan_year"}
    with pytest.raises(ScenarioError, match=r"costs\.clerk_yuan_year"):
        city.revise({"costs": few})
    with pytest.raises(ScenarioError, match=r"costs\.worker_yuan_year"):
        city.revise({"costs": {**PRICES, "worker_yuan_year": -1}})


def test_equal_cost_goes_by_yuan_where_there_are_prices(priced: Scenario) -> None:
    dear = priced.revise({"name": "dear", "policy.sent_down.full_time_per_community": 3})
    found = qipan.compare([priced, dear], n=2, metrics=["load"])
    yuan = yuan_of(found)
    assert yuan is not None
    assert yuan["dear"] > yuan["priced"]
    asked = EqualCost(yuan_per_hour=40.0, scenarios=("priced", "dear"))
    costs = costs_of(replace(found, equal_cost=asked))
    assert costs is not None
    assert costs.rows[1].of_budget == pytest.approx(yuan["dear"] / yuan["priced"])
    bare = priced.revise({"costs": None, "name": "bare"})
    assert yuan_of(qipan.compare([priced, bare], n=2, metrics=["load"])) is None


def test_a_sweep_of_what_is_assumed_leaves_prices_alone(tmp_path: Path) -> None:
    file = tmp_path / "priced_town.yaml"
    file.write_text(FILE.format(tiny=TINY), encoding="utf-8")
    town = qipan.load(file)
    assert any(row.key == "costs.worker_yuan_year" and row.range for row in town.provenance)
    assert [one.key for one in assumed_factors([town])] == [
        one.key for one in assumed_factors([qipan.load(TINY)])
    ]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "do not cost the same"), ("zh", "成本不同")]
)
def test_policies_that_differ_in_money_are_told_to(
    priced: Scenario, language: str, words: str
) -> None:
    dear = priced.revise({"name": "dear", "policy.sent_down.full_time_per_community": 3})
    found = qipan.compare([priced, dear], n=2, metrics=["load"])
    assert words in cost_sentence(found, language)  # type: ignore[arg-type, operator]
    same = qipan.compare([priced, priced.revise({"name": "same"})], n=2, metrics=["load"])
    assert cost_sentence(same, "en") is None
