"""What ``qipan fit`` does: fits, proves, prints, and writes scenario, ensemble and report."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from ..fit.fit import Fit, Settings, fit_ledger
from ..fit.queue.questions import forbidden
from ..fit.queue.staff import Shift
from ..fit.tables import (
    level_table,
    quantile_table,
    queue_table,
    status_table,
    summary,
    validation_table,
)
from ..fit.world.ends import ends_of, write_ends
from ..fit.world.plan import Plan
from ..fit.world.served import manned_departments, served_departments
from ..fit.world.write import write_world
from ..imports.ledgers.ledger import Ledger
from ..report.console import console
from ..report.fit_report import (
    answer,
    fit_report,
    forbidden_heading,
    proof,
    queues,
    said,
    statuses,
    told,
)
from ..report.render.files import report_files
from ..runs.csv_files import write_csv
from ..runs.file_formats import write_json
from ..runs.manifest import manifest
from ..runs.result_folder import MANIFEST, check_writable, whole_folder
from ..scenario import Scenario
from ..words import Language, Words
from .progress_lines import lines_told

DOING = {
    "held-out": Words("Fitting the first part, forecasting the rest …"),
    "arrivals": Words("Fitting arrivals …"),
    "times": Words("Fitting times to close …"),
    "ensemble": Words("Drawing the ensemble …"),
    "queue": Words("Looking for queues at desks …"),
}
FRAME = Words(
    "Frame: opened in a window, {first} to {last}; {rows} rows, endings known until {seen}."
)
WRITTEN = Words("Results: {folder}/")


@dataclass(frozen=True)
class Asked:
    """What is written, and how.

    Attributes
    ----------
    folder : Path
    name : str
        Of the scenario.
    base : Scenario
        Which the scenario extends.
    base_name : str
        Its file, or its name if it comes with Qipan.
    command : str
    language : 'en' or 'zh'
    """

    folder: Path
    name: str
    base: Scenario
    base_name: str
    command: str
    language: Language


def fit_and_report(ledger: Ledger, settings: Settings, asked: Asked) -> Fit:
    """Fit a ledger, print how far it holds, and write the result folder.

    Raises
    ------
    LedgerFaults
        If the ledger cannot be fitted; nothing is written then.
    ResultFolderError
        If the folder cannot be written.
    """
    if asked.folder.parent.exists():
        check_writable(asked.folder)
    out = console()
    fit = fit_ledger(ledger, settings, lambda what: _tell(DOING[what].say(asked.language), out))
    _print(fit, asked.language)
    asked.folder.parent.mkdir(parents=True, exist_ok=True)
    with whole_folder(asked.folder) as folder:
        _write(folder, fit, ledger, settings, asked)
    out.print(WRITTEN.say(asked.language, folder=asked.folder), highlight=False)
    return fit


def _tell(step: str, out: Console) -> None:
    if (lines := lines_told()) is not None:
        lines.tell("step", text=step)
    else:
        out.print(step, style="dim", highlight=False)


def _write(folder: Path, fit: Fit, ledger: Ledger, settings: Settings, asked: Asked) -> None:
    options = {
        **asdict(settings),
        "until": _date(settings.until),
        "since": _date(settings.since),
        "status_on": _date(settings.status_on),
        "staff": [_shift(shift) for shift in settings.staff],
    }
    known = ledger.provenance
    source = {
        "title": known.title,
        "publisher": known.publisher,
        "published": known.published,
        "content_sha256": known.content_sha256,
    }
    write_json(folder / MANIFEST, manifest("fit", (), asked=options, ledger=source))
    plan = Plan(
        asked.name,
        fit.start,
        settings.days,
        fit.warm_up,
        known.title or asked.name,
        known.publisher or "not told",
        known.published or f"{known.first} to {known.last}",
        base=_seen_from(asked.base_name, asked.folder),
        emptied=tuple(asked.base.document.issues.kinds),
        departments=tuple(asked.base.document.desks.departments),
        profiles=tuple(asked.base.document.issues.profiles),
        residents=settings.residents or {},
        validated=fit.validation.validated,
        served=served_departments(fit.queue, fit.requests),
        manned=manned_departments(fit.queue, fit.requests),
    )
    write_world(folder, fit.requests, fit.arrivals, fit.drawn, fit.days, plan)
    write_ends(folder, ends_of(fit.requests, plan))
    write_csv(validation_table(fit.validation), folder / "validation.csv")
    (folder / "tables").mkdir()
    write_csv(quantile_table(fit), folder / "tables" / "quantiles.csv")
    write_csv(level_table(fit), folder / "tables" / "levels.csv")
    if fit.queue is not None:
        write_csv(queue_table(fit.queue), folder / "tables" / "queue.csv")
    if fit.statuses:
        write_csv(status_table(fit), folder / "tables" / "statuses.csv")
    write_json(folder / "fit.json", {**summary(fit), "ledger": source, "asked": options})
    report = fit_report(fit, plan.title, asked.command, asked.language)
    for name, content in report_files(report).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _date(day: np.datetime64 | None) -> str | None:
    return None if day is None else str(day)


def _shift(shift: Shift) -> dict[str, object]:
    """A row of the table of staff as the manifest holds it."""
    return {**asdict(shift), "first": _date(shift.first), "last": _date(shift.last)}


def _seen_from(base: str, folder: Path) -> str:
    """Return the base as the scenario names it: a file from its folder, or a shipped name."""
    if not Path(base).is_file():
        return base
    return Path(os.path.relpath(base, folder)).as_posix()


def _print(fit: Fit, language: Language) -> None:
    out = console()
    requests = fit.requests
    last = fit.start.astype(object).toordinal() - 1
    out.print(
        FRAME.say(
            language,
            first=str(requests.first),
            last=type(fit.start.astype(object)).fromordinal(last).isoformat(),
            rows=len(requests),
            seen=str(requests.first + int(requests.seen_until)),
        ),
        highlight=False,
    )
    for each in fit.warnings:
        out.print(f"- {said(each, language)}", highlight=False)
    out.print(_table(proof(fit, language)))
    for line in told(fit, language):
        out.print(f"- {line}", highlight=False)
    if fit.statuses:
        out.print(_table(statuses(fit, language)))
    desks = queues(fit, language)
    if desks is not None:
        out.print(_table(desks))
    if questions := forbidden(fit):
        out.print(forbidden_heading(fit, language), highlight=False)
        for question in questions:
            out.print(f"- {question.say(language)}", highlight=False)
    out.print(answer(fit, language), highlight=False)


def _table(frame: pd.DataFrame) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for column in frame.columns:
        table.add_column(column, justify="left" if frame[column].dtype == object else "right")
    for row in frame.itertuples(index=False):
        table.add_row(*(str(cell) if cell == cell else "–" for cell in row))
    return table
