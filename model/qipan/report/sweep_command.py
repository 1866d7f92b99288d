"""What ``qipan sweep`` does: sweep, print, write a result folder."""

import time
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ..experiments.opening import Workers
from ..experiments.result_folder import check_writable
from ..experiments.run import Stopped
from ..experiments.sweep.ask import Question
from ..experiments.sweep.families import OWN, numbers
from ..experiments.sweep.result import Sweep
from ..experiments.sweep.save import save
from ..experiments.sweep.sweep import design_of, factors_of, sweep
from .at_work import runner_at_work
from .attempted import attempted, tell_of_missing
from .console import console
from .reporting import CHARTS_ALONE, Reporting
from .standing_console import print_standing
from .sweep_console import print_sweep

EVERY = 20.0  # seconds between two lines of progress where there is no terminal


def sweep_and_report(
    question: Question, folder: Path, workers: Workers, reporting: Reporting = CHARTS_ALONE
) -> bool:
    """Sweep, print what was found and write a result folder.

    Returns
    -------
    bool
        False if it was stopped before everything was simulated; nothing is written then.

    Raises
    ------
    SweepError
        If it cannot be made as asked.
    ResultFolderError
        If the folder cannot be written; either is found out before anything is simulated.
    """
    check_writable(folder)
    factors = factors_of(question.scenarios, question.request)
    design_of(factors, question.request)
    out, start = console(), time.perf_counter()
    names = " and ".join(scenario.name for scenario in question.scenarios)
    moving = sum(factor.name != OWN for factor in numbers(factors))
    families = sum(bool(factor.members) for factor in factors)
    within = f", in {families} families" if families else ""
    out.print(f"{moving} numbers of {names} move{within}.", style="dim", highlight=False)
    news = _News(out)
    found = None
    with runner_at_work(out, "replications", workers) as runner, suppress(Stopped):
        found = sweep(question.scenarios, question.request, runner, told=news.stage, done=news.done)
    if found is None:
        out.print("Not all points were simulated; nothing is concluded.")
        return False
    seconds = time.perf_counter() - start
    more = attempted(lambda: _report_files(question, found, reporting))
    save(found, question.request, folder, seconds=seconds, jobs=workers.jobs, more=more)
    print_sweep(found, out)
    print_standing(found.scenarios, out)
    tell_of_missing(more, out)
    out.print(f"Written to {folder}/.", highlight=False)
    if reporting.command is not None:
        out.print(f"Report: {folder}/report.html", highlight=False)
    return True


def _report_files(question: Question, found: Sweep, reporting: Reporting) -> dict[str, bytes]:
    """Report and charts, or the charts alone, by path in the folder."""
    from .render import report_files
    from .render.files import chart_files
    from .sweep import sweep_report

    language = reporting.language
    report = sweep_report(
        found,
        language,
        command=reporting.command or "",
        title=getattr(question.title, language, None),
        question=getattr(question.question, language, None),
    )
    return chart_files(report) if reporting.command is None else report_files(report)


class _News:
    """Says now and then how far a sweep is."""

    def __init__(self, out: Console) -> None:
        self._out, self._last = out, time.perf_counter()

    def stage(self, said: str) -> None:
        self._last = time.perf_counter()
        self._out.print(Text(said, style="dim"))

    def done(self, done: int, of: int) -> None:
        now = time.perf_counter()
        if now - self._last > EVERY:
            self._last = now
            self._out.print(Text(f"  {done:,} of {of:,} points", style="dim"))
