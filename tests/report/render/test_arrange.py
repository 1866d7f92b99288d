"""Tables wider than a page are turned or split, and nothing of them is lost."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qipan.report.document import Table
from qipan.report.render.arrange import arranged, fits, least_widths, shared_headings, turn
from qipan.report.render.cells import Cell, Grid, grid
from qipan.report.render.word_dress import plain
from qipan.report.render.word_table import column_widths, room_of

SIZES = plain("en").table_sizes

FULL_CM = 16.6


def policies(columns: int, rows: int, name: str = "A reform with cadres in number") -> Grid:
    """Return a table with a column for each policy and a row for each metric."""
    frame = pd.DataFrame(
        {"metric": [f"metric {n}" for n in range(rows)]}
        | {f"{name} {c}": [1234.5 + n for n in range(rows)] for c in range(columns)}
        | {"unit": ["days"] * rows}
    )
    return grid(Table("t", "t", frame, most_rows=None), "en")


def room(columns: int) -> float:
    return 100.0 - 2.0 * columns


def cells_of(parts: list[Grid]) -> set[tuple[str, str, str]]:
    """All that is told: row, column, value."""
    return {
        (row[0].text, heading, cell.text)
        for part in parts
        for row in part.rows
        for heading, cell in zip(part.headings[1:], row[1:], strict=True)
    }


def test_a_table_with_room_stays_as_it_is():
    small = policies(2, 30)
    assert arranged(small, room) == [small]


def test_a_wide_table_of_few_rows_is_turned():
    wide = policies(12, 4)
    (turned,) = arranged(wide, room)
    assert turned.headings == ("metric", *(f"metric {n}" for n in range(4)))
    assert [row[0].text for row in turned.rows] == list(wide.headings[1:])
    assert turned.numeric == (False, True, True, True, True)
    assert {(c, r, v) for r, c, v in cells_of([turned])} == cells_of([wide])


@pytest.mark.parametrize("rows", [20, 60])
def test_a_wide_table_of_many_rows_is_split_and_keeps_its_first_column(rows: int):
    wide = policies(12, rows)
    parts = arranged(wide, room)
    assert len(parts) > 1 and all(fits(part, room) for part in parts)
    assert shared_headings(parts) == ["metric"]
    assert cells_of(parts) == cells_of([wide])


def test_smaller_letters_are_taken_before_a_table_is_split():
    wide = policies(12, 20)
    assert arranged(wide, room, lambda columns: 1000.0) == [wide]


def test_all_columns_that_tell_rows_apart_are_repeated():
    frame = pd.DataFrame(
        {
            "metric": ["a", "a", "b", "b"] * 5,
            "policy": [f"policy {n // 4} {n % 2}" for n in range(20)],
        }
        | {f"a column of long numbers {n}": [1e9 + n] * 20 for n in range(12)}
    )
    parts = arranged(grid(Table("t", "t", frame), "en"), room)
    assert shared_headings(parts) == ["metric", "policy"]


def test_a_table_cut_short_is_not_turned():
    frame = pd.DataFrame(
        {"metric": ["x"] * 9} | {f"a long heading {n}": [1.0] * 9 for n in range(12)}
    )
    cut = grid(Table("t", "t", frame, most_rows=3), "en")
    assert all(part.left_out == 6 for part in arranged(cut, room))


@given(
    st.lists(
        st.text("abcdef 网格员下沉", min_size=1, max_size=60), min_size=2, max_size=14, unique=True
    ),
    st.integers(1, 30),
)
def test_no_word_or_number_of_a_word_table_is_wider_than_its_column(headings, rows):
    cells = Grid(
        tuple(headings),
        (False, *[True] * (len(headings) - 1)),
        [tuple(Cell(f"{n},000.5", True) for _ in headings) for n in range(rows)],
        0,
    )
    for part in arranged(cells, room_of(FULL_CM, SIZES[1])):
        widths = column_widths(part, round(FULL_CM * 567), SIZES[1])
        room_cm = sum(widths) / 567
        assert room_cm == pytest.approx(FULL_CM, abs=0.01)
        if len(part.headings) > 2 or fits(part, room_of(FULL_CM, SIZES[1])):
            for width, need in zip(widths, least_widths(part), strict=True):
                assert width >= need * 6.3 * SIZES[1]


def test_a_table_turned_twice_is_the_same():
    wide = policies(6, 3)
    assert turn(turn(wide)).rows == wide.rows
