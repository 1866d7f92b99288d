"""What a user names is opened only if it is a file of a sensible size; else it is said why not."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qipan.cli import app
from qipan.scenario import ScenarioError, load, source_files
from qipan.scenario.file_kinds import QUESTIONS
from qipan.scenario.source_files import UnreadableFileError, read_file
from qipan.studies.file import load_experiment
from qipan.studies.file.document import Kind

ROOT = Path(__file__).parents[2]
TINY = ROOT / "scenarios" / "tiny.yaml"


def why_not(file: Path | str) -> tuple[str, str]:
    with pytest.raises(UnreadableFileError) as raised:
        read_file(str(file))
    return raised.value.found, raised.value.hint


def test_a_pipe_without_a_writer_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "a device or a pipe" in why_not(tmp_path / "pipe")[0]


def test_a_device_without_an_end_is_not_read() -> None:
    assert "a device or a pipe" in why_not("/dev/zero")[0]


def test_links_in_a_circle_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert "links lead round in a circle" in why_not(tmp_path / "a.yaml")[0]
    (tmp_path / "mine.yaml").write_text("extends: a.yaml\n")
    with pytest.raises(ScenarioError, match=r"mine\.yaml:1  extends: cannot read .*in a circle"):
        load(tmp_path / "mine.yaml")


def test_no_more_is_read_than_is_allowed(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(source_files, "MOST_BYTES", 1 << 20)
    file = tmp_path / "large.yaml"
    file.write_bytes(b"#" * (1 << 20))
    assert len(read_file(str(file))) == 1 << 20
    file.write_bytes(b"#" * ((1 << 20) + 1))
    assert "larger than 1 MiB" in why_not(file)[0]


def test_a_folder_says_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").touch()
    found, hint = why_not(tmp_path)
    assert "it is a folder" in found
    assert hint == f"in it are {tmp_path}/mine.yaml"


def test_a_name_no_file_can_have() -> None:
    assert "not a usable file name" in why_not("a\0b")[0]
    assert "its name is too long" in why_not("a" * 5000)[0]


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        ("scenarios/fudin.yaml", "did you mean scenarios/fuding.yaml?"),
        ("scenario/fuding.yaml", "did you mean scenarios/fuding.yaml?"),
        ("fuding.yaml", "did you mean scenarios/fuding.yaml?"),
        ("senarios/zzz.yaml", "there is no folder senarios; did you mean scenarios?"),
        ("zzz.yaml", ""),
    ],
)
def test_a_missing_file_names_the_nearest(named, hint, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "fuding.yaml").touch()
    monkeypatch.chdir(tmp_path)
    assert why_not(named) == (f"cannot read {named}: there is no such file", hint)


def test_the_questions_of_experiment_files_are_those_of_their_schema() -> None:
    assert set(QUESTIONS) == set(Kind.__args__)  # type: ignore[attr-defined]


EXPERIMENT = f"name: trial\ntitle: {{en: T, zh: 试}}\nsweep: {{scenarios: [{TINY}]}}\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("check", "  this is an experiment file; it asks to sweep"),
        (
            "targets",
            ":3  sweep: this file asks to sweep, not to hold a scenario against its targets",
        ),
        ("allocate", ":3  sweep: this file asks to sweep, not to allocate"),
        ("worth", ":3  sweep: this file asks to sweep, not to value resources"),
    ],
)
def test_an_experiment_file_is_told_which_command_takes_it(
    command: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "trial.yaml"
    file.write_text(EXPERIMENT, "utf-8")
    done = CliRunner().invoke(app, [command, str(file)])
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{file}{said}; run: qipan sweep {file}")


PLANS = [("plan", "plan of posts and hours"), ("site", "siting of centres")]


@pytest.mark.parametrize(("command", "what"), PLANS)
def test_a_plan_or_a_siting_is_told_which_command_takes_it(
    command: str, what: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"{command}: mine\nscenario: {TINY}\n", "utf-8")
    for asked in ("check", "worth"):
        done = CliRunner().invoke(app, [asked, str(file)])
        assert done.exit_code == 2
        assert done.stderr.startswith(f"{file}  this is a {what}, not a scenario")
        assert f"run: qipan {command} {file}" in done.stderr


def test_a_scenario_may_not_extend_an_experiment_file(tmp_path: Path) -> None:
    (tmp_path / "trial.yaml").write_text(EXPERIMENT, "utf-8")
    (tmp_path / "mine.yaml").write_text("name: mine\nextends: trial.yaml\n")
    with pytest.raises(ScenarioError, match=r"mine\.yaml:2  extends: .*trial\.yaml is an exper"):
        load(tmp_path / "mine.yaml")


def test_a_scenario_is_no_experiment_file() -> None:
    with pytest.raises(ScenarioError, match="this is a scenario, not an experiment file"):
        load_experiment(TINY)


@pytest.mark.parametrize("command", ["check", "run", "compare", "attribute", "sweep", "seek"])
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("city.csv", "社区,常住人口\n".encode("gb18030"), "this is a table (CSV), not YAML"),
        ("city.xlsx", b"PK\x03\x04...xl/workbook.xml", "this is an Excel workbook, not YAML"),
        ("city.pdf", b"%PDF-1.7", "this is a PDF file, not YAML"),
        ("city.yaml", b"", "the file is empty"),
        ("city.yaml", "name: 青溪\n".encode("gb18030"), "save the file as UTF-8"),
    ],
)
def test_other_files_are_called_what_they_are(
    command: str, name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    done = CliRunner().invoke(app, [command, str(file)])
    assert done.exit_code == 2
    assert str(file) in done.stderr and said in done.stderr
    assert list(tmp_path.iterdir()) == [file]
