"""What ``qipan run`` does between a loaded scenario and its result folder."""

import time
from dataclasses import dataclass
from pathlib import Path

from ..experiments.ledger_file import check_ledger, write_ledger
from ..experiments.replications import Runs, replicate
from ..experiments.result_folder import CHARTS, MANIFEST, check_writable
from ..experiments.save import save
from ..scenario import Scenario
from .attempted import attempted, tell_of_missing
from .console import console, print_summary
from .language import Language
from .progress import progress, stop_on_interrupt
from .run_charts import chart_files


@dataclass(frozen=True)
class LedgerFile:
    """Where a ledger shall be written, and whether with the mark by which Excel knows UTF-8."""

    path: Path
    bom: bool = False


def run_and_report(
    scenario: Scenario,
    folder: Path,
    replications: int,
    seed: int,
    jobs: int,
    events: bool,
    language: Language = "en",
    command: str | None = None,
    ledger: LedgerFile | None = None,
) -> bool:
    """Replicate a scenario, print its summary and write its result folder.

    Parameters
    ----------
    scenario : Scenario
    folder : Path
        Where to write.
    replications, seed, jobs : int
        As in `replicate`.
    events : bool
        Keep the event log.
    language : 'en' or 'zh'
        Of the charts.
    command : str or None
        What reproduces the report; None for charts alone.
    ledger : LedgerFile or None
        Where to write the first replication as a ledger too.

    Returns
    -------
    bool
        Whether all replications are there; an interrupt keeps those that were finished.

    Raises
    ------
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    LedgerError
        The same of the ledger.
    """
    out = console()
    check_writable(folder)
    if ledger is not None:
        check_ledger(ledger.path)
    begun = time.perf_counter()
    with progress(out, scenario.name, replications) as finished, stop_on_interrupt() as stop:
        runs = replicate(
            scenario,
            replications,
            seed,
            jobs=jobs,
            events=events,
            ledger=language if ledger is not None else None,
            progress=finished,
            stop=stop,
        )
    if len(runs) == 0:
        out.print("Stopped before any replication was finished; nothing written.")
        return False
    seconds = time.perf_counter() - begun
    folder = _spared(folder, runs)
    if command is None:
        more = attempted(lambda: _charts(runs, language))
    else:
        more = attempted(lambda: _report_files(runs, language, command))
    save(runs, folder, seconds=seconds, jobs=jobs, more=more)
    print_summary(runs, out)
    tell_of_missing(more, out)
    out.print(f"Written to {folder}/ in {seconds:.1f} s.", highlight=False)
    if ledger is not None and runs.ledger is not None:
        write_ledger(runs.ledger, ledger.path, bom=ledger.bom)
        rows = f"{len(runs.ledger):,} tickets of replication 0"
        out.print(f"Ledger: {ledger.path}, {rows}.", highlight=False)
    if command is not None:
        out.print(f"Report: {folder}/report.html", highlight=False)
    return runs.complete


def _charts(runs: Runs, language: Language) -> dict[str, bytes]:
    drawn = chart_files([runs], language)
    return {f"{CHARTS}/{name}": content for name, content in drawn.items()}


def _report_files(runs: Runs, language: Language, command: str) -> dict[str, bytes]:
    from .render import report_files
    from .run import run_report

    return report_files(run_report(runs, language, command=command))


def _spared(folder: Path, runs: Runs) -> Path:
    """Folder for the results; a complete one is not replaced by a run that was stopped."""
    if runs.complete or not (folder / MANIFEST).exists():
        return folder
    return folder.with_name(f"{folder.name}-stopped")
