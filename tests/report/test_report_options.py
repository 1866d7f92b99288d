from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

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
