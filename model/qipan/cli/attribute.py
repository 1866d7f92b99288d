"""``qipan attribute``."""

from pathlib import Path
from typing import Annotated

import typer

from .app import FAULTY, INTERRUPTED, app
from .options import Jobs, Out, Seed


@app.command()
def attribute(
    before: Annotated[
        str, typer.Argument(metavar="BEFORE", help="A scenario file; or an experiment file, alone.")
    ],
    after: Annotated[
        str | None, typer.Argument(metavar="AFTER", help="The same city after the change.")
    ] = None,
    metric: Annotated[
        list[str] | None, typer.Option(help="A metric; may be given several times.")
    ] = None,
    mechanism: Annotated[
        list[str] | None,
        typer.Option(help="A mechanism that takes part; all else that differs is one change."),
    ] = None,
    permutations: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Orders of joining drawn in each replication; 0 tries all coalitions.  "
            "[default: all coalitions up to 8 changes, else 24]",
        ),
    ] = None,
    interactions: Annotated[
        bool, typer.Option("--interactions/--no-interactions", help="Look at pairs too.")
    ] = True,
    replications: Annotated[int, typer.Option(min=2, help="Replications of each coalition.")] = 10,
    seed: Seed = 1,
    jobs: Jobs = 1,
    out: Out = None,
) -> None:
    """Say how much of the difference between two scenarios each change makes.

    Each mechanism of AFTER that BEFORE has not, and all other changes together, get their Shapley
    value: what they add to those already there, averaged over all orders in which the changes could
    be made. The contributions sum to the whole difference.

    Examples
    --------
    qipan attribute scenarios/mile_before.yaml scenarios/mile.yaml --metric fixed_cohort_p50

    qipan attribute scenarios/fuding_before.yaml scenarios/fuding.yaml --mechanism burden --jobs 2
    """
    from ..experiments.attribution.attribute import DEFAULT_METRICS, Request
    from ..experiments.attribution.players import AttributionError
    from ..experiments.metrics_asked import MetricError, check_metrics
    from ..experiments.result_folder import ResultFolderError
    from ..report.attribute_command import attribute_and_report
    from ..scenario import ScenarioError, load

    try:
        if after is None:
            raise AttributionError(f"{before}: give a second scenario, after the change")
        request = Request(
            metrics=check_metrics(metric or DEFAULT_METRICS),
            replications=replications,
            seed=seed,
            mechanisms=tuple(mechanism) if mechanism else None,
            permutations=permutations,
            interactions=interactions,
        )
        first, second = load(before), load(after)
        folder = out or Path("results") / f"{second.name}_attribution"
        if out is None:
            folder.parent.mkdir(exist_ok=True)
        complete = attribute_and_report(first, second, request, folder, jobs)
    except (ScenarioError, AttributionError, MetricError, ResultFolderError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAULTY) from None
    if not complete:
        raise typer.Exit(INTERRUPTED)
