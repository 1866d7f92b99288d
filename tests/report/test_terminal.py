"""What is printed: whole numbers at any width, text as it stands, and never a failure."""

import io
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.table import Table

from qipan.cli import app
from qipan.terminal import Terminal, fitted

ROOT = Path(__file__).parents[2]
WIDTHS = (40, 60, 80, 120, 200)


def printed(table: Table, width: int) -> str:
    out = Terminal(width=width)
    out.file = io.StringIO()
    out.print(table)
    return out.file.getvalue()


def wide(columns: int, title: str) -> tuple[Table, list[str]]:
    """A table of long titles and numbers, and all the numbers that stand in it."""
    table = Table(title="Title")
    table.add_column("metric", no_wrap=True)
    for n in range(columns):
        table.add_column(f"policy {n} 方案", justify="right")
        table.add_column("95 % interval", justify="right")
    table.add_column("unit")
    numbers = itertools.count(1)
    rows = [[f"{next(numbers)}.25" for _ in range(2 * columns)] for _ in range(4)]
    for row in rows:
        cells = [f"[-{n}, {n}]" if k % 2 else n for k, n in enumerate(row)]
        table.add_row(title, *cells, "tickets a year")
    return table, [n for row in rows for n in row]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("columns", [1, 3, 7])
@pytest.mark.parametrize("title", ["Birth to true resolution, fixed cohort, p50", "固定队列" * 8])
def test_no_number_and_no_end_of_an_interval_is_cut(width: int, columns: int, title: str) -> None:
    table, numbers = wide(columns, title)
    said = printed(table, width)
    for n in numbers:
        assert n in said or f"[-{n}, {n}]" in said, said
    lines = said.splitlines()
    for index in range(1, len(numbers), 2):
        n = numbers[index]
        assert any(f"[-{n}, {n}]" in line for line in lines), said


def test_a_table_that_fits_stays_a_table_and_one_that_does_not_becomes_blocks() -> None:
    assert isinstance(fitted(wide(1, "Load")[0], 120), Table)
    assert not isinstance(fitted(wide(7, "Load")[0], 80), Table)


@pytest.mark.parametrize(
    "text", ["Plan [draft]", "Plan B [/trial]", "a\\[b]", ":warning: plan", "[red]"]
)
def test_what_a_user_wrote_stands_as_it_was_written(text: str) -> None:
    out = Terminal(width=80)
    out.file = io.StringIO()
    out.print(text)
    table = Table(title=text)
    table.add_column(text)
    table.add_row(text)
    out.print(table)
    assert out.file.getvalue().count(text) == 4


class Gone(io.StringIO):
    """Output that nobody reads any more."""

    def write(self, _: str) -> int:
        raise BrokenPipeError


def test_printing_to_nobody_is_given_up_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    out = Terminal(width=80)
    out.file = Gone()
    out.print("a result")
    out.print("another")


# -- the program as a whole -----------------------------------------------------------------------


def named(folder: Path) -> Path:
    """A short run whose title has letters that few encodings have."""
    file = folder / "named.yaml"
    title = '{en: "Plan B [/trial] \\u0141\\u00f3d\\u017a", zh: "方案乙[/试行]"}'
    file.write_text(
        f"extends: {ROOT / 'scenarios' / 'tiny.yaml'}\nname: named\ntitle: {title}\n"
        "horizon: {days: 4, warm_up_days: 0}\n",
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "cp437", "cp1252"])
def test_any_encoding_of_the_console_leaves_results_and_no_traceback(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if a process had been started with such a console; which encodings it has is Python's.
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding) for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.chdir(tmp_path)
    app(["run", str(named(tmp_path)), "--replications", "1"], standalone_mode=False)
    for stream in (out, err):
        stream.flush()
    assert b"[/trial]" in out.buffer.getvalue()
    assert (tmp_path / "results" / "named" / "manifest.json").is_file()


def test_a_console_of_another_encoding_is_met_at_the_start(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "qipan.cli", "check", str(named(tmp_path))]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment)
    assert done.returncode == 0 and b"Traceback" not in done.stderr, done.stderr


def test_output_that_is_closed_leaves_results_and_no_traceback(tmp_path: Path) -> None:
    named(tmp_path)
    command = f"{sys.executable} -m qipan.cli run named.yaml --replications 1 --out results/again"
    for end in (">&-", "| head -c 1"):
        done = subprocess.run(f"{command} {end}", shell=True, cwd=tmp_path, capture_output=True)
        assert b"Traceback" not in done.stderr, done.stderr
        assert (tmp_path / "results" / "again" / "manifest.json").is_file()
