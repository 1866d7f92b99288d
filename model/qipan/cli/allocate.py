"""``qipan allocate``: cadres, funds or hours, a command each."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
from ..words import Phrase, joined
from .app import INTERRUPTED, Application, app, tell
from .language import SpeakingGroup
from .options import QuestionFile, finite, over_the_file, takes_workers
from .report_options import writes_report

if TYPE_CHECKING:
    from ..report.reporting import Reporting
    from ..runs.opening import Workers
    from ..studies.allocation.request import Resource
    from ..studies.resource_questions import AllocationQuestion

# What each option goes over in a question file; it is read from the context, where it is given.
KEYS = {
    "cadres": "allocate.amount",
    "yuan": "allocate.amount",
    "robust": "allocate.draws",
    "replications": "replications",
    "seed": "seed",
    **{
        name: f"allocate.{name}"
        for name in (
            *("objective", "target", "floor", "cap", "loop", "frontier", "check", "rounds"),
            *("finalists", "worlds", "ensemble", "fresh", "time_limit"),
        )
    },
}
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
Ensemble = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help="Also try the plan, the best rule and one more in each draw of this ensemble, as "
        "`qipan fit` and `qipan calibrate` write it: an interval over chance and data.",
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


class ByResource(SpeakingGroup):
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
            Phrase(
                "no resource named '{resource}'; there are {resources}",
                resource=resource,
                resources=joined(RESOURCES),
            )
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
    file: QuestionFile,
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
    ensemble: Ensemble = None,
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
    _carry_out("cadres", file, context, out, workers, reporting)


@allocate.command(name="funds")
@takes_workers
@writes_report
def funds_(
    context: typer.Context,
    file: QuestionFile,
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
    ensemble: Ensemble = None,
    replications: Replications = 12,
    fresh: Fresh = 40,
    seed: Seed = 1,
    time_limit: TimeLimit = None,
    out: Out = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Divide the earmarks' money to where it is worth most, and say what more would be worth.

    Curves of ticket-days saved over yuan are measured once and not corrected: the plan and the
    rules of thumb then meet on fresh seeds. Ctrl-C writes no result; the same command goes on
    from the store.

    Examples
    --------
    qipan allocate funds scenarios/fuding.yaml --jobs 2

    qipan allocate funds scenarios/fuding.yaml --yuan 2000000 --objective max_min
    """
    _carry_out("funds", file, context, out, workers, reporting)


@allocate.command(name="hours")
@takes_workers
@writes_report
def hours_(
    context: typer.Context,
    file: QuestionFile,
    objective: Annotated[str, typer.Option(help="utilitarian or max_min.")] = "utilitarian",
    lp: Lp = False,
    mps: Mps = False,
    check: Check = 3,
    worlds: Worlds = None,
    ensemble: Ensemble = None,
    replications: Replications = 12,
    fresh: Fresh = 40,
    seed: Seed = 1,
    out: Out = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Plan the hours of volunteers and units, and say what more would be worth.

    A planner within the simulation plans anew every period; his plans meet rules of thumb, and who
    asks first, on fresh seeds. Ctrl-C writes no result; the same command goes on from the store.

    Examples
    --------
    qipan allocate hours scenarios/mile.yaml --jobs 2
    """
    _carry_out("hours", file, context, out, workers, reporting)


def _carry_out(
    resource: "Resource",
    file: str,
    context: typer.Context,
    out: Path | None,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Divide a resource, or say in words why not."""
    from ..studies.resource_questions import allocation_asked

    given = over_the_file(context, KEYS)
    endings = tuple(name for name in ("lp", "mps") if context.params[name])
    given |= {"allocate.programs": endings} if endings else {}
    question = allocation_asked(file, given, resource)
    folder = out or Path("results") / question.name
    if not allocate_and_report(question, folder, workers, reporting):
        raise typer.Exit(INTERRUPTED)


def allocate_and_report(
    question: "AllocationQuestion", folder: Path, workers: "Workers", reporting: "Reporting"
) -> bool:
    """Divide a resource as a question asks; see `pipeline.carried_out`."""
    from ..studies.allocation.allocate import carry_out
    from .pipeline import carried_out
    from .watched import STOPPED, watched

    scenario, request, besides = question.scenario, question.request, question.besides
    study = watched(
        lambda work: question.headed(carry_out(scenario, request, work, besides)),
        scenario.name,
        workers,
    )
    finished = carried_out(study, folder, reporting, jobs=workers.jobs, nothing=STOPPED)
    if finished:
        tell(USE_IT[reporting.language].format(how=IN_A_SCENARIO[request.resource]))
    return finished


IN_A_SCENARIO = {
    "cadres": "policy: {sent_down: {on: true, plan: plan.csv}}",
    "funds": "policy: {fund: {on: true, plan: plan.csv}}",
    "hours": "policy: {planner: {on: true, funds: null}}",
}
USE_IT = {"en": "Use it in a scenario: {how}", "zh": "在情景文件中使用：{how}"}
