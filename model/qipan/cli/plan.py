"""``qipan plan``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import INTERRUPTED, app
from .options import takes_workers
from .report_options import writes_report

if TYPE_CHECKING:
    from ..planning.plan_file import PlanFile
    from ..report.reporting import Reporting
    from ..runs.opening import Workers


@app.command(name="plan")
@takes_workers
@writes_report
def plan_(
    file: Annotated[str, typer.Argument(metavar="PLAN", help="A plan file (YAML).")],
    ensemble: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also try the plan, the best rule and today in each draw of this ensemble, as "
            "`qipan fit` and `qipan calibrate` write it: an interval over chance and data.  "
            "(default: that of the file, if it names one)",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  (default: results/PLAN_plan)")
    ] = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Plan posts and hours under a budget, and confirm the plan by simulation.

    A plan file names a scenario, types of posts and hours with their prices, yearly budgets, what
    is asked for, and a table of floors, caps and today's posts. The program's curves are corrected
    by simulation; the plan then meets nobody more, today's posts and every rule of thumb on fresh
    years. Writes plan.csv, places.csv, rules.csv, values.csv, a report, and a page in English and
    Chinese. What cannot be kept is told before any plan is simulated. Ctrl-C writes no result; the
    same command goes on from the store.

    Examples
    --------
    qipan plan experiments/plans/fuding.yaml --jobs 2
    """
    from ..planning.plan_file import load_plan

    given = load_plan(file, ensemble)
    folder = out or Path("results") / f"{given.name}_plan"
    if not plan_and_report(given, folder, workers, reporting):
        raise typer.Exit(INTERRUPTED)


def plan_and_report(
    given: "PlanFile", folder: Path, workers: "Workers", reporting: "Reporting"
) -> bool:
    """Plan, write the result folder and show the report; whether all is there."""
    from ..planning.planned import plan_under_budget
    from .pipeline import carried_out
    from .watched import STOPPED, watched

    study = watched(lambda work: plan_under_budget(given, work), given.scenario.name, workers)
    return carried_out(study, folder, reporting, jobs=workers.jobs, nothing=STOPPED)
