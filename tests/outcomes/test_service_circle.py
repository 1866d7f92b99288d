"""Service circles counted by hand."""

import numpy as np
import pytest

from qipan.outcomes.metrics import compute_metrics


def test_coverage_is_of_residents_and_space_of_communities(make_record):
    record = make_record(
        circle=np.array([1.0, 0.4, 0.2]),
        space=np.array([30.0, 24.0, 36.0]),
        space_standard=30.0,
    )
    table = compute_metrics(record)
    assert table["circle_coverage"] == pytest.approx(100 * (1000 + 0.4 * 2000 + 200) / 4000)
    assert table.values("circle_coverage", "community") == pytest.approx([100.0, 40.0, 20.0])
    assert table["centre_space_mean"] == pytest.approx(30.0)
    assert table["centre_space_compliance"] == pytest.approx(200 / 3)


def test_without_the_circle_nothing_is_said_of_it(make_record):
    table = compute_metrics(make_record())
    names = ("circle_coverage", "centre_space_mean", "centre_space_compliance")
    assert np.isnan([table[name] for name in names]).all()
