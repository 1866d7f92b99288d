"""``qipan calibrate``."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..runs.bounds import MOST_SEED
from .app import INTERRUPTED, MISSED, app
from .options import Out, ScenarioFile, takes_workers
from .report_options import writes_report

if TYPE_CHECKING:
    from rich.console import Console

    from ..report.reporting import Reporting
    from ..runs.opening import Workers
    from ..scenario import Scenario
    from ..studies.calibration import Calibration, Request, Window

EVERY = 20.0  # seconds between two lines of progress


@app.command()
@takes_workers
@writes_report
def calibrate(
    scenario: ScenarioFile,
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TARGETS]...",
            help="Names of the scenario's targets, and CSV files of windows (target, metric, low, "
            "high, source).  (default: all of the scenario's)",
        ),
    ] = None,
    points: Annotated[
        int, typer.Option(min=20, help="Points of a wave; 10 for each family is usual.")
    ] = 200,
    waves: Annotated[int, typer.Option(min=1, max=10, help="Waves at most.")] = 3,
    draws: Annotated[
        int, typer.Option(min=1, max=1000, help="Draws of the ensemble that is written.")
    ] = 40,
    keys: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY[=LOW:HIGH]",
            help="A number that moves, by itself; may be given several times.  (default: families "
            "of all assumed numbers)",
        ),
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE",
            help="A policy over which the draws shall be laid too: numbers that it has otherwise "
            "do not move; may be given several times.",
        ),
    ] = None,
    keep_communities: Annotated[
        bool,
        typer.Option(
            "--keep-communities",
            help="Numbers that would make other communities stay: for plans that name them "
            "(qipan allocate --ensemble).",
        ),
    ] = False,
    together: Annotated[
        float,
        typer.Option(help="How closely numbers of a family hang together, above 0 to 1."),
    ] = 0.8,
    replications: Annotated[int, typer.Option(min=2, help="At each point, on the same seeds.")] = 4,
    seed: Annotated[
        int, typer.Option(min=0, max=MOST_SEED, help="Base of all seeds, and of the points.")
    ] = 1,
    out: Out = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Find which values of assumed numbers agree with what was reported; write an ensemble.

    Points all over the ranges are simulated and held against the windows of the targets. Emulators
    say where else nothing can meet them, and the next wave looks at what is left. Draws of that
    are written as an ensemble, which other commands take by --ensemble. It is told what each target
    ruled out, which numbers are narrowed, and which no target can narrow. If nothing meets all
    targets it is told which contradict each other, and the exit code is 1.

    Examples
    --------
    qipan calibrate scenarios/fuding.yaml --points 100 --jobs 2

    qipan calibrate scenarios/tiny.yaml bulletin.csv --keys closure.false_share
    """
    from ..scenario import load
    from ..studies.calibration import Request, Settings, windows_of
    from ..studies.sweep.ask import ranges_of

    loaded = load(scenario)
    settings = Settings(points, waves, replications, draws, seed=seed)
    policies = tuple(load(file) for file in beside or ())
    request = Request(settings, ranges_of(keys or ()), together, policies, keep_communities)
    windows = windows_of(loaded, targets or ())
    folder = out or Path("results") / f"{loaded.name}_calibrated"
    found = calibrate_and_report(loaded, windows, request, folder, workers, reporting)
    if found is None:
        raise typer.Exit(INTERRUPTED)
    if found.found.is_empty:
        raise typer.Exit(MISSED)


def calibrate_and_report(
    scenario: "Scenario",
    windows: "tuple[Window, ...]",
    request: "Request",
    folder: Path,
    workers: "Workers",
    reporting: "Reporting",
) -> "Calibration | None":
    """Calibrate, write and show; None if it was stopped. See `pipeline.carried_out`."""
    from ..studies.calibration.request import factors_of
    from ..words import Words
    from .pipeline import carried_out

    factors_of(scenario, request)  # found out before anything is simulated
    made: list[Calibration] = []

    def study(out: "Console") -> "Calibration | None":
        made.extend(_calibrated(scenario, windows, request, workers, out))
        return made[0] if made else None

    carried_out(
        study,
        folder,
        reporting,
        jobs=workers.jobs,
        nothing=Words("Not all points were simulated; nothing is concluded."),
    )
    return made[0] if made else None


def _calibrated(
    scenario: "Scenario",
    windows: "tuple[Window, ...]",
    request: "Request",
    workers: "Workers",
    out: "Console",
) -> "list[Calibration]":
    """One calibration; none if it was stopped before everything was simulated."""
    from contextlib import suppress

    from ..runs.replication import Stopped
    from ..studies.calibration import calibrate as match
    from .at_work import runner_at_work

    def said(words: str) -> None:
        out.print(words, style="dim")

    last = [time.perf_counter()]

    def done(count: int, of: int) -> None:
        now = time.perf_counter()
        if now - last[0] > EVERY:
            last[0] = now
            said(f"  {count:,} of {of:,} points")

    with runner_at_work(out, scenario.name, workers) as runner, suppress(Stopped):
        return [match(scenario, windows, request, runner, told=said, done=done)]
    return []
