"""No cell of a CSV acts in a spreadsheet; numbers stay numbers, and plans read back."""

import io
from pathlib import Path

import pandas as pd
import pytest

import qipan
from qipan.runs.csv_files import csv_bytes, write_csv

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1+1", "'+1+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        (" =1+1", "' =1+1"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\n=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("-", "'-"),
        ("-0.5", "-0.5"),
        ("+1e-3", "+1e-3"),
        ("c0001", "c0001"),
        ("a = b", "a = b"),
        ("\u2212 3", "\u2212 3"),
    ],
)
def test_text_that_looks_like_a_formula_is_marked_as_text(cell: str, written: str) -> None:
    for content in (
        csv_bytes(pd.DataFrame({"text": [cell]})),
        csv_bytes(pd.DataFrame({"text": pd.Series([cell], dtype="category")})),
        csv_bytes(pd.DataFrame([["x"]], columns=[cell]).T.reset_index()[["index"]]),
    ):
        (read,) = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False).iloc[:, 0]
        assert read == written
    assert pd.read_csv(io.BytesIO(csv_bytes(pd.DataFrame({cell: [1]})))).columns[0] == written


def test_numbers_dates_and_what_is_missing_are_as_they_are() -> None:
    frame = pd.DataFrame(
        {
            "whole": [-1, 2],
            "real": [-0.1, float("nan")],
            "yes": [True, False],
            "day": pd.to_datetime(["2019-07-01", "2019-07-02"]),
            "mixed": pd.Series([-3.5, None], dtype=object),
            "text": ["c0001", None],
        }
    )
    assert csv_bytes(frame) == frame.to_csv(index=False, lineterminator="\n").encode()


def test_a_plan_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    plan = pd.DataFrame({"community": ["c0001", "c0002"], "type": "full_time", "plan": [3, 0]})
    write_csv(plan, tmp_path / "plan.csv")
    file = tmp_path / "mine.yaml"
    file.write_text(
        f"extends: {ROOT}/scenarios/tiny.yaml\nname: mine\n"
        "policy: {sent_down: {on: true, plan: plan.csv}}\n"
    )
    allocation = qipan.load(file).document.policy.sent_down.allocation
    assert allocation == {"c0001": 3.0, "c0002": 0.0}


def test_there_is_one_way_to_write_a_csv() -> None:
    writers = [
        file.name
        for folder in ("model", "experiments")
        for file in (ROOT / folder).rglob("*.py")
        if ".to_csv(" in file.read_text("utf-8") or "csv.writer(" in file.read_text("utf-8")
    ]
    # The table of a city holds ids and numbers alone, and goes back as it came.
    assert sorted(writers) == ["csv_files.py", "export.py"]
