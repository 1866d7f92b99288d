"""Rows of the largest tables lie on lines of the processor's cache."""

import numpy as np
import pytest

from qipan.engine import columns
from qipan.engine.lines import LINE, in_lines, zeros

ROWS = {"issues": columns.ISSUE, "tickets": columns.TICKET, "desks": columns.DESK}


@pytest.mark.parametrize("dtype", ROWS.values(), ids=ROWS)
def test_a_row_is_a_whole_number_of_lines_without_shared_bytes(dtype):
    assert dtype.itemsize % LINE == 0
    places = sorted((offset, kind.itemsize) for kind, offset in dtype.fields.values())
    ends = [offset + size for offset, size in places]
    assert all(end <= offset for end, (offset, _) in zip(ends, places[1:], strict=False))
    assert ends[-1] <= dtype.itemsize
    assert all(offset % kind.alignment == 0 for kind, offset in dtype.fields.values())


@pytest.mark.parametrize("rows", [1, 3, 1000, 100_000])
def test_a_table_begins_where_a_line_begins_and_so_it_does_grown(rows):
    table = zeros(rows, columns.TICKET)
    assert table.shape == (rows,) and not table.view(np.uint8).any()
    table["opened"] = np.arange(rows)
    larger = columns.grown(table, rows + 7)
    for each in (table, larger):
        assert each.ctypes.data % LINE == 0
        assert each.flags.c_contiguous
    assert np.array_equal(larger["opened"][:rows], np.arange(rows))


def test_columns_keep_their_order_and_the_first_share_a_line():
    columns = [("cold", "f8"), ("small", "u1"), ("wide", "f8"), ("more", "u2")]
    columns += [(f"other{n}", "f8") for n in range(8)]
    row = in_lines(columns, first=("wide", "more", "small"))
    assert row.names == tuple(name for name, _ in columns)
    assert [row.fields[name][1] for name in ("wide", "more", "small")] == [0, 8, 10]
    assert row.itemsize == 2 * LINE


def test_what_a_service_touches_of_issue_and_ticket_lies_in_one_line():
    for dtype, names in (
        (columns.ISSUE, "key state version kind needs resident community grid complexity"),
        (columns.TICKET, "issue desk version priority state level look next previous services"),
    ):
        for name in names.split():
            kind, offset = dtype.fields[name]
            assert offset + kind.itemsize <= LINE, name
