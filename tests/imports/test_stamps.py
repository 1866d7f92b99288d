"""Times as offices write them."""

import datetime

import pytest

from qipan.imports.ledgers.stamps import NEVER, Stamps, UnreadableTimeError
from qipan.imports.tabular.grid import Cell

AFTERNOON = datetime.datetime(2024, 5, 3, 14, 5)


def read(*cells: Cell) -> datetime.datetime | None:
    stamps = Stamps()
    stamps.add(*cells)
    assert stamps.order(None)
    at = stamps.seconds[0]
    return None if at == NEVER else datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=at)


@pytest.mark.parametrize(
    "cells",
    [
        ("2024-05-03 14:05",),
        ("2024-05-03T14:05:00",),
        ("2024/5/3 14:05:00.0",),
        ("2024.5.3 14:05",),
        ("2024年5月3日 14:05",),
        ("2024年5月3日14时05分00秒",),
        ("2024年5月3日 下午2:05",),
        ("２０２４－０５－０３　１４：０５",),
        ("20240503140500",),
        ("202405031405",),
        (20240503140500.0,),
        (AFTERNOON,),
        (45415.586805555555,),
        ("45415.586805555555",),
        ("2024-05-03", "14:05"),
        ("2024年5月3日", "14时05分"),
        (datetime.date(2024, 5, 3), datetime.time(14, 5)),
        (45415.0, 0.586805555555),
        ("2024-05-03", "2024-05-03 14:05"),
        ("2024-05-03", datetime.timedelta(hours=14, minutes=5)),
    ],
)
def test_every_way_to_write_it_is_the_same_time(cells: tuple[Cell, ...]) -> None:
    assert read(*cells) == AFTERNOON


def test_midnight_at_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    assert read("2024-05-03 24:00") == datetime.datetime(2024, 5, 4)
    assert read("2024-12-31", "24:00") == datetime.datetime(2025, 1, 1)
    assert read("5/13/2024 12:00 AM") == datetime.datetime(2024, 5, 13)


@pytest.mark.parametrize("cell", ["", "-", "无", "NULL", "0000-00-00 00:00:00", float("nan")])
def test_what_did_not_happen_has_no_time(cell: Cell) -> None:
    assert read(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "13812345678",
        "2024-02-30",
        "2024-05-03 25:00",
        "2024-05-03 24:01",
        "14:05",
        "昨天",
        3.0,
        True,
    ],
)
def test_what_is_no_time_is_refused(cell: Cell) -> None:
    with pytest.raises(UnreadableTimeError):
        Stamps().add(cell)


def test_one_date_that_is_certain_puts_all_in_order() -> None:
    def days(*cells: str, told: str | None = None) -> list[int] | None:
        stamps = Stamps()
        for cell in cells:
            stamps.add(cell)
        sure = stamps.order(told)  # type: ignore[arg-type]
        of = [datetime.date(1970, 1, 1) + datetime.timedelta(s // 86_400) for s in stamps.seconds]
        return [day.day for day in of] if sure else None

    assert days("5/3/2024", "5/13/2024") == [3, 13]
    assert days("5/3/2024", "13/5/2024") == [5, 13]
    assert days("5/3/2024 10:00", "4/4/2024") is None
    assert days("4/4/2024") == [4]
    assert days("5/3/2024", told="day_first") == [5]
    assert days("5/3/2024", told="month_first") == [3]
    assert days("5/13/2024", "13/5/2024", told="day_first") is None
    stamps = Stamps()
    stamps.add("5/3/2024", "10:00")
    assert stamps.order("day_first")
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=stamps.seconds[0])
    assert at == datetime.datetime(2024, 3, 5, 10)
