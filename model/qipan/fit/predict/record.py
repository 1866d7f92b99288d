"""Scores kept over time, in one CSV file beside the fit."""

import os
from pathlib import Path

import numpy as np
import pandas as pd

from ...runs.csv_files import write_csv
from ..findings import Finding, LedgerFaults
from ..proof.score import ENOUGH, FIT
from .weekly import KEYS, NUMBERS

LATEST = 8  # weeks by which a fit is judged


def kept_scores(file: Path) -> pd.DataFrame:
    """Read what was kept; an empty table if there is no file.

    Raises
    ------
    LedgerFaults
        If the file is something else.
    """
    if not file.exists():
        return pd.DataFrame(columns=[*KEYS, *NUMBERS])
    try:
        table = pd.read_csv(file, dtype=dict.fromkeys(KEYS, str), encoding="utf-8")
        if tuple(table.columns) != (*KEYS, *NUMBERS):
            raise ValueError(f"columns are {', '.join(map(str, table.columns))}")
        return table.astype(dict.fromkeys(NUMBERS[1:], float))
    except (OSError, ValueError) as error:
        raise LedgerFaults(
            [
                Finding(
                    f"{file} does not hold scores of predictions ({error}); move it away",
                    f"{file} 不是预测评分文件；请将其移走",
                )
            ]
        ) from None


def joined(kept: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Scores kept and new ones, in order; a week scored again is scored by the later ledger."""
    tables = [table for table in (kept, new) if len(table)]
    if not tables:
        return new
    whole = pd.concat(tables, ignore_index=True).drop_duplicates(list(KEYS), keep="last")
    return whole.sort_values(list(KEYS), kind="stable", ignore_index=True)


def by_method(scores: pd.DataFrame, fitted_until: str) -> pd.DataFrame:
    """Mean scores of all weeks of a fit by grain and method, in the order in which they came."""
    mine = scores[scores["fitted_until"] == fitted_until]
    order = {name: n for n, name in enumerate(("day", "week", "kind", "area", "open"))}
    told = mine.assign(hit=mine["coverage"] * mine["cells"], sum=mine["crps"] * mine["cells"])
    told = told.groupby(["grain", "method"], sort=False).agg(
        weeks=("first_day", "nunique"),
        cells=("cells", "sum"),
        hit=("hit", "sum"),
        sum=("sum", "sum"),
    )
    told["coverage"], told["crps"] = told["hit"] / told["cells"], told["sum"] / told["cells"]
    told = told.reset_index().drop(columns=["hit", "sum"])
    return told.sort_values("grain", key=lambda g: g.map(order), kind="stable", ignore_index=True)


def grown_old(scores: pd.DataFrame, fitted_until: str) -> tuple[str, ...]:
    """Grains of which the latest eight weeks were held too seldom; none before there are eight."""
    mine = scores[(scores["fitted_until"] == fitted_until) & (scores["method"] == FIT)]
    latest = np.sort(mine["first_day"].unique())[-LATEST:]
    if len(latest) < LATEST:
        return ()
    mine = mine[mine["first_day"].isin(latest)]
    share = by_method(mine, fitted_until)
    # Of eight weeks one miss more is chance: a standard error below enough is asked.
    error = np.sqrt(ENOUGH * (1.0 - ENOUGH) / share["weeks"])
    return tuple(share["grain"][share["coverage"] < ENOUGH - error])


def write_table(file: Path, table: pd.DataFrame) -> None:
    """Write a table whole or not at all."""
    unfinished = file.with_name(f".{file.name}.part")
    try:
        write_csv(table, unfinished)
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)
