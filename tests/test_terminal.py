"""Tables on a console: set out at once in a file, and as the library does it elsewhere."""

import io

import pytest
from rich import box
from rich.table import Table
from rich.text import Text

from qipan import terminal
from qipan.terminal import Terminal


def a_table(longest: str = "a reason") -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("key", no_wrap=True)
    table.add_column("value", justify="right")
    table.add_column("basis", overflow="fold")
    for cells in (
        ("city.residents", "150000", longest),
        ("桐山街道", "1.5", ""),
        ("", "", "见公报"),
    ):
        table.add_row(*map(Text, cells))
    return table


def printed(table: Table, width: int = 120, encoding: str = "utf-8") -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace", newline="")
    Terminal(width=width, file=file, no_color=True, force_terminal=False).print(table)
    file.flush()
    return file.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("width", [120, 40])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("longest", ["a reason", "two\nlines", "a reason " * 12])
def test_a_table_in_a_file_is_what_the_library_would_print(monkeypatch, width, encoding, longest):
    ours = printed(a_table(longest), width, encoding)
    monkeypatch.setattr(
        Terminal, "_fitting", lambda self, table: terminal.fitted(table, self.width)
    )
    assert ours == printed(a_table(longest), width, encoding)


def test_where_there_is_room_cells_are_not_laid_out_one_by_one(monkeypatch):
    def laid_out(*_: object) -> None:
        raise AssertionError("the library was asked to lay out a table")

    monkeypatch.setattr(Table, "__rich_console__", laid_out)
    assert "city.residents" in printed(a_table())
