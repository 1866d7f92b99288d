"""Tables found in a ledger, in CSV files of their own beside the scenario that names them.

A file's rows take the place of its name in the tree, so that whatever is made of the tree (hashes,
tasks for other processes, what is kept of a run) holds the content and needs no file.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from ..words import Phrase, joined
from .extends import graft
from .faults import Fault, at
from .meant import number_in_table
from .nodes import KeyPath, ListNode, MapNode, Mark, Node, Plain, ScalarNode, dotted, follow
from .plans import file_of
from .tables import Column, Row, number_of_cell, read_table

_MONTH = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?(?:\s*[-/.]?\s*0?1\s*日?)?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")

_LEVELS = {"物业": "estate", "社区": "community", "街道": "subdistrict", "部门": "department"}

Cell = Callable[[Row, str, str], Plain | Fault]


def _text(row: Row, name: str, key: str) -> Plain | Fault:
    return row.cells[name]


def _name(row: Row, name: str, key: str) -> Plain | Fault:
    return row.cells[name] or at(row.mark, key, Phrase("nothing in the column {name}", name=name))


def _number(row: Row, name: str, key: str) -> Plain | Fault:
    return number_of_cell(
        row, name, key, Phrase("must be a number in the column {name}", name=name)
    )


def _month(row: Row, name: str, key: str) -> Plain | Fault:
    said = row.cells[name]
    found = _MONTH.fullmatch(unicodedata.normalize("NFKC", said))
    if found is None or not 1 <= int(found[2]) <= 12:
        return at(
            row.mark,
            key,
            Phrase("found '{said}'", said=said),
            Phrase("must be a month such as 2019-03"),
        )
    return f"{found[1]}-{int(found[2]):02d}"


def _date(row: Row, name: str, key: str) -> Plain | Fault:
    """Day of a date, or of a date and a time of day."""
    said = row.cells[name]
    found = _DAY.match(unicodedata.normalize("NFKC", said))
    try:
        if found is not None:
            return datetime.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return at(
            row.mark, key, Phrase("found '{said}'", said=said), Phrase("there is no such day")
        )
    return at(
        row.mark,
        key,
        Phrase("found '{said}'", said=said),
        Phrase("must be a date such as 2019-03-05, or with 14:30"),
    )


def hour_in(text: str) -> float | None:
    """Hour of the day that stands after a date: 14.5 for ``2019-03-05 14:30``; None if none does.

    Raises
    ------
    ValueError
        If what stands there is no time of day.
    """
    said = unicodedata.normalize("NFKC", text)
    rest = _DAY.sub("", said, count=1).strip().lstrip("T").strip()
    if not rest:
        return None
    found = _CLOCK.fullmatch(rest)
    if found is None:
        raise ValueError(rest)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(rest)
    return hours + minutes / 60 + seconds / 3600


def _hour(row: Row, name: str, key: str) -> Plain | Fault:
    """Hour as a number, or as a time of day, also behind a date."""
    said = row.cells[name]
    number = number_in_table(said)
    if number is not None:
        return number
    try:
        hour = hour_in(said)
    except ValueError:
        return at(
            row.mark,
            key,
            Phrase("found '{said}'", said=said),
            Phrase("must be a time of day such as 14:30"),
        )
    return 12.0 if hour is None else hour


def _level(row: Row, name: str, key: str) -> Plain | Fault:
    said = row.cells[name]
    level = _LEVELS.get(said, said)
    if level in _LEVELS.values():
        return level
    names = joined(f"{english} ({chinese})" for chinese, english in _LEVELS.items())
    return at(
        row.mark,
        key,
        Phrase("found '{said}'", said=said),
        Phrase("must be one of {names}", names=names),
    )


@dataclass(frozen=True)
class FoundColumn:
    """A column of a file.

    Attributes
    ----------
    column : Column
        As it is named there; its name is also that of the scenario's list.
    read : callable
        A cell to what the list holds, or to a fault.
    beside : str
        Column of the file in which it stands as well, if it has none of its own.
    """

    column: Column
    read: Cell
    beside: str = ""


@dataclass(frozen=True)
class FoundTable:
    """A table that may stand in a file: where the scenario names it, and its columns."""

    path: KeyPath
    columns: tuple[FoundColumn, ...]


COMMUNITY = Column("community", ("社区", "社区编号", "所属社区", "村/社区"))
KIND = Column("kind", ("事项", "类别", "事项类别", "category"))
_AREA = ("社区", "街道", "区域", "community", "subdistrict")
_DAY_SPELT = ("日期", "时间", "受理时间", "date", "time", "opened_at")
_FACTOR = ("系数", "倍数")

TABLES = (
    FoundTable(
        ("issues", "levels"),
        (
            FoundColumn(Column("month", ("月份", "月")), _month),
            FoundColumn(Column("factor", _FACTOR), _number),
            FoundColumn(Column("kind", KIND.also, needed=False), _text),
            FoundColumn(Column("area", _AREA, needed=False), _text),
        ),
    ),
    FoundTable(
        ("issues", "community_births"),
        (
            FoundColumn(COMMUNITY, _name),
            FoundColumn(KIND, _name),
            FoundColumn(Column("factor", _FACTOR, needed=False), _number),
            FoundColumn(Column("births_per_year", ("年发生量", "每年"), needed=False), _number),
        ),
    ),
    FoundTable(
        ("issues", "trace"),
        (
            FoundColumn(Column("on", _DAY_SPELT), _date),
            FoundColumn(Column("hour", ("时", "时刻"), needed=False), _hour, beside="on"),
            FoundColumn(COMMUNITY, _name),
            FoundColumn(KIND, _name),
        ),
    ),
    FoundTable(
        ("horizon", "open_tickets"),
        (
            FoundColumn(COMMUNITY, _name),
            FoundColumn(KIND, _name),
            FoundColumn(Column("age_days", ("天数", "已办天数")), _number),
            FoundColumn(Column("level", ("层级",), needed=False), _level),
        ),
    ),
)


def read_found(tree: MapNode) -> tuple[MapNode, list[Fault]]:
    """Put the rows of each file that a scenario names in the place of its name.

    The files are CSV; their names are relative to the scenario file that gives them.
    """
    faults: list[Fault] = []
    for table in TABLES:
        path, named = _named(tree, table.path)
        if named is None:
            continue
        read, new = _read(table, named)
        faults += new
        grafted = graft(tree, path, read)
        assert isinstance(grafted, MapNode)
        tree = grafted
    return tree, faults


def _named(tree: MapNode, path: KeyPath) -> tuple[KeyPath, ScalarNode | None]:
    """Return where the name of a table's file stands, and the name; None if there is none."""
    node, depth = follow(tree, path)
    if depth < len(path):
        return path, None
    if isinstance(node, MapNode) and "value" in node.entries:
        path, node = (*path, "value"), node.entries["value"]
    is_name = isinstance(node, ScalarNode) and isinstance(node.value, str)
    return path, node if is_name and isinstance(node, ScalarNode) else None


def _read(table: FoundTable, named: ScalarNode) -> tuple[Node, list[Fault]]:
    key = dotted(table.path)
    rows, faults = read_table(
        file_of(named), named.mark, key, [each.column for each in table.columns]
    )
    there = rows[0].cells if rows else {}
    columns: dict[str, Node] = {}
    for each in table.columns:
        name = each.column.name
        cells = name if name in there else each.beside
        if cells not in there:
            continue
        items: list[Node] = []
        for number, row in enumerate(rows or ()):
            value = each.read(row, cells, f"{key}.{name}[{number}]")
            if isinstance(value, Fault):
                faults.append(value)
            else:
                items.append(ScalarNode(value, row.mark, row.mark))
        columns[name] = ListNode(tuple(items), named.mark, named.key_mark)
    if rows is not None and not rows:
        faults.append(_without_rows(named.mark, key, str(named.value)))
    if faults:
        return ScalarNode(None, named.mark, named.key_mark, broken=True), faults
    return MapNode(columns, named.mark, named.key_mark), []


def _without_rows(mark: Mark, key: str, file: str) -> Fault:
    return at(mark, key, Phrase("{file} is a table without rows", file=file))
