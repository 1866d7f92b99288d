"""``qipan allocate``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..experiments.bounds import (
    FEWEST_WORLDS,
    MOST_CADRES,
    MOST_IN_A_COMMUNITY,
    MOST_LISTED,
    MOST_POINTS,
    MOST_REPLICATIONS,
    MOST_ROUNDS,
    MOST_SECONDS,
    MOST_SEED,
    MOST_YUAN,
)
from .app import FAULTY, INTERRUPTED, app
from .options import Jobs, ScenarioFile, finite, given_options, spelt
from .report_options import writes_report

if TYPE_CHECKING:
    from ..report.reporting import Reporting


# What has no effect where no plan is simulated.
OF_THE_LOOP = ("target", "check", "rounds", "finalists", "fresh", "worlds")


@app.command(name="allocate")
@writes_report
def allocate_(
    context: typer.Context,
    scenario: ScenarioFile,
    cadres: Annotated[
        int | None,
        typer.Option(
            min=0, max=MOST_CADRES, help="Full-time cadres to place.  (default: as today)"
        ),
    ] = None,
    objective: Annotated[
        str, typer.Option(help="utilitarian, max_min, cvar or gini.")
    ] = "utilitarian",
    target: Annotated[
        str | None,
        typer.Option(
            help="What the loop's final choice goes by: ticket_days, p50, p90, worst_p50, "
            "worst_p90 or unsolved_share.  (default: the objective)"
        ),
    ] = None,
    floor: Annotated[
        int,
        typer.Option(
            min=0,
            max=int(MOST_YUAN),
            help="Fewest in a community; of funds, least yuan of each earmark.",
        ),
    ] = 0,
    cap: Annotated[
        int, typer.Option(min=0, max=MOST_IN_A_COMMUNITY, help="Most in a community.")
    ] = 7,
    loop: Annotated[
        bool, typer.Option("--loop/--no-loop", help="Of cadres: correct the plan by simulation.")
    ] = True,
    frontier: Annotated[
        str | None,
        typer.Option(metavar="OBJECTIVE", help="Also show what this one costs in the other."),
    ] = None,
    lp: Annotated[bool, typer.Option("--lp", help="Write the program as cadres.lp too.")] = False,
    mps: Annotated[bool, typer.Option("--mps", help="And as cadres.mps.")] = False,
    check: Annotated[
        int,
        typer.Option(
            min=0,
            max=MOST_LISTED,
            help="Simulate one cadre more in so many of the most and of the least valued "
            "communities.",
        ),
    ] = 3,
    rounds: Annotated[
        int, typer.Option(min=1, max=MOST_ROUNDS, help="Most rounds of the loop.")
    ] = 8,
    finalists: Annotated[
        int,
        typer.Option(
            min=1, max=MOST_LISTED, help="Plans of the loop that meet the rules on fresh years."
        ),
    ] = 4,
    robust: Annotated[
        int | None,
        typer.Option(
            min=2,
            max=MOST_POINTS,
            metavar="DRAWS",
            help="Also make a plan for the mean over so many draws of all assumed ranges, and "
            "show what each plan loses on as many fresh draws.",
        ),
    ] = None,
    worlds: Annotated[
        int | None,
        typer.Option(
            min=FEWEST_WORLDS,
            max=MOST_LISTED,
            help="Also try the plan, the best rule and one more in so many worlds drawn from what "
            "was assumed: a second interval beside that over chance.  (default: none)",
        ),
    ] = None,
    replications: Annotated[
        int,
        typer.Option(
            min=2, max=MOST_REPLICATIONS, help="Simulated years a plan on which is searched."
        ),
    ] = 12,
    fresh: Annotated[
        int,
        typer.Option(
            min=2, max=MOST_REPLICATIONS, help="Fresh simulated years a plan on which is decided."
        ),
    ] = 40,
    seed: Annotated[int, typer.Option(min=0, max=MOST_SEED, help="Base of all seeds.")] = 1,
    jobs: Jobs = 1,
    time_limit: Annotated[
        float | None,
        typer.Option(
            min=0.1,
            max=MOST_SECONDS,
            callback=finite,
            help="Seconds for each solve of a program.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  (default: results/NAME_allocation)")
    ] = None,
    resource: Annotated[
        str, typer.Option(help="What is divided: cadres, funds or hours.")
    ] = "cadres",
    yuan: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=MOST_YUAN,
            callback=finite,
            help="With funds: money of all earmarks a year.  (default: as today)",
        ),
    ] = None,
    *,
    reporting: "Reporting",
) -> None:
    """Place full-time cadres where they are worth most, and say what one more is worth.

    A program places them by curves that were measured by simulation; each plan is simulated, the
    curves are corrected, and in the end the best plans meet the rules of thumb (equal shares, per
    head, by load and others) on fresh seeds. The result is a plan, what was promised of it and what
    the simulation found, and whether a rule of thumb would have done. Ctrl-C writes nothing.

    With --resource funds the earmarks' money is divided by curves that are measured once and not
    corrected: the plan and the rules of thumb then meet on fresh seeds. With --resource hours the
    hours of volunteers and units are, by a planner within the simulation who plans anew every
    period; there is no loop either.

    --worlds says how far the plan's gain over the best rule, and what one more is worth, move with
    what was assumed; the plan stays as it is. --robust makes another plan, for all of it.

    Examples
    --------
    qipan allocate scenarios/fuding.yaml --cadres 20 --jobs 2

    qipan allocate scenarios/fuding.yaml --cadres 20 --objective max_min --target worst_p90

    qipan allocate scenarios/dalian.yaml --no-loop --replications 2

    qipan allocate scenarios/fuding.yaml --resource funds --jobs 2

    qipan allocate scenarios/mile.yaml --resource hours --jobs 2
    """
    if resource != "cadres":
        from .allocate_resource import ResourceOptions, allocate_resource

        allocate_resource(
            ResourceOptions(
                scenario=scenario,
                resource=resource,
                yuan=yuan,
                objective=objective,
                floor=floor,
                replications=replications,
                fresh=fresh,
                seed=seed,
                jobs=jobs,
                check=check,
                time_limit=time_limit,
                out=out,
                programs=("lp",) * lp + ("mps",) * mps,
                given=given_options(context),
                reporting=reporting,
                worlds=worlds or 0,
            )
        )
        return
    if yuan is not None:
        typer.echo("--yuan is of --resource funds; cadres are counted by --cadres", err=True)
        raise typer.Exit(FAULTY)
    unused = [spelt(name) for name in OF_THE_LOOP if name in given_options(context)]
    if unused and not loop:
        typer.echo(f"--no-loop simulates no plan and has no use for {', '.join(unused)}", err=True)
        raise typer.Exit(FAULTY)
    if frontier is not None and frontier == objective:
        typer.echo(f"--frontier {frontier}: give another objective than --objective", err=True)
        raise typer.Exit(FAULTY)
    from ..allocation.cadres import NoPlanError
    from ..experiments.allocation import Request, objective_named
    from ..experiments.placement import PlacementError
    from ..experiments.result_folder import ResultFolderError
    from ..experiments.uncertainty.layer import LayerError
    from ..report.allocate_command import Asked, allocate_and_report
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
            target=target,
            rounds=rounds,
            finalists=finalists,
        )
        folder = out or Path("results") / f"{loaded.name}_allocation"
        asked = Asked(
            loop=loop,
            check=check,
            second=objective_named(frontier) if frontier is not None else None,
            programs=("lp",) * lp + ("mps",) * mps,
            draws=robust or 0,
            worlds=worlds or 0,
        )
        finished = allocate_and_report(loaded, request, folder, jobs, asked, reporting)
    except (ScenarioError, PlacementError, NoPlanError, ResultFolderError, LayerError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAULTY) from None
    if not finished:
        raise typer.Exit(INTERRUPTED)
