"""What ``qipan seek`` does between a checked experiment and a result folder."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..experiments.csv_files import write_csv
from ..experiments.file import Experiment
from ..experiments.file.seek_given import SOURCE
from ..experiments.manifest import manifest
from ..experiments.opening import Workers
from ..experiments.result_folder import (
    MANIFEST,
    RUN_INFO,
    check_writable,
    whole_folder,
    write_json,
    write_more,
)
from ..experiments.save import run_info
from ..experiments.search.seek import Search, SearchStoppedError, seek
from .at_work import runner_at_work
from .attempted import attempted, tell_of_missing
from .console import console
from .reporting import CHARTS_ALONE, Reporting
from .search_console import print_search, told
from .standing_console import print_standing

LEVELS = "levels.csv"


def seek_and_report(
    experiment: Experiment, folder: Path, workers: Workers, reporting: Reporting = CHARTS_ALONE
) -> bool:
    """Search for a value of a lever, print the answer and write its result folder.

    Returns
    -------
    bool
        Whether the search came to an end; nothing is written otherwise.

    Raises
    ------
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    RunnerError
        If replications cannot be made or kept.
    PlacementError
        If cadres cannot be placed in the scenario.
    """
    out = console()
    check_writable(folder)
    begun = time.perf_counter()
    try:
        with runner_at_work(out, experiment.name, workers) as runner:
            live = (lambda *what: told(out, *what)) if out.is_terminal else (lambda *_: None)
            search = seek(experiment, runner, jobs=workers.jobs, told=live)
    except SearchStoppedError as error:
        for failure in error.failures:
            out.print(f"seed {failure.seed} of {failure.scenario}: {failure.reason}", style="red")
        out.print("Stopped before the search came to an end; nothing written.")
        return False
    seconds = time.perf_counter() - begun
    more = attempted(lambda: _report_files(experiment, search, reporting))
    _save(search, folder, seconds, workers.jobs, more)
    if experiment.document.question is not None:
        out.print(experiment.document.question.en, style="bold", highlight=False)
    print_search(search, out)
    print_standing([search.scenario], out, cautions_only=True)
    tell_of_missing(more, out)
    out.print(f"Results: {folder}/ (in {seconds:.1f} s)", highlight=False)
    if reporting.command is not None:
        out.print(f"Report: {folder}/report.html", highlight=False)
    return True


def _report_files(experiment: Experiment, search: Search, reporting: Reporting) -> dict[str, bytes]:
    """Report and charts, or the charts alone, by path in the folder."""
    from .render import report_files
    from .render.files import chart_files
    from .search import search_report

    document, language = experiment.document, reporting.language
    report = search_report(
        search,
        language,
        command=reporting.command or "",
        title=getattr(document.title, language) if experiment.path != SOURCE else None,
        question=getattr(document.question, language, None),
    )
    return chart_files(report) if reporting.command is None else report_files(report)


def _save(
    search: Search, folder: Path, seconds: float, jobs: int, more: Mapping[str, bytes]
) -> None:
    with whole_folder(folder) as inside:
        write_json(inside / MANIFEST, _manifest(search))
        write_json(inside / RUN_INFO, run_info(seconds, jobs))
        write_csv(search.frame(), inside / LEVELS)
        write_more(inside, more)


def _manifest(search: Search) -> dict[str, Any]:
    """What was run and what it came to."""
    missed, reached = search.bracket
    return manifest(
        "seek",
        [search.scenario],
        experiment=search.document.model_dump(mode="json", exclude_none=True),
        outcome=search.found.outcome,
        missed=missed,
        reached=reached,
        rising=search.found.rising,
        monotone=search.found.monotone,
        error_of_each_decision=search.found.error,
        replications=search.replications,
    )
