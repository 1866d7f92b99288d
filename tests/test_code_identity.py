"""Which code ran is told alike everywhere, and told apart from any other."""

import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

import qipan
from qipan import code_identity
from qipan.cli import app


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "model" / "qipan"
    (folder / "city").mkdir(parents=True)
    (folder / "__init__.py").write_text("a = 1\n")
    (folder / "city" / "b.py").write_text("b = 2\n")
    monkeypatch.setattr(code_identity, "PACKAGE", folder)
    for function in (code_identity.commit, code_identity.changed, code_identity.source_hash):
        monkeypatch.setattr(code_identity, function.__name__, function.__wrapped__)
    return folder


def git(folder, *arguments):
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def test_the_hash_is_of_names_and_lines(package):
    first = code_identity.source_hash()
    (package / "notes.txt").write_text("no code")
    (package / "city" / "b.py").write_bytes(b"b = 2\r\n")
    assert code_identity.source_hash() == first
    (package / "city" / "b.py").rename(package / "city" / "c.py")
    assert code_identity.source_hash() != first
    (package / "city" / "c.py").rename(package / "city" / "b.py")
    assert code_identity.source_hash() == first
    (package / "__init__.py").write_text("a = 2\n")
    assert code_identity.source_hash() != first


@needs_git
def test_a_checkout_names_its_commit_and_whether_files_differ(package):
    git(package.parent, "init")
    git(package.parent, "add", ".")
    git(package.parent, "commit", "-m", "first")
    assert len(code_identity.commit()) == 40
    assert code_identity.changed() is False
    (package.parent / "elsewhere.txt").write_text("no part of the package")
    assert code_identity.changed() is False
    (package / "__init__.py").write_text("a = 2\n")
    assert code_identity.identity() == {
        "sha256": code_identity.source_hash(),
        "commit": code_identity.commit(),
        "changed": True,
    }


@needs_git
def test_another_repository_around_an_installed_package_is_not_its_commit(package):
    git(package.parent, "init")
    (package.parent / "of_a_user.txt").write_text("mine")
    git(package.parent, "add", "of_a_user.txt")
    git(package.parent, "commit", "-m", "mine")
    assert (code_identity.commit(), code_identity.changed()) == (None, None)


def test_without_git_nothing_is_told_of_a_commit(package, monkeypatch):
    monkeypatch.setenv("PATH", str(package))
    assert (code_identity.commit(), code_identity.changed()) == (None, None)


def test_version_is_told_with_what_runs():
    done = CliRunner().invoke(app, ["--version"])
    assert done.exit_code == 0
    assert done.output.splitlines()[0] == f"qipan {qipan.__version__}"
    assert code_identity.source_hash() in done.output
    assert "Python" in done.output


def test_the_citation_is_of_this_version():
    yaml = pytest.importorskip("ruamel.yaml").YAML(typ="safe")
    cited = yaml.load((Path(__file__).parents[1] / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()  # what the format asks
    assert cited["version"] == qipan.__version__
    assert cited["license"] == "Apache-2.0"
    assert all(author.get("name") for author in cited["authors"])


def test_one_version_is_said_everywhere():
    project = (Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8")
    assert f'version = "{qipan.__version__}"' in project
    assert version("qipan") == qipan.__version__
