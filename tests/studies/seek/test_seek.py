"""Levers of scenarios: what is turned, and what the search makes of it."""

import numpy as np
import pytest

from qipan.runs.runner import Runner
from qipan.scenario import load
from qipan.studies.allocation.placement import PlacementError
from qipan.studies.allocation.placer import Placer
from qipan.studies.file import parse_experiment
from qipan.studies.file.document import Lever
from qipan.studies.seek.levels import levels_of
from qipan.studies.seek.seek import seek

SHORT = {"horizon.days": 20, "horizon.warm_up_days": 5}
SENT = {"policy.sent_down.on": True, "policy.sent_down.full_time_per_community": 1}


def experiment(lever, target, **more):
    return parse_experiment(
        {
            "name": "trial",
            "title": {"en": "Trial", "zh": "试验"},
            "replications": 4,
            "seek": {
                "scenario": {"file": "scenarios/tiny.yaml", "set": {**SHORT, **SENT}},
                "lever": lever,
                "target": target,
                "most_replications": 8,
            },
            **more,
        },
        "trial",
    )


def test_levels():
    assert levels_of(Lever(key="cadres", low=2, high=5)) == [2, 3, 4, 5]
    assert levels_of(Lever(key="x", low=0, high=1, whole=True)) == [0, 1]
    key = "policy.burden.community_duties_ratio"
    assert levels_of(Lever(key=key, low=0.2, high=0.5, tolerance=0.1)) == pytest.approx(
        [0.2, 0.3, 0.4, 0.5]
    )
    assert len(levels_of(Lever(key=key, low=0.2, high=0.5))) == 65
    assert levels_of(Lever(key="horizon.days", low=10, high=12)) == [10, 11, 12]


def test_the_largest_share_of_duties_that_keeps_the_load_down():
    lever = {"key": "policy.burden.community_duties_ratio", "low": 0, "high": 1, "tolerance": 0.25}
    on = {**SHORT, **SENT, "policy.burden.on": True, f"{lever['key']}.range": [0, 1]}
    scenario = load("scenarios/tiny.yaml").revise(on)
    ends = Runner().values(
        [scenario.revise({lever["key"]: value}) for value in (0, 1)], range(4), 1, ["load"]
    )
    between = float(ends.mean())
    asked = experiment(
        lever,
        {"metric": "load", "below": between},
        seek={
            "scenario": {"file": "scenarios/tiny.yaml", "set": on},
            "lever": lever,
            "target": {"metric": "load", "below": between},
            "most_replications": 40,
        },
    )
    search = seek(asked, Runner())
    assert search.found.rising is False
    missed, reached = search.bracket
    assert 0 <= reached < missed <= 1
    assert list(search.frame().columns) == [
        *["value", "verdict", "mean", "low", "high", "n", "missing"]
    ]
    assert search.replications == search.frame().n.sum()


@pytest.mark.parametrize("by", ["equal_utilisation", "per_head", "max_min"])
def test_cadres_are_placed_as_whole_persons(by):
    placer = Placer(load("scenarios/tiny.yaml").revise({**SHORT, **SENT}), most=5)
    for total in (0, 1, 5):
        assert placer.plan(total, by).sum() == total
        allocation = placer.scenario(total, by).document.policy.sent_down.allocation
        assert sum(allocation.values()) == total
    with pytest.raises(PlacementError, match=r"11 (cadres|are given)"):
        placer.plan(11, by)


def test_cadres_as_a_lever():
    lever = {"key": "cadres", "low": 0, "high": 6, "placed_by": "equal_utilisation"}
    search = seek(experiment(lever, {"metric": "load", "below": 100}), Runner())
    assert search.found.outcome == "already" and search.bracket == (None, 0)
    values = search.frame()
    assert list(values.value) == [0, 3, 6]
    assert (np.diff(values["mean"]) < 0).all()  # capacity rises


def test_no_cadres_to_turn():
    with pytest.raises(Exception, match="sends no cadres"):
        experiment(
            {"key": "cadres", "low": 0, "high": 6, "placed_by": "equal"},
            {"metric": "load", "below": 1},
            seek={
                "scenario": "scenarios/tiny.yaml",
                "lever": {"key": "cadres", "low": 0, "high": 6, "placed_by": "equal"},
                "target": {"metric": "load", "below": 1},
            },
        )
