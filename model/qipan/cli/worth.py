"""``qipan worth``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..runs.bounds import (
    FEWEST_WORLDS,
    MOST_HOURS,
    MOST_IN_A_COMMUNITY,
    MOST_LISTED,
    MOST_REPLICATIONS,
    MOST_YUAN,
)
from .app import INTERRUPTED, app
from .options import QuestionFile, Seed, finite, over_the_file, takes_workers
from .report_options import writes_report

if TYPE_CHECKING:
    from ..report.reporting import Reporting
    from ..runs.opening import Workers
    from ..studies.resource_questions import WorthQuestion

# What each option goes over in a question file; it is read from the context, where it is given.
KEYS = {
    "community": "worth.communities",
    "loaded": "worth.loaded",
    "cadres": "worth.steps.cadres",
    "yuan": "worth.steps.yuan",
    "hours": "worth.steps.hours",
    "points": "worth.steps.points",
    "worlds": "worth.worlds",
    "ensemble": "worth.ensemble",
    "replications": "replications",
    "seed": "seed",
}


@app.command(name="worth")
@takes_workers
@writes_report
def worth_(
    context: typer.Context,
    file: QuestionFile,
    community: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Value each of these by itself too; may be repeated."),
    ] = None,
    loaded: Annotated[
        int,
        typer.Option(min=0, max=MOST_LISTED, help="If none is named: so many of the most loaded."),
    ] = 3,
    cadres: Annotated[
        float,
        typer.Option(min=0, max=MOST_IN_A_COMMUNITY, callback=finite, help="Part of a cadre."),
    ] = 0.1,
    yuan: Annotated[
        float, typer.Option(min=0, max=MOST_YUAN, callback=finite, help="Yuan a year.")
    ] = 10_000.0,
    hours: Annotated[
        float, typer.Option(min=0, max=MOST_HOURS, callback=finite, help="Volunteer hours a year.")
    ] = 100.0,
    points: Annotated[
        float, typer.Option(min=0, max=100, callback=finite, help="Percentage points of paperwork.")
    ] = 10.0,
    replications: Annotated[
        int, typer.Option(min=2, max=MOST_REPLICATIONS, help="Simulated years of each step.")
    ] = 20,
    worlds: Annotated[
        int | None,
        typer.Option(
            min=FEWEST_WORLDS,
            max=MOST_LISTED,
            help="Also value each step in so many worlds drawn from what was assumed: a second "
            "interval.  (default: none)",
        ),
    ] = None,
    ensemble: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also value each step in each draw of this ensemble, as `qipan fit` and `qipan "
            "calibrate` write it: an interval over chance and data.  (default: none)",
        ),
    ] = None,
    seed: Seed = 1,
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  (default: results/NAME_worth)")
    ] = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Value money, volunteer hours, cadres and less paperwork beside each other.

    Each is simulated on the same seeds as the scenario without it, city-wide and in some
    communities, and told in open ticket-days a year with a paired interval. Ten points less
    paperwork are told in cadres too. Resources that the scenario has not got are left out, and it
    is said what they need. Ctrl-C writes nothing.

    --worlds and --ensemble say how far the values move with what was assumed, and with what data
    leave open.

    Examples
    --------
    qipan worth scenarios/fuding.yaml --jobs 2

    qipan worth scenarios/fuding.yaml --community c0003 --yuan 50000
    """
    from ..studies.resource_questions import worth_asked

    question = worth_asked(file, over_the_file(context, KEYS))
    folder = out or Path("results") / question.name
    if not worth_and_report(question, folder, workers, reporting):
        raise typer.Exit(INTERRUPTED)


def worth_and_report(
    question: "WorthQuestion", folder: Path, workers: "Workers", reporting: "Reporting"
) -> bool:
    """Value resources as a question asks; see `pipeline.carried_out`."""
    from ..studies.worth import worth_of
    from .pipeline import carried_out
    from .watched import STOPPED, watched

    scenario, asked = question.scenario, question.asked
    study = watched(
        lambda work: question.headed(worth_of(scenario, asked, work)), scenario.name, workers
    )
    return carried_out(study, folder, reporting, jobs=workers.jobs, nothing=STOPPED)
