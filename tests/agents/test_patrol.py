"""Patrols (巡查): what they find, what they fix, what they cost."""

import numpy as np
import pytest

from qipan.engine import codes

from .conftest import (
    CITY,
    after_days,
    capacity,
    changes,
    counted,
    falls,
    rises,
    simulate,
    values,
    with_policy,
)

PATROL = with_policy("patrol", patrollers_per_grid=2, fix_on_the_spot=True)


def test_patrols_find_what_nobody_reports_and_fix_some_of_it():
    assert rises(PATROL, "patrol_share")
    assert rises(PATROL, counted("fixed_on_the_spot"))
    assert falls(PATROL, "unreported_share")
    found, fixed = counted("patrol_finds"), counted("fixed_on_the_spot")
    assert (values(PATROL, fixed) < values(PATROL, found)).all()
    assert (values(with_policy("patrol", fix_on_the_spot=False), fixed) == 0).all()


def test_patrols_find_what_can_be_seen_from_the_street_alone():
    record = simulate(PATROL, 1).record
    kind = record.issues["kind"][record.tickets["issue"]]
    seen = np.array([spec.visible for spec in CITY.document.issues.kinds.values()])
    assert seen[kind[record.tickets["channel"] == codes.PATROLLED]].all()


def test_hours_on_patrol_are_missing_at_the_desk():
    shares = [0.0, 0.1, 0.2]
    found = [
        capacity(after_days(with_policy("patrol", own_staff_share=share), 1)) for share in shares
    ]
    assert found[0] == pytest.approx(capacity(after_days(CITY, 1)))
    lost = [found[0] - found[1], found[1] - found[2]]
    assert (lost[0] > 0).all()
    assert lost[0] == pytest.approx(lost[1])


def test_patrols_that_find_nothing_make_nothing_look_faster():
    blind = PATROL.revise({"patrol.sweep_width_km": 1e-9})
    for seed in (1, 2):
        one, other = (simulate(scenario, seed) for scenario in (CITY, blind))
        assert np.array_equal(one.record.counters, other.record.counters)
        assert one.table["fixed_cohort_solved_share"] == other.table["fixed_cohort_solved_share"]


def test_tickets_of_patrols_add_nothing_to_the_fixed_cohort():
    assert rises(PATROL, counted("opened"))
    assert (changes(PATROL, lambda run: float(run.record.issues["cohort"].sum())) == 0).all()
    assert rises(PATROL, "fixed_cohort_solved_share")
