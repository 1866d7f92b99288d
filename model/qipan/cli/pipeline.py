"""What every command does around its study: check the folder, run, write, show."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..report.attempted import attempted, tell_of_missing
from ..report.render.files import HTML, chart_files, report_files
from ..report.render.terminal import console, show
from ..report.reporting import CHARTS_ALONE, Reporting
from ..runs.result import Result
from ..runs.result_folder import MANIFEST, check_writable
from ..words import Language, Words

if TYPE_CHECKING:
    from rich.console import Console

    from ..report.document import Report

RESULTS = Words("Results: {folder}/ (in {seconds:.1f} s)")
REPORT = Words("Report: {folder}/{file}")


def carried_out(
    study: "Callable[[Console], Result | None]",
    folder: Path,
    reporting: Reporting = CHARTS_ALONE,
    *,
    jobs: int,
    nothing: Words,
) -> bool:
    """Carry out a study, write its result folder and show its report on the terminal.

    Parameters
    ----------
    study : callable
        Gets the console, and returns the result; None if it was stopped before there was any.
    folder : Path
        Where to write. A complete result there is not replaced by one that was stopped.
    reporting : Reporting
    jobs : int
    nothing : Words
        What is said where there is no result.

    Returns
    -------
    bool
        Whether all is there.

    Raises
    ------
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    """
    out, language = console(), reporting.language
    check_writable(folder)
    begun = time.perf_counter()
    result = study(out)
    if result is None:
        out.print(nothing.say(language))
        return False
    seconds = time.perf_counter() - begun
    folder = _spared(folder, result.complete)
    made: list[Report] = []

    def files() -> dict[str, bytes]:
        made.append(result.told(language, reporting.command or ""))
        if reporting.command is None:
            return chart_files(made[0])
        return report_files(made[0], reporting.layout)

    more = attempted(files)
    result.write(folder, more=more, seconds=seconds, jobs=jobs)
    for report in made:
        show(report, out)
    tell_of_missing(more, out)
    say(RESULTS, out, language, folder=folder, seconds=seconds)
    if HTML in more:
        say(REPORT, out, language, folder=folder, file=HTML)
    return result.complete


def say(words: Words, out: "Console", language: Language, **fields: object) -> None:
    """Print a sentence; a path in it is not broken."""
    out.print(words.say(language, **fields), soft_wrap=True)


def _spared(folder: Path, complete: bool) -> Path:
    """Folder for the results; a complete one is not replaced by a run that was stopped."""
    if complete or not (folder / MANIFEST).exists():
        return folder
    return folder.with_name(f"{folder.name}-stopped")
