"""What ``qipan allocate`` and ``qipan worth`` do: find, show, write."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pulp

from ..allocation.solver import write as write_program
from ..experiments.allocation import Besides, carry_out
from ..experiments.allocation_request import Request
from ..experiments.allocation_result import Allocation
from ..experiments.at_work import AtWork
from ..experiments.result_folder import check_writable
from ..experiments.run import Stopped
from ..experiments.worth import Asked, Worth, worth_of
from ..scenario import Scenario
from .attempted import attempted, tell_of_missing
from .language import Words
from .progress import stop_on_interrupt
from .render.files import chart_files, report_files
from .render.terminal import console, show
from .reporting import CHARTS_ALONE, Reporting
from .watching import years_simulated

Found = TypeVar("Found", Allocation, Worth)

STOPPED = Words("Stopped; nothing written.", "已停止，未写入任何文件。")
WRITTEN = Words(
    "Written to {folder}/; {years:,} simulated years in {seconds:,.0f} s.",
    "已写入 {folder}/；共模拟 {years:,} 年，用时 {seconds:,.0f} 秒。",
)
REPORT = Words("Report: {folder}/report.html", "报告：{folder}/report.html")
IN_A_SCENARIO = {
    "cadres": "policy: {sent_down: {on: true, plan: plan.csv}}",
    "funds": "policy: {fund: {on: true, plan: plan.csv}}",
    "hours": "policy: {planner: {on: true, funds: null}}",
}
USE_IT = Words("Use it in a scenario: {how}", "在情景文件中使用：{how}")


def allocate_and_report(
    scenario: Scenario,
    request: Request,
    folder: Path,
    jobs: int = 1,
    besides: Besides | None = None,
    reporting: Reporting = CHARTS_ALONE,
    programs: Sequence[str] = (),
) -> bool:
    """Divide a resource, show the result and write a result folder.

    Parameters
    ----------
    scenario : Scenario
    request : Request
    folder : Path
    jobs : int
        Replications at the same time.
    besides : Besides, optional
        Worlds, a robust plan, a frontier.
    reporting : Reporting
        Whether a report is written or charts alone, and in which language.
    programs : sequence of str
        Endings under which the program is written: lp, mps.

    Returns
    -------
    bool
        False if it was stopped; then nothing is written.

    Raises
    ------
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    ResourceError, PlacementError, NoPlanError, CannotBeDone, SolverError, LayerError
        As `experiments.allocation.allocate`.
    """

    def files(found: Allocation) -> dict[str, bytes]:
        problem = found.posed() if programs else None
        if problem is None:
            return {}
        return {f"{found.resource}.{e}": program_text(problem, e) for e in programs}

    return _find_and_write(
        scenario,
        folder,
        reporting,
        lambda work: carry_out(scenario, request, work, besides),
        jobs,
        files,
        USE_IT.say(reporting.language, how=IN_A_SCENARIO[request.resource]),
    )


def worth_and_report(
    scenario: Scenario,
    asked: Asked,
    folder: Path,
    jobs: int = 1,
    reporting: Reporting = CHARTS_ALONE,
) -> bool:
    """Value resources, show the values and write a result folder; as `allocate_and_report`."""
    return _find_and_write(
        scenario, folder, reporting, lambda work: worth_of(scenario, asked, work), jobs
    )


def program_text(problem: pulp.LpProblem, ending: str) -> bytes:
    """A program as .lp or .mps."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"program.{ending}"
        write_program(problem, file)
        return file.read_bytes()


def _find_and_write(
    scenario: Scenario,
    folder: Path,
    reporting: Reporting,
    find: Callable[[AtWork], Found],
    jobs: int,
    more: Callable[[Found], dict[str, bytes]] = lambda _: {},
    hint: str = "",
) -> bool:
    """Check the folder, find, show, write: the way of every allocation."""
    check_writable(folder)
    out, begun, language = console(), time.perf_counter(), reporting.language
    with stop_on_interrupt() as stop, years_simulated(out, scenario.name) as watched:
        try:
            found = find(AtWork(jobs, stop, watched.ran, watched.said))
        except Stopped:
            out.print(STOPPED.say(language))
            return False
    report = found.report(language, reporting.command or "")
    show(report, out)
    drawn = chart_files if reporting.command is None else report_files
    files = {**more(found), **attempted(lambda: drawn(report))}
    seconds = time.perf_counter() - begun
    found.write(folder, more=files, seconds=seconds, jobs=jobs)
    tell_of_missing(files, out)
    lines = [WRITTEN.say(language, folder=folder, years=found.years, seconds=seconds)]
    if reporting.command is not None:
        lines.append(REPORT.say(language, folder=folder))
    if hint:
        lines.append(hint)
    for line in lines:
        out.print(line, highlight=False, markup=False)
    return True
