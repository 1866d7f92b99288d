"""A store gives back what it was given, whatever happened to it in between."""

import errno
import os
import re
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from qipan.cli import app
from qipan.runs.store import key as key_module
from qipan.runs.store import lock, series
from qipan.runs.store import store as store_module
from qipan.runs.store.failures import KnownFailure
from qipan.runs.store.overview import overview, prune
from qipan.runs.store.store import Store
from qipan.runs.trouble import RunnerError, StoreError

from .made import city, full, key, same

MERGE_AT = 3


@pytest.fixture
def soon_merged(monkeypatch):
    monkeypatch.setattr(series, "FILES_TO_MERGE", MERGE_AT)


def parquet_files(path):
    return sorted(file.name for file in path.rglob("*.parquet"))


def test_what_is_put_is_got_to_the_bit(tmp_path):
    with Store(tmp_path / "s") as store:
        store.put(key(1), full(1))
        store.put(key(2), city(2))
        store.refresh()
        assert same(store.get(key(1), full=True), full(1))
        assert same(store.get(key(2), full=False), city(2))
        np.testing.assert_array_equal(
            store.get(key(1), full=False).city(["close_p50", "load"]), [np.nan, 1.5]
        )
        assert store.get(key(2), full=True) is None
        assert store.get(key(3), full=False) is None
        assert store.get(key(1, "b" * 64), full=False) is None
        store.put(key(2), full(2))  # in full later on
        store.refresh()
        assert same(store.get(key(2), full=True), full(2))


@pytest.mark.parametrize("n", [1, 2, 3, 9, 10, 31])
def test_files_are_merged_and_nothing_is_lost(tmp_path, soon_merged, n):
    with Store(tmp_path / "s") as store:
        for number in range(n):
            store.put(key(number), city(number))
            store.put(key(number), full(number))
        assert len(parquet_files(tmp_path)) <= 2 * MERGE_AT * 4
    assert len(parquet_files(tmp_path)) == 2
    with Store(tmp_path / "s") as store:
        assert len(store) == n
        for number in reversed(range(n)):
            assert same(store.get(key(number), full=True), full(number))


def test_a_reader_finds_what_was_merged_meanwhile(tmp_path, soon_merged):
    with Store(tmp_path / "s") as reader, Store(tmp_path / "s") as writer:
        writer.put(key(0), city(0))
        writer.put(key(1), city(1))
        reader.refresh()
        assert len(reader) == 2
        for number in range(2, 12):  # the file that the reader knows goes away
            writer.put(key(number), city(number))
        for number in range(2):
            assert same(reader.get(key(number), full=False), city(number))


def test_a_damaged_file_is_discarded_and_the_rest_is_used(tmp_path):
    with Store(tmp_path / "s") as store:
        store.put(key(0), full(0))
        store.put(key(1), city(1))
        folder = store.folder
    names = parquet_files(tmp_path)
    (damaged,) = (folder / name for name in names if name.startswith("full"))
    damaged.write_bytes(damaged.read_bytes()[:-100])  # half written, then the power went
    with Store(tmp_path / "s") as store:
        assert len(store) == 1 and store.get(key(0), full=False) is None
        assert same(store.get(key(1), full=False), city(1))
    assert not damaged.exists()


def test_a_flipped_bit_is_not_believed(tmp_path):
    with Store(tmp_path / "s") as store:
        store.put(key(0), full(0))
        folder = store.folder
    (file,) = folder.glob("full-*.parquet")
    column = pq.read_metadata(file).row_group(0).column(3)
    content = bytearray(file.read_bytes())
    content[column.data_page_offset + column.total_compressed_size - 3] ^= 1
    file.write_bytes(content)
    with Store(tmp_path / "s") as store:
        assert store.get(key(0), full=True) is None
        assert store.damaged == 1
        store.put(key(0), full(0))
    with Store(tmp_path / "s") as store:
        assert same(store.get(key(0), full=True), full(0))


