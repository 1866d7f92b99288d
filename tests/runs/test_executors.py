"""The same bytes from threads, processes and a cluster, whoever dies in between."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from qipan.cli import app
from qipan.cli.at_work import runner_at_work
from qipan.runs.execution import dask_cluster
from qipan.runs.execution.processes import ProcessCrew
from qipan.runs.export import write_replications
from qipan.runs.opening import Workers, opened_runner
from qipan.runs.runner import Runner
from qipan.runs.store.store import Store
from qipan.runs.trouble import ClusterError, RunnerError, WrongVersionError

from . import work

N = 16
KILLS = int(os.environ.get("QIPAN_TEST_KILLS", "2"))  # moments at which a run is killed


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Wait for a cluster however busy the machine is."""
    monkeypatch.setattr(dask_cluster, "SECONDS_TO_ANSWER", 600)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """Bytes of the export of one thread, without a store."""
    with Runner() as runner:
        return exported(runner.replicate(work.SCENARIOS, range(N)), tmp_path_factory.mktemp("e"))


def exported(several, folder):
    write_replications(folder / "replications.parquet", several)
    daily = b"".join(r.daily.to_csv().encode() for runs in several for r in runs.replications)
    return (folder / "replications.parquet").read_bytes(), daily


def test_threads(expected, tmp_path):
    for store in (None, tmp_path / "store", tmp_path / "store"):
        with opened_runner(Workers(jobs=2, store=store)) as runner:
            assert exported(runner.replicate(work.SCENARIOS, range(N)), tmp_path) == expected


@pytest.fixture(scope="module")
def processes(tmp_path_factory):
    """A runner with two processes, and its store."""
    store = tmp_path_factory.mktemp("processes") / "store"
    with opened_runner(Workers(jobs=2, processes=True, store=store)) as runner:
        yield runner, store


def test_processes_write_the_store_themselves(expected, processes, tmp_path):
    runner, path = processes
    assert exported(runner.replicate(work.SCENARIOS, range(N)), tmp_path) == expected
    writers = {"-".join(file.name.split("-")[1:4]) for file in path.rglob("*.parquet")}
    assert 1 <= len(writers) <= 2 and not any(f"-{os.getpid()}-" in name for name in writers)
    with Store(path) as store, Runner(store=store) as again:
        assert exported(again.replicate(work.SCENARIOS, range(N)), tmp_path) == expected
        assert again.made == 0


def test_a_process_has_the_environment_of_its_pool_and_need_not_import_again(
    processes, monkeypatch
):
    for said in ("one", "two"):
        monkeypatch.setenv("QIPAN_TEST_VARIABLE", said)
        crew = ProcessCrew(1, None)
        variable, forked = crew._executor.submit(work.seen, "QIPAN_TEST_VARIABLE").result()
        crew.close()
        assert variable == said
        assert forked == (sys.platform == "linux")


def test_a_process_that_dies_is_replaced(processes):
    runner, _ = processes
    with Runner() as plain:
        fresh = plain.values(work.SCENARIOS, range(100, 112), 1, ["load"])
    supply = runner._supply
    pool = supply.crew._executor

    def kill_one(progress):
        if progress.done == done + 6:
            os.kill(next(iter(pool._processes)), signal.SIGKILL)

    done, supply.progress = supply.done, kill_one
    values = runner.values(work.SCENARIOS, range(100, 112), 1, ["load"])
    supply.progress = None
    np.testing.assert_array_equal(values, fresh)
    assert runner.failures == [] and supply.crew._executor is not pool


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_replication_that_kills_its_process_is_a_failure(processes, monkeypatch):
    runner, _ = processes
    crew = runner._supply.crew
    submit = crew.submit

    def deadly(task):
        return crew._executor.submit(_die) if task.key.seed == 1_000_202 else submit(task)

    monkeypatch.setattr(crew, "submit", deadly)
    other = Runner(crew=crew)
    values = other.values([work.TINY], range(200, 204), 1, ["load"])
    assert np.isnan(values).sum() == 1 and np.isnan(values[0, 2, 0])
    assert [(f.seed, "worker process died" in f.reason) for f in other.failures] == [
        (1_000_202, True)
    ]


