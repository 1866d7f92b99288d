"""Volunteers of a city: as many, as able and as generous as the scenario says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from qipan.city.places import shares_of

from .conftest import BRIEF, TINY, generated, listed, place

FIELDS = ("key", "pool", "skills", "hours_per_year")
MANY = {
    "volunteers.pools.volunteers": {"registered": 40_000, "active_share": 0.3, "hours_sigma": 0.8},
    "volunteers.pools.party_members": {"registered": 10_000, "active_share": 1, "hours_sigma": 0},
}
SIZE = {"community_count": 20, "residents": 100_000}


@pytest.fixture(scope="module")
def city():
    return generated(MANY, **SIZE)


def pools():
    return list(TINY.document.volunteers.pools)


def of_pool(roster, name):
    return roster.pool == pools().index(name)


def test_registered_volunteers_live_where_residents_do(city):
    everybody = generated(MANY | {"volunteers.pools.volunteers.active_share": 1}, **SIZE)
    found, where = everybody.roster, everybody.places
    for name, registered in (("volunteers", 40_000), ("party_members", 10_000)):
        lives = np.bincount(found.community[of_pool(found, name)], minlength=20)
        assert lives.sum() == registered
        exact = registered * where.residents / where.residents.sum()
        assert np.abs(lives - exact).max() < 1
        assert np.array_equal(lives, shares_of(registered, where.residents * 1.0, where.keys))


def test_volunteers_are_ordered_by_community_and_none_is_twice(city):
    assert (np.diff(city.roster.community) >= 0).all()
    assert len(np.unique(city.roster.key)) == len(city.roster.key)


def test_the_active_share_of_them_is_there(city):
    low, high = binom.ppf([1e-4, 1 - 1e-4], 40_000, 0.3)
    assert low <= of_pool(city.roster, "volunteers").sum() <= high
    assert of_pool(city.roster, "party_members").sum() == 10_000


def test_hours_have_the_mean_and_spread_asked_for(city):
    spec = TINY.document.volunteers.pools
    hours = city.roster.hours_per_year
    of_volunteers = hours[of_pool(city.roster, "volunteers")]
    wanted = spec["volunteers"].hours_per_year
    # The mean of 12,000 lognormal draws of sigma .8 has a standard error of .9 %.
    assert of_volunteers.mean() == pytest.approx(wanted, rel=0.035)
    assert np.log(of_volunteers).std() == pytest.approx(0.8, rel=0.03)
    alike = hours[of_pool(city.roster, "party_members")]
    assert (alike == np.float32(spec["party_members"].hours_per_year)).all()


def test_each_skill_is_had_by_its_share_on_its_own(city):
    spec, people = TINY.document.volunteers.skills, len(city.roster.key)
    shares = [skill.share for skill in spec.values()]
    has = [(city.roster.skills >> bit) & 1 for bit in range(len(shares))]
    for share, who in zip([*shares, shares[0] * shares[1]], [*has, has[0] & has[1]], strict=True):
        low, high = binom.ppf([1e-4, 1 - 1e-4], people, share)
        assert low <= who.sum() <= high
    assert (city.roster.skills >> len(shares) == 0).all()


def test_nobody_volunteers_where_the_scenario_names_nobody():
    found = generated({"volunteers": None}).roster
    assert all(len(getattr(found, name)) == 0 for name in (*FIELDS, "community"))


def volunteers_by_community(city):
    rows = [city.roster.community == row for row in range(len(city.places.ids))]
    values = [[getattr(city.roster, name)[row].tolist() for name in FIELDS] for row in rows]
    return dict(zip(city.places.ids, values, strict=True))


def registered(number):
    return {"volunteers.pools.volunteers": {"registered": number, "active_share": 0.5}}


@BRIEF
@given(st.permutations([place("a", 900), place("b", 2500), place("c", 60)]))
def test_volunteers_stay_with_their_community_in_any_order(places):
    expected = listed([place("a", 900), place("b", 2500), place("c", 60)], registered(346))
    found = volunteers_by_community(listed(places, registered(346)))
    assert found == volunteers_by_community(expected)


def test_a_community_keeps_its_volunteers_whatever_others_stand_beside_it():
    alone = listed([place("a", 900)], registered(90))
    among = listed([place("z", 1800), place("a", 900), place("m", 300)], registered(300))
    found = volunteers_by_community(among)
    assert found["a"] == volunteers_by_community(alone)["a"]
    assert len(found["a"][0]) > 20


def test_more_volunteers_join_those_there_are():
    few, many = (
        volunteers_by_community(listed([place("a")], registered(number)))["a"][0]
        for number in (100, 150)
    )
    assert set(few) < set(many)
