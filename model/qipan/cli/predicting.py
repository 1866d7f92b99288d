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
from ..report.console import console, number
from ..report.fit_report import METHODS
from ..scenario.standing import SENTENCES
from ..words import Language, Words

SCORES = "scores.csv"
TITLE = Words("Requests of the weeks to come, median and 90 % interval")
WEEKS = Words("first day,last day,requests,90 %,open at the end,90 %")
KINDS = Words("By kind, all weeks: requests a week")
KIND = Words("kind,requests a week,90 % of a week")
SCORED = Words("{weeks} whole weeks since the fit, held against what it said of them")
SCORE = Words("grain,method,forecasts,coverage of 90 %,CRPS")
GRAINS = {
    "day": Words("day"),
    "week": Words("week"),
    "kind": Words("kind x week"),
    "area": Words("area x week"),
    "open": Words("open at the week's end"),
}
NO_LEDGER = Words(
    "Without --ledger nothing is said of what is open: the fit keeps no single request."
)
LEFT_OUT = Words(
    "{rows} rows are of kinds or areas that the fit does not know, and are not counted."
)
OLD = Words(
    "In the last eight weeks intervals held too little for {grains}: fit the grown ledger again."
)
UNCHANGED = Words(
    "A prediction says what comes if things go on as they went; nothing of more or fewer staff."
)
WRITTEN = Words("Written: {file}")
NOT_VALIDATED = SENTENCES["not_validated"]


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
    if not done.validated:
        out.print(NOT_VALIDATED.say(language), style="bold", highlight=False)
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
