"""Notebooks run from their first cell to their last, carry no outputs, and leave nothing behind."""

import os
import sys
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")
nbclient = pytest.importorskip("nbclient")

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks():
    assert [page.stem for page in NOTEBOOKS] == ["first-run", "own-city", "two-policies"]


@pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.stem)
def test_no_output_is_kept(page):
    book = nbformat.read(page, as_version=4)
    nbformat.validate(book)
    for cell in book.cells:
        assert cell.cell_type == "markdown" or not (cell.outputs or cell.execution_count)


@pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.stem)
def test_notebook(page, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [*sys.path])))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    book = nbformat.read(page, as_version=4)
    client = nbclient.NotebookClient(
        book, timeout=900, resources={"metadata": {"path": str(tmp_path)}}
    )
    client.kernel_name = book.metadata.kernelspec.name
    client.execute()  # raises CellExecutionError, with the traceback of the cell
    assert any(cell.get("outputs") for cell in book.cells)
