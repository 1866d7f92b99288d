"""The command line, as its user meets it: exit codes, messages, what is on disk afterwards."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .command import qipan

ROOT = Path(__file__).parents[1]
TINY = ROOT / "scenarios" / "tiny.yaml"
EXACT = ("manifest.json", "metrics.parquet", "summary.json", "daily.parquet", "events.parquet")


def scenario(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(f"extends: {TINY}\nname: mine\n{text}\n", encoding="utf-8")
    return path


def test_run_writes_a_result_folder_and_a_plain_summary(tmp_path: Path) -> None:
    command = ["run", str(TINY), "--replications", "2", "--out", str(tmp_path / "out")]
    done = subprocess.run(  # the program as it is started; all others meet it in this process
        [sys.executable, "-m", "qipan.cli", *command], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert "Closures" in done.stdout and "95 % interval" in done.stdout
    assert "\x1b" not in done.stdout  # no colours, no progress bar
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["closed_per_year"]["n"] == 2
    assert summary["closed_per_year"]["unit"] == "per year"
    charts = {path.name for path in (tmp_path / "out" / "charts").iterdir()}
    drawn = ("backlog", "time_to_solve", "levels", "late")
    assert charts == {f"{name}.{form}" for name in drawn for form in ("png", "svg")}


def test_jobs_change_no_byte_but_the_run_info(tmp_path: Path) -> None:
    for jobs in (1, 2):
        out = tmp_path / str(jobs)
        done = qipan("run", TINY, "--replications", 4, "--jobs", jobs, "--events", "--out", out)
        assert done.exit_code == 0, done.stderr
    files = {
        path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*") if path.is_file()
    }
    assert {str(name) for name in files} >= set(EXACT)
    for name in files - {Path("run_info.json")}:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_days_and_seed_are_used(tmp_path: Path) -> None:
    done = qipan(
        "run", TINY, "--days", 20, "--seed", 3, "--replications", 1, "--out", tmp_path / "o"
    )
    assert "over 20 days from" in " ".join(done.stdout.split())
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text())
    assert manifest["seeds"] == [3_000_000]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("policy: {patroll: {on: true}}", ("policy.patroll", "unknown key", "'patrol'")),
        ("horizon: {days: 3}\nhorizon: {days: 4}", ("duplicate key",)),
        (
            "issues: {kinds: {refuse: {births_per_1000_residents_year: -4}}}",
            ("births_per_1000_residents_year", "-4", "0 or more"),
        ),
        ("policy: {patrol: {on: true, starts: 2031-01-01}}", ("policy.patrol.starts", "2031")),
        ("closure: {false_share: {value: 0.1, assumed: why not}}", ("without a range",)),
        (
            "policy: {orders: {on: true, calls_at_once: 0}}",
            ("policy.orders.calls_at_once", "from 1 to 64"),
        ),
        ("title: !!python/object/apply:os.system ['touch pwned']", ("tag",)),
    ],
)
def test_bad_input_is_explained_and_nothing_is_written(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    path = scenario(tmp_path, text)
    done = qipan("run", path, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert f"{path}:" in done.stderr
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine.yaml"]


def test_missing_and_cyclic_files(tmp_path: Path) -> None:
    assert qipan("run", tmp_path / "none.yaml").exit_code == 2
    (tmp_path / "a.yaml").write_text("extends: b.yaml\nname: a\n")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\nname: b\n")
    done = qipan("check", tmp_path / "a.yaml")
    assert done.exit_code == 2 and "a.yaml" in done.stderr and "b.yaml" in done.stderr


def test_an_output_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    done = qipan("run", TINY, "--out", tmp_path)
    assert done.exit_code == 2 and str(tmp_path) in done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


WINDOWS = """
targets:
  closures: {metric: closed_per_year, low: 0, high: 1.0e+9, unit: per year, published_in: bulletin}
  found: {metric: patrol_share, low: 1, high: 100, unit: "%"}
sources:
  bulletin: {title: Weekly bulletin, publisher: a county, date: "2016", kind: literature}
"""


def test_targets_hold_two_policies_against_the_same_windows(tmp_path: Path) -> None:
    reformed = scenario(tmp_path, WINDOWS)
    before = tmp_path / "before.yaml"
    before.write_text(f"extends: {reformed}\nname: before\npolicy: {{patrol: {{on: false}}}}\n")
    table = tmp_path / "targets.csv"
    done = qipan(
        "targets", reformed, "--before", before, "--replications", 4, "--strict", "--out", table
    )
    assert done.exit_code == 0, done.stderr
    for words in (
        "Weekly bulletin. a county, 2016",
        "meets 2 of 2 published windows; 0 it misses, 0 are open",
        "meets 1 of 2 published windows; 0 it misses, 1 are open",
    ):
        assert words in " ".join(done.stdout.split())
    said = " ".join(done.stdout.split())
    assert "say nothing about the reform: closures" in said
    assert "assumed numbers lie within" in done.stdout
    with table.open(encoding="utf-8", newline="") as stream:
        rows = {row["target"]: row for row in csv.DictReader(stream)}
    assert rows["found"]["verdict"] == "in" and rows["found"]["before_verdict"] == "open"
    assert float(rows["found"]["before_mean"]) == 0.0
    assert rows["closures"]["publisher"] == "a county"


def test_a_missed_target_fails_only_when_strict(tmp_path: Path) -> None:
    path = scenario(tmp_path, WINDOWS.replace("high: 1.0e+9", "high: 1"))
    assert qipan("targets", path, "--replications", 2).exit_code == 0
    done = qipan("targets", path, "--replications", 2, "--strict")
    assert done.exit_code == 1 and "1 it misses" in " ".join(done.stdout.split())


def test_targets_that_no_interval_decides_are_open_and_no_success(tmp_path: Path) -> None:
    done = qipan("targets", scenario(tmp_path, WINDOWS), "--replications", 1, "--strict")
    assert done.exit_code == 3 and "2 are open" in " ".join(done.stdout.split())


def test_targets_that_cannot_be_held_against_a_run_are_explained(tmp_path: Path) -> None:
    done = qipan("targets", TINY)
    assert done.exit_code == 2 and "tiny.yaml: the scenario has no targets" in done.stderr
    odd = WINDOWS.replace("metric: patrol_share", "metric: patrol_shares")
    done = qipan("targets", scenario(tmp_path, odd))
    assert done.exit_code == 2 and "did you mean 'patrol_share'?" in done.stderr
    assert "Traceback" not in done.stderr


# As the command line does, but that it says when a replication is finished.
TELLING = """
from contextlib import contextmanager
from qipan.cli import app
from qipan.cli import at_work

@contextmanager
def told(*_, **__):
    yield lambda _: print("finished", flush=True)

at_work.growing_progress = told
app()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent differently on Windows")
def test_ctrl_c_keeps_finished_replications(tmp_path: Path) -> None:
    # Events and metrics of finished replications are kept; those under way are dropped.
    out = tmp_path / "out"
    command = ("run", TINY, "--replications", 5000, "--out", out, "--no-store")
    process = subprocess.Popen(
        [sys.executable, "-c", TELLING, *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "finished\n"
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate()
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    manifest = json.loads((out / "manifest.json").read_text())
    finished = manifest["replications"]["finished"]
    assert 0 < finished < 5000
    assert f"{finished} of 5000 replications are finished" in stdout.replace("\n", " ")
    assert len(manifest["seeds"]) == finished
