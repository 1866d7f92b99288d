"""Progress for programs: every line of the standard error is one object."""

import json
import sys

import pytest
import typer
from typer.testing import CliRunner

from qipan.cli import app
from qipan.cli.progress import growing_progress, progress
from qipan.cli.progress_lines import FORMAT, as_lines
from qipan.cli.watching import years_simulated
from qipan.engine.first_start import telling
from qipan.report.console import console
from qipan.runs.runner import Progress


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_each_replication_is_a_line(capsys):
    with as_lines("run"), progress(console(), "tiny", 2) as finished:
        finished(None)
        finished(None)
    assert told(capsys) == [
        {"event": "begun", "format": FORMAT, "command": "run"},
        *({"event": "progress", "done": n, "expected": 2} for n in (0, 1, 2)),
        {"event": "ended", "code": 0},
    ]


def test_what_is_expected_may_grow(capsys):
    with as_lines("compare"), growing_progress(console(), "tiny") as step:
        step(Progress(1, 4))
        step(Progress(2, 8))
    lines = [line for line in told(capsys) if line["event"] == "progress"]
    assert [(line["done"], line["expected"]) for line in lines] == [(0, None), (1, 4), (2, 8)]


def test_a_search_tells_steps_and_years(capsys):
    with as_lines("worth"), years_simulated(console(), "tiny") as watched:
        watched.said("a step")
        watched.ran()
    events = told(capsys)[1:-1]
    assert events == [
        {"event": "step", "text": "a step"},
        {"event": "progress", "done": 1, "expected": None},
    ]


def test_compiling_is_told(capsys):
    with as_lines("run"), telling() as clock:
        clock(1.5)
    assert [line["seconds"] for line in told(capsys) if line["event"] == "compiling"] == [0, 1]


def test_words_on_the_standard_error_are_lines_too(capsys):
    with pytest.raises(typer.Exit), as_lines("run"):
        print("one\ntwo", end="", file=sys.stderr)
        raise typer.Exit(2)
    assert told(capsys)[1:] == [
        {"event": "said", "text": "one"},
        {"event": "said", "text": "two"},
        {"event": "ended", "code": 2},
    ]


@pytest.mark.parametrize("command", [["run", "nowhere"], ["compare", "tiny", "nowhere"]])
def test_an_error_of_a_command_is_an_object(command):
    done = CliRunner().invoke(app, [*command, "--progress", "json"])
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.exit_code == 2
    assert "nowhere" in next(line["text"] for line in lines if line["event"] == "said")
    assert lines[-1] == {"event": "ended", "code": 2}
