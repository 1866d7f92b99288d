"""A runner gives the same whoever makes the replications and whatever the store holds."""

import dataclasses
import gc
import threading
import weakref
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.agents import simulation
from qipan.runs import supply
from qipan.runs.execution import workplace
from qipan.runs.runner import Runner, RunnerError
from qipan.runs.store.store import Store

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml").revise(
    {"horizon.days": 60}
)
OTHER = TINY.revise({"policy.burden.on": True, "name": "other"})
METRICS = ("load", "close_p50", "fixed_cohort_p90")


def everything(runs):
    return [
        (r.number, r.seed, r.table.frame().to_csv(), r.daily.to_csv(), r.solved.tobytes())
        for r in runs.replications
    ]


@pytest.fixture(scope="module")
def fresh():
    with Runner() as runner:
        return [everything(runs) for runs in runner.replicate([TINY, OTHER], range(4))]


def test_it_gives_what_replicate_gives_with_the_days_of_the_whole_city(fresh):
    plain = qipan.replicate(TINY, 4)
    for replication, kept in zip(plain.replications, fresh[0], strict=True):
        assert replication.table.frame().to_csv() == kept[2]
        assert replication.solved.tobytes() == kept[4]
    with Runner() as runner:
        ours = runner.replicate([TINY], [3])[0].replications[0].daily
    of_city = plain.replications[3].daily.groupby("day").sum(numeric_only=True)
    for name in ("born", "closed", "open_tickets"):
        assert ours[name].tolist() == of_city[name].tolist()
    same = plain.replications[3].daily.drop_duplicates("day")
    assert ours["date"].tolist() == same["date"].tolist()
    assert ours["measured"].tolist() == same["measured"].tolist()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_store_changes_no_bit(tmp_path, fresh, jobs):
    for made, found in ((8, 0), (0, 8)):
        with Store(tmp_path / "store") as store, Runner(jobs=jobs, store=store) as runner:
            again = [everything(runs) for runs in runner.replicate([TINY, OTHER], range(4))]
        assert again == fresh
        assert (runner.made, runner.found) == (made, found)


def test_numbers_may_be_any_and_grow(tmp_path, fresh):
    with Store(tmp_path / "store") as store, Runner(store=store) as runner:
        assert everything(runner.replicate([TINY], [3, 1])[0]) == [fresh[0][1], fresh[0][3]]
        assert everything(runner.replicate([TINY], range(4))[0]) == fresh[0]
    assert (runner.made, runner.found) == (4, 2)


def test_values_need_less_and_a_full_replication_serves_them_too(tmp_path):
    with Runner() as runner:
        expected = runner.values([TINY, OTHER], [0, 1], 1, METRICS)
    with Store(tmp_path / "store") as store, Runner(store=store) as runner:
        runner.replicate([TINY], [0, 1])
        assert runner.made == 2
        np.testing.assert_array_equal(runner.values([TINY, OTHER], [0, 1], 1, METRICS), expected)
        assert (runner.made, runner.found) == (4, 2)
        single = runner.values([OTHER], [1], 1, ["fixed_cohort_p90"])
        np.testing.assert_array_equal(single, expected[1:, 1:, 2:])
        assert (runner.made, runner.found) == (4, 3)  # another metric of what was kept
        runner.replicate([OTHER], [0])
        assert runner.made == 5  # city-wide values are not enough for this


def test_values_of_a_generator_come_one_by_one():
    alive = []

    def scenarios():
        for n in range(40):
            alive.append(n)
            yield TINY.revise({"closure.false_share": n / 100})

    with Runner(jobs=2) as runner:
        several = runner.each_values(scenarios(), [0], 1, ["load"])
        assert next(several).shape == (1, 1)
        assert len(alive) <= 2 * supply.AHEAD
        several.close()


def test_what_a_metric_is_asked_for_is_checked_before_anything_runs():
    with Runner() as runner:
        with pytest.raises(KeyError, match="did you mean 'close_p50'"):
            runner.values([TINY], [0], 1, ["close_p5O"])
        with pytest.raises(LookupError, match="no value for the whole city"):
            runner.values([TINY], [0], 1, ["resolved_at_level_share"])
    assert runner.made == 0


def test_what_no_replication_can_depend_on_is_not_in_the_key(tmp_path):
    retold = TINY.revise({"name": "retold", "title": {"en": "Retold", "zh": "重述"}})
    with Store(tmp_path / "store") as store, Runner(store=store) as runner:
        first = everything(runner.replicate([TINY], [0])[0])
        second = runner.replicate([retold], [0])[0]
    assert (runner.made, runner.found) == (1, 1)
    assert everything(second) == first and second.scenario.name == "retold"
    fresh = qipan.replicate(retold, 1).replications[0]
    assert fresh.table.frame().to_csv() == first[0][2]  # and rightly so


