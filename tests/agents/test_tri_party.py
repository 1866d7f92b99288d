"""Three parties together (三方联动): what estates can do, and where they meet."""

import numpy as np
import pytest

import qipan
from qipan.agents.grid import coverage_draws
from qipan.city.draws import seed_key
from qipan.engine import codes

from .conftest import CITY, after_days, counted, falls, level_backlog, rises, simulate
from .test_meetings import SORTED, events, logged, meeting_of

ESTATES = CITY.revise(SORTED)


def together(base=ESTATES, **fields):
    numbers = {"on": True, "coverage": 1, "estate_success_gain": 0.6, "meeting": None, **fields}
    return base.revise({"policy.tri_party": numbers})


def covered(model):
    return model.layer.world.grids["tri_party"] == 1


def closed_at_estates(run):
    tickets = run.record.tickets
    return float(((tickets["level"] == codes.ESTATE) & (tickets["state"] == codes.CLOSED)).sum())


def test_estates_solve_more_and_send_less_up():
    assert rises(together(), closed_at_estates, ESTATES)
    assert falls(together(), counted("escalated"), ESTATES)
    assert falls(together(), level_backlog("community"), ESTATES)
    assert rises(together(), closed_at_estates, together(estate_success_gain=0.2))


def test_a_wider_coverage_holds_the_grids_of_a_narrower_one():
    many = {"city.grids_per_community": 40}
    few, more = (
        covered(after_days(together(ESTATES.revise(many), coverage=share), 1))
        for share in (0.3, 0.7)
    )
    assert (few <= more).all()
    assert few.mean() == pytest.approx(0.3, abs=0.12)
    assert more.mean() == pytest.approx(0.7, abs=0.12)
    assert rises(together(coverage=1), closed_at_estates, together(coverage=0.2))


PART = {"city.grids_per_community": 5}


def partly(**fields):
    base = ESTATES.revise({**PART, "issues.kinds.property_service.needs.consensus": 1})
    scenario = meeting_of("estate_meeting", base, **fields)
    return scenario.revise({"policy.tri_party.coverage": 0.5})


def test_the_estates_meeting_hears_cases_of_covered_grids_alone():
    run = logged(partly())
    with_meeting = covered(qipan.CityModel(partly(), 1))
    waits = events(run, codes.E_WAITS, "estate_meeting")
    grids = waits["place"] - run.record.layout.gates["estate_meeting"].start
    assert 0 < with_meeting.sum() < len(with_meeting)
    assert len(grids) > 20
    assert with_meeting[grids].all()
    assert np.array_equal(grids, run.record.issues["grid"][waits["issue"]])


def test_hours_of_estate_meetings_are_spent_in_covered_grids_alone():
    scenario = partly(staff_hours=3)
    number = covered(qipan.CityModel(scenario, 1)).sum()
    hours = simulate(scenario, 1).record.costs["meeting_hours"]
    assert 0 < hours <= number * 3 * 120 / 30


def test_a_grid_is_covered_by_a_draw_of_its_own_whatever_grids_stand_beside_it():
    key, names = seed_key(1, "institutions"), ["a/1", "a/2", "b/1"]
    together_drawn = coverage_draws(key, names)
    assert together_drawn == [coverage_draws(key, [name])[0] for name in names]
    assert len(set(together_drawn)) == 3
