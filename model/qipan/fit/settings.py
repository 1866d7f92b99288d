"""Options of a fit as they are typed, made into what it takes."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from .findings import Finding, LedgerFaults

OPEN_AT_START = "open_at_start"


def day_asked(text: str | None, option: str = "--until") -> np.datetime64 | None:
    """Read the day of an option."""
    if text is None:
        return None
    try:
        return np.datetime64(text, "D")
    except ValueError:
        raise LedgerFaults(
            [
                Finding(
                    f"{option}: found {text}; must be a date as 2024-05-31",
                    f"{option}：应为日期，如 2024-05-31",
                )
            ]
        ) from None


def first_day(frame: str) -> np.datetime64 | None:
    """First day of a ledger that begins with what was open on it.

    What was opened earlier is there only because it took long: it enters late.
    """
    name, _, day = frame.partition(":")
    if name != OPEN_AT_START:
        return None
    try:
        return np.datetime64(day or "none", "D")
    except ValueError:
        found = f"--frame: found {frame}; after open_at_start: must be a date as 2024-05-31"
        words = Finding(found, "--frame：open_at_start: 之后应为日期（如 2024-05-31）")
        raise LedgerFaults([words]) from None


def sample_share(frame: str) -> float:
    """Read `--frame`: how the rows came into the ledger."""
    if frame == "opened" or frame.startswith(f"{OPEN_AT_START}:"):
        return 1.0
    name, _, share = frame.partition(":")
    try:
        value = float(share)
    except ValueError:
        value = 0.0
    if name != "sample" or not 0.0 < value <= 1.0:
        raise LedgerFaults(
            [
                Finding(
                    f"--frame: found {frame}; allowed: opened, open_at_start:DATE, sample:SHARE as "
                    "sample:0.1. Rows that are there because they were closed are not read: of the "
                    "last weeks only what was quick would be among them. Export by opening time",
                    "--frame：只接受 opened、open_at_start:日期 或 sample:比例（如 sample:0.1）；"
                    "按办结时间导出的台账末期只含办得快的，不能拟合，请按受理时间导出",
                )
            ]
        )
    return value


def residents_of(file: Path | None) -> Mapping[str, int] | None:
    """Read `--residents`: a CSV with the columns area (区域) and residents (人口)."""
    if file is None:
        return None
    try:
        table = pd.read_csv(file, dtype=str, encoding="utf-8-sig").rename(
            columns={"区域": "area", "人口": "residents", "常住人口": "residents"}
        )
        return {
            str(area).strip(): int(number)
            for area, number in zip(table["area"], table["residents"], strict=True)
        }
    except (OSError, ValueError, KeyError) as error:
        raise LedgerFaults(
            [
                Finding(
                    f"--residents: {file} cannot be read ({error}); columns are area and residents",
                    f"--residents：无法读取 {file}；应有“区域”“人口”两列",
                )
            ]
        ) from None
