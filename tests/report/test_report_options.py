from pathlib import Path
from zipfile import ZipFile

import pytest
import typer
from typer.testing import CliRunner

from qipan.cli import app as commands
from qipan.cli.report_options import writes_report


@pytest.fixture
def invoke():
    app = typer.Typer()

    @app.callback()
    def main() -> None:
        pass

    @app.command(name="try")
    @writes_report
    def try_(
        files: list[str], seed: int = 1, jobs: int = 1, out: Path = Path("here"), *, reporting
    ) -> None:
        typer.echo(f"{reporting.language}|{reporting.command}")

    return lambda *words: CliRunner().invoke(app, ["try", *words]).output.strip()


def test_the_command_is_told_but_for_what_changes_no_result(invoke):
    said = invoke("a b.yaml", "c.yaml", "--seed", "7", "--jobs", "2", "--out", "x", "--lang", "zh")
    assert said == "zh|qipan try 'a b.yaml' c.yaml --seed 7 --lang zh"


def test_defaults_are_not_told(invoke):
    assert invoke("a.yaml") == "en|qipan try a.yaml"


def test_no_report_no_command(invoke):
    assert invoke("a.yaml", "--no-report") == "en|None"


def test_another_language_is_refused(invoke):
    assert "'en', 'zh'" in invoke("a.yaml", "--lang", "fr")


TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
LAID_OUT = ["--style", "gongwen", "--fonts", "windows", "--slides", "--lang", "zh"]


def test_a_scenario_that_is_run_has_a_report_laid_out_as_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["run", str(TINY), "--days", "3", "--replications", "1", "--out", "out"]
    done = CliRunner().invoke(commands, [*words, "--report", *LAID_OUT])
    assert done.exit_code == 0, done.output
    assert {"report.html", "report.docx", "report.pptx"} <= {f.name for f in Path("out").iterdir()}
    with ZipFile("out/report.docx") as document:
        said = document.read("word/styles.xml") + document.read("word/document.xml")
    assert "仿宋".encode() in said and "仿宋_GB2312".encode() not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", str(TINY), *LAID_OUT], "用于报告的版式，但未要求写报告：请加 --report"),
        (["run", str(TINY), "--no-report", "--slides"], "--slides lays out a report, and none is"),
        (["compare", str(TINY), str(TINY), "--no-report", "--slides"], "--slides lays out a re"),
        (["measure-next", "town", "--no-report", "--slides"], "--slides lays out a"),
    ],
)
def test_nothing_is_laid_out_where_no_report_is_written(words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(commands, words)
    assert done.exit_code == 2 and not list(tmp_path.iterdir())
    assert said in " ".join(done.output.split())
