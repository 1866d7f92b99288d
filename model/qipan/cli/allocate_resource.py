"""``qipan allocate --resource funds`` and ``--resource hours``."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .app import FAULTY, INTERRUPTED
from .options import spelt

if TYPE_CHECKING:
    from ..report.reporting import Reporting

RESOURCES = ("cadres", "funds", "hours")
# What a resource has no use for, by its name on the command line.
OF_CADRES = (
    "cadres",
    "target",
    "cap",
    "loop",
    "frontier",
    "rounds",
    "finalists",
    "robust",
)
UNUSED = {"funds": OF_CADRES, "hours": (*OF_CADRES, "yuan", "floor", "time_limit")}


@dataclass(frozen=True)
class ResourceOptions:
    """What is asked for on the command line."""

    scenario: str
    resource: str
    yuan: float | None
    objective: str
    floor: int
    replications: int
    fresh: int
    seed: int
    jobs: int
    check: int
    time_limit: float | None
    out: Path | None
    programs: Sequence[str]
    given: Sequence[str]
    reporting: "Reporting"
    worlds: int = 0


def _refuse_unused(resource: str, given: Sequence[str]) -> None:
    """Refuse options that were given and would do nothing."""
    from ..experiments.errors import ResourceError

    unused = [spelt(name) for name in UNUSED[resource] if name in given]
    if unused:
        raise ResourceError(f"--resource {resource} has no use for {', '.join(unused)}")


def allocate_resource(options: ResourceOptions) -> None:
    """Divide funds or hours, or say in words why not."""
    from ..allocation.highs import SolverError
    from ..allocation.hours import CannotBeDone
    from ..experiments.allocation import objective_named
    from ..experiments.errors import ResourceError
    from ..experiments.fund_allocation import FundRequest
    from ..experiments.hours_allocation import OBJECTIVES, HoursRequest
    from ..experiments.placement import PlacementError
    from ..experiments.result_folder import ResultFolderError
    from ..experiments.uncertainty.layer import LayerError
    from ..report.funds_command import divide_and_report
    from ..report.hours_command import plan_and_report
    from ..scenario import ScenarioError, load

    try:
        if options.resource not in RESOURCES:
            raise ResourceError(
                f"no resource named '{options.resource}'; there are {', '.join(RESOURCES)}"
            )
        _refuse_unused(options.resource, options.given)
        loaded = load(options.scenario)
        folder = options.out or Path("results") / f"{loaded.name}_{options.resource}"
        if options.resource == "funds":
            money = FundRequest(
                objective_named(options.objective),
                yuan=options.yuan,
                floor=float(options.floor),
                replications=options.replications,
                fresh=options.fresh,
                seed=options.seed,
                check=options.check,
                time_limit=options.time_limit,
            )
            whole = divide_and_report(
                loaded,
                money,
                folder,
                options.jobs,
                options.programs,
                options.reporting,
                options.worlds,
            )
        else:
            if options.objective not in OBJECTIVES:
                raise ResourceError(
                    f"hours have no objective named '{options.objective}'; they have "
                    f"{', '.join(OBJECTIVES)}"
                )
            hours = HoursRequest(
                objective=OBJECTIVES[options.objective],
                replications=options.replications,
                fresh=options.fresh,
                seed=options.seed,
                check=options.check,
            )
            whole = plan_and_report(
                loaded,
                hours,
                folder,
                options.jobs,
                options.programs,
                options.reporting,
                options.worlds,
            )
    except (
        ScenarioError,
        ResourceError,
        PlacementError,
        CannotBeDone,
        SolverError,
        ResultFolderError,
        LayerError,
    ) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAULTY) from None
    if not whole:
        raise typer.Exit(INTERRUPTED)
