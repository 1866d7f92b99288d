"""Made-up outcomes, so that a store can be tested without simulating anything."""

import numpy as np

from qipan.runs.outcome import SERIES, Detail, Outcome
from qipan.runs.store.rows import Key

COLUMNS = "load/all close_p50/all"


def key(number, scenario="a" * 64):
    return Key(scenario, 1_000_000 + number)


def city(number):
    return Outcome(COLUMNS, np.array([number + 0.5, np.nan]), None)


def full(number):
    columns = f"{COLUMNS} load/community"
    detail = Detail(
        ("c1", "c2", "c3"),
        ("noise",),
        np.arange(5 * len(SERIES)).reshape(5, -1) + number,
        np.array([0.0, 0.25, number]),
    )
    return Outcome(columns, np.array([number + 0.5, np.nan, 1.0, -0.0, 3.0]), detail)


def same(one, other):
    """Whether two outcomes are equal to the bit."""
    assert one is not None and other is not None
    assert one.columns == other.columns
    assert one.values.tobytes() == other.values.tobytes()
    assert (one.detail is None) == (other.detail is None)
    if one.detail is not None:
        assert one.detail.communities == other.detail.communities
        assert one.detail.kinds == other.detail.kinds
        assert one.detail.solved.tobytes() == other.detail.solved.tobytes()
        np.testing.assert_array_equal(one.detail.daily, other.detail.daily)
    return True