class Killer:
    """Kills its process at the n-th change of the disk."""

    def __init__(self, at):
        self.left = at

    def __call__(self, change):
        def counted(*arguments, **options):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return change(*arguments, **options)

        return counted


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child process that begins here")
def test_killed_at_any_change_of_the_disk_nothing_is_lost(tmp_path, monkeypatch, soon_merged):
    n, at = 8, 0
    while True:
        at += 1
        path = tmp_path / str(at)
        child = os.fork()
        if child == 0:
            kill = Killer(at)
            monkeypatch.setattr(os, "replace", kill(os.replace))
            monkeypatch.setattr(pq, "write_table", kill(pq.write_table))
            monkeypatch.setattr(type(path), "unlink", kill(type(path).unlink))
            acknowledged = os.open(tmp_path / f"{at}.done", os.O_CREAT | os.O_WRONLY)
            with Store(path) as store:
                for number in range(n):
                    store.put(key(number), full(number))
                    os.write(acknowledged, b".")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        done = (tmp_path / f"{at}.done").stat().st_size
        with Store(path) as store:
            for number in range(done):
                assert same(store.get(key(number), full=True), full(number))
            assert len(store) <= done + 1
            assert not list(store.folder.glob("*.unfinished"))
        if os.waitstatus_to_exitcode(status) == 0:
            break
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    assert done == n and at > 30  # every piece, rename, merge and removal


def test_who_is_alone_tidies_up_and_others_wait(tmp_path, monkeypatch):
    for number in range(20):
        with Store(tmp_path / "s") as store:
            store.put(key(number), city(number))
    assert len(parquet_files(tmp_path)) <= store_module.SMALL_FILES_TO_TIDY
    left = store.folder / "city-x.unfinished"
    left.write_bytes(b"half")
    with Store(tmp_path / "s") as first:
        assert not left.exists() and len(first) == 20
        left.write_bytes(b"of a run that goes on")
        with Store(tmp_path / "s"):
            assert left.exists()