@pytest.fixture(scope="module")
def cluster():
    """A Dask cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


def test_a_cluster_gives_the_same_though_a_worker_dies(expected, cluster, tmp_path):
    workers = list(cluster.workers.values())
    killed = []

    def kill_one(progress):
        if progress.done == 10:
            killed.append(workers[0].pid)
            os.kill(workers[0].pid, signal.SIGKILL)

    asked = Workers(dask=cluster.scheduler_address, store=tmp_path / "store")
    with opened_runner(asked, progress=kill_one) as runner:
        assert exported(runner.replicate(work.SCENARIOS, range(N)), tmp_path) == expected
    assert killed and runner.failures == [] and runner.made == 2 * N
    with Store(tmp_path / "store") as store:
        assert len(store) == 2 * N
    with opened_runner(asked) as runner:  # from the store alone
        assert exported(runner.replicate(work.SCENARIOS, range(N)), tmp_path) == expected
        assert runner.made == 0


def test_a_scenario_is_sent_with_its_first_replication_only(cluster, monkeypatch):
    crew = dask_cluster.DaskCrew(cluster.scheduler_address)
    submit, carried = crew._executor.submit, []

    def noted(function, task, *rest):
        carried.append(len(task.scenario))
        return submit(function, task, *rest)

    monkeypatch.setattr(crew._executor, "submit", noted)
    values = Runner(crew=crew).values([work.TINY], range(4), 1, ["load"])
    crew.close()
    assert carried[0] > 1000 and carried[1:] == [0, 0, 0]
    assert values.tobytes() == Runner().values([work.TINY], range(4), 1, ["load"]).tobytes()


def test_a_worker_of_another_version_is_refused(cluster, monkeypatch):
    monkeypatch.setattr(dask_cluster, "engine_version", lambda: "0123456789abcdef")
    with (
        pytest.raises(WrongVersionError, match=r"of . workers .* have another version of qipan"),
        opened_runner(Workers(dask=cluster.scheduler_address)),
    ):
        pass


def test_a_worker_that_joins_later_is_refused_as_well(cluster, monkeypatch):
    from qipan.runs import wanted

    monkeypatch.setattr(wanted, "engine_version", lambda: "0123456789abcdef")
    with (
        pytest.raises(WrongVersionError, match="another version"),
        opened_runner(Workers(dask=cluster.scheduler_address)) as runner,
    ):
        runner.values([work.TINY], [0], 1, ["load"])


def test_a_cluster_that_is_not_there(monkeypatch, tmp_path):
    monkeypatch.setattr(dask_cluster, "SECONDS_TO_ANSWER", 1)
    for address in ("tcp://127.0.0.1:1", "tcp://no.such.host.invalid:8786", "nonsense"):
        with (
            pytest.raises(ClusterError, match="no Dask scheduler answers"),
            opened_runner(Workers(dask=address)),
        ):
            pass
    monkeypatch.chdir(tmp_path)
    scenarios = [str(Path(work.__file__).parents[2] / "scenarios" / "tiny.yaml")]
    (tmp_path / "b.yaml").write_text(f"extends: {scenarios[0]}\nname: b\n")
    said = CliRunner().invoke(
        app, ["compare", *scenarios, "b.yaml", "--no-store", "--dask", "tcp://127.0.0.1:1"]
    )
    assert said.exit_code == 2 and "no Dask scheduler answers" in said.stderr
    with (
        pytest.raises(RunnerError, match="not by both"),
        opened_runner(Workers(processes=True, dask="tcp://127.0.0.1:1")),
    ):
        pass


def test_a_scheduler_that_is_lost_is_a_sentence(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(dask_cluster, "SECONDS_TO_ANSWER", 10)  # as long it is tried again
    distributed = pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def started(*words):
        words = (*words, "--scheduler-file", str(file), "--no-dashboard")
        return subprocess.Popen([sys.executable, "-m", "dask", *words], **quiet)

    scheduler = started("scheduler", "--host", "127.0.0.1", "--port", "0")
    worker = started("worker", "--nthreads", "1", "--no-nanny", "--death-timeout", "600")
    try:
        while not file.exists():
            assert scheduler.poll() is None, "the scheduler did not start"
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        with distributed.Client(address, timeout=600, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=600)

        def kill(progress):
            scheduler.kill()

        with (
            pytest.raises(RunnerError, match="no longer answers"),
            opened_runner(Workers(dask=address), progress=kill) as runner,
        ):
            runner.values([work.TINY], range(10_000), 1, ["load"])
    finally:
        for process in (worker, scheduler):
            process.kill()
            process.wait()
    said = capfd.readouterr()
    assert "Traceback" not in said.err + said.out


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("tcp://10.0.0.5:8786", True),
        ("10.0.0.5:8786", True),
        ("tcp://cluster.example:8786", True),
        ("tcp://[2001:db8::1]:8786", True),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://localhost:8786", False),
        ("tcp://[::1]:8786", False),
        ("tls://10.0.0.5:8786", False),
        ("inproc://10.0.0.5/1/1", False),
    ],
)
def test_an_open_address_is_known(address, is_open):
    assert dask_cluster.is_open(address) is is_open


def test_an_open_cluster_is_warned_of(capsys, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_cluster, "SECONDS_TO_ANSWER", 1)
    with (
        pytest.raises(ClusterError),
        runner_at_work(Console(width=300), "x", Workers(dask="tcp://no.such.host.invalid:1")),
    ):
        pass
    assert "can have its workers run any program" in capsys.readouterr().out


def test_certificates_are_those_of_dasks_configuration(tmp_path):
    dask = pytest.importorskip("dask")
    with (
        pytest.raises(ClusterError, match=r"needs certificates: .*TLS__CA_FILE"),
        opened_runner(Workers(dask="tls://127.0.0.1:1")),
    ):
        pass
    tls = "distributed.comm.tls"
    files = {
        f"{tls}.ca-file": str(tmp_path / "ca.pem"),
        f"{tls}.client.cert": "c",
        f"{tls}.client.key": "k",
    }
    with (
        dask.config.set(files),
        pytest.raises(ClusterError, match="cannot be read: No such file"),
        opened_runner(Workers(dask="tls://127.0.0.1:1")),
    ):
        pass


@pytest.mark.parametrize(("kind", "kills"), [("threads", KILLS), ("processes", KILLS // 2)])
def test_killed_at_random_moments_it_resumes_with_the_same_bytes(expected, tmp_path, kind, kills):
    rng = random.Random()
    command = [sys.executable, "-m", "tests.runs.work", str(tmp_path / "s"), kind]
    finished = 0
    for _ in range(kills):
        running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        before = rng.randrange(1, work.N)  # replications after which it is killed, at any moment
        reported = sum(1 for _ in zip(range(before), running.stdout, strict=False))
        running.kill()
        reported += len(running.stdout.read().splitlines())
        running.wait()
        with Store(tmp_path / "s") as store:
            assert len(store) >= min(reported, 2 * work.N)  # nothing that was reported is lost
            assert len(store) >= finished
            finished = len(store)
    with Store(tmp_path / "s") as store, Runner(jobs=2, store=store) as runner:
        assert exported(runner.replicate(work.SCENARIOS, range(N)), tmp_path) == expected
        assert runner.found > 0 and runner.failures == []


def test_two_runs_share_a_store_at_the_same_time(expected, tmp_path):
    command = [sys.executable, "-m", "tests.runs.work", str(tmp_path / "s"), "threads"]
    two = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [running.wait() for running in two] == [0, 0]
    with Store(tmp_path / "s") as store, Runner(store=store) as runner:
        assert len(store) == 2 * work.N
        assert exported(runner.replicate(work.SCENARIOS, range(N)), tmp_path) == expected
        assert runner.made == 0


def test_a_termination_keeps_what_is_finished(tmp_path):
    """As Ctrl-C does, which tests of commands send."""
    script = (
        "import sys, qipan\n"
        "from pathlib import Path\n"
        "from rich.console import Console\n"
        "from qipan.runs.opening import Workers\n"
        "from qipan.cli.at_work import runner_at_work\n"
        "if __name__ == '__main__':\n"
        "    tiny = qipan.load(sys.argv[1])\n"
        "    workers = Workers(jobs=2, store=Path(sys.argv[2]))\n"
        "    with runner_at_work(Console(width=200), 'x', workers) as runner:\n"
        "        runner._supply.progress = lambda done: print('finished', flush=True)\n"
        "        runner.values([tiny], range(100_000), 1, ['load'])\n"
    )
    tiny = Path(work.__file__).parents[2] / "scenarios" / "tiny.yaml"
    store = tmp_path / "store"
    running = subprocess.Popen(
        [sys.executable, "-c", script, str(tiny), str(store)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "finished\n"
    running.send_signal(signal.SIGTERM)
    said = running.communicate()[0]
    assert running.returncode == 0 and "goes on from there" in said
    with Store(store) as opened:
        assert 0 < len(opened) < 100_000
        assert len(list(store.rglob("*.parquet"))) <= 2  # merged in good order
