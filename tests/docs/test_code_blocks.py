"""Every code block of the how-to pages, and every Python block of some others, does what it says.

The blocks of a page run one after another in a folder that mirrors the project's root, so that
nothing they write ends up in the project: Python in one namespace, shell commands one by one, and
a YAML block whose first line is `# FILE` is saved under that name. A fence of any other language is
an error; `text` is for what is not code.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from ..command import qipan

ROOT = Path(__file__).parents[2]
HOW_TO = sorted(
    page for page in (ROOT / "docs" / "how-to").glob("*.md") if not page.name.endswith(".zh.md")
)
FENCE = re.compile(r"^```(.*?)$\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE_LINE = re.compile(r"# (\S+\.yaml)\n")


class CodeBlock(NamedTuple):
    language: str
    code: str
    line: int


def blocks_of(page: Path) -> list[CodeBlock]:
    text = page.read_text(encoding="utf-8")
    found = [
        CodeBlock(match[1].strip(), match[2], text.count("\n", 0, match.start()) + 2)
        for match in FENCE.finditer(text)
    ]
    assert 2 * len(found) == len(re.findall("^```", text, re.MULTILINE)), f"{page}: a fence is open"
    return found


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Folder that looks like the project's root, with a `results` of its own."""
    for entry in ROOT.iterdir():
        if not entry.name.startswith(".") and entry.name != "results":
            (tmp_path / entry.name).symlink_to(entry)
    (tmp_path / "results").mkdir()
    monkeypatch.chdir(tmp_path)
    scripts = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join((scripts, os.environ["PATH"])))
    return tmp_path


def run_python(block: CodeBlock, page: Path, namespace: dict[str, object]) -> None:
    source = "\n" * (block.line - 1) + block.code  # so that tracebacks name the page's lines
    exec(compile(source, str(page), "exec"), namespace)


def run_shell(block: CodeBlock) -> None:
    for command in block.code.splitlines():
        if command.startswith(
            "qipan "
        ):  # without a program of its own, which takes seconds to start
            words = shlex.split(command, comments=True)
            assert not {"|", ">", "<", ";", "&", "&&"} & set(words), f"{command}: is for a shell"
            said = qipan(*words[1:])
            assert said.exit_code == 0, f"{command}\n{said.output}"
        elif command.strip() and not command.startswith("#"):
            done = subprocess.run(command, shell=True, capture_output=True, text=True)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def save_yaml(block: CodeBlock, page: Path, root: Path) -> None:
    named = FILE_LINE.match(block.code)
    assert named, f"{page}:{block.line}: the first line of a YAML block must be '# FILE.yaml'"
    (root / named[1]).write_text(block.code, encoding="utf-8")


def test_there_are_pages():
    assert [page.stem for page in HOW_TO] == [
        "README",
        "allocate-funds-and-hours",
        "calibrate",
        "change-a-behaviour",
        "city-of-districts",
        "compare-policies",
        "find-out-what-matters",
        "fit-a-ledger",
        "measure-next",
        "place-cadres",
        "plan-under-a-budget",
        "read-a-result",
        "read-and-pass-on-a-report",
        "run-on-many-cores",
        "shape-births-by-data",
        "site-centres",
        "use-the-workbench",
        "use-your-own-city",
        "write-a-scenario",
    ]


def run_blocks(page: Path, root: Path) -> None:
    """Do what the blocks of a page say, one after another, in the folder `root`."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    for block in blocks_of(page):
        match block.language:
            case "python":
                run_python(block, page, namespace)
            case "sh":
                run_shell(block)
            case "yaml":
                save_yaml(block, page, root)
            case "text":
                pass
            case other:
                pytest.fail(f"{page}:{block.line}: no rule for a block of {other!r}")


def drawn(page: Path) -> object:
    """A page as a case; that on reports with its charts, which others have made small."""
    marks = [pytest.mark.draws] if page.stem == "read-and-pass-on-a-report" else []
    return pytest.param(page, id=page.name, marks=marks)


@pytest.mark.parametrize("page", map(drawn, HOW_TO))
def test_how_to(page, root):
    run_blocks(page, root)


@pytest.mark.draws
@pytest.mark.parametrize("name", ["README.md", "docs/charts.md"])
def test_python_blocks_of(name, root):
    page = ROOT / name
    namespace: dict[str, object] = {"__name__": "__main__"}
    for block in blocks_of(page):
        if block.language == "python":
            run_python(block, page, namespace)


def test_every_picture_of_the_charts_page_is_there_and_shown():
    shown = re.findall(r"\(img/charts/(\S+)\.png\)", (ROOT / "docs/charts.md").read_text("utf-8"))
    there = [file.stem for file in (ROOT / "docs" / "img" / "charts").glob("*.png")]
    assert sorted(shown) == sorted(there)