@pytest.mark.parametrize(
    "change",
    [
        {"horizon.days": 61},
        {"closure.false_share": 0.123},
        {"city.seed": 99},
        {"policy.changes": [{"on": "2019-02-01", "set": {"policy": {"burden": {"on": True}}}}]},
    ],
)
def test_what_matters_is_in_the_key(tmp_path, change):
    with Store(tmp_path / "store") as store, Runner(store=store) as runner:
        runner.values([TINY, TINY.revise(change)], [0], 1, ["load"])
    assert (runner.made, runner.found) == (2, 0)


@pytest.fixture
def failing(monkeypatch):
    """Replications with these seeds fail."""
    seeds = set()
    run_once = workplace.run_once

    def fragile(scenario, seed, **options):
        if seed in seeds:
            raise ArithmeticError(f"seed {seed}\nis unlucky")
        return run_once(scenario, seed, **options)

    monkeypatch.setattr(workplace, "run_once", fragile)
    return seeds


def test_a_failure_is_recorded_and_does_not_stop_the_others(tmp_path, failing, fresh):
    failing.add(1_000_002)
    for _ in range(2):  # and is reported again, without being tried
        with Store(tmp_path / "store") as store, Runner(store=store) as runner:
            runs = runner.replicate([OTHER, TINY], range(4))[1]
        assert everything(runs) == [fresh[0][n] for n in (0, 1, 3)] and not runs.complete
        assert [dataclasses.astuple(f) for f in runner.failures] == [
            ("other", 2, 1_000_002, "ArithmeticError: seed 1000002 is unlucky"),
            ("tiny", 2, 1_000_002, "ArithmeticError: seed 1000002 is unlucky"),
        ]
        failing.clear()
    log = next(store.folder.glob("failures-*.jsonl")).read_text()
    assert "Traceback" in log and "fragile" in log
    with Store(tmp_path / "store") as store:
        runner = Runner(store=store, retry_failed=True)
        assert everything(runner.replicate([TINY], range(4))[0]) == fresh[0]
        assert runner.failures == []
        runner.close()
    with Store(tmp_path / "store") as store, Runner(store=store) as runner:
        assert everything(runner.replicate([TINY], range(4))[0]) == fresh[0]  # now it is there


def test_values_of_a_failed_replication_are_missing(failing):
    failing.add(1_000_001)
    with Runner() as runner:
        values = runner.values([TINY, OTHER], [0, 1], 1, ["load"])
    assert np.isnan(values[:, 1]).all() and not np.isnan(values[:, 0]).any()
    assert [f.number for f in runner.failures] == [1, 1]


def test_all_failing_is_an_error(failing):
    failing.update({1_000_000, 1_000_001})
    with Runner() as runner, pytest.raises(RunnerError, match=r"all 2 .* tiny .*unlucky"):
        runner.replicate([TINY], [0, 1])
    with Runner() as runner, pytest.raises(RunnerError, match=r"all 2 .*unlucky"):
        runner.values([TINY], [0, 1], 1, ["load"])


def test_stopped_it_keeps_what_is_finished(tmp_path):
    stop = threading.Event()
    with Store(tmp_path / "store") as store:
        runner = Runner(jobs=2, store=store, stop=stop, progress=lambda p: p.done < 5 or stop.set())
        values = runner.values([TINY], range(500), 1, ["load"])
        runner.close()
    finished = int((~np.isnan(values)).sum())
    assert runner.stopped and 5 <= finished < 100 and values.shape == (1, 500, 1)
    with Store(tmp_path / "store") as store, Runner(store=store) as runner:
        assert len(store) >= finished
        runner.values([TINY], range(finished), 1, ["load"])
    assert runner.made <= 2  # one may have been finished out of turn


def test_progress_counts_what_is_asked_for():
    seen = []
    with Runner(progress=seen.append) as runner:
        runner.replicate([TINY, OTHER], [0, 1])
        runner.values([TINY], [0], 1, ["load"])
        runner.values((s for s in [TINY]), [0], 1, ["load"])
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4), (5, 5), (6, None)]


def test_a_finished_replication_leaves_no_arrays_behind(monkeypatch):
    """A model and its agents point at each other; a sweep must not wait for the collector."""
    layers = []
    make = simulation.FastLayer

    def noted(*arguments):
        layer = make(*arguments)
        layers.append(weakref.ref(layer))
        return layer

    monkeypatch.setattr(simulation, "FastLayer", noted)
    gc.disable()
    try:
        with Runner() as runner:
            runner.values([TINY, OTHER], range(3), 1, ["load"])
        assert len(layers) == 6
        assert sum(layer() is not None for layer in layers) == 0
    finally:
        gc.enable()
