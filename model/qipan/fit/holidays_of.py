"""Holidays by name, from the `holidays` package or from a file."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd

from .arrivals.calendar import Holidays
from .findings import Finding, LedgerFaults


def holidays_named(asked: str | None, first: np.datetime64, last: np.datetime64) -> Holidays:
    """Return the days of each holiday.

    Parameters
    ----------
    asked : str, optional
        A country (`CN`), a country and its part (`US-MO`), or a CSV file with the columns `date`
        and `name`; without it there are none.
    first, last : datetime64[D]

    Raises
    ------
    LedgerFaults
        If there is no such country or file, or the package is not installed.
    """
    if asked is None:
        return {}
    if asked.lower().endswith(".csv"):
        return _of_file(asked)
    try:
        package = import_module("holidays")
    except ModuleNotFoundError:
        raise LedgerFaults(
            [
                Finding(
                    "--holidays needs the package `holidays`: pip install 'qipan[fit]', or give a "
                    "CSV file with the columns date and name",
                    "--holidays 需要 holidays 软件包：pip install 'qipan[fit]'，"
                    "或给出含 date、name 两列的 CSV 文件",
                )
            ]
        ) from None
    country, _, part = asked.upper().partition("-")
    years = range(_year(first), _year(last) + 1)
    try:
        found = package.country_holidays(country, subdiv=part or None, years=years)
    except NotImplementedError:
        raise LedgerFaults(
            [
                Finding(
                    f"--holidays: no calendar of {asked}; give a country of two letters as CN, or "
                    "a CSV file with the columns date and name",
                    f"--holidays：没有 {asked} 的节假日；请给出两字母国家代码（如 CN）或 CSV 文件",
                )
            ]
        ) from None
    named: dict[str, list[np.datetime64]] = {}
    for day, names in sorted(found.items()):
        name = str(names).split(";")[0].split("(")[0].split("（")[0].strip()
        named.setdefault(name, []).append(np.datetime64(day, "D"))
    return named


def _of_file(file: str) -> Holidays:
    try:
        table = pd.read_csv(Path(file), dtype=str)
        days = pd.to_datetime(table["date"]).to_numpy().astype("M8[D]")
        names = table["name"].astype(str).tolist()
    except (OSError, ValueError, KeyError) as error:
        raise LedgerFaults(
            [
                Finding(
                    f"--holidays: {file} cannot be read: {error}; columns are date and name",
                    f"--holidays：无法读取 {file}；应有 date、name 两列",
                )
            ]
        ) from None
    named: dict[str, list[np.datetime64]] = {}
    for day, name in zip(days, names, strict=True):
        named.setdefault(name, []).append(day)
    return named


def _year(day: np.datetime64) -> int:
    return int(str(day)[:4])
