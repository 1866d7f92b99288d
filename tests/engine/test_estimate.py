"""What a replication would take, told beforehand, against what it takes."""

from pathlib import Path

import pytest

import qipan
from qipan.engine import estimate as estimates
from qipan.engine.estimate import check_room, estimate
from qipan.scenario import ScenarioError

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CITIES = ("tiny", "fuding", "xiangshan", "mile")


def document(name, **revised):
    scenario = qipan.load(SCENARIOS / f"{name}.yaml")
    return scenario.revise(revised).regimes[0].document if revised else scenario.regimes[0].document


@pytest.mark.parametrize("name", CITIES)
def test_as_many_issues_are_expected_as_arise_or_somewhat_more(name):
    scenario = qipan.load(SCENARIOS / f"{name}.yaml")
    born = len(qipan.simulate(scenario, seed=1).record.issues)
    assert 0.8 * born < estimate(scenario.regimes[0].document).issues < 1.6 * born


def test_the_tables_take_what_is_told():
    scenario = qipan.load(SCENARIOS / "fuding.yaml")
    model = qipan.CityModel(scenario, 1)
    world = model.layer.world
    tables = sum(
        getattr(world, name).nbytes
        for name in ("residents", "buildings", "desks", "counters", "slots", "calendars")
    )
    told = estimate(scenario.regimes[0].document)
    apart = sum(size for part, size in told.parts.items() if not part.startswith("issues"))
    assert tables < apart < 4 * tables


def test_what_no_machine_holds_is_refused_before_anything_is_made(monkeypatch):
    monkeypatch.setattr(estimates, "machine_bytes", lambda: 24_000_000_000)
    large = qipan.load(SCENARIOS / "tiny.yaml").revise(
        {
            "city.residents": 100_000_000,
            "city.community_count": 50_000,
            "horizon.days": 3650,
        }
    )
    with pytest.raises(ScenarioError, match=r"about .* GB .* this machine has 24\.0 GB"):
        qipan.CityModel(large, 1)
    with pytest.raises(ScenarioError, match="most of it is for"):
        qipan.replicate(large, n=1)


def test_the_largest_of_the_five_cities_and_a_megacity_are_not_refused(monkeypatch):
    monkeypatch.setattr(estimates, "machine_bytes", lambda: 8_000_000_000)
    check_room(document("dalian"))
    days = {"horizon.days": 90, "horizon.warm_up_days": 0}
    check_room(document("dalian", **{"city.residents": 22_000_000, **days}))


def test_where_a_machine_does_not_say_what_it_has_nothing_is_refused(monkeypatch):
    monkeypatch.setattr(estimates, "machine_bytes", lambda: None)
    check_room(document("dalian"))
