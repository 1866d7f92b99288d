"""Nobody's files are touched: only what Qipan has written is replaced."""

import json
from pathlib import Path

import pytest

from qipan.runs.file_formats import write_json
from qipan.runs.result_folder import (
    MANIFEST,
    RUN_INFO,
    ResultFolderError,
    check_writable,
    whole_folder,
)

OURS = {"qipan": "0.1.0", "command": "run", "scenarios": [], "versions": {}}


def written(path: Path) -> Path:
    with whole_folder(path) as folder:
        write_json(folder / MANIFEST, OURS)
        write_json(folder / RUN_INFO, {"jobs": 1})
        (folder / "charts").mkdir()
        (folder / "charts" / "load.png").write_bytes(b"")
    return path


def contents(path: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


@pytest.mark.parametrize(
    "manifest",
    ["{}", "[]", "not json", json.dumps({"name": "My page", "icons": []}), '{"qipan": "0.1.0"}'],
)
def test_a_folder_with_a_manifest_of_somebody_else_is_left_alone(
    manifest: str, tmp_path: Path
) -> None:
    web = tmp_path / "web"
    web.mkdir()
    (web / MANIFEST).write_text(manifest)
    (web / "index.html").write_text("mine")
    before = contents(web)
    for attempt in (check_writable, written):
        with pytest.raises(ResultFolderError, match="left alone"):
            attempt(web)
    assert contents(web) == before


@pytest.mark.parametrize("name", ["notes.txt", "charts/mine.png", "deep/er/thesis.docx"])
def test_a_result_folder_into_which_somebody_put_a_file_is_left_alone(
    name: str, tmp_path: Path
) -> None:
    folder = written(tmp_path / "out")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"mine")
    with pytest.raises(ResultFolderError, match=f"did not write there .*{Path(name).name}"):
        check_writable(folder)
    assert (folder / name).read_bytes() == b"mine"


def test_a_result_folder_is_replaced_whatever_a_file_manager_left_in_it(tmp_path: Path) -> None:
    folder = written(tmp_path / "out")
    (folder / ".DS_Store").write_bytes(b"")
    assert contents(written(folder)).keys() == {MANIFEST, RUN_INFO, "load.png"}


def test_an_older_folder_that_lists_no_files_is_replaced_if_all_in_it_may_be_ours(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path / "out")
    write_json(folder / RUN_INFO, {"jobs": 1})
    check_writable(folder)
    (folder / "thesis.tex").write_text("mine")
    with pytest.raises(ResultFolderError, match=r"thesis\.tex"):
        check_writable(folder)


def test_a_file_in_the_place_of_the_parent_is_named(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file")
    with pytest.raises(ResultFolderError, match="is a file, not a folder"):
        check_writable(tmp_path / "results" / "out")


def test_the_folder_of_results_is_made_only_with_a_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    check_writable("results/out")
    assert not (tmp_path / "results").exists()
    written(Path("results/out"))
    assert (tmp_path / "results" / "out" / MANIFEST).is_file()
