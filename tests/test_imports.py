"""What the command line imports: nobody waits for what a command does not use."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMPUTING = {
    "dask",
    "highspy",
    "matplotlib",
    "mesa",
    "numba",
    "openpyxl",
    "pandas",
    "pyarrow",
    "scipy",
}
READING = {"numpy", "ruamel"}

PROGRAM = """
import json, sys
from qipan.cli import app
try:
    app(sys.argv[1:])
except SystemExit as end:
    print(json.dumps([end.code, sorted({name.partition(".")[0] for name in sys.modules})]))
"""

SIMULATING = """
import json, sys, qipan
import qipan.runs.execution.processes
run = qipan.simulate(qipan.load("tiny").revise({"horizon.days": 3, "horizon.warm_up_days": 0}))
assert run.table["born_per_year"] > 0
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def imported(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, cwd=ROOT
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0, done.stderr
    assert "qipan" in modules
    return set(modules)


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["sweep", "--help"]])
def test_help_imports_neither_what_computes_nor_what_reads(arguments: list[str]) -> None:
    assert not imported(*arguments) & (COMPUTING | READING)


def test_the_first_help_does_not_wait_for_the_schema() -> None:
    assert "pydantic" not in imported("--help")  # of a command, it is imported by typer itself


def test_check_imports_nothing_that_computes() -> None:
    assert not imported("check", "scenarios/fuding.yaml") & COMPUTING


def test_a_worker_imports_no_more_than_it_computes_with() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SIMULATING], capture_output=True, text=True, cwd=ROOT, check=True
    )
    modules = {*json.loads(done.stdout.splitlines()[-1])}
    assert "numba" in modules
    assert not modules & ((COMPUTING | {"networkx"}) - {"numba", "scipy"})
