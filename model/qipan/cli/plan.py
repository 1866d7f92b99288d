"""``qipan plan``."""

from pathlib import Path
from typing import Annotated

import typer

from .app import INTERRUPTED, app
from .options import Jobs


@app.command(name="plan")
def plan_(
    file: Annotated[str, typer.Argument(metavar="PLAN", help="A plan file (YAML).")],
    jobs: Jobs = 1,
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  (default: results/PLAN_plan)")
    ] = None,
) -> None:
    """Plan posts and hours under a budget, and confirm the plan by simulation.

    A plan file names a scenario, types of posts and hours with their prices, yearly budgets, what
    is asked for, and a table of floors, caps and today's posts. The program's curves are corrected
    by simulation; the plan then meets nobody more, today's posts and a rule of thumb on fresh
    years. Writes plan.csv, places.csv, values.csv and a page in English and Chinese. What cannot
    be kept is told before any plan is simulated. Ctrl-C writes nothing.

    Examples
    --------
    qipan plan experiments/plans/fuding.yaml --jobs 2
    """
    from ..planning.plan_file import load_plan
    from ..report.plan_command import plan_and_report

    given = load_plan(file)
    folder = out or Path("results") / f"{given.name}_plan"
    finished = plan_and_report(given, folder, jobs)
    if not finished:
        raise typer.Exit(INTERRUPTED)
