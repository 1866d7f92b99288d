"""Replications, whoever makes them: stopped, killed, resumed, the same to the byte."""

import inspect
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.city.more_volunteers import Newcomers
from qipan.errors import InputError
from qipan.runs.additions import additions
from qipan.runs.kept import ticket_days
from qipan.runs.opening import Workers, opened_runner
from qipan.runs.runner import Runner
from qipan.runs.store.merging import merge_stores
from qipan.runs.store.series import DAYS, kind_of
from qipan.runs.store.store import Store
from qipan.runs.variants import Variant

FILE = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
SHORT = {"horizon.days": 15, "horizon.warm_up_days": 5}
TINY = qipan.load(FILE).revise(SHORT)


@dataclass(frozen=True)
class Slowed:
    """Makes a community whose desk works so much slower."""

    part: float

    def institution(self):
        return slowed(self.part)


@dataclass
class Loose:
    """As `Slowed`, but its number may be changed."""

    part: float

    def institution(self):
        return slowed(self.part)


def slowed(part):
    from dataclasses import replace

    class Slow(qipan.Community):
        def staffing(self):
            usual = super().staffing()
            return replace(usual, speed=usual.speed * part)

    return Slow


def written(runs, folder):
    """Bytes of the data that a result folder has of replications."""
    folder.mkdir()
    runs.write_data(folder)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def kept(store, n=3, **asked):
    """Replications with a store, and how many were made and found."""
    with Store(store) as opened, Runner(store=opened) as runner:
        return qipan.replicate(TINY, n, runner=runner, **asked), (runner.made, runner.found)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return written(qipan.replicate(TINY, 3), tmp_path_factory.mktemp("plain") / "data")


def test_a_stopped_run_goes_on_from_the_store_to_the_same_bytes(plain, tmp_path):
    stop, seen = threading.Event(), []

    def stop_after_two(replication):
        seen.append(replication.number)
        if len(seen) == 2:
            stop.set()

    with Store(tmp_path / "s") as store, Runner(store=store, stop=stop) as runner:
        part = qipan.replicate(TINY, 100, runner=runner, progress=stop_after_two)
    assert seen[:2] == [0, 1] and not part.complete
    runs, (made, found) = kept(tmp_path / "s")
    assert found >= 2 and made + found == 3
    assert written(runs, tmp_path / "again") == plain


KILLED = """
import os, sys, qipan
from qipan.runs.runner import Runner
from qipan.runs.store.store import Store
tiny = qipan.load(sys.argv[1]).revise({changes})
runner = Runner(store=Store(__import__("pathlib").Path(sys.argv[2])))
qipan.replicate(tiny, 3, runner=runner, progress=lambda one: one.number == 1 and os._exit(9))
"""


def test_a_killed_run_goes_on_from_the_store_to_the_same_bytes(plain, tmp_path):
    script = KILLED.replace("{changes}", json.dumps(SHORT))
    words = [sys.executable, "-c", script, str(FILE), str(tmp_path / "s")]
    assert subprocess.run(words, timeout=120).returncode == 9
    runs, (made, found) = kept(tmp_path / "s")
    assert found >= 2 and made + found == 3
    assert written(runs, tmp_path / "again") == plain


def test_two_processes_are_one_thread(plain, tmp_path):
    calling = TINY.revise({"policy.orders.on": True})
    more = Variant(calling, Newcomers((9, 0), 400.0), (Slowed(0.5),))
    with opened_runner(Workers(2, processes=True, store=tmp_path / "s")) as runner:
        runs = qipan.replicate(TINY, 3, runner=runner)
        there = runner.kept([Variant(calling), more], [1], ticket_days)
    assert written(runs, tmp_path / "two") == plain
    assert kept(tmp_path / "s")[1] == (0, 3)
    with Runner() as runner:
        here = runner.kept([Variant(calling), more], [1], ticket_days)
    assert repr(there) == repr(here) and repr(here[0]) != repr(here[1])


def test_what_no_store_holds_is_made_again_and_nothing_is_written_twice(tmp_path):
    fresh = qipan.replicate(TINY, 2, events=True, ledger="zh")
    kept(tmp_path / "s", 2)
    runs, counts = kept(tmp_path / "s", 2, ledger="zh")
    assert counts == (1, 1) and runs.ledger.equals(fresh.ledger) and runs.events is None
    runs, counts = kept(tmp_path / "s", 2, events=True)
    assert counts == (2, 0) and runs.events.equals(fresh.events)
    with Store(tmp_path / "s") as store:
        files = [file for file in store.folder.glob("*.parquet") if kind_of(file) == DAYS]
    assert len(files) == 2


def test_what_a_comparison_kept_has_no_days_by_community_and_what_a_run_kept_serves_it(tmp_path):
    path = tmp_path / "s"
    with Store(path) as store, Runner(store=store) as runner:
        runner.replicate([TINY], [0])
    assert kept(path, 2)[1] == (2, 0)
    with Store(path) as store, Runner(store=store) as runner:
        days = runner.replicate([TINY], [1])[0].replications[0].daily
        assert runner.found == 1 and days["community"].unique().tolist() == ["all"]
        runner.values([TINY], [0, 1], 1, ["load"])
        assert runner.made == 0


def test_days_by_community_are_taken_along_when_stores_are_merged(plain, tmp_path):
    kept(tmp_path / "one", 2)
    merge_stores(tmp_path / "two", [tmp_path / "one"])
    runs, counts = kept(tmp_path / "two")
    assert counts == (1, 2) and written(runs, tmp_path / "data") == plain


def test_the_numbers_of_what_is_made_on_the_spot_are_in_the_key(tmp_path):
    recipes = [additions([Slowed(part)]).identity() for part in (0.5, 0.5, 0.25)]
    assert recipes[0] == recipes[1] != recipes[2]
    # Two classes that the same lines have made cannot be told apart by their source.
    half, quarter = slowed(0.5), slowed(0.25)
    assert additions([half]).identity() == additions([half]).identity()
    assert additions([half]).identity() != additions([quarter]).identity()
    ends = {}
    with Store(tmp_path / "s") as store:
        for part, made in ((0.5, 2), (0.25, 2), (0.5, 0)):
            with Runner(store=store) as runner:
                runs = qipan.replicate(TINY, 2, institutions=[Slowed(part)], runner=runner)
            assert runner.made == made
            assert ends.setdefault(part, runs.values("backlog_end")).tolist() == (
                runs.values("backlog_end").tolist()
            )
    assert ends[0.5].tolist() != ends[0.25].tolist()
    with pytest.raises(InputError, match="frozen dataclass"):
        additions([Loose(0.5)])


def days_of_the_city(model):
    """Open ticket-days of all communities."""
    return (ticket_days(model)[0].sum(keepdims=True),)


def test_what_a_function_of_ones_own_keeps_is_found_by_its_source(tmp_path, monkeypatch):
    path = tmp_path / "s"
    for changed, made in ((False, 2), (False, 0), (True, 2)):
        if changed:
            monkeypatch.setattr(inspect, "getsource", lambda _: "something else")
        with Store(path) as store, Runner(store=store) as runner:
            ((one, two),) = runner.kept([Variant(TINY)], [3, 4], days_of_the_city)
            assert runner.made == made and np.isfinite([*one, *two]).all()