def test_two_at_once_do_not_corrupt_it(tmp_path, soon_merged):
    def fill(first):
        with Store(tmp_path / "s") as store:
            for number in range(first, 40, 2):
                store.put(key(number), city(number))
                store.put(key(7), city(7))  # both the same
                store.refresh()
                assert same(store.get(key(7), full=False), city(7))

    threads = [threading.Thread(target=fill, args=(n,)) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store(tmp_path / "s") as store:
        assert len(store) == 40
        assert all(same(store.get(key(n), full=False), city(n)) for n in range(40))


def test_many_may_make_a_new_store_at_the_same_moment(tmp_path):
    refused = []

    def use(path, begin):
        begin.wait()
        try:
            Store(path).close()
        except StoreError as error:
            refused.append(str(error))

    for turn in range(20):
        begin = threading.Barrier(6)
        threads = [
            threading.Thread(target=use, args=(tmp_path / str(turn), begin)) for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert refused == []


@pytest.fixture
def another_version(tmp_path, monkeypatch):
    """Store with a replication of another version."""
    with monkeypatch.context() as patched:
        patched.setattr(store_module, "engine_version", lambda: "0123456789abcdef")
        with Store(tmp_path / "s") as store:
            store.put(key(0), city(0))
            store.put_failure(key(1), "a", 1, KnownFailure("Error: of old", ""))
    return tmp_path / "s"


def test_another_version_is_not_used_and_not_destroyed(another_version):
    before = {file: file.read_bytes() for file in another_version.rglob("*.*")}
    with Store(another_version) as store:
        assert len(store) == 0 and store.get(key(0), full=False) is None
        assert store.failure(key(1)) is None
        assert store.others() == 1
        store.put(key(0), city(0))
    assert all(file.read_bytes() == content for file, content in before.items())


def test_an_older_version_is_shown_and_pruned_unless_in_use(another_version):
    with Store(another_version) as store:
        store.put(key(5), full(5))
    shown = {version.name: version for version in overview(another_version)}
    old, new = shown["0123456789abcdef"], shown[key_module.engine_version()]
    assert (old.full, old.city, old.failures, old.current) == (0, 1, 1, False)
    assert (new.full, new.city, new.failures, new.current) == (1, 0, 0, True)
    with lock.Lock(another_version / old.name):
        assert [v.name for v in prune(another_version)[1]] == [old.name]
    said = CliRunner().invoke(app, ["store", str(another_version), "--prune"])
    assert said.exit_code == 0 and "Removed 1 replications" in said.stdout
    assert [v.name for v in overview(another_version)] == [new.name]
    assert CliRunner().invoke(app, ["store", str(another_version), "--clear"]).exit_code == 0
    assert overview(another_version) == []


def test_the_version_follows_the_code(monkeypatch, tmp_path):
    package = tmp_path / "qipan"
    shutil.copytree(key_module.Path(key_module.__file__).parents[2], package)
    versions = []
    for change in (None, "agents/cadres.py", "outcomes/window.py", "report/console.py"):
        if change is not None:
            with (package / change).open("a") as file:
                file.write("# another line\n")
        monkeypatch.setattr(key_module, "__file__", str(package / "runs/store/key.py"))
        versions.append(key_module.engine_version.__wrapped__())
    assert versions[0] == key_module.engine_version()
    assert len(set(versions)) == 3 and versions[2] == versions[3]  # a report changes no result


def test_the_version_follows_every_room_that_a_replication_runs_through():
    package = Path(key_module.__file__).parents[2]
    named = re.compile(r"^\s*from \.\.(?:\.)?(\w+)", re.MULTILINE)
    rooms = {path.name for path in package.iterdir() if path.is_dir()}
    for room in key_module.ROOMS:
        for path in (package / room).rglob("*.py"):
            found = set(named.findall(path.read_text())) & rooms
            assert found <= set(key_module.ROOMS), path


@pytest.mark.parametrize("make", [lambda p: p.write_text("mine"), lambda p: _mine(p)])
def test_what_is_no_store_is_left_alone(tmp_path, make):
    make(tmp_path / "s")
    with pytest.raises(StoreError, match=r"no store|not a store"):
        Store(tmp_path / "s")
    said = CliRunner().invoke(app, ["store", str(tmp_path / "s"), "--clear"])
    assert said.exit_code == 2 and "no store" in said.stderr


def _mine(path):
    path.mkdir()
    (path / "thesis.docx").write_text("mine")


def test_half_a_line_of_failures_is_passed_over(tmp_path):
    with Store(tmp_path / "s") as store:
        store.put_failure(key(0), "a", 0, KnownFailure("Error: one", "Traceback"))
        store.put_failure(key(1), "a", 1, KnownFailure("Error: 二", "Traceback"))
        (file,) = store.folder.glob("failures-*")
    file.write_bytes(file.read_bytes()[:-20])
    with Store(tmp_path / "s") as store:
        assert store.failure(key(0)) == ("Error: one", "Traceback")
        assert store.failure(key(1)) is None


@pytest.fixture
def small_disk(tmp_path):
    """Folder on a file system of 200 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("cannot mount a small file system here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_in_a_sentence_and_corrupts_nothing(small_disk):
    put = 0
    with pytest.raises(StoreError, match="No space left"), Store(small_disk / "s") as store:
        for put in range(1_000):
            store.put(key(put), full(put))
    assert 5 < put < 999
    assert not list(small_disk.rglob("*.unfinished"))
    with Store(small_disk / "s") as store:
        assert len(store) == put
        assert all(same(store.get(key(n), full=True), full(n)) for n in range(put))


def test_neither_a_closed_store_nor_a_refused_file_stays_open(tmp_path, monkeypatch):
    sinks = []

    def refuse(_table, sink, **_options):
        sinks.append(sink)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Store(tmp_path / "s") as store:
        store.put(key(0), city(0))
        store.refresh()
        monkeypatch.setattr(pq, "write_table", refuse)
        with pytest.raises(StoreError) as held:  # an error that is looked at holds its frames
            store.put(key(1), city(1))
    assert held.tb is not None and sinks[0].closed
    folder = str(tmp_path)
    links = Path("/proc/self/fd")
    if links.is_dir():
        opened = [os.readlink(each) for each in links.iterdir() if each.is_symlink()]
        assert not [name for name in opened if name.startswith(folder)]


def test_a_refusing_disk_is_said_in_a_sentence(tmp_path, monkeypatch):
    def refuse(*_arguments, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Store(tmp_path / "s") as store:
        store.put(key(0), city(0))
        with monkeypatch.context() as patched:
            patched.setattr(pq, "write_table", refuse)
            with pytest.raises(RunnerError, match=r"cannot be written: No space left"):
                store.put(key(1), city(1))
    with Store(tmp_path / "s") as store:
        assert len(store) == 1
