"""``qipan sweep``."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..runs.bounds import MOST_SEED
from ..words import Phrase, Words, in_language, joined, spoken
from .app import INTERRUPTED, app
from .options import Out, takes_share
from .report_options import writes_report

if TYPE_CHECKING:
    from rich.console import Console

    from ..report.reporting import Reporting
    from ..runs.opening import Workers
    from ..studies.sweep.ask import Question
    from ..studies.sweep.factors import Factor
    from ..studies.sweep.result import Sweep

EVERY = 20.0  # seconds between two lines of progress where there is no terminal


@app.command()
@takes_share
@writes_report
def sweep(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="An experiment file; or a scenario, or several to compare."
        ),
    ],
    design: Annotated[
        str | None,
        typer.Option(
            help="sobol, latin_hypercube, factorial, morris or one_at_a_time.  (default: sobol)"
        ),
    ] = None,
    points: Annotated[
        int | None,
        typer.Option(
            min=2, help="Points; of morris, trajectories.  (default: 128, and 10 trajectories)"
        ),
    ] = None,
    index_points: Annotated[
        int | None,
        typer.Option(
            min=2,
            help="For Sobol' indices of the strongest 8 of more keys.  "
            "(default: a quarter of the points)",
        ),
    ] = None,
    keys: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY[=LOW:HIGH|=A,B,C]",
            help="A key that moves; may be given several times. `structure` stands for all "
            "assumptions that are no numbers.  (default: all assumed ranges)",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            help="family: numbers of a family move together; number: each by itself.  "
            "(default: family; number with --keys)"
        ),
    ] = None,
    together: Annotated[
        float | None,
        typer.Option(
            help="How closely numbers of a family hang together, above 0 to 1.  (default: 0.8)"
        ),
    ] = None,
    detail: Annotated[
        int | None,
        typer.Option(min=0, help="How many keys are then moved one at a time.  (default: 10)"),
    ] = None,
    metric: Annotated[
        list[str] | None, typer.Option(help="A metric; may be given several times.")
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(min=2, help="Replications of each scenario at each point.  (default: 4)"),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0, max=MOST_SEED, help="Base of all seeds, and of the points.  (default: 1)"
        ),
    ] = None,
    ensemble: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Try each point in draws of this ensemble, as `qipan fit` and `qipan calibrate` "
            "write it; what the draws set does not move.  (default: as the file, or none)",
        ),
    ] = None,
    out: Out = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Try scenarios all over the ranges of their numbers, and see which conclusions remain.

    Every number that is assumed says between what it may lie. A sweep draws all at once, those of
    one family (hours of work, say) mostly together, counts the worlds in which each scenario does
    better than the first, and finds what that hangs on: over all worlds, one at a time, and the
    values at which a conclusion turns. What the options say goes before what an experiment file
    says.

    Examples
    --------
    qipan sweep scenarios/mile_before.yaml scenarios/mile.yaml --points 64 --jobs 2

    qipan sweep scenarios/tiny.yaml --design factorial --keys closure.false_share=0.05,0.1
    """
    from ..studies.sweep.ask import asked

    options = {
        "metrics": tuple(metric) if metric else None,
        "design": design,
        "points": points,
        "index_points": index_points,
        "detail": detail,
        "replications": replications,
        "seed": seed,
        "by": by,
        "together": together,
        "ensemble": str(ensemble) if ensemble is not None else None,
    }
    question = asked(files, options, keys or ())
    folder = out or Path("results") / question.name
    complete = sweep_and_report(question, folder, workers, reporting)
    if not complete:
        raise typer.Exit(INTERRUPTED)


def sweep_and_report(
    question: "Question", folder: Path, workers: "Workers", reporting: "Reporting"
) -> bool:
    """Sweep as a question asks; see `pipeline.carried_out`."""
    from ..runs.result_folder import check_writable
    from ..studies.sweep.request import design_of, factors_of
    from .pipeline import carried_out

    check_writable(folder)
    factors = factors_of(question.scenarios, question.request)
    design_of(factors, question.request)  # found out before anything is simulated
    return carried_out(
        lambda console: _swept(question, factors, workers, console),
        folder,
        reporting,
        jobs=workers.jobs,
        nothing=Words("Not all points were simulated; nothing is concluded."),
    )


def _swept(
    question: "Question", factors: "tuple[Factor, ...]", workers: "Workers", out: "Console"
) -> "Sweep | None":
    """Sweep of a question; None if it was stopped before everything was simulated."""
    from contextlib import suppress
    from dataclasses import replace

    from ..runs.replication import Stopped
    from ..studies.sweep.families import OWN, numbers
    from ..studies.sweep.sweep import sweep as try_all
    from .at_work import runner_at_work

    names = joined((scenario.name for scenario in question.scenarios), " and ", "和")
    moving = sum(factor.name != OWN for factor in numbers(factors))
    families = sum(bool(factor.members) for factor in factors)
    within = Phrase(", in {number} families", number=families) if families else ""
    move = Phrase(
        "{number} numbers of {names} move{within}.", number=moving, names=names, within=within
    )
    out.print(move, style="dim")
    news = _News(out)
    with (
        runner_at_work(out, in_language(Phrase("replications"), spoken()), workers) as runner,
        suppress(Stopped),
    ):
        found = try_all(
            question.scenarios, question.request, runner, told=news.stage, done=news.done
        )
        return replace(found, asked=question)
    return None


class _News:
    """Says now and then how far a sweep is."""

    def __init__(self, out: "Console") -> None:
        self._out, self._last = out, time.perf_counter()

    def stage(self, said: str) -> None:
        self._last = time.perf_counter()
        self._out.print(said, style="dim")

    def done(self, done: int, of: int) -> None:
        now = time.perf_counter()
        if now - self._last > EVERY:
            self._last = now
            self._out.print(
                Phrase("  {done:,} of {total:,} points", done=done, total=of), style="dim"
            )
