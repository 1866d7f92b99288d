"""The city: where people live, and that it does not depend on who looks."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import qipan

from .conftest import BRIEF, SCENARIOS, TINY, TYPES, generated, listed

GIBIBYTE = 2**30

places = st.lists(
    st.fixed_dictionaries(
        {
            "residents": st.integers(9, 3000),
            "type": st.sampled_from(TYPES),
            "subdistrict": st.sampled_from(["east", "west"]),
        },
        optional={"grids": st.integers(1, 9)},
    ),
    min_size=1,
    max_size=6,
).map(lambda found: [{"id": f"c{n}", **place} for n, place in enumerate(found)])


def assert_consistent(city):
    people, place = city.people, city.places
    assert city.residents == place.residents.sum() == len(people.building) == len(people.trust)
    assert np.array_equal(people.first, np.cumsum(place.residents) - place.residents)
    # Buildings follow each other, and none is empty.
    assert people.building_residents.min() >= 1
    assert np.array_equal(
        people.building_first, np.cumsum(people.building_residents) - people.building_residents
    )
    expected = np.repeat(np.arange(len(people.building_first)), people.building_residents)
    assert np.array_equal(people.building, expected)
    # Everybody lives in a building of a grid of their own community, and every grid has one.
    community = people.grid_community[people.building_grid[people.building]]
    assert np.array_equal(community, np.repeat(np.arange(len(place.ids)), place.residents))
    assert np.array_equal(np.unique(people.building_grid), np.arange(place.grids.sum()))
    assert np.array_equal(np.bincount(people.grid_community), place.grids)
    assert (place.area_km2 > 0).all()
    assert ((people.trust >= 0) & (people.trust <= 1)).all()
    assert set(place.subdistrict) == set(range(len(place.subdistrict_ids)))


@BRIEF
@given(places)
def test_listed_people_live_in_a_building_of_a_grid_of_their_community(found):
    city = listed(found)
    assert_consistent(city)
    assert city.places.residents.tolist() == [place["residents"] for place in found]
    given_grids = [place.get("grids") for place in found]
    assert all(g is None or g == n for g, n in zip(given_grids, city.places.grids, strict=True))


@BRIEF
@given(st.integers(1, 30), st.integers(1, 5), st.integers(200, 20_000), st.integers(0, 2**63 - 1))
def test_generated_people_live_in_a_building_of_a_grid_of_their_community(
    communities, subdistricts, residents, seed
):
    city = generated(
        community_count=communities,
        subdistrict_count=min(subdistricts, communities),
        residents=residents,
        seed=seed,
        community_size_sigma=0.8,
    )
    assert_consistent(city)
    assert city.residents == residents


def test_a_generated_city_has_the_sizes_types_and_voices_it_asks_for():
    ratio = TINY.document.residents.reporting.heterogeneity_ratio
    city = generated(community_count=4000, subdistrict_count=40, residents=1_600_000)
    place = city.places
    wanted = [spec.share for spec in TINY.document.city.types.values()]
    assert np.bincount(place.type, minlength=len(wanted)) / 4000 == pytest.approx(wanted, abs=0.03)
    assert np.log(place.residents).std() == pytest.approx(0.35, rel=0.05)
    assert place.grids.sum() == 4000 * TINY.document.city.grids_per_community
    assert place.voice.max() / place.voice.min() == pytest.approx(ratio, rel=0.01)
    assert np.log(place.voice).mean() == pytest.approx(0, abs=0.02)
    assert np.bincount(place.subdistrict).tolist() == [100] * 40
    trust = TINY.document.residents.trust
    assert city.people.trust.mean() == pytest.approx(trust.initial, abs=0.001)
    assert city.people.trust.std() == pytest.approx(trust.initial_sd, rel=0.01)


def test_more_grids_than_residents_are_refused():
    crowd = {"id": "elm", "subdistrict": "b", "residents": 3, "type": "old_urban", "grids": 7}
    with pytest.raises(qipan.ScenarioError, match="grids"):
        listed([crowd])


def fingerprint(city):
    people, place = city.people, city.places
    arrays = (people.trust, people.building, people.building_grid, place.voice, place.residents)
    return [array.tobytes() for array in arrays]


def test_runs_of_any_seed_share_the_city():
    cities = [qipan.CityModel(TINY, seed).city for seed in (1, 2)]
    assert fingerprint(cities[0]) == fingerprint(cities[1])


def test_the_citys_own_seed_changes_it():
    one, other = (generated(seed=seed, community_count=8) for seed in (1, 2))
    assert not np.array_equal(one.places.residents, other.places.residents)
    assert not np.array_equal(one.places.voice, other.places.voice)
    assert not np.array_equal(one.people.trust, other.people.trust)


def test_a_community_keeps_its_people_whatever_others_stand_beside_it():
    elm = {"id": "elm", "subdistrict": "b", "residents": 900, "type": "resettlement", "grids": 2}
    ash = {**elm, "id": "ash", "residents": 2500, "type": "village_turned", "subdistrict": "a"}
    oak = {**elm, "id": "oak", "residents": 60, "type": "old_urban", "grids": 1}
    alone, among = listed([elm]), listed([ash, elm, oak])
    row, first = 1, int(among.people.first[1])
    people = slice(first, first + 900)
    assert np.array_equal(among.people.trust[people], alone.people.trust)
    assert among.places.voice[row] == alone.places.voice[0]
    assert among.places.area_km2[row] == alone.places.area_km2[0]
    buildings = among.people.building[people] - among.people.building[first]
    assert np.array_equal(buildings, alone.people.building)
    grids = among.people.building_grid[among.people.building[people]]
    assert np.array_equal(grids - grids[0], alone.people.building_grid[alone.people.building])


HUGE = """
import pathlib, resource, sys, qipan
from qipan.city import build_city
scenario = qipan.load(sys.argv[1]).revise({
    "city.community_count": 1671, "city.subdistrict_count": 160, "city.residents": 7_450_000})
before = resource.getrusage(resource.RUSAGE_SELF)
city = build_city(scenario.document)
after = resource.getrusage(resource.RUSAGE_SELF)
assert city.residents == 7_450_000
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
status = pathlib.Path("/proc/self/status")  # ru_maxrss begins with that of the parent process
lines = status.read_text().splitlines() if status.exists() else []
peak = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
print(*peak or [after.ru_maxrss])
"""


@pytest.mark.slow
def test_a_city_of_seven_and_a_half_million_is_built_in_seconds_and_a_gibibyte():
    command = [sys.executable, "-c", HUGE, str(SCENARIOS / "tiny.yaml")]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    unit = 1 if sys.platform == "darwin" else 1024
    assert float(out[0]) < 60
    assert float(out[1]) * unit < GIBIBYTE
