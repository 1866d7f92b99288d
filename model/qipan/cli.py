"""The command line: ``qipan check``, ``qipan run`` and ``qipan targets``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from .scenario import Scenario

app = typer.Typer(
    name="qipan",
    help="Simulate how a city's grassroots offices meet its residents' needs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

MISSED = 1  # exit code where targets are missed and must not be
FAULTY = 2  # exit code for bad input
INTERRUPTED = 130  # and for Ctrl-C, as shells have it


@app.callback()
def main() -> None:
    """Simulate how a city's grassroots offices meet its residents' needs."""


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files.")],
    show_all: Annotated[
        bool, typer.Option("--all", help="List every number, not only the doubtful ones.")
    ] = False,
) -> None:
    """Check scenario files and show where their numbers come from.

    A sound scenario is summed up: its dates, the reforms in force from each, how many numbers
    are stated, derived or assumed, and where in its range each assumed one sits. Otherwise all
    mistakes are listed at once, each with its file and line, and the exit code is 2.

    Example: qipan check --all scenarios/fuding.yaml
    """
    from .outcomes.target_faults import target_faults
    from .scenario import ScenarioError, load
    from .scenario.checking import report

    faulty = False
    for file in files:
        try:
            scenario: Scenario = load(file)
            if faults := target_faults(scenario):
                raise ScenarioError(faults)
        except ScenarioError as error:
            faulty = True
            typer.echo(str(error), err=True)
            typer.echo(f"{file}: {_counted(len(error.faults), 'fault')}", err=True)
        else:
            report(scenario, show_all=show_all)
    if faulty:
        raise typer.Exit(FAULTY)


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file.")],
    replications: Annotated[
        int, typer.Option(min=1, help="Independent replications, each with its own seed.")
    ] = 10,
    seed: Annotated[
        int, typer.Option(min=0, help="Replication r has the seed SEED * 1,000,000 + r.")
    ] = 1,
    days: Annotated[
        int | None, typer.Option(min=1, help="Measured days, in place of the scenario's.")
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, help="Replications at the same time; results do not depend on it.")
    ] = 1,
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  [default: results/NAME]")
    ] = None,
    events: Annotated[bool, typer.Option("--events", help="Keep the event log too.")] = False,
) -> None:
    """Simulate a scenario, print its headline metrics and write a result folder.

    Each metric is the mean over the replications with a 95 % interval. Two scenarios of the same
    city run with the same seed share their residents and issues, so that their difference is the
    policy's. Ctrl-C keeps the replications that are finished.

    Examples
    --------
    qipan run scenarios/tiny.yaml

    qipan run scenarios/fuding.yaml --replications 20 --jobs 2 --out results/my_fuding
    """
    from .agents.staffing import StaffingError
    from .experiments.result_folder import ResultFolderError
    from .report.run_command import run_and_report
    from .scenario import ScenarioError, load

    try:
        loaded = load(scenario)
        if days is not None:
            loaded = loaded.revise({"horizon.days": days})
        folder = out or Path("results") / loaded.name
        if out is None:
            folder.parent.mkdir(exist_ok=True)
        complete = run_and_report(loaded, folder, replications, seed, jobs, events)
    except (ScenarioError, ResultFolderError, StaffingError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAULTY) from None
    if not complete:
        raise typer.Exit(INTERRUPTED)


@app.command()
def targets(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file.")],
    before: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The same city without the reform, beside it."),
    ] = None,
    replications: Annotated[
        int, typer.Option(min=1, help="Independent replications, each with its own seed.")
    ] = 20,
    seed: Annotated[
        int, typer.Option(min=0, help="Replication r has the seed SEED * 1,000,000 + r.")
    ] = 1,
    jobs: Annotated[
        int, typer.Option(min=1, help="Replications at the same time; results do not depend on it.")
    ] = 1,
    show_all: Annotated[
        bool, typer.Option("--all", help="List every assumed number, not only strained ones.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a target is missed.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write the table there too.")
    ] = None,
) -> None:
    """Simulate a scenario and hold it against the windows reported for it.

    Each target is shown with the simulated mean, its 95 % interval and its source. A window that
    the same city meets without the reform as well says nothing about the reform: give that city
    with --before. Then follow the assumed numbers that lie at an end of their range.

    Example: qipan targets scenarios/fuding.yaml --before scenarios/fuding_before.yaml
    """
    from .agents.staffing import StaffingError
    from .report.targets_command import TargetsError, hold_against_targets
    from .scenario import ScenarioError, load

    try:
        verdict = hold_against_targets(
            load(scenario),
            load(before) if before is not None else None,
            replications,
            seed,
            jobs,
            file=out,
            show_all=show_all,
        )
    except (ScenarioError, StaffingError, TargetsError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAULTY) from None
    if not verdict.complete:
        raise typer.Exit(INTERRUPTED)
    if strict and not verdict.met:
        raise typer.Exit(MISSED)


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
    from .allocation.cadres import NoPlanError
    from .experiments.allocation import Request, objective_named
    from .experiments.placement import PlacementError
    from .report.allocate_command import allocate_and_report
    from .scenario import ScenarioError, load

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


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


if __name__ == "__main__":
    app()
