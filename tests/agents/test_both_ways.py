"""Meetings help where cases would lie, and harm where their lists and hours are in the way."""

import numpy as np
import pytest

import qipan
from experiments.harms import BOTH_WAYS
from qipan.statistics.interval import paired_interval

from .conftest import SCENARIOS, simulate

MILE = qipan.load(SCENARIOS / "mile_before.yaml")
SEEDS = range(1, 6)


def open_tickets(scenario):
    return np.array([simulate(scenario, seed).table["backlog_mean"] for seed in SEEDS])


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH_WAYS)
def test_which_sign_a_meeting_has_hangs_on_workload_and_list(name):
    circumstances, meeting = BOTH_WAYS[name]
    without = MILE.revise({**circumstances})
    change = paired_interval(open_tickets(without.revise({**meeting})), open_tickets(without))
    if name.endswith("help"):
        assert change.high < 0
    else:
        assert change.low > 0
