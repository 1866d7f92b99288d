"""``qipan allocate``: cadres, funds or hours, a command each."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ..runs.bounds import (
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
from .app import FAULTY, INTERRUPTED, Application, app
from .options import Jobs, ScenarioFile, finite, given_options, spelt, takes_workers
from .report_options import writes_report

if TYPE_CHECKING:
    from ..report.reporting import Reporting
    from ..runs.opening import Workers
    from ..studies.allocation.allocate import Besides

# What has no effect where no plan is simulated.
OF_THE_LOOP = ("target", "check", "rounds", "finalists", "fresh", "worlds")
RESOURCES = ("cadres", "funds", "hours")
OPTION = "--resource"

Objective = Annotated[str, typer.Option(help="utilitarian, max_min, cvar or gini.")]
Replications = Annotated[
    int,
    typer.Option(min=2, max=MOST_REPLICATIONS, help="Simulated years a plan on which is searched."),
]
Fresh = Annotated[
    int,
    typer.Option(
        min=2, max=MOST_REPLICATIONS, help="Fresh simulated years a plan on which is decided."
    ),
]
Seed = Annotated[int, typer.Option(min=0, max=MOST_SEED, help="Base of all seeds.")]
Check = Annotated[
    int,
    typer.Option(
        min=0,
        max=MOST_LISTED,
        help="Simulate one step more in so many of the most and of the least valued communities.",
    ),
]
Worlds = Annotated[
    int | None,
    typer.Option(
        min=FEWEST_WORLDS,
        max=MOST_LISTED,
        help="Also try the plan, the best rule and one more in so many worlds drawn from what "
        "was assumed: a second interval beside that over chance.  (default: none)",
    ),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        min=0.1, max=MOST_SECONDS, callback=finite, help="Seconds for each solve of a program."
    ),
]
Lp = Annotated[bool, typer.Option("--lp", help="Write the program as an .lp file too.")]
Mps = Annotated[bool, typer.Option("--mps", help="And as .mps.")]
Out = Annotated[Path | None, typer.Option(help="Result folder.  (default: results/NAME_RESOURCE)")]


class ByResource(TyperGroup):
    """`qipan allocate cadres FILE`; `allocate FILE --resource cadres` says the same."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the resource in front, cadres if none is named."""
        helped = not args or args[0] in (*RESOURCES, *ctx.help_option_names)
        return super().parse_args(ctx, list(args) if helped else _resource_first(list(args)))


def _resource_first(args: list[str]) -> list[str]:
    """Arguments with the value of --resource before all others, its last one."""
    resource, rest, words = RESOURCES[0], [], iter(args)
    for word in words:
        if word == OPTION:
            resource = next(words, "")
        elif word.startswith(f"{OPTION}="):
            resource = word.partition("=")[2]
        else:
            rest.append(word)
    if resource not in RESOURCES:
        raise typer.BadParameter(
            f"no resource named '{resource}'; there are {', '.join(RESOURCES)}"
        )
    return [resource, *rest]


allocate = Application(cls=ByResource)
app.add_typer(allocate, name="allocate")


@allocate.callback()
def allocate_() -> None:
    """Divide cadres, funds or hours to where they are worth most.

    `qipan allocate cadres FILE`, `qipan allocate funds FILE` or `qipan allocate hours FILE`: a
    program plans by what simulations have measured, and the plan meets rules of thumb on fresh
    years. Without a resource it is cadres.
    """


