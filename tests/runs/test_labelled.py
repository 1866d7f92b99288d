"""Metrics with labels: the numbers of the tidy frame, found by name."""

import sys
from pathlib import Path

import pytest

import qipan
from qipan.errors import ImpossibleError
from qipan.runs.runs import Runs

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml").revise(
    {"horizon.days": 10, "horizon.warm_up_days": 0}
)


@pytest.fixture(scope="module")
def runs():
    return qipan.replicate(TINY, 2, seed=3)


def test_every_number_of_the_frame_is_found_by_its_labels(runs):
    pytest.importorskip("xarray")
    labelled = runs.to_xarray()
    frame = runs.metrics
    assert labelled.attrs["seed"] == 3
    assert sum(variable.size for variable in labelled.data_vars.values()) == len(frame)
    for row in frame[frame["community"] != "all"].itertuples():
        name = row.metric + ("_by_community" if row.kind == "all" else "_by_cell")
        at = {"replication": row.replication, "community": row.community}
        at |= {} if row.kind == "all" else {"kind": row.kind}
        value = float(labelled[name].sel(at))
        assert value == row.value or (value != value and row.value != row.value)
    assert labelled["load"].values.tolist() == runs.values("load").tolist()


def test_without_the_package_it_says_what_to_install(runs, monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(ImpossibleError, match=r"qipan\[xarray\]"):
        runs.to_xarray()


def test_nothing_finished_has_no_labels():
    pytest.importorskip("xarray")
    with pytest.raises(ImpossibleError, match="no replication"):
        Runs(TINY, 1, 2, ()).to_xarray()
