"""Co-building units counted by hand."""

import numpy as np
import pytest

from qipan.engine import columns
from qipan.outcomes.metrics import compute_metrics
from qipan.outcomes.units import half_life

from .conftest import rows

NAMES = (
    "engagement_mean",
    "engagement_voluntary_mean",
    "engagement_assigned_mean",
    "engagement_half_life",
    "unit_hours_per_year",
    "unit_yuan_per_year",
    "solved_per_unit",
)


def test_gifts_and_engagement(make_record):
    units = rows(columns.UNIT, {}, [{"hours": 10.0, "yuan": 500.0}, {"hours": 30.0}])
    engagement = np.array([[0.6, 0.6], [0.6, 0.2], [0.3, 0.1]])
    table = compute_metrics(
        make_record(
            days=73,
            units=units,
            engagement=engagement,
            unit_mandated=np.array([False, True]),
            counts=[(40, 1, "unit_solved", 4), (3, 1, "unit_solved", 9)],
        )
    )
    assert table["unit_hours_per_year"] == pytest.approx(200.0)
    assert table["unit_yuan_per_year"] == pytest.approx(2500.0)
    assert table["solved_per_unit"] == pytest.approx(4 / 2 * 5)
    assert table["engagement_mean"] == pytest.approx(0.2)
    assert table["engagement_voluntary_mean"] == pytest.approx(0.3)
    assert table["engagement_assigned_mean"] == pytest.approx(0.1)
    halved = 1 + np.log(0.4 / 0.3) / np.log(0.4 / 0.2)  # 0.6, 0.4, 0.2
    assert table["engagement_half_life"] == pytest.approx(halved)


@pytest.mark.parametrize(
    ("levels", "months"),
    [
        ([0.8, 0.4], 1.0),
        ([0.8 * 0.9**n for n in range(20)], np.log(2.0) / -np.log(0.9)),
        ([0.2, 0.8, 0.2, 0.05], 2.5),
        ([0.8, 0.5, 0.41], np.nan),
        ([0.5], np.nan),
        ([], np.nan),
    ],
)
def test_half_life(levels, months):
    assert half_life(np.array(levels)) == pytest.approx(months, nan_ok=True)


def test_without_pairing_nothing_is_said_of_units(make_record):
    for units in ([], [{}]):
        table = compute_metrics(
            make_record(
                units=rows(columns.UNIT, {}, units), unit_mandated=np.zeros(len(units), bool)
            )
        )
        assert np.isnan([table[name] for name in NAMES]).all()
