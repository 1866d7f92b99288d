"""``qipan seek``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..words import Phrase, Words, placed
from .app import INTERRUPTED, app
from .options import Out, SeedOfFile, takes_workers
from .report_options import writes_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from ..report.reporting import Reporting
    from ..runs.opening import Workers
    from ..statistics.decision import Decision
    from ..studies.file import Experiment
    from ..studies.seek.seek import Search
    from ..studies.uncertainty.ensemble import Draw

VERDICTS = {
    "reached": Phrase("reached"),
    "missed": Phrase("missed"),
    "undecided": Phrase("undecided"),
}


@app.command(name="seek")
@takes_workers
@writes_report
def seek_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="An experiment, or a scenario with the options.")
    ],
    lever: Annotated[
        str | None,
        typer.Option(
            metavar="KEY", help="Dotted key of the scenario, or `cadres` for their total."
        ),
    ] = None,
    low: Annotated[float | None, typer.Option(help="Smallest value of the lever.")] = None,
    high: Annotated[float | None, typer.Option(help="Largest value of the lever.")] = None,
    metric: Annotated[str | None, typer.Option(help="What is to come to the target.")] = None,
    below: Annotated[float | None, typer.Option(help="Its mean shall be below this,")] = None,
    above: Annotated[float | None, typer.Option(help="or above this.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Try whole values only.")] = False,
    tolerance: Annotated[
        float | None, typer.Option(help="Step of a lever that is not whole.  (default: 1/64)")
    ] = None,
    placed_by: Annotated[
        str | None, typer.Option(help="Rule or program that places the cadres.")
    ] = None,
    confidence: Annotated[
        float | None, typer.Option(help="That no decision is wrong.  (default: 0.95)")
    ] = None,
    replications: Annotated[
        int | None, typer.Option(min=2, help="At each value, at least.  (default: 20)")
    ] = None,
    most: Annotated[
        int | None, typer.Option(min=2, help="At each value, at most.  (default: 400)")
    ] = None,
    seed: SeedOfFile = None,
    ensemble: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Try each value in the draws of this ensemble, as `qipan fit` and `qipan "
            "calibrate` write it: what is decided then holds over chance and data.",
        ),
    ] = None,
    out: Out = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Find the smallest value of a lever that reaches a target, with stated confidence.

    Values are tried by bisection on the same seeds; at each, replications are added until it is
    decided whether the expected metric reaches the target, or the most are made. If the target is
    reached at the low end and missed at the high end, the largest value that reaches it is sought.

    Examples
    --------
    qipan seek scenarios/fuding.yaml --lever cadres --placed-by equal_utilisation --low 0 --high 40
    --metric close_p90 --below 30 --jobs 2

    qipan seek scenarios/fuding.yaml --lever policy.burden.community_duties_ratio --low 0.35
    --high 1 --tolerance 0.05 --metric load --below 0.6
    """
    from ..studies.file.seek_given import SeekGiven, search_given

    given = SeekGiven(
        lever={
            "key": lever,
            "low": low,
            "high": high,
            "whole": True if whole else None,
            "tolerance": tolerance,
            "placed_by": placed_by,
        },
        target={"metric": metric, "below": below, "above": above},
        most_replications=most,
        confidence=confidence,
        replications=replications,
        seed=seed,
        ensemble=str(ensemble) if ensemble is not None else None,
    )
    experiment = search_given(file, given)
    folder = out or Path("results") / experiment.name
    complete = seek_and_report(experiment, folder, workers, reporting)
    if not complete:
        raise typer.Exit(INTERRUPTED)


def seek_and_report(
    experiment: "Experiment",
    folder: Path,
    workers: "Workers",
    reporting: "Reporting",
) -> bool:
    """Search for a value of a lever; see `pipeline.carried_out`."""
    from ..studies.uncertainty.asked import draws_asked
    from .pipeline import carried_out

    draws = draws_asked(experiment, alike=True)
    return carried_out(
        lambda console: _sought(experiment, workers, console, draws),
        folder,
        reporting,
        jobs=workers.jobs,
        nothing=Words("Stopped before the search came to an end; nothing written."),
    )


def _sought(
    experiment: "Experiment", workers: "Workers", out: "Console", draws: "Sequence[Draw]"
) -> "Search | None":
    """What a search came to; None if it was stopped before its end."""
    from ..studies.seek.seek import SearchStoppedError, seek
    from .at_work import runner_at_work

    def told(value: float, decision: "Decision") -> None:
        if out.is_terminal:
            mean, _, _, n = decision.interval
            said = Phrase(
                "{value:g}: {verdict} (mean {mean:.4g}, {number} replications)",
                value=value,
                verdict=VERDICTS.get(decision.verdict, decision.verdict),
                mean=mean,
                number=n,
            )
            out.print(said, style="dim")

    try:
        with runner_at_work(out, experiment.name, workers) as runner:
            return seek(experiment, runner, told=told, draws=draws)
    except SearchStoppedError as error:
        for failure in error.failures:
            failed = Phrase(
                "seed {seed} of {scenario}", seed=failure.seed, scenario=failure.scenario
            )
            out.print(placed(failed, failure.reason), style="red")
        return None
