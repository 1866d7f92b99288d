"""``qipan import ledger``."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..words import Phrase
from .app import FAULTY, tell
from .import_city import Map, Replace, Tables, Yes, confirmed
from .import_group import import_app
from .options import ProgressAs, told_as
from .progress_lines import lines_told

if TYPE_CHECKING:
    from ..imports.ledgers.building import StatusWord


@import_app.command(name="ledger")
def import_ledger(
    files: Tables,
    out: Annotated[Path, typer.Option(help="Ledger to write, such as ledger.parquet.")],
    map_: Map = None,
    zone: Annotated[
        str,
        typer.Option(
            metavar="ZONE",
            help="Time zone of the ledger, such as Asia/Shanghai: times of another are turned.",
        ),
    ] = "",
    title: Annotated[str, typer.Option(help="Title of the ledger.")] = "",
    publisher: Annotated[str, typer.Option(help="Who issued it.")] = "",
    date: Annotated[str, typer.Option(help="When it was published.")] = "",
    arrivals_only: Annotated[
        bool,
        typer.Option("--arrivals-only", help="Leave out how and when requests ended."),
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would be read; write nothing.")
    ] = False,
    yes: Yes = False,
    replace: Replace = False,
    progress: ProgressAs = "bar",
) -> None:
    """Read a ledger of requests, without anything personal, for `qipan fit`.

    Only columns of a known role are read: number, times, status, kind, area, department, source and
    a few more. They are found by their headers, shown, and kept in a map; with --map nothing is
    guessed or asked. Text is never read. A column that seems to hold phone or identity numbers,
    e-mail, house numbers or names is refused, by column and count. Numbers of requests are used to
    find duplicates, and then replaced. Beside the ledger a receipt is written, and the list of
    refused rows, by row and reason. What is wrong is told all at once, and then nothing is written.

    Examples
    --------
    qipan import ledger 2024.xlsx 2025.xlsx --out ledger.parquet --preview

    qipan import ledger out.csv --out ledger.parquet --zone Asia/Shanghai
    """
    from ..imports.ledgers.importing import LedgerAsked, import_ledger_files

    asked = LedgerAsked(
        files=tuple(files),
        out=out,
        map=map_,
        zone=zone,
        title=title,
        publisher=publisher,
        date=date,
        arrivals_only=arrivals_only,
        preview=preview,
        replace=replace,
    )
    with told_as(progress, "import ledger"):
        read = import_ledger_files(asked, _columns_told)
        _statuses_told(read.statuses)
        for line in read.told:
            tell(line)
        if preview:
            return
        if not (yes or map_ or confirmed()):
            tell(Phrase("Nothing was written."))
            raise typer.Exit(FAULTY)
        for file in read.write():
            tell(Phrase("Written: {file}", file=file))


def _columns_told(header: Sequence[str], roles: Mapping[str, Sequence[str]]) -> None:
    """Tell a program that listens which columns there are, and what each was taken for."""
    if (lines := lines_told()) is not None:
        lines.tell("columns", header=list(header), roles={k: list(v) for k, v in roles.items()})


def _statuses_told(statuses: "Mapping[str, StatusWord]") -> None:
    """Tell a program that listens which words the status has, and what each was taken for."""
    if statuses and (lines := lines_told()) is not None:
        words = [{"word": word, **asdict(each)} for word, each in statuses.items()]
        lines.tell("statuses", words=words)
