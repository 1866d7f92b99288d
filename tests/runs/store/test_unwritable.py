"""A store that can only be read, that cannot be made, or in which others have left things."""

import json
import os
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console

import qipan
from qipan.cli.at_work import runner_at_work
from qipan.runs.opening import Workers, opened_runner
from qipan.runs.runner import Runner
from qipan.runs.store import store as store_module
from qipan.runs.store.failures import KnownFailure
from qipan.runs.store.rows import as_table
from qipan.runs.store.store import DEFAULT, MARK, Store
from qipan.runs.trouble import NoStoreError, StoreError

from .made import city, full, key, same

TINY = qipan.load(Path(__file__).parents[3] / "scenarios" / "tiny.yaml").revise(
    {"horizon.days": 20}
)


def refused(*_, **__):
    raise OSError(30, "Read-only file system")


@pytest.fixture
def read_only(monkeypatch):
    """Make every store one that cannot be written: root may write where modes forbid it."""

    def so(path):
        monkeypatch.setattr(store_module, "TemporaryFile", refused)
        monkeypatch.setattr(store_module, "_write_once", lambda *_: None)
        monkeypatch.setattr(store_module.Series, "_written", refused)
        return {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}

    return so


def unchanged(path, before):
    return before == {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}


def test_what_is_in_it_is_used_and_nothing_is_kept(tmp_path, read_only):
    path = tmp_path / "s"
    with Store(path) as store:
        store.put(key(1), full(1))
        store.put_failure(key(2), "a", 2, KnownFailure("Error: of old", ""))
    before = read_only(path)
    with Store(path) as store:
        assert store.read_only and "Read-only file system" in store.unwritable
        assert store.written_to is None
        assert same(store.get(key(1), full=True), full(1))
        assert store.failure(key(2)).reason == "Error: of old"
        store.put_failure(key(3), "a", 3, KnownFailure("Error: of today", ""))
        assert store.failure(key(3)).reason == "Error: of today"
    assert unchanged(path, before)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_modes_that_forbid_writing(tmp_path):
    path = tmp_path / "s"
    with Store(path) as store:
        store.put(key(1), full(1))
        folder = store.folder
    for each in (folder, path):
        each.chmod(0o555)
    try:
        with Store(path) as store:
            assert store.read_only and same(store.get(key(1), full=True), full(1))
    finally:
        for each in (path, folder):
            each.chmod(0o755)


def test_without_the_file_of_its_lock_it_can_be_read_all_the_same(tmp_path, read_only, monkeypatch):
    path = tmp_path / "s"
    with Store(path) as store:
        store.put(key(1), full(1))
        (store.folder / "in_use").unlink()
    before = read_only(path)
    with Store(path) as store:
        assert same(store.get(key(1), full=True), full(1))
    assert unchanged(path, before)


def test_of_another_version_nothing_can_be_used(tmp_path, read_only):
    path = tmp_path / "s"
    with Store(path) as store:
        shutil.rmtree(store.folder)
    read_only(path)
    with Store(path) as store:
        assert len(store) == 0 and store.get(key(1), full=False) is None


@pytest.mark.parametrize("processes", [False, True])
def test_a_command_uses_it_and_says_that_nothing_is_kept(tmp_path, read_only, capsys, processes):
    path = tmp_path / "s"
    with opened_runner(Workers(store=path)) as runner:
        expected = runner.values([TINY], range(2), 1, ["load"])
    before = read_only(path)
    workers = Workers(jobs=2, processes=processes, store=path)
    with runner_at_work(Console(width=300), "x", workers) as runner:
        said_before = capsys.readouterr().out
        found = runner.values([TINY], range(4), 1, ["load"])
    assert (runner.found, runner.made) == (2, 2)
    assert (found[:, :2] == expected).all()
    assert "can only be read" in said_before and "nothing new is kept" in said_before
    assert unchanged(path, before)


