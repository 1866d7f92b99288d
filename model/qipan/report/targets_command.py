"""What ``qipan targets`` does: replications held against the windows of their scenario."""

import os
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from ..errors import InputError
from ..experiments.csv_files import write_csv
from ..experiments.paired import check_comparable
from ..experiments.replications import Runs, replicate
from ..experiments.targets import check_targets, refuse_bad_targets, tally, target_table
from ..scenario import Scenario
from .assumptions import print_assumptions
from .console import console, print_cautions, print_targets
from .progress import progress, stop_on_interrupt


class TargetsError(InputError):
    """A scenario cannot be held against targets, or the result cannot be written."""


class Verdict(NamedTuple):
    """Whether all replications were finished, and how many targets are missed or open."""

    complete: bool
    missed: int = 0
    open: int = 0


def hold_against_targets(
    scenario: Scenario,
    before: Scenario | None,
    replications: int,
    seed: int,
    jobs: int,
    *,
    file: Path | None = None,
    show_all: bool = False,
) -> Verdict:
    """Replicate a scenario, print it against its targets, and what it assumes.

    Parameters
    ----------
    scenario : Scenario
    before : Scenario or None
        The same city without the reform, held against the same windows.
    replications, seed, jobs : int
        As in `replicate`.
    file : Path, optional
        Where to write the table, as CSV.
    show_all : bool
        List every assumed number.

    Raises
    ------
    ScenarioError
        If a target names an unknown metric or another unit than the metric's.
    TargetsError
        If there are no targets, the two scenarios cannot be compared, or the file cannot be
        written; all found out before anything is run.
    """
    _check(scenario, before, file)
    out = console()
    several = _replicated([s for s in (scenario, before) if s], replications, seed, jobs, out)
    if any(len(runs) == 0 for runs in several):
        out.print("Stopped before any replication was finished; there is nothing to compare.")
        return Verdict(complete=False)
    runs, reference = several[0], several[1] if before else None
    print_targets(runs, reference, out)
    print_cautions(several, out)
    complete = all(each.complete for each in several)
    if file is not None and complete:
        write_csv(target_table(runs, reference), file)
        out.print(f"Written to {file}.", highlight=False)
    print_assumptions(scenario, out, show_all=show_all)
    counted = tally(check.verdict for check in check_targets(runs))
    return Verdict(complete, counted["out"], counted["open"])


def _replicated(
    scenarios: list[Scenario], replications: int, seed: int, jobs: int, out: Console
) -> list[Runs]:
    several = []
    with stop_on_interrupt() as stop:
        for scenario in scenarios:
            with progress(out, scenario.name, replications) as finished:
                several.append(
                    replicate(scenario, replications, seed, jobs=jobs, progress=finished, stop=stop)
                )
    return several


def _check(scenario: Scenario, before: Scenario | None, file: Path | None) -> None:
    """Find what would only come to light when all is simulated."""
    if not scenario.document.targets:
        name = scenario.path or scenario.name
        raise TargetsError(f"{name}: the scenario has no targets to hold a run against")
    refuse_bad_targets(scenario)
    if before is not None:
        try:
            check_comparable(Runs(scenario, 0, 0, ()), Runs(before, 0, 0, ()))
        except ValueError as error:
            raise TargetsError(str(error)) from None
    if file is not None:
        _check_writable(file)


def _check_writable(file: Path) -> None:
    if file.suffix.lower() != ".csv":
        raise TargetsError(f"{file}: the table is written as CSV: give it a name ending in .csv")
    if file.is_dir():
        raise TargetsError(f"{file}: there is a folder of that name")
    if not file.parent.is_dir():
        raise TargetsError(f"{file}: there is no folder {file.parent} to put it in")
    if file.exists() and not _is_table_of_targets(file):
        said = "there is a file of that name that Qipan did not write; it is left alone"
        raise TargetsError(f"{file}: {said}")
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise TargetsError(f"{file}: cannot be written")


def _is_table_of_targets(file: Path) -> bool:
    """Whether a file is empty, or begins as the table that is written here does."""
    with file.open("rb") as content:
        first = content.readline(200)
    return first == b"" or first.startswith(b"target,metric,title,unit,low,high,")
