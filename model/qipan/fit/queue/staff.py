"""The table of `--staff`: who works where, when, and how many."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np

from ...imports.tabular.grid import Cell
from ...imports.tabular.roles import Role, find_columns
from ...imports.tabular.table import Table, read_tables
from ..findings import Finding, LedgerFaults
from ..requests import DAY, HOURS, Floats

ROLES = (
    Role(
        "department",
        ("部门", "承办单位", "部门名称", "主办单位", "处置部门", "责任单位", "unit", "agency"),
        needed=True,
    ),
    Role(
        "people",
        ("人数", "在岗人数", "办理人数", "人员数", "工作人员", "staff", "headcount"),
        needed=True,
    ),
    Role("hours", ("工作时间", "上班时间", "办公时间", "时段", "working hours"), needed=True),
    Role("days", ("工作日", "上班日", "星期", "weekdays"), needed=True),
    Role("area", ("区域", "街道", "所属区域", "辖区", "subdistrict", "district")),
    Role("from", ("起始日期", "开始日期", "自", "since", "first day")),
    Role("to", ("截止日期", "结束日期", "至", "until", "last day")),
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_ZH = "一二三四五六日"
_EVERY = {"daily", "every day", "每天", "每日", "全周"}
_WORKING = {"working days", "工作日"}
_BETWEEN = re.compile(r"[,;、，；\s]+")
_RANGE = re.compile(r"\s*[-~–—至到]\s*")
_HOUR = re.compile(r"(\d{1,2})(?:[:：时](?:00)?|点)?")
_MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Shift:
    """People who work the same hours.

    Attributes
    ----------
    department, area : str
        The area is empty where staff is not told by area.
    people : float
    days : tuple of int
        Days of the week; 0 is Monday.
    hours : tuple of pair of int
        From, to.
    first, last : datetime64[D] or None
        First and last day; None from the ledger's begin, to its end.
    """

    department: str
    area: str
    people: float
    days: tuple[int, ...]
    hours: tuple[tuple[int, int], ...]
    first: np.datetime64 | None
    last: np.datetime64 | None


def on_duty(
    shifts: Sequence[Shift], first: np.datetime64, days: int, holidays: Collection[np.datetime64]
) -> Floats:
    """Count the people who work in each hour of a window; nobody does on holidays."""
    dates = first + np.arange(days) * DAY
    weekday = (dates.astype(np.int64) + 3) % 7
    rest = np.isin(dates, np.array(sorted(holidays), "M8[D]"))
    people = np.zeros((days, HOURS))
    for shift in shifts:
        there = np.isin(weekday, shift.days) & ~rest
        if shift.first is not None:
            there &= dates >= shift.first
        if shift.last is not None:
            there &= dates <= shift.last
        for begin, end in shift.hours:
            people[there, begin:end] += shift.people
    return people.ravel()


def read_staff(file: Path) -> tuple[Shift, ...]:
    """Read a table of staff, in any form that tables are imported in.

    Raises
    ------
    ImportRefusedError
        If it is no table.
    LedgerFaults
        With every cell that cannot be read, and what is allowed there.
    """
    table, _ = read_tables([file], ROLES)
    columns = find_columns(table.header, ROLES).columns
    missing = [role for role in ROLES if role.needed and role.key not in columns]
    if missing:
        names = ", ".join(role.spelt for role in missing)
        zh = "、".join(role.names[0] for role in missing)
        raise LedgerFaults(
            [
                Finding(
                    f"--staff: {file} has no column {names}; say who works, when, and how many",
                    f"--staff：{file} 缺少列：{zh}；须写明何部门、何时、几人在岗",
                )
            ]
        )
    shifts, faults = _shifts(table, columns)
    if not shifts and not faults:
        faults = [Finding(f"--staff: {file} holds no row", f"--staff：{file} 没有数据行")]
    if faults:
        raise LedgerFaults(faults)
    return tuple(shifts)


def _shifts(table: Table, columns: dict[str, int]) -> tuple[list[Shift], list[Finding]]:
    shifts: list[Shift] = []
    faults: list[Finding] = []
    for part, row, cells in table.rows(list(columns.values())):
        told = dict(zip(columns, cells, strict=True))
        if all(cell == "" for cell in cells):
            continue
        try:
            shifts.append(_shift(told))
        except _CellError as error:
            place = f"--staff: {table.place(part, row)}"
            faults.append(Finding(f"{place}: {error.en}", f"{place}：{error.zh}"))
    return shifts, faults


class _CellError(Exception):
    """A cell that cannot be read, told in both languages."""

    def __init__(self, column: str, found: Cell, en: str, zh: str) -> None:
        self.en = f"{column}: found {found!r}; must be {en}"
        self.zh = f"{column}：读到“{found}”；应为{zh}"
        super().__init__(self.en)


def _shift(told: dict[str, Cell]) -> Shift:
    name = str(told["department"]).strip()
    if not name:
        raise _CellError("department", "", "the department's name as the ledger has it", "部门名称")
    first, last = (_day(key, told.get(key, "")) for key in ("from", "to"))
    return Shift(
        name,
        str(told.get("area", "")).strip(),
        _people(told["people"]),
        _days(told["days"]),
        _hours(told["hours"]),
        first,
        last,
    )


def _people(cell: Cell) -> float:
    try:
        number = float(str(cell).strip())
    except ValueError:
        number = -1.0
    if not 0.0 < number <= _MOST_PEOPLE:
        raise _CellError("people", cell, "a number above 0, of full-time people", "大于 0 的人数")
    return number


def _hours(cell: Cell) -> tuple[tuple[int, int], ...]:
    error = _CellError("hours", cell, "whole hours as 8-12, 14-18", "整点时段，如 8-12、14-18")
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    pairs = []
    for piece in filter(None, _BETWEEN.split(_RANGE.sub("-", text))):
        ends = [_HOUR.fullmatch(end) for end in piece.split("-")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            raise error
        begin, end = int(ends[0][1]), int(ends[1][1])
        if not 0 <= begin < end <= HOURS:
            raise error
        pairs.append((begin, end))
    if not pairs or any(a[1] > b[0] for a, b in pairwise(pairs)):
        raise error
    return tuple(pairs)


def _days(cell: Cell) -> tuple[int, ...]:
    text = unicodedata.normalize("NFKC", str(cell)).strip().casefold()
    if text in _EVERY:
        return tuple(range(7))
    if text in _WORKING:
        return tuple(range(5))
    found: set[int] = set()
    for piece in filter(None, _BETWEEN.split(_RANGE.sub("-", text))):
        ends = [_weekday(end) for end in piece.split("-")]
        known = [end for end in ends if end is not None]
        if len(known) != len(ends) or len(ends) > 2 or known[0] > known[-1]:
            raise _CellError(
                "days", cell, "days of the week as mon-fri or mon, wed", "星期，如 周一至周五"
            )
        found.update(range(known[0], known[-1] + 1))
    if not found:
        raise _CellError("days", cell, "days of the week as mon-fri", "星期，如 周一至周五")
    return tuple(sorted(found))


def _weekday(word: str) -> int | None:
    for n, name in enumerate(WEEKDAYS):
        if len(word) >= len(name) and word.startswith(name):
            return n
    bare = word.removeprefix("星期").removeprefix("周").removeprefix("礼拜").replace("天", "日")
    if len(bare) == 1 and bare in _DAYS_ZH:
        return _DAYS_ZH.index(bare)
    return int(bare) - 1 if bare in set("1234567") else None


def _day(column: str, cell: Cell) -> np.datetime64 | None:
    if isinstance(cell, datetime | date):
        return np.datetime64(cell.isoformat()[:10], "D")
    text = re.sub(r"[/.年月]", "-", str(cell).strip()).rstrip("日")
    if not text:
        return None
    try:
        return np.datetime64(datetime.strptime(text[:10], "%Y-%m-%d").date(), "D")
    except ValueError:
        raise _CellError(column, cell, "a date as 2024-05-31", "日期，如 2024-05-31") from None
