"""``qipan allocate``."""

from pathlib import Path
from typing import Annotated

import typer

from .app import FAULTY, app


@app.command(name="allocate")
def allocate_(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file.")],
    cadres: Annotated[
        int | None, typer.Option(min=0, help="Full-time cadres to place.  [default: as today]")
    ] = None,
    objective: Annotated[
        str, typer.Option(help="utilitarian, max_min, cvar or gini.")
    ] = "utilitarian",
    floor: Annotated[int, typer.Option(min=0, help="Fewest in a community.")] = 0,
    cap: Annotated[int, typer.Option(min=0, help="Most in a community.")] = 7,
    loop: Annotated[
        bool, typer.Option("--loop/--no-loop", help="Correct the plan by simulation.")
    ] = True,
    frontier: Annotated[
        str | None,
        typer.Option(metavar="OBJECTIVE", help="Also show what this one costs in the other."),
    ] = None,
    lp: Annotated[bool, typer.Option("--lp", help="Write the program as cadres.lp too.")] = False,
    replications: Annotated[
        int, typer.Option(min=2, help="Simulated years a plan on which is searched.")
    ] = 12,
    fresh: Annotated[
        int, typer.Option(min=2, help="Fresh simulated years a plan on which is decided.")
    ] = 40,
    seed: Annotated[int, typer.Option(min=0, help="Base of all seeds.")] = 1,
    jobs: Annotated[int, typer.Option(min=1, help="Replications at the same time.")] = 1,
    time_limit: Annotated[
        float | None, typer.Option(min=0.1, help="Seconds for each solve of a program.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  [default: results/NAME_allocation]")
    ] = None,
) -> None:
    """Place full-time cadres where they are worth most, and say what one more is worth.

    A program places them by curves that were measured by simulation; each plan is simulated, the
    curves are corrected, and in the end the best plans meet the rules of thumb (equal shares, per
    head, by load and others) on fresh seeds. The result is a plan, what was promised of it and what
    the simulation found, and whether a rule of thumb would have done.

    Examples
    --------
    qipan allocate scenarios/fuding.yaml --cadres 20 --jobs 2

    qipan allocate scenarios/dalian.yaml --no-loop --replications 2
    """
    from ..allocation.cadres import NoPlanError
    from ..experiments.allocation import Request, objective_named
    from ..experiments.placement import PlacementError
    from ..report.allocate_command import allocate_and_report
    from ..scenario import ScenarioError, load

    try:
        loaded = load(scenario)
        request = Request(
            objective=objective_named(objective),
            total=cadres,
            floor=floor,
            cap=cap,
            replications=replications,
            fresh=fresh,
            seed=seed,
            time_limit=time_limit,
        )
        folder = out or Path("results") / f"{loaded.name}_allocation"
        second = objective_named(frontier) if frontier is not None else None
        allocate_and_report(loaded, request, folder, jobs, loop=loop, second=second, program=lp)
    except (ScenarioError, PlacementError, NoPlanError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAULTY) from None
