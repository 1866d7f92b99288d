"""Who is sent away is missed at the desk: cadres sent down, and staff moved with powers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qipan
from qipan.agents.cadres import cadres_of
from qipan.scenario.sending import heads_sent

from .conftest import CITY, REFORM_DATE, REFORM_DAY, after_days, with_policy

BLOCKS = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def departments(model):
    return {each.name: each.staff for each in model.departments}


def at_posts(model):
    """People at all desks of all subdistricts."""
    own = sum(sum(each.own_staff().values()) for each in model.subdistricts)
    return own, sum(sum(each.trained_staff().values()) for each in model.subdistricts)


def everybody(model):
    return sum(departments(model).values()) + sum(at_posts(model))


@BLOCKS
@given(
    st.floats(0, 2),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
    st.integers(1, 4),
    st.sampled_from([None, {"every_days": 30}, {"every_days": 60, "cohorts": 3}]),
)
def test_a_sent_cadres_desk_has_one_head_fewer(full, lost, outside, low, subdistricts, rotation):
    city = CITY.revise({"city.subdistrict_count": subdistricts})
    fields = {
        "full_time_per_community": full,
        "part_time_per_community": 2,
        "part_time_share": 0.1,
        "lost_at_sender_share": lost,
        "from_outside_share": outside,
        "from_subdistricts_share": low,
        "rotation": rotation,
    }
    model = qipan.CityModel(with_policy("sent_down", city, **fields), 1)
    before = qipan.CityModel(city, 1)
    sent = sum(community.cadres.heads for community in model.communities)
    assert sent == pytest.approx(4 * (full + 0.2))
    missing = sent * lost * (1 - outside)
    assert everybody(before) - everybody(model) == pytest.approx(missing)
    assert at_posts(before)[0] - at_posts(model)[0] == pytest.approx(missing * low)
    heads = [
        sum(model.layer.servers[d.desk] * model.layer.speed[d.desk] for d in model.departments)
        for model in (before, model)
    ]
    share = city.document.desks.department.ticket_share
    assert heads[0] - heads[1] == pytest.approx(missing * (1 - low) * share)


def test_a_cadre_is_missed_from_the_day_on_and_until_the_day_of_return():
    one = {"on": True, "full_time_per_community": 1, "lost_at_sender_share": 1}
    changes = [
        {"on": REFORM_DATE, "set": {"policy": {"sent_down": one}}},
        {"on": "2019-05-03", "set": {"policy": {"sent_down": {"full_time_per_community": 2}}}},
        {"on": "2019-05-05", "set": {"policy": {"sent_down": {"on": False}}}},
    ]
    model = after_days(CITY.revise({"policy.changes": changes}), REFORM_DAY)
    whole = everybody(model)
    missing = []
    for _ in range(6):
        model.simulate_day()
        missing.append(whole - everybody(model))
    assert missing == pytest.approx([4, 4, 8, 8, 0, 0])


@pytest.mark.parametrize("allocation", [{}, {"c0001": 3, "c0003": 1}])
def test_cadres_in_all_are_those_of_the_communities(allocation):
    fields = {"full_time_per_community": 2, "liaisons_per_community": 2, "liaison_share": 0.2}
    scenario = with_policy("sent_down", **fields, allocation=allocation)
    policy = scenario.document.policy.sent_down
    heads = sum(cadres_of(policy, f"c{n:04d}").heads for n in range(1, 5))
    assert heads_sent(policy, 4) == pytest.approx(heads)


@BLOCKS
@given(st.floats(0, 0.9), st.sampled_from([8_000, 60_000, 300_000]))
def test_a_share_moved_is_as_many_people_and_goes_along_to_another_city(share, residents):
    city = CITY.revise({"city.residents": residents})
    staff = departments(qipan.CityModel(city, 1))["urban_management"]
    found = []
    for given_as in ({"share": share}, {"people": share * staff}):
        moved = {"urban_management": {**given_as, "post": "urban_management"}}
        model = qipan.CityModel(with_policy("authority", city, staff_moved=moved), 1)
        found.append((departments(model), at_posts(model)))
    assert found[0][0] == pytest.approx(found[1][0])
    assert found[0][1] == pytest.approx(found[1][1])
    assert found[0][0]["urban_management"] == pytest.approx((1.0 - share) * staff)


@BLOCKS
@given(st.floats(0, 5), st.floats(0, 1.5), st.integers(1, 4), st.booleans())
def test_staff_moved_is_lost_in_the_department_and_found_at_the_posts(um, em, subdistricts, centre):
    city = CITY.revise({"city.subdistrict_count": subdistricts})
    moved = {
        "urban_management": {"people": um, "post": "urban_management"},
        "emergency_management": {"people": em, "post": "emergency"},
    }
    fields = {"staff_moved": moved, "enforcement_centre": centre}
    model = qipan.CityModel(with_policy("authority", city, **fields), 1)
    before = qipan.CityModel(city, 1)
    lost = {name: departments(before)[name] - left for name, left in departments(model).items()}
    others = {name: loss for name, loss in lost.items() if name not in moved}
    assert lost["urban_management"] == pytest.approx(um)
    assert lost["emergency_management"] == pytest.approx(em)
    assert set(others.values()) == {0.0}
    assert at_posts(model) == pytest.approx((at_posts(before)[0], um + em))
    assert everybody(model) == pytest.approx(everybody(before))
    for subdistrict in model.subdistricts:
        level = city.document.desks.subdistrict
        desks = subdistrict.desks
        people = sum(subdistrict.own_staff().values()) + sum(subdistrict.trained_staff().values())
        work = sum(model.layer.servers[d] * model.layer.speed[d] for d in desks)
        rate = level.speed * (1 - subdistrict.paperwork) * level.ticket_share
        assert work == pytest.approx(people * rate)
        if centre:
            assert model.layer.servers[subdistrict.enforcement].sum() == 0
