"""``qipan compare``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError
from ..words import Phrase
from .app import INTERRUPTED, app
from .options import Out, SeedOfFile, takes_share
from .report_options import writes_report

if TYPE_CHECKING:
    from rich.console import Console

    from ..report.reporting import Reporting
    from ..runs.opening import Workers
    from ..studies.comparison.compared import Compared
    from ..studies.file import Experiment


@app.command(name="compare")
@takes_share
@writes_report
def compare_(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="An experiment, or two or more scenarios."),
    ],
    replications: Annotated[
        int | None,
        typer.Option(min=1, help="Of each scenario, at least.  (default: as the file, or 20)"),
    ] = None,
    seed: SeedOfFile = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(help="Compare this metric; may be given again.  (default: of a summary)"),
    ] = None,
    reference: Annotated[
        str | None, typer.Option(metavar="NAME", help="What the others are held against.")
    ] = None,
    half_width: Annotated[
        float | None,
        typer.Option(help="Add replications until the first metric's interval is so narrow."),
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="With --half-width, or the file's precision: replications at most.  "
            "(default: as the file, or 400)",
        ),
    ] = None,
    worlds: Annotated[
        int | None,
        typer.Option(
            help="Also try all in so many worlds drawn from what was assumed, 20 at least: a "
            "second interval.  (default: as the file, or none)"
        ),
    ] = None,
    cities: Annotated[
        int | None,
        typer.Option(
            help="Also try all in so many synthetic cities, 3 at least: an interval that holds "
            "over cities.  (default: as the file, or none)"
        ),
    ] = None,
    ensemble: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also try all in each draw of this ensemble, as `qipan fit` writes it: an "
            "interval over chance and data.",
        ),
    ] = None,
    ends: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also compare at both ends of what a ledger cannot tell, as `qipan fit --staff` "
            "writes them: which conclusions hold at both.",
        ),
    ] = None,
    out: Out = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Compare policies on the same city, the same people and the same issues.

    Each difference to the reference (by default the first scenario) is taken replication by
    replication on the same seeds, with its 95 % interval; several scenarios are ranked as well,
    as far as they can be told apart. An experiment file says all this in writing: what is compared,
    in which metrics, and how precisely. Ctrl-C compares what is finished;
    the same command then goes on from there.

    Intervals are over chance, in one synthetic city, for one guess at what nobody has measured.
    --worlds, --cities and --ensemble say how far the answer moves with these; --ends, whether it
    holds however much of the time to close is work.

    Examples
    --------
    qipan compare experiments/fuding_reform.yaml

    qipan compare scenarios/fuding_before.yaml scenarios/fuding.yaml --replications 20 --jobs 2
    """
    from ..studies.file.given import Given, comparison_given

    given = Given(
        replications,
        seed,
        tuple(metric or ()),
        reference,
        half_width,
        most,
        worlds,
        cities,
        str(ensemble) if ensemble is not None else None,
        str(ends) if ends is not None else None,
    )
    experiment = comparison_given(files, given)
    if workers.share is not None:
        refuse_precision(experiment)
    folder = out or Path("results") / experiment.name
    complete = compare_and_report(experiment, folder, workers, reporting)
    if not complete:
        raise typer.Exit(INTERRUPTED)


def compare_and_report(
    experiment: "Experiment", folder: Path, workers: "Workers", reporting: "Reporting"
) -> bool:
    """Compare as an experiment asks; see `pipeline.carried_out`."""
    from ..words import Words
    from .pipeline import carried_out

    return carried_out(
        lambda out: _compared(experiment, workers, out),
        folder,
        reporting,
        jobs=workers.jobs,
        nothing=Words("Stopped before one was finished in all scenarios. Nothing written."),
    )


def _compared(experiment: "Experiment", workers: "Workers", out: "Console") -> "Compared | None":
    """Comparisons of an experiment; None if nothing was finished in all scenarios."""
    from ..studies.comparison import compare_experiment
    from ..studies.comparison.compare import NothingToCompareError
    from ..studies.comparison.compared import Compared
    from .at_work import runner_at_work

    try:
        with runner_at_work(out, experiment.name, workers) as runner:
            parts = compare_experiment(experiment, runner)
    except NothingToCompareError:
        return None
    return Compared(tuple(parts), experiment, stopped=runner.stopped)


def refuse_precision(experiment: "Experiment") -> None:
    """Refuse a share of replications whose number depends on what comes of them.

    Raises
    ------
    InputError
        If the experiment asks for a precision.
    """
    if experiment.document.precision is not None:
        raise InputError(
            Phrase(
                "--shard takes a number of replications that is known before: leave "
                "precision and --half-width out, and say --replications"
            )
        )
