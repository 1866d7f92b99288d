"""What ``qipan predict`` does: predicts, prints, and keeps predictions and scores."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich import box
from rich.table import Table

from ..fit.findings import Finding, LedgerFaults
from ..fit.predict.fitted import Fitted
from ..fit.predict.predict import Predicted, predict_weeks
from ..fit.predict.record import by_method, grown_old, joined, kept_scores, write_table
from ..imports.ledgers.ledger import Ledger
from .console import console, number
from .fit_report import METHODS
from .language import Language, Words

SCORES = "scores.csv"
TITLE = Words(
    "Requests of the weeks to come, median and 90 % interval", "今后各周受理量：中位数与 90% 区间"
)
WEEKS = Words(
    "first day,last day,requests,90 %,open at the end,90 %", "起,止,受理,90%,期末在办,90%"
)
KINDS = Words("By kind, all weeks: requests a week", "分事项：每周受理量")
KIND = Words("kind,requests a week,90 % of a week", "事项,每周受理,90%（单周）")
SCORED = Words(
    "{weeks} whole weeks since the fit, held against what it said of them",
    "拟合以来已到 {weeks} 个整周，预测与实际对照",
)
SCORE = Words("grain,method,forecasts,coverage of 90 %,CRPS", "口径,方法,个数,90% 覆盖率,CRPS")
GRAINS = {
    "day": Words("day", "日"),
    "week": Words("week", "周"),
    "kind": Words("kind x week", "事项×周"),
    "area": Words("area x week", "区域×周"),
    "open": Words("open at the week's end", "周末在办"),
}
NO_LEDGER = Words(
    "Without --ledger nothing is said of what is open: the fit keeps no single request.",
    "未提供 --ledger，不预测在办量：拟合结果不保留单件。",
)
LEFT_OUT = Words(
    "{rows} rows are of kinds or areas that the fit does not know, and are not counted.",
    "{rows} 行的类别或区域不在拟合范围内，未计入。",
)
OLD = Words(
    "In the last eight weeks intervals held too little for {grains}: fit the grown ledger again.",
    "最近八周{grains}的区间覆盖不足：请用更新后的台账重新拟合。",
)
UNCHANGED = Words(
    "A prediction says what comes if things go on as they went; nothing of more or fewer staff.",
    "预测以现状延续为前提；不说明增减人员的效果。",
)
WRITTEN = Words("Written: {file}", "已写入：{file}")


def predict_and_keep(
    fitted: Fitted,
    weeks: int,
    ledger: Ledger | None,
    until: np.datetime64 | None,
    seed: int,
    folder: Path,
    language: Language,
) -> Predicted:
    """Predict, print, and write predictions and scores into a folder.

    Raises
    ------
    LedgerFaults
        If something is wrong with what was given; nothing is written then.
    """
    kept = kept_scores(folder / SCORES)
    done = predict_weeks(fitted, weeks, ledger, until, seed)
    scores = joined(kept, done.scores)
    file = folder / f"from_{done.first}.csv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_table(file, done.table)
        if len(scores):
            write_table(folder / SCORES, scores)
    except OSError as error:
        raise LedgerFaults(
            [
                Finding(
                    f"--out: cannot write in {folder}: {error.strerror or error}",
                    f"--out：无法写入 {folder}",
                )
            ]
        ) from None
    _print(done, scores, language)
    out = console()
    out.print(WRITTEN.say(language, file=file), highlight=False)
    if len(scores):
        out.print(WRITTEN.say(language, file=folder / SCORES), highlight=False)
    return done


def _print(done: Predicted, scores: pd.DataFrame, language: Language) -> None:
    out = console()
    out.print(_weeks(done.table, language))
    out.print(_kinds(done.table, language))
    mine = scores[scores["fitted_until"] == done.fitted_until] if len(scores) else scores
    if len(mine):
        out.print(_scored(mine, done.fitted_until, language))
    if not (done.table["grain"] == "open").any():
        out.print(f"- {NO_LEDGER.say(language)}", highlight=False)
    if done.left_out:
        out.print(f"- {LEFT_OUT.say(language, rows=done.left_out)}", highlight=False)
    poor = grown_old(mine, done.fitted_until) if len(mine) else ()
    if poor:
        words = (", " if language == "en" else "、").join(GRAINS[g].say(language) for g in poor)
        out.print(f"- {OLD.say(language, grains=words)}", highlight=False)
    out.print(f"- {UNCHANGED.say(language)}", highlight=False)


def _table(title: str, columns: str, text: int) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for n, column in enumerate(columns.split(",")):
        table.add_column(column, justify="left" if n < text else "right")
    return table


def _weeks(rows: pd.DataFrame, language: Language) -> Table:
    table = _table(TITLE.say(language), WEEKS.say(language), 2)
    backlog = {str(row["first_day"]): row for row in _rows(rows, "open")}
    for week in _rows(rows, "week"):
        there = backlog.get(str(week["first_day"]))
        told = ("–", "–") if there is None else _counted(there)
        table.add_row(str(week["first_day"]), str(week["last_day"]), *_counted(week), *told)
    return table


def _kinds(rows: pd.DataFrame, language: Language) -> Table:
    table = _table(KINDS.say(language), KIND.say(language), 1)
    for name, mine in rows[rows["grain"] == "kind"].groupby("name", sort=False):
        middle = number(float(mine["median"].mean()))
        table.add_row(str(name), middle, _bounds(mine["low"].min(), mine["high"].max()))
    return table


def _scored(scores: pd.DataFrame, fitted_until: str, language: Language) -> Table:
    weeks = scores["first_day"].nunique()
    table = _table(SCORED.say(language, weeks=weeks), SCORE.say(language), 2)
    for row in by_method(scores, fitted_until).to_dict("records"):
        table.add_row(
            GRAINS[str(row["grain"])].say(language),
            METHODS[str(row["method"])].say(language),
            str(row["cells"]),
            f"{row['coverage']:.2f}",
            number(float(row["crps"])),
        )
    return table


def _rows(table: pd.DataFrame, grain: str) -> list[dict[Hashable, Any]]:
    return table[table["grain"] == grain].to_dict("records")


def _counted(row: dict[Hashable, Any]) -> tuple[str, str]:
    return number(float(row["median"])), _bounds(row["low"], row["high"])


def _bounds(low: float, high: float) -> str:
    return f"{number(float(low))} – {number(float(high))}"
