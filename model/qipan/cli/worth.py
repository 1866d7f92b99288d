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
from .options import ScenarioFile, Seed, finite, takes_workers
from .report_options import writes_report

if TYPE_CHECKING:
    from ..report.reporting import Reporting
    from ..runs.opening import Workers


@app.command(name="worth")
@takes_workers
@writes_report
def worth_(
    scenario: ScenarioFile,
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

    --worlds says how far the values move with what was assumed.

    Examples
    --------
    qipan worth scenarios/fuding.yaml --jobs 2

    qipan worth scenarios/fuding.yaml --community c0003 --yuan 50000
    """
    from ..scenario import load
    from ..studies.worth import Asked, Steps, check_steps, worth_of
    from .pipeline import carried_out
    from .watched import STOPPED, watched

    given = load(scenario)
    folder = out or Path("results") / f"{given.name}_worth"
    steps = Steps(cadres, yuan, hours, points)
    check_steps(steps, replications)
    asked = Asked(tuple(community or ()), loaded, steps, replications, seed, worlds or 0)
    study = watched(lambda work: worth_of(given, asked, work), given.name, workers)
    finished = carried_out(study, folder, reporting, jobs=workers.jobs, nothing=STOPPED)
    if not finished:
        raise typer.Exit(INTERRUPTED)
