"""Who lives near a service point, how large centres are, and which communities are near."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qipan.city.circle import (
    OutsideCity,
    centre_space,
    circle_of,
    service_points,
    standing_in,
)
from qipan.city.nearby import nearby
from qipan.city.positions import building_positions
from qipan.scenario.service_circle import ServiceCircle

from .conftest import BRIEF, generated, listed, place

CITY = generated(community_count=12, subdistrict_count=3, residents=60_000)


def circle(**fields):
    return ServiceCircle(on=True, **fields)


def reached(city=CITY, **fields):
    return circle_of(city.places, city.people, circle(**fields)).reached


@BRIEF
@given(st.floats(1, 3000), st.integers(0, 40))
def test_a_building_is_within_the_circle_if_any_point_is_that_near(radius, facilities):
    policy = circle(radius_metres=radius, facilities=facilities)
    points = service_points(CITY.places, policy)
    homes = building_positions(CITY.places, CITY.people)
    assert len(points) == (facilities or 12)
    assert len(homes) == len(CITY.people.building_grid)
    gap = np.hypot(*(homes[:, None] - points[None]).transpose(2, 0, 1)).min(axis=1)
    clear = np.abs(1000 * gap - radius) > 1e-6
    found = circle_of(CITY.places, CITY.people, policy).reached
    assert np.array_equal(found[clear], (1000 * gap <= radius)[clear])


def test_buildings_and_points_stand_in_the_square_of_their_community():
    place = CITY.places
    owner = CITY.people.grid_community[CITY.people.building_grid]
    middle = np.stack([place.x_km, place.y_km], axis=1)
    away = np.abs(building_positions(place, CITY.people) - middle[owner])
    assert (away <= np.sqrt(place.area_km2)[owner, None] / 2 + 1e-12).all()
    points = service_points(place, circle(facilities=60))
    inside = np.abs(points[:, None] - middle[None]) <= np.sqrt(place.area_km2)[:, None] / 2 + 1e-12
    assert inside.all(axis=2).any(axis=1).all()


def test_coverage_grows_with_the_radius():
    found = [reached(radius_metres=radius) for radius in (50, 200, 500, 1000, 5000)]
    assert all((near <= far).all() for near, far in itertools.pairwise(found))
    assert found[0].mean() < 0.1 and found[-1].all()


def test_coverage_grows_with_the_facilities():
    # In multiples of those of each community, nobody's are taken to another.
    even = listed([place(f"c{n}", 900) for n in range(9)])
    found = [reached(even, radius_metres=60, facilities=9 * n) for n in (1, 2, 4, 8, 16)]
    assert all((few <= more).all() for few, more in itertools.pairwise(found))
    assert found[0].mean() < found[-1].mean()
    assert np.array_equal(found[0], reached(even, radius_metres=60))
    mean = [reached(radius_metres=100, facilities=n).mean() for n in (1, 4, 16, 64, 256)]
    assert mean == sorted(mean) and mean[-1] > 5 * mean[0]


def test_a_community_keeps_its_buildings_whatever_others_stand_beside_it():
    at = {"x_km": 1.0, "y_km": 2.0}
    alone = listed([place("a", **at)])
    among = listed([place("z", 2000), place("a", **at)])
    homes = building_positions(among.places, among.people)
    owner = among.people.grid_community[among.people.building_grid]
    assert np.array_equal(homes[owner == 1], building_positions(alone.places, alone.people))


def centre(x, y):
    return {"x_km": x, "y_km": y, "m2": 100, "clerks": 1}


def test_who_has_an_added_centre_nearer_than_all_else_goes_there():
    homes = building_positions(CITY.places, CITY.people)
    owner = CITY.people.grid_community[CITY.people.building_grid]
    at = homes[[3, len(homes) // 2]]
    policy = circle(
        radius_metres=200, added={f"a{n}": centre(*point) for n, point in enumerate(at.tolist())}
    )
    found = circle_of(CITY.places, CITY.people, policy)
    own = np.hypot(*(homes[:, None] - service_points(CITY.places, policy)).transpose(2, 0, 1))
    new = np.hypot(*(homes[:, None] - at).transpose(2, 0, 1))
    nearer = (new.min(axis=1) <= 0.2) & (new.min(axis=1) < own.min(axis=1))
    assert 2 <= nearer.sum() < len(homes)
    assert np.array_equal(found.window, np.where(nearer, 12 + new.argmin(axis=1), owner))
    assert np.array_equal(found.reached, np.minimum(own.min(axis=1), new.min(axis=1)) <= 0.2)
    assert found.reached.sum() > reached(radius_metres=200).sum()


def test_an_added_centre_stands_in_the_community_in_whose_square_it_is():
    large, small = place("a", 9000, x_km=0.0, y_km=0.0), place("b", 90, x_km=1.0, y_km=0.0)
    places = listed([large | {"area_km2": 3.24}, small | {"area_km2": 0.01}]).places
    policy = circle(added={"a": centre(0.8, 0.0), "b": centre(1.01, 0.0)})
    assert standing_in(places, policy).tolist() == [0, 1]


def test_an_added_centre_in_the_middle_of_another_takes_nobody_from_it():
    x, y = CITY.places.x_km[0], CITY.places.y_km[0]
    found = circle_of(CITY.places, CITY.people, circle(added={"same": centre(x, y)}))
    assert (found.window < 12).all()


def test_an_added_centre_stands_in_the_city():
    policy = circle(added={"far": centre(999.0, 0.0)})
    with pytest.raises(OutsideCity, match=r"added\.far: 999 km east.*x_km must be from"):
        circle_of(CITY.places, CITY.people, policy)


def test_floor_space_has_the_median_and_spread_asked_for():
    many = generated(community_count=4000, residents=400_000).places
    space = centre_space(many, circle(centre_m2_per_100_households=20, centre_m2_sigma=0.5))
    assert np.median(space) == pytest.approx(20, rel=0.04)
    assert np.log(space).std() == pytest.approx(0.5, rel=0.04)
    same = centre_space(many, circle(centre_m2_per_100_households=20))
    assert (same == 20).all()


def neighbours(places, radius):
    first, count, rows = nearby(places, radius)
    return [rows[begin : begin + n].tolist() for begin, n in zip(first, count, strict=True)]


@BRIEF
@given(st.integers(1, 40), st.floats(0, 5))
def test_nearby_are_all_others_within_the_radius(communities, radius):
    where = generated(community_count=communities, residents=communities * 3000).places
    gap = np.hypot(where.x_km[:, None] - where.x_km, where.y_km[:, None] - where.y_km)
    np.fill_diagonal(gap, np.inf)
    found = neighbours(where, radius)
    assert [sorted(row) for row in found] == [np.flatnonzero(r <= radius).tolist() for r in gap]
    for row, away in zip(found, gap, strict=True):
        assert (np.diff(away[row]) >= -1e-12).all(), "nearest first"
    pairs = {(a, b) for a, row in enumerate(found) for b in row}
    assert pairs == {(b, a) for a, b in pairs}


@pytest.mark.parametrize("radius", [0, 1e-6])
def test_nobody_is_nearby_within_nothing(radius):
    assert neighbours(CITY.places, radius) == [[]] * 12


def test_everybody_is_nearby_within_everything():
    assert sorted(neighbours(CITY.places, 1e6)[5]) == [*range(5), *range(6, 12)]


# Two pairs at equal distances among them.
SPREAD = [
    place("a", 900, x_km=0.0, y_km=0.0),
    place("b", 2500, x_km=0.5, y_km=0.0),
    place("c", 60, x_km=-0.5, y_km=0.0),
    place("d", 1400, x_km=0.0, y_km=1.0),
]


def by_community(places):
    """What is found of each community, by its id."""
    city = listed(places)
    ids = np.array(city.places.ids)
    owner = ids[city.people.grid_community[city.people.building_grid]]
    within = reached(city, radius_metres=150, facilities=6)
    space = centre_space(city.places, circle(centre_m2_sigma=0.5))
    near = neighbours(city.places, 0.9)
    return {
        name: (within[owner == name].tolist(), space[row], ids[near[row]].tolist())
        for row, name in enumerate(ids.tolist())
    }


@BRIEF
@given(st.permutations(SPREAD))
def test_communities_find_the_same_in_any_order(places):
    expected = by_community(SPREAD)
    assert by_community(places) == expected
    assert sorted(expected["a"][2]) == ["b", "c"] and expected["d"][2] == []
