"""How a report is laid out: options that act, and those that do not go together."""

import io
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Cm
from typer.testing import CliRunner

from qipan.cli import app
from qipan.errors import InputError
from qipan.report.render.files import SLIDES, WORD, report_files
from qipan.report.reporting import Layout, laid_out

from .example import report

ROOT = Path(__file__).parents[2]


def test_the_style_decides_on_the_page_and_slides_come_when_asked_for() -> None:
    plain, official = report_files(report("zh")), report_files(report("zh"), Layout("gongwen"))
    pages = [Document(io.BytesIO(files[WORD])).sections[0] for files in (plain, official)]
    assert pages[0].top_margin != pages[1].top_margin
    assert pages[1].top_margin == pytest.approx(Cm(3.7), abs=1000)
    assert SLIDES not in plain and SLIDES in report_files(report(), Layout(slides=True))


def test_fonts_are_named_as_asked_for() -> None:
    windows = report_files(report("zh"), Layout("gongwen", "windows"))[WORD]
    normal = Document(io.BytesIO(windows)).styles["Normal"].element.xml
    assert 'w:eastAsia="仿宋"' in normal


def test_official_documents_are_chinese_and_templates_bring_their_own_styles() -> None:
    with pytest.raises(InputError, match="--lang zh"):
        laid_out("gongwen", "gb2312", None, False, "en")
    with pytest.raises(InputError, match="--template"):
        laid_out("gongwen", "gb2312", Path("a.docx"), False, "zh")


@pytest.mark.parametrize(
    "options", [["--style", "gongwen"], ["--template", "pyproject.toml"], ["--template", "no.docx"]]
)
def test_a_command_refuses_before_it_runs_anything(options: list[str], tmp_path: Path) -> None:
    scenario = str(ROOT / "scenarios" / "tiny.yaml")
    out = tmp_path / "out"
    asked = ["compare", scenario, scenario, "--out", str(out), *options]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 2 and not out.exists()
    assert "--lang zh" in done.output or "cannot be read" in done.output or ".docx" in done.output
