"""Villages beside the communities, and grids of malls, hospitals and schools."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qipan.city.places import shares_of

from .conftest import BRIEF, TINY, generated, listed, place
from .test_city import assert_consistent


def with_villages(count, rural, **overrides):
    villages = {"count": count, "residents": rural, "grids_per_village": 2, "size_sigma": 0.5}
    return generated(villages=villages, **overrides)


@BRIEF
@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 4), st.integers(100, 5000))
def test_villages_stand_after_the_communities_with_residents_of_their_own(
    communities, count, subdistricts, rural
):
    city = with_villages(
        count,
        rural,
        community_count=communities,
        subdistrict_count=min(subdistricts, communities),
        residents=rural + 3000,
    )
    found = city.places
    assert_consistent(city)
    assert found.ids[:communities] == tuple(f"c{n:04d}" for n in range(1, communities + 1))
    assert found.ids[communities:] == tuple(f"v{n:04d}" for n in range(1, count + 1))
    assert found.residents[:communities].sum() == 3000
    assert found.residents[communities:].sum() == rural
    assert found.village.tolist() == [False] * communities + [True] * count
    types = np.array(found.types)[found.type]
    assert set(types[communities:]) == {"village"} and "village" not in types[:communities]
    assert found.grids[communities:].sum() == 2 * count
    assert np.array_equal(found.dedicated, np.zeros(communities + count))


def test_villages_spread_over_all_subdistricts():
    found = with_villages(30, 60_000, community_count=8, subdistrict_count=5, residents=99_000)
    assert np.bincount(found.places.subdistrict[8:]).tolist() == [6] * 5


def test_sizes_of_villages_scatter_as_asked():
    found = with_villages(2000, 3_000_000, community_count=2, residents=3_100_000)
    assert np.log(found.places.residents[2:]).std() == pytest.approx(0.5, rel=0.05)


def test_communities_stay_as_they_are_when_villages_join_them():
    without = generated(community_count=6, subdistrict_count=2, residents=20_000).places
    found = with_villages(5, 9000, community_count=6, subdistrict_count=2, residents=29_000).places
    for name in ("keys", "residents", "grids", "type", "subdistrict", "voice", "area_km2"):
        assert np.array_equal(getattr(found, name)[:6], getattr(without, name)), name


def dedicated(each):
    return {"per_community": each, "area_km2": 0.1, "staff": 2}


@BRIEF
@given(st.integers(1, 20), st.floats(0, 5))
def test_dedicated_grids_are_the_last_of_their_community_and_nobody_lives_there(count, each):
    size = {"community_count": count, "subdistrict_count": 1, "residents": 900 * count}
    city, plain = generated(dedicated_grids=dedicated(each), **size), generated(**size)
    found, people = city.places, city.people
    assert found.dedicated.sum() == round(each * count)
    assert np.array_equal(found.grids, plain.places.grids + found.dedicated)
    end = np.cumsum(found.grids)
    lived_in = np.zeros(end[-1], bool)
    lived_in[people.building_grid] = True
    expected = np.concatenate(
        [np.arange(n) < n - d for n, d in zip(found.grids, found.dedicated, strict=True)]
    )
    assert np.array_equal(lived_in, expected)
    assert np.array_equal(people.grid_community, np.repeat(np.arange(count), found.grids))
    # Who lives where is untouched.
    assert np.array_equal(people.building, plain.people.building)
    assert np.array_equal(people.trust, plain.people.trust)


def test_dedicated_grids_go_by_residents_and_may_pass_a_small_community_by():
    size = {"community_count": 20, "residents": 40_000, "community_size_sigma": 1.5}
    found = generated(dedicated_grids=dedicated(0.6), **size).places
    exact = 12 * found.residents / found.residents.sum()
    assert np.abs(found.dedicated - exact).max() < 1
    assert 0 in found.dedicated and found.dedicated.max() > 1


@BRIEF
@given(st.lists(st.integers(1, 5000), min_size=1, max_size=30), st.integers(0, 9000), st.randoms())
def test_apportioned_numbers_are_whole_sum_up_and_do_not_mind_the_order(sizes, total, random):
    weights, keys = np.array(sizes, float), np.arange(len(sizes), dtype=np.uint64)
    found = shares_of(total, weights, keys)
    assert found.sum() == total and found.min() >= 0
    assert np.abs(found - total * weights / weights.sum()).max() < 1
    order = np.array(random.sample(range(len(sizes)), len(sizes)))
    assert np.array_equal(shares_of(total, weights[order], keys[order]), found[order])


def test_a_listed_village_is_one_by_its_type():
    found = listed([place("a"), place("b", type="village")]).places
    assert found.village.tolist() == [False, True]
    assert TINY.document.city.types["village"].village
