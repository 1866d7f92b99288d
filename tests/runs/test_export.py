"""The canonical export: sorted, whole or absent, and the same bytes for the same replications."""

from pathlib import Path

import pandas as pd
import pytest

import qipan
from qipan.runs import export
from qipan.runs.export import write_replications
from qipan.runs.runner import Runner

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml").revise(
    {"horizon.days": 30}
)
ANOTHER = TINY.revise({"name": "another", "policy.burden.on": True})


@pytest.fixture(scope="module")
def several():
    with Runner() as runner:
        return runner.replicate([TINY, ANOTHER], range(3))


def test_it_holds_every_metric_in_order(several, tmp_path):
    write_replications(tmp_path / "r.parquet", several)
    read = pd.read_parquet(tmp_path / "r.parquet")
    names = ["scenario", "replication", "metric", "level", "community", "kind"]
    assert read.columns.tolist() == [*names[:3], "unit", *names[3:], "value"]
    pd.testing.assert_frame_equal(read, read.sort_values(names, ignore_index=True))
    assert not read.duplicated(names).any()
    tidy = pd.concat([runs.metrics for runs in several])
    merged = read.merge(tidy, on=[*names, "unit"], suffixes=("", "_expected"))
    assert len(merged) == len(read) == len(tidy)
    pd.testing.assert_series_equal(merged.value, merged.value_expected, check_names=False)


def test_the_order_in_which_runs_come_changes_no_byte(several, tmp_path):
    split = [
        qipan.Runs(runs.scenario, 1, 1, (replication,))
        for runs in several
        for replication in runs.replications
    ]
    for name, given in (("a", several), ("b", several[::-1]), ("c", split), ("d", split * 2)):
        write_replications(tmp_path / name, given)
    assert len({(tmp_path / name).read_bytes() for name in "abcd"}) == 1


def test_few_rows_are_in_memory_and_groups_do_not_show(several, tmp_path, monkeypatch):
    write_replications(tmp_path / "one", several)
    monkeypatch.setattr(export, "ROWS_IN_MEMORY", 700)
    write_replications(tmp_path / "two", several)
    one, two = (pd.read_parquet(tmp_path / name) for name in ("one", "two"))
    pd.testing.assert_frame_equal(one, two)


def test_two_scenarios_of_one_name_are_refused(several, tmp_path):
    renamed = qipan.Runs(ANOTHER.revise({"name": "tiny"}), 1, 0, ())
    with pytest.raises(ValueError, match="'tiny'"):
        write_replications(tmp_path / "out", [*several, renamed])
