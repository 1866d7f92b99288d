"""A result folder is whole or absent, the same to the byte, and never overwrites others."""

import json

import numpy as np
import pandas as pd
import pytest

from qipan.runs import result_folder
from qipan.runs.result_folder import ResultFolderError, check_writable, read_result_folder
from tests.runs import written_folder
from tests.runs.written_folder import write_result_folder

# What a manifest of Qipan's always says: a folder without it is nobody's to replace.
OURS = {"qipan": "0", "command": "run", "scenarios": [], "versions": {}}


def content():
    return {
        "manifest": {**OURS, "seed": np.int64(3), "name": "village", "b": 1, "a": [1, (2, None)]},
        "run_info": {"seconds": 1.5},
        "metrics": pd.DataFrame({"metric": ["close_p90", "load"], "value": [np.nan, 1.25]}),
        "daily": pd.DataFrame(
            {
                "date": np.array(["2019-01-01", "2019-01-02"], "datetime64[ms]"),
                "community": pd.Categorical(["c1", "c1"], categories=["c1", "c2"]),
            }
        ),
        "summary": {"close_p90": {"mean": float("nan"), "n": 3, "ci_high": np.float64("inf")}},
    }


def all_bytes(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "run"
    events = pd.DataFrame({"time_hours": [1.5], "event": ["born"]})
    write_result_folder(path, **content(), events=events, charts={"a.svg": b"<svg/>"})
    back = read_result_folder(path)
    given = content()
    assert back.manifest == {**OURS, "seed": 3, "name": "village", "b": 1, "a": [1, [2, None]]}
    written = {p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file()}
    assert back.run_info == {**given["run_info"], "files": sorted(written)}
    assert back.summary == {"close_p90": {"mean": None, "n": 3, "ci_high": None}}
    assert back.charts == {"a.svg": b"<svg/>"}
    pd.testing.assert_frame_equal(back.metrics, given["metrics"])
    pd.testing.assert_frame_equal(back.events, events)
    assert back.daily.date.tolist() == given["daily"].date.tolist()
    assert back.daily.community.tolist() == ["c1", "c1"]


def test_events_and_charts_only_when_given(tmp_path):
    write_result_folder(tmp_path / "run", **content())
    back = read_result_folder(tmp_path / "run")
    assert back.events is None and back.charts == {}
    assert not (tmp_path / "run" / "charts").exists()


def test_same_data_same_bytes(tmp_path):
    first = content()
    write_result_folder(tmp_path / "a", **first)
    second = content()
    second["manifest"] = dict(reversed(second["manifest"].items()))
    second["metrics"].index = [7, 9]  # an index is no content
    write_result_folder(tmp_path / "b", **second)
    assert all_bytes(tmp_path / "a") == all_bytes(tmp_path / "b")
    text = (tmp_path / "a" / "manifest.json").read_text(encoding="utf-8")
    assert b"pandas" not in (tmp_path / "a" / "daily.parquet").read_bytes()
    assert list(json.loads(text)) == sorted([*OURS, "a", "b", "name", "seed"])


@pytest.mark.parametrize("old", [False, True], ids=["new", "replacing"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_half_way_leaves_all_as_it_was(tmp_path, monkeypatch, old, error):
    path = tmp_path / "run"
    if old:
        write_result_folder(path, **content())
        (path / "summary.json").write_text("old")
    before = all_bytes(tmp_path)

    def fail(*_):
        raise error

    monkeypatch.setattr(written_folder, "write_charts", fail)
    with pytest.raises((ResultFolderError, KeyboardInterrupt)):
        write_result_folder(path, **content())
    assert all_bytes(tmp_path) == before
    assert [p.name for p in tmp_path.iterdir()] == (["run"] if old else [])


def test_a_failed_swap_brings_the_old_folder_back(tmp_path, monkeypatch):
    path = tmp_path / "run"
    write_result_folder(path, **content())
    before = all_bytes(tmp_path)
    rename = result_folder.os.rename

    def refuse_new(source, target):
        if "partial" in str(source):
            raise PermissionError(13, "Permission denied")
        rename(source, target)

    monkeypatch.setattr(result_folder.os, "rename", refuse_new)
    with pytest.raises(ResultFolderError, match="Permission denied"):
        write_result_folder(path, **content())
    assert all_bytes(tmp_path) == before


def test_an_older_result_is_replaced_whole(tmp_path):
    path = tmp_path / "run"
    write_result_folder(path, **content(), charts={"a.svg": b""})
    write_result_folder(path, **content())
    assert read_result_folder(path).charts == {}
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_what_killed_runs_left_is_cleared_and_what_they_moved_is_brought_back(tmp_path):
    path = tmp_path / "run"
    (tmp_path / ".run.partial-x").mkdir()
    (tmp_path / ".run.partial-x" / "manifest.json").write_text("{}")
    (tmp_path / ".other.partial-x").mkdir()
    write_result_folder(tmp_path / "old", **content())
    (tmp_path / "old").rename(tmp_path / ".run.replaced-x")
    bad = content() | {"summary": {"x": object()}}
    with pytest.raises(TypeError):
        write_result_folder(path, **bad)
    assert read_result_folder(path).run_info["seconds"] == 1.5
    write_result_folder(path, **content())
    assert sorted(p.name for p in tmp_path.iterdir()) == [".other.partial-x", "run"]


def test_what_is_not_ours_is_left_alone(tmp_path):
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.txt").write_text("years of work")
    for act in (check_writable, lambda p: write_result_folder(p, **content())):
        with pytest.raises(
            ResultFolderError, match=r"no result folder \(it has no manifest.json of Qipan's\)"
        ):
            act(thesis)
        with pytest.raises(ResultFolderError, match="is a file"):
            act(thesis / "chapter.txt")
    assert all_bytes(tmp_path) == {(thesis / "chapter.txt").relative_to(tmp_path): b"years of work"}


def test_an_empty_folder_may_be_used(tmp_path):
    (tmp_path / "run").mkdir()
    write_result_folder(tmp_path / "run", **content())
    assert read_result_folder(tmp_path / "run").manifest["seed"] == 3


def test_a_missing_or_closed_parent_is_told_before_anything_is_done(tmp_path, monkeypatch):
    with pytest.raises(ResultFolderError, match="there is no folder") as caught:
        check_writable(tmp_path / "missing" / "run")
    assert caught.value.path == tmp_path / "missing" / "run"

    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    check_writable(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(result_folder.tempfile, "mkdtemp", refuse)
    with pytest.raises(ResultFolderError, match=r"cannot write in .*: Permission denied"):
        check_writable(tmp_path / "run")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda run: (run / "manifest.json").unlink(), "no result folder"),
        (lambda run: (run / "daily.parquet").unlink(), "daily.parquet is missing"),
        (lambda run: (run / "metrics.parquet").write_bytes(b"nonsense"), "is damaged"),
        (lambda run: (run / "summary.json").write_text("{"), "is damaged"),
    ],
)
def test_a_damaged_folder_is_an_error(tmp_path, damage, reason):
    write_result_folder(tmp_path / "run", **content())
    damage(tmp_path / "run")
    with pytest.raises(ResultFolderError, match=reason):
        read_result_folder(tmp_path / "run")


@pytest.mark.parametrize("name", ["../a.svg", "a/b.svg", "", ".."])
def test_a_chart_cannot_leave_its_folder(tmp_path, name):
    with pytest.raises(ValueError, match="plain file name"):
        write_result_folder(tmp_path / "run", **content(), charts={name: b"x"})
    assert list(tmp_path.iterdir()) == []


def test_json_keys_must_be_text(tmp_path):
    with pytest.raises(TypeError, match="must be text"):
        write_result_folder(tmp_path / "run", **(content() | {"summary": {1: 2, "1": 3}}))
