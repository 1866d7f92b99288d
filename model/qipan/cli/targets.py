"""``qipan targets``."""

from pathlib import Path
from typing import Annotated

import typer

from ..experiments.bounds import MOST_REPLICATIONS, MOST_SEED
from .app import INTERRUPTED, MISSED, OPEN, app
from .options import Jobs, ScenarioFile


@app.command()
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
    jobs: Jobs = 1,
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
) -> None:
    """Simulate a scenario and hold it against the windows reported for it.

    Each target is shown with the simulated mean, its 95 % interval and its source. It is in if the
    whole interval lies within the window, out if all of it lies outside (or the metric does not
    exist), and open otherwise: then more replications may tell. A window that
    the same city meets without the reform as well says nothing about the reform: give that city
    with --before. Then follow the assumed numbers that lie at an end of their range.

    Example: qipan targets scenarios/fuding.yaml --before scenarios/fuding_before.yaml
    """
    from ..report.targets_command import hold_against_targets
    from ..scenario import load

    verdict = hold_against_targets(
        load(scenario),
        load(before) if before is not None else None,
        replications,
        seed,
        jobs,
        file=out,
        show_all=show_all,
    )
    if not verdict.complete:
        raise typer.Exit(INTERRUPTED)
    if strict and verdict.missed:
        raise typer.Exit(MISSED)
    if strict and verdict.open:
        raise typer.Exit(OPEN)
