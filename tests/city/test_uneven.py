"""Communities differ by more than their size: in births of issues, and in staff for them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qipan.agents.city_model import CityModel

from .conftest import BRIEF, TINY, generated
from .test_villages import with_villages

COMMITTEE = {"members": 7, "village_members": 4, "step_residents": 2000}
OFFICE = TINY.revise(
    {"desks.community.committee": COMMITTEE, "desks.community.staff_per_10000_residents": 10}
).document.desks.community


def test_births_scatter_between_communities_of_one_type_as_asked():
    city = {"community_count": 4000, "subdistrict_count": 1, "residents": 4_000_000}
    places = generated(**city, issue_rate_sigma=0.4).places
    of_type = np.array([TINY.document.city.types[name].issue_rate_factor for name in places.types])
    own = places.issue_rate / of_type[places.type]
    error = 0.4 / np.sqrt(len(own))
    assert np.log(own).std() == pytest.approx(0.4, abs=4 * error)
    assert own.mean() == pytest.approx(1.0, abs=5 * error)
    assert np.corrcoef(np.log(own), places.residents)[0, 1] == pytest.approx(0.0, abs=0.07)


def test_without_a_spread_births_are_those_of_the_type():
    places = generated(issue_rate_sigma=0).places
    of_type = np.array([TINY.document.city.types[name].issue_rate_factor for name in places.types])
    assert np.array_equal(places.issue_rate, of_type[places.type])


@BRIEF
@given(st.integers(1, 60_000), st.integers(0, 5000), st.booleans())
def test_staff_grow_in_steps_and_more_slowly_than_residents(residents, more, village):
    members = COMMITTEE["village_members" if village else "members"]
    staff = OFFICE.staff(residents, village)
    assert staff == pytest.approx(members + residents // 2000 * 2.0)
    larger = OFFICE.staff(residents + more, village)
    assert larger >= staff
    assert larger / (residents + more) <= staff / residents + 2.0 / (residents + more)


def test_a_desk_of_so_many_heads_has_its_committee_within():
    changes = {"staff_per_10000_residents": None, "staff_per_desk": 3}
    keys = {f"desks.community.{key}": value for key, value in changes.items()}
    desk = TINY.revise(keys).document.desks.community
    assert desk.staff(50_000) == 3


def test_desks_of_communities_and_villages_have_the_heads_that_the_statutes_grant():
    changes = {
        "desks.community.committee": COMMITTEE,
        "desks.community.staff_per_10000_residents": 10,
        "desks.community.ticket_share": 1,
        "policy.patrol.on": False,
        "city.community_count": 3,
        "city.subdistrict_count": 1,
        "city.residents": 30_000,
        "city.villages": {"count": 2, "residents": 6000, "grids_per_village": 1},
    }
    scenario = TINY.revise(changes)
    places = with_villages(2, 6000, community_count=3, subdistrict_count=1, residents=30_000).places
    model = CityModel(scenario, seed=1)
    office = scenario.document.desks.community
    for row, community in enumerate(model.communities):
        expected = office.staff(int(places.residents[row]), bool(places.village[row]))
        assert community.own_heads(scenario.document) == pytest.approx(expected)
