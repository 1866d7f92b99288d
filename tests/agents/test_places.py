"""Grids of malls, hospitals and schools (专属网格), and villages."""

import numpy as np
import pytest

import qipan
from qipan.engine import codes

from .conftest import CITY, SCENARIOS, after_days, capacity, simulate, with_policy

KINDS = tuple(CITY.document.issues.kinds)
INSTITUTIONS = CITY.revise(
    {"city.dedicated_grids": {"per_community": 2, "area_km2": 0.05, "staff": 1.5}}
    | {f"issues.kinds.{kind}.at_institutions_share": 0 for kind in KINDS}
    | {"issues.kinds.refuse.at_institutions_share": 0.4, "triage.error_without_sorting": 0}
)


def test_what_arises_at_an_institution_goes_to_its_own_desk_first():
    run = qipan.simulate(INSTITUTIONS, 1, events=True)
    record = run.record
    tickets, issues = record.tickets, record.issues
    places = record.city.places
    assert places.dedicated.sum() == 8
    last = np.cumsum(places.grids)
    own = np.zeros(record.layout.grids, bool)
    for end, number in zip(last, places.dedicated, strict=True):
        own[end - number : end] = True
    refuse = issues["kind"] == KINDS.index("refuse")
    there = own[issues["grid"]]
    assert not there[~refuse].any()
    assert there[refuse].mean() == pytest.approx(0.4, abs=3 * (0.24 / refuse.sum()) ** 0.5)
    opened = record.log[record.log["event"] == codes.E_OPENED]
    place = dict(zip(opened["issue"].tolist(), opened["place"].tolist(), strict=True))
    for issue in np.flatnonzero(there & (issues["ticket"] >= 0)).tolist():
        assert place[issue] == issues["grid"][issue]
    home = np.flatnonzero(refuse & ~there & (issues["ticket"] >= 0)).tolist()
    first = record.layout.first_community
    assert all(place[issue] == first + issues["community"][issue] for issue in home)
    services = record.desks_after["services"][np.flatnonzero(own)]
    assert services.sum() > 50
    assert len(tickets) > 1000


def test_an_institution_has_its_own_staff_and_area():
    model = qipan.CityModel(INSTITUTIONS, 1)
    grids = [grid for grid in model.grids if grid.institution]
    assert len(grids) == 8
    assert {grid.heads(INSTITUTIONS.document) for grid in grids} == {1.5}
    assert {grid.area_km2 for grid in grids} == {0.05}
    plain = qipan.CityModel(CITY, 1)
    homes = [grid.residents for grid in model.grids if not grid.institution]
    assert homes == pytest.approx([grid.residents for grid in plain.grids])


def test_patrols_of_institutions_take_no_staff_of_the_community():
    walked = {"patrollers_per_grid": 1, "own_staff_share": 0.2}
    plain, own = (with_policy("patrol", base, **walked) for base in (CITY, INSTITUTIONS))
    assert capacity(after_days(own, 1)) == pytest.approx(capacity(after_days(plain, 1)))
    assert (capacity(after_days(own, 1)) < capacity(after_days(CITY, 1))).all()
    record = simulate(own, 1).record
    issues = record.issues[record.tickets["issue"][record.tickets["channel"] == codes.PATROLLED]]
    model = qipan.CityModel(own, 1)
    institution = np.array([grid.institution for grid in model.grids])
    assert institution[issues["grid"]].sum() > 20


def test_institutions_are_no_partners_of_the_three_parties():
    together = with_policy("tri_party", INSTITUTIONS, coverage=1)
    grids = qipan.CityModel(together, 1).layer.world.grids
    assert (grids["tri_party"] == 1 - grids["institution"]).all()


def test_villages_are_given_money_by_their_size():
    dalian = qipan.load(SCENARIOS / "dalian.yaml")
    model = qipan.CityModel(dalian, 1)
    document = model.document
    village = model.city.places.village
    assert village.any()
    assert not village.all()
    name, earmark = next(iter(document.policy.fund.earmarks.items()))
    for community in model.communities:
        yuan = community.yearly_budget(document)[name]
        if not village[community.index]:
            assert yuan == earmark.yuan_per_community_year
        elif community.residents >= document.policy.fund.village_step_residents:
            assert yuan == earmark.yuan_per_village_year
        else:
            assert yuan == earmark.yuan_per_small_village_year
