"""``qipan plan``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import INTERRUPTED, app
from .options import Jobs
from .report_options import writes_report

if TYPE_CHECKING:
    from ..planning.plan_file import PlanFile
    from ..report.reporting import Reporting


@app.command(name="plan")
@writes_report
def plan_(
    file: Annotated[str, typer.Argument(metavar="PLAN", help="A plan file (YAML).")],
    jobs: Jobs = 1,
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  (default: results/PLAN_plan)")
    ] = None,
    *,
    reporting: "Reporting",
) -> None:
    """Plan posts and hours under a budget, and confirm the plan by simulation.

    A plan file names a scenario, types of posts and hours with their prices, yearly budgets, what
    is asked for, and a table of floors, caps and today's posts. The program's curves are corrected
    by simulation; the plan then meets nobody more, today's posts and every rule of thumb on fresh
    years. Writes plan.csv, places.csv, rules.csv, values.csv, a report, and a page in English and
    Chinese. What cannot be kept is told before any plan is simulated. Ctrl-C writes nothing.

    Examples
    --------
    qipan plan experiments/plans/fuding.yaml --jobs 2
    """
    from ..planning.plan_file import load_plan

    given = load_plan(file)
    folder = out or Path("results") / f"{given.name}_plan"
    if not plan_and_report(given, folder, jobs, reporting):
        raise typer.Exit(INTERRUPTED)


def plan_and_report(given: "PlanFile", folder: Path, jobs: int, reporting: "Reporting") -> bool:
    """Plan, write the result folder and show the report; whether all is there."""
    from ..planning.planned import plan_under_budget
    from ..runs.opening import Workers
    from .pipeline import carried_out
    from .watched import STOPPED, watched

    study = watched(
        lambda work: plan_under_budget(given, work), given.scenario.name, Workers(jobs=jobs)
    )
    return carried_out(study, folder, reporting, jobs=jobs, nothing=STOPPED)
