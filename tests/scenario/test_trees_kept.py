"""What is kept of a parsed file is what parsing it gives, and can do no harm."""

import contextlib
import os
import pickle
from pathlib import Path

import pytest

from qipan.cache_folder import VARIABLE
from qipan.scenario import tree
from qipan.scenario.faults import ScenarioError
from qipan.scenario.trees_kept import LEAST_BYTES, kept_tree

LARGE = "a: {b: [1, 2.5, yes, ~]}\nc: text\n" + "# long\n" * (LEAST_BYTES // 7 + 1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    tree._parse.cache_clear()
    return tmp_path / "trees"


def parsed(text: str, file: str = "a.yaml"):
    tree._parse.cache_clear()  # as a program that starts anew
    return tree.parse_tree(text.encode(), file)[0]


def only(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_what_is_kept_is_what_parsing_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = parsed(LARGE)
    assert kept_tree(LARGE.encode(), "a.yaml") == first
    monkeypatch.setattr(tree, "YAML", None)  # nothing is parsed any more
    assert parsed(LARGE) == first


def test_small_files_are_not_kept(folder: Path) -> None:
    parsed("a: 1\n")
    assert not folder.exists()


def test_another_content_or_name_is_another_tree(folder: Path) -> None:
    parsed(LARGE)
    assert parsed(LARGE.replace("text", "texts")).entries["c"].value == "texts"
    assert parsed(LARGE, "b.yaml").mark.file == "b.yaml"
    assert len(list(folder.iterdir())) == 3


def test_a_tree_with_faults_is_not_kept(folder: Path) -> None:
    for text in (LARGE + "c: twice\n", LARGE + "d: [\n"):
        for _ in range(2):
            with contextlib.suppress(ScenarioError):
                assert tree.parse_tree(text.encode(), "a.yaml")[1]
            tree._parse.cache_clear()
    assert not folder.exists()


class Harm:
    def __reduce__(self):
        return os.mkdir, ("harm",)


@pytest.mark.parametrize("held", [b"", b"nonsense", pickle.dumps(7), pickle.dumps(Harm())])
def test_what_is_damaged_or_no_tree_is_parsed_anew(
    held: bytes, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = parsed(LARGE)
    only(folder).write_bytes(held)
    assert parsed(LARGE) == first
    assert not Path("harm").exists()
    assert kept_tree(LARGE.encode(), "a.yaml") == first  # and kept anew


def test_where_nothing_can_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file"))
    assert parsed(LARGE).entries["c"].value == "text"


def test_trees_kept_for_long_are_removed(folder: Path) -> None:
    parsed(LARGE)
    old = only(folder)
    os.utime(old, (0, 0))
    parsed(LARGE, "b.yaml")
    assert not old.exists()
