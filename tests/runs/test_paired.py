"""Paired differences are taken of runs that differ in policy alone."""

from pathlib import Path

import pytest

import qipan
from qipan.runs.paired import paired_difference
from qipan.runs.runs import Runs

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml")


@pytest.fixture(scope="module")
def runs() -> Runs:
    return qipan.replicate(TINY, n=3)


def test_difference_is_taken_replication_by_replication(runs: Runs) -> None:
    other = qipan.replicate(TINY.revise({"policy.patrol.on": False}), n=3)
    difference = paired_difference(runs, other, "patrol_share")
    expected = other.values("patrol_share") - runs.values("patrol_share")
    assert difference.mean == pytest.approx(expected.mean())
    assert difference.high < 0.0


@pytest.mark.parametrize(
    ("revision", "n", "seed", "words"),
    [
        ({}, 2, 1, "3 and 2 replications"),
        ({}, 3, 2, "different seeds"),
        ({"city.seed": 9}, 3, 1, "same city"),
        ({"horizon.days": 30}, 3, 1, "same days"),
    ],
)
def test_what_differs_in_more_than_policy_is_refused(
    runs: Runs, revision: dict[str, object], n: int, seed: int, words: str
) -> None:
    other = qipan.replicate(TINY.revise(revision), n=n, seed=seed)
    with pytest.raises(ValueError, match=words):
        paired_difference(runs, other, "closed_per_year")
