"""The canonical export: sorted, whole or absent, and the same bytes for the same replications."""

from pathlib import Path

import pandas as pd
import pytest

import qipan
from qipan.experiments import export
from qipan.experiments.export import write_experiment_folder, write_replications
from qipan.experiments.result_folder import ResultFolderError
from qipan.experiments.runner import Failure, Runner

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


def test_a_folder_is_whole_and_says_what_was_run(several, tmp_path):
    failures = [Failure("tiny", 7, 1_000_007, "Error: x"), Failure("another", 8, 1_000_008, "y")]
    for name in ("one", "two"):
        write_experiment_folder(
            tmp_path / name,
            several if name == "one" else several[::-1],
            asked={"kind": "compare", "reference": "tiny"},
            run_info={"wall_seconds": 3.0 if name == "one" else 4.0},
            failures=failures if name == "one" else [*failures[::-1], failures[0]],
            files={"charts/a.png": b"png", "report.html": b"<html>"},
        )
    files = {
        name: {
            file.relative_to(tmp_path / name).as_posix(): file.read_bytes()
            for file in (tmp_path / name).rglob("*")
            if file.is_file()
        }
        for name in ("one", "two")
    }
    assert files["one"].keys() == files["two"].keys()
    different = {name for name in files["one"] if files["one"][name] != files["two"][name]}
    assert different == {"run_info.json"}
    assert files["one"]["charts/a.png"] == b"png"
    said = export.experiment_manifest(several, {}, failures)
    assert list(said["scenarios"]) == ["another", "tiny"]
    assert said["scenarios"]["tiny"]["seeds"] == [1_000_000, 1_000_001, 1_000_002]
    assert [failure["number"] for failure in said["failures"]] == [8, 7]


@pytest.mark.parametrize("name", ["../elsewhere", "/etc/passwd", "", "."])
def test_a_file_does_not_lead_out_of_the_folder(several, tmp_path, name):
    with pytest.raises(ValueError, match="cannot be named"):
        write_experiment_folder(tmp_path / "out", several, asked={}, run_info={}, files={name: b""})
    assert not list(tmp_path.iterdir())


def test_two_scenarios_of_one_name_are_refused(several, tmp_path):
    renamed = qipan.Runs(ANOTHER.revise({"name": "tiny"}), 1, 0, ())
    with pytest.raises(ValueError, match="'tiny'"):
        write_experiment_folder(tmp_path / "out", [*several, renamed], asked={}, run_info={})
    assert not (tmp_path / "out").exists()


def test_something_else_is_not_overwritten(several, tmp_path):
    (tmp_path / "mine").write_text("thesis")
    with pytest.raises(ResultFolderError, match="is a file"):
        write_experiment_folder(tmp_path / "mine", several, asked={}, run_info={})