def test_the_usual_store_need_not_be_there_but_one_asked_for_must(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("results").touch()  # nothing can be made below a file
    with runner_at_work(Console(width=300), "x", Workers(store=DEFAULT)) as runner:
        assert runner.values([TINY], [0], 1, ["load"]).shape == (1, 1, 1)
    said = capsys.readouterr().out
    assert "What is finished is not kept; --store DIR takes another place" in said
    assert not runner.keeps
    with (
        pytest.raises(NoStoreError, match="cannot be used as a store"),
        opened_runner(Workers(store=tmp_path / "results" / "mine")),
    ):
        pass


# -- what does not belong there --------------------------------------------------------------------


def other_columns(folder):
    pq.write_table(pa.table({"a": [1, 2]}), folder / "city-other.parquet")


def other_types(folder):
    row = as_table(key(5), city(5))
    table = row.set_column(1, "seed", pa.array(["x"]))
    pq.write_table(table, folder / "city-types.parquet")


def nothing_in_a_row(folder):
    row = as_table(key(5), city(5))
    table = row.set_column(3, "values", pa.array([None], pa.list_(pa.float64())))
    pq.write_table(table, folder / "city-null.parquet")


def too_few_values(folder):
    row = as_table(key(5), city(5))
    table = row.set_column(3, "values", pa.array([[1.0]], pa.list_(pa.float64())))
    pq.write_table(table, folder / "city-few.parquet")


def unknown_columns(folder):
    row = as_table(key(5), city(5))
    table = row.set_column(2, "columns", pa.array(["no slash at all"]))
    pq.write_table(table, folder / "city-columns.parquet")


def a_note(folder):
    (folder / "city-note.parquet").write_text("do not delete")


def empty(folder):
    (folder / "full-empty.parquet").touch()


def a_folder(folder):
    (folder / "full-folder.parquet").mkdir()


def of_a_colleague(folder):
    shutil.copy(next(folder.glob("city-*.parquet")), folder / "my_results.parquet")


FOREIGN = [
    other_columns, other_types, nothing_in_a_row, too_few_values, unknown_columns, a_note, empty,
    a_folder, of_a_colleague,
]  # fmt: skip


@pytest.mark.parametrize("leave", FOREIGN)
def test_what_does_not_belong_there_is_passed_over(tmp_path, leave):
    with Store(tmp_path / "s") as store:
        store.put(key(1), city(1))
        folder = store.folder
    with Store(tmp_path / "s") as store:  # open, so that nobody tidies
        leave(folder)
        with Store(tmp_path / "s") as other:
            assert other.get(key(5), full=False) is None
            assert other.get(key(1), full=True) is None
            assert same(other.get(key(1), full=False), city(1))
            assert other.damaged == 1
            with Runner(store=other) as runner:
                assert runner.passed_over == 1
            other.put(key(5), city(5))
            other.refresh()
            assert same(other.get(key(5), full=False), city(5))


def test_what_is_not_of_a_store_is_not_removed(tmp_path):
    with Store(tmp_path / "s") as store:
        store.put(key(1), city(1))
        folder = store.folder
    (folder / "thesis.parquet").write_text("three years of work")
    for _ in range(2):
        with Store(tmp_path / "s"):
            pass
    assert (folder / "thesis.parquet").read_text() == "three years of work"


@pytest.mark.parametrize(
    "line",
    ["[]", "{}", '{"scenario": ["x"], "seed": 1, "reason": "x", "traceback": ""}', "\x00"],
)
def test_lines_of_failures_that_are_none_are_passed_over(tmp_path, line):
    with Store(tmp_path / "s") as store:
        store.put_failure(key(2), "a", 2, KnownFailure("Error: of old", ""))
        folder = store.folder
    (folder / "failures-x.jsonl").write_text(f"{line}\n")
    (folder / "failures-y.jsonl").mkdir()
    with Store(tmp_path / "s") as store:
        assert store.failure(key(2)).reason == "Error: of old"


def test_a_damaged_mark_is_a_mark_all_the_same(tmp_path):
    with Store(tmp_path / "s") as store:
        (store.folder / "about.json").write_text(json.dumps([]))
    (tmp_path / "s" / MARK).write_text("")
    with Store(tmp_path / "s"):
        pass


def test_something_else_is_left_alone(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="is a file, not a store"):
        Store(tmp_path / "file")
    with pytest.raises(StoreError, match="no store"):
        Store(tmp_path)