@allocate.command(name="cadres")
@takes_workers
@writes_report
def cadres_(
    context: typer.Context,
    scenario: ScenarioFile,
    cadres: Annotated[
        int | None,
        typer.Option(
            min=0, max=MOST_CADRES, help="Full-time cadres to place.  (default: as today)"
        ),
    ] = None,
    objective: Objective = "utilitarian",
    target: Annotated[
        str | None,
        typer.Option(
            help="What the loop's final choice goes by: ticket_days, p50, p90, worst_p50, "
            "worst_p90 or unsolved_share.  (default: the objective)"
        ),
    ] = None,
    floor: Annotated[
        int, typer.Option(min=0, max=MOST_IN_A_COMMUNITY, help="Fewest in a community.")
    ] = 0,
    cap: Annotated[
        int, typer.Option(min=0, max=MOST_IN_A_COMMUNITY, help="Most in a community.")
    ] = 7,
    loop: Annotated[
        bool, typer.Option("--loop/--no-loop", help="Correct the plan by simulation.")
    ] = True,
    frontier: Annotated[
        str | None,
        typer.Option(metavar="OBJECTIVE", help="Also show what this one costs in the other."),
    ] = None,
    lp: Lp = False,
    mps: Mps = False,
    check: Check = 3,
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
    worlds: Worlds = None,
    replications: Replications = 12,
    fresh: Fresh = 40,
    seed: Seed = 1,
    time_limit: TimeLimit = None,
    out: Out = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Place full-time cadres where they are worth most, and say what one more is worth.

    A program places them by curves that were measured by simulation; each plan is simulated, the
    curves are corrected, and in the end the best plans meet the rules of thumb (equal shares, per
    head, by load and others) on fresh seeds. The result is a plan, what was promised of it and what
    the simulation found, and whether a rule of thumb would have done. Ctrl-C writes no
    result; the same command goes on from the store.

    --worlds says how far the plan's gain over the best rule, and what one more is worth, move with
    what was assumed; the plan stays as it is. --robust makes another plan, for all of it.

    Examples
    --------
    qipan allocate cadres scenarios/fuding.yaml --cadres 20 --jobs 2

    qipan allocate cadres scenarios/fuding.yaml --cadres 20 --objective max_min --target worst_p90

    qipan allocate cadres scenarios/dalian.yaml --no-loop --replications 2
    """
    unused = [spelt(name) for name in OF_THE_LOOP if name in given_options(context)]
    if unused and not loop:
        typer.echo(f"--no-loop simulates no plan and has no use for {', '.join(unused)}", err=True)
        raise typer.Exit(FAULTY)
    if frontier is not None and frontier == objective:
        typer.echo(f"--frontier {frontier}: give another objective than --objective", err=True)
        raise typer.Exit(FAULTY)
    request: dict[str, Any] = {
        "amount": cadres,
        "floor": floor,
        "cap": cap,
        "loop": loop,
        "target": target,
        "rounds": rounds,
        "finalists": finalists,
    }
    request |= {"replications": replications, "fresh": fresh, "seed": seed, "check": check}
    request |= {"time_limit": time_limit}
    besides: dict[str, Any] = {"draws": robust or 0, "worlds": worlds or 0, "second": frontier}
    besides |= {"programs": ("lp",) * lp + ("mps",) * mps}
    _carry_out("cadres", scenario, objective, request, besides, out, workers, reporting)


@allocate.command(name="funds")
@writes_report
def funds_(
    scenario: ScenarioFile,
    yuan: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=MOST_YUAN,
            callback=finite,
            help="Money of all earmarks a year.  (default: as today)",
        ),
    ] = None,
    objective: Objective = "utilitarian",
    floor: Annotated[
        int, typer.Option(min=0, max=int(MOST_YUAN), help="Least yuan of each earmark.")
    ] = 0,
    lp: Lp = False,
    mps: Mps = False,
    check: Check = 3,
    worlds: Worlds = None,
    replications: Replications = 12,
    fresh: Fresh = 40,
    seed: Seed = 1,
    jobs: Jobs = 1,
    time_limit: TimeLimit = None,
    out: Out = None,
    *,
    reporting: "Reporting",
) -> None:
    """Divide the earmarks' money to where it is worth most, and say what more would be worth.

    Curves of ticket-days saved over yuan are measured once and not corrected: the plan and the
    rules of thumb then meet on fresh seeds. Ctrl-C writes nothing.

    Examples
    --------
    qipan allocate funds scenarios/fuding.yaml --jobs 2

    qipan allocate funds scenarios/fuding.yaml --yuan 2000000 --objective max_min
    """
    from ..runs.opening import Workers

    request: dict[str, Any] = {"amount": yuan, "floor": float(floor), "time_limit": time_limit}
    request |= {"replications": replications, "fresh": fresh, "seed": seed, "check": check}
    besides = {"worlds": worlds or 0, "programs": ("lp",) * lp + ("mps",) * mps}
    _carry_out("funds", scenario, objective, request, besides, out, Workers(jobs), reporting)


@allocate.command(name="hours")
@writes_report
def hours_(
    scenario: ScenarioFile,
    objective: Annotated[str, typer.Option(help="utilitarian or max_min.")] = "utilitarian",
    lp: Lp = False,
    mps: Mps = False,
    check: Check = 3,
    worlds: Worlds = None,
    replications: Replications = 12,
    fresh: Fresh = 40,
    seed: Seed = 1,
    jobs: Jobs = 1,
    out: Out = None,
    *,
    reporting: "Reporting",
) -> None:
    """Plan the hours of volunteers and units, and say what more would be worth.

    A planner within the simulation plans anew every period; his plans meet rules of thumb, and who
    asks first, on fresh seeds. Ctrl-C writes nothing.

    Examples
    --------
    qipan allocate hours scenarios/mile.yaml --jobs 2
    """
    from ..runs.opening import Workers

    request: dict[str, Any] = {
        "replications": replications,
        "fresh": fresh,
        "seed": seed,
        "check": check,
    }
    besides = {"worlds": worlds or 0, "programs": ("lp",) * lp + ("mps",) * mps}
    _carry_out("hours", scenario, objective, request, besides, out, Workers(jobs), reporting)


def _carry_out(
    resource: str,
    file: str,
    objective: str,
    request: dict[str, Any],
    besides: dict[str, Any],
    out: Path | None,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Divide a resource, or say in words why not."""
    from ..scenario import load
    from ..studies.allocation.allocate import carry_out
    from ..studies.allocation.request import Request, objective_named, resource_named
    from .pipeline import carried_out
    from .watched import STOPPED, watched

    scenario = load(file)
    asked = Request(objective_named(objective), resource_named(resource), **request)
    folder = out or Path("results") / f"{scenario.name}_{FOLDERS.get(resource, resource)}"
    more = _besides(besides)
    study = watched(lambda work: carry_out(scenario, asked, work, more), scenario.name, workers)
    finished = carried_out(study, folder, reporting, jobs=workers.jobs, nothing=STOPPED)
    if not finished:
        raise typer.Exit(INTERRUPTED)
    typer.echo(USE_IT[reporting.language].format(how=IN_A_SCENARIO[resource]))


FOLDERS = {"cadres": "allocation"}  # as they have always been called
IN_A_SCENARIO = {
    "cadres": "policy: {sent_down: {on: true, plan: plan.csv}}",
    "funds": "policy: {fund: {on: true, plan: plan.csv}}",
    "hours": "policy: {planner: {on: true, funds: null}}",
}
USE_IT = {"en": "Use it in a scenario: {how}", "zh": "在情景文件中使用：{how}"}


def _besides(given: dict[str, Any]) -> "Besides":
    from ..studies.allocation.allocate import Besides
    from ..studies.allocation.request import objective_named

    second = given.get("second")
    return Besides(**{**given, "second": objective_named(second) if second else None})
