"""No mechanism acts before its date, or while it is off."""

import numpy as np
import pytest

from .conftest import BURDEN, CADRES, CITY, REFORM_DATE, REFORM_DAY, after_days, with_policy


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("burden", {**BURDEN, "admission_gate": True}),
        ("sent_down", CADRES),
        ("patrol", {"own_staff_share": 0.2, "fix_on_the_spot": True}),
        ("authority", {"enforcement_centre": True, "one_call_dispatch": True}),
        ("shifts", {"calendar": "two_shifts"}),
    ],
)
def test_no_mechanism_acts_before_its_date(name, fields):
    dated = with_policy(name, **fields, starts=REFORM_DATE)
    plain, reformed = after_days(CITY, REFORM_DAY), after_days(dated, REFORM_DAY)
    for table in ("desks", "communities", "grids", "tickets"):
        one, other = (getattr(model.layer.world, table) for model in (plain, reformed))
        assert np.array_equal(one, other)
    for model in (plain, reformed):
        model.simulate_day()
    assert any(
        not np.array_equal(
            getattr(plain.layer.world, table)[field], getattr(reformed.layer.world, table)[field]
        )
        for table, field in (
            ("desks", "servers"),
            ("desks", "speed"),
            ("desks", "calendar"),
            ("grids", "rate"),
            ("communities", "hand_off"),
        )
    )
