"""What ``qipan compare`` does between checked scenarios and a result folder."""

import time
from collections.abc import Sequence
from pathlib import Path

from ..experiments.comparison import Comparison, compare_experiment
from ..experiments.comparison.compare import NothingToCompareError
from ..experiments.comparison.save import save_comparisons
from ..experiments.file import Experiment
from ..experiments.opening import Workers
from ..experiments.result_folder import MANIFEST, check_writable
from .at_work import runner_at_work
from .attempted import attempted, tell_of_missing
from .comparison_console import print_part
from .console import console
from .language import Language
from .reporting import CHARTS_ALONE, Reporting
from .run_charts import chart_files


def compare_and_report(
    experiment: Experiment, folder: Path, workers: Workers, reporting: Reporting = CHARTS_ALONE
) -> bool:
    """Run a comparison, print it and write its result folder.

    Returns
    -------
    bool
        Whether all is there; an interrupt keeps what was finished in all scenarios.

    Raises
    ------
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    RunnerError
        If replications cannot be made or kept.
    """
    out = console()
    check_writable(folder)
    begun = time.perf_counter()
    try:
        with runner_at_work(out, experiment.name, workers) as runner:
            parts = compare_experiment(experiment, runner)
    except NothingToCompareError:
        kept = "; what is finished is in the store" if workers.store is not None else ""
        out.print(f"Stopped before one was finished in all scenarios{kept}. Nothing written.")
        return False
    seconds = time.perf_counter() - begun
    complete = not runner.stopped and all(part.complete for part in parts)
    if not complete and (folder / MANIFEST).exists():
        folder = folder.with_name(f"{folder.name}-stopped")
    if reporting.command is None:
        more = attempted(lambda: _charts(parts, reporting.language))
    else:
        command = reporting.command
        more = attempted(lambda: _report_files(experiment, parts, reporting.language, command))
    save_comparisons(experiment, parts, folder, seconds=seconds, jobs=workers.jobs, more=more)
    if experiment.document.question is not None:
        out.print(experiment.document.question.en, style="bold", highlight=False)
    for part in parts:
        print_part(part, out)
    tell_of_missing(more, out)
    out.print(f"Results: {folder}/ (in {seconds:.1f} s)", highlight=False)
    if reporting.command is not None:
        out.print(f"Report: {folder}/report.html", highlight=False)
    return complete


def _report_files(
    experiment: Experiment, parts: Sequence[Comparison], language: Language, command: str
) -> dict[str, bytes]:
    from .comparison import comparison_report
    from .render import report_files

    document = experiment.document
    given = experiment.path  # scenarios on the command line have no title together
    report = comparison_report(
        parts,
        language,
        command=command,
        title=getattr(document.title, language) if given else None,
        question=getattr(document.question, language) if document.question else None,
    )
    return report_files(report)


def _charts(parts: Sequence[Comparison], language: Language) -> dict[str, bytes]:
    """Charts by file name, in a folder for each comparison where there are several."""
    files = {}
    for number, part in enumerate(parts, 1):
        folder = f"charts_{number}" if len(parts) > 1 else "charts"
        for name, content in chart_files(part.runs, language).items():
            files[f"{folder}/{name}"] = content
    return files
