"""``qipan targets``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..runs.bounds import MOST_REPLICATIONS, MOST_SEED
from .app import INTERRUPTED, MISSED, OPEN, app
from .options import Lang, ScenarioFile, takes_workers

if TYPE_CHECKING:
    from rich.console import Console

    from ..report.targets import Held
    from ..runs.opening import Workers
    from ..runs.runs import Runs
    from ..scenario import Scenario


@app.command()
@takes_workers
def targets(
    scenario: ScenarioFile,
    before: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The same city without the reform, beside it."),
    ] = None,
    replications: Annotated[
        int,
        typer.Option(
            min=1, max=MOST_REPLICATIONS, help="Independent replications, each with its own seed."
        ),
    ] = 20,
    seed: Annotated[
        int,
        typer.Option(
            min=0,
            max=MOST_SEED,
            help="Replication r has the seed SEED * 1,000,000 + r.",
        ),
    ] = 1,
    show_all: Annotated[
        bool, typer.Option("--all", help="List every assumed number, not only strained ones.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Exit with 1 if a target is out, with 3 if none is out but some are open.",
        ),
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write the table there too.")
    ] = None,
    lang: Lang = "en",
    *,
    workers: "Workers",
) -> None:
    """Simulate a scenario and hold it against the windows reported for it.

    Each target is shown with the simulated mean, its 95 % interval and its source. It is in if the
    whole interval lies within the window, out if all of it lies outside (or the metric does not
    exist), and open otherwise: then more replications may tell. A window that
    the same city meets without the reform as well says nothing about the reform: give that city
    with --before. Then follow the assumed numbers that lie at an end of their range.

    Example: qipan targets scenarios/fuding.yaml --before scenarios/fuding_before.yaml
    """
    from ..scenario import load

    verdict = hold_against_targets(
        load(scenario),
        load(before) if before is not None else None,
        replications,
        seed,
        workers,
        file=out,
        show_all=show_all,
        language=lang,
    )
    if not verdict.complete:
        raise typer.Exit(INTERRUPTED)
    if strict and verdict.missed:
        raise typer.Exit(MISSED)
    if strict and verdict.open:
        raise typer.Exit(OPEN)


def hold_against_targets(
    scenario: "Scenario",
    before: "Scenario | None",
    replications: int,
    seed: int,
    workers: "Workers",
    *,
    file: Path | None = None,
    show_all: bool = False,
    language: Lang = "en",
) -> "Held":
    """Replicate a scenario, show it beside its targets, and what it assumes.

    Raises
    ------
    ScenarioError
        If a target names an unknown metric or another unit than the metric's.
    TargetsError
        If there are no targets, the two scenarios cannot be compared, or the file cannot be
        written; all found out before anything is run.
    """
    from ..report.assumptions import print_assumptions
    from ..report.render.terminal import console, show
    from ..report.targets import Held, check_before_running, held, targets_report
    from ..runs.csv_files import write_csv
    from ..runs.targets import target_table
    from ..words import Words
    from .pipeline import say

    check_before_running(scenario, before, file)
    out = console()
    several = [
        _replicated(each, out, replications, seed, workers) for each in (scenario, before) if each
    ]
    if any(len(runs) == 0 for runs in several):
        say(
            Words("Stopped before any replication was finished; there is nothing to compare."),
            out,
            language,
        )
        return Held(complete=False)
    show(targets_report(several, language), out)
    verdict = held(several)
    if file is not None and verdict.complete:
        write_csv(target_table(*several), file)
        say(Words("Written to {file}."), out, language, file=file)
    print_assumptions(scenario, out, show_all=show_all)
    return verdict


def _replicated(
    scenario: "Scenario", out: "Console", replications: int, seed: int, workers: "Workers"
) -> "Runs":
    from .at_work import runner_at_work

    with runner_at_work(out, scenario.name, workers) as runner:
        return runner.replicate([scenario], range(replications), seed)[0]
