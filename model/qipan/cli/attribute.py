"""``qipan attribute``."""

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
    from ..studies.attribution.ask import Question
    from ..studies.attribution.result import Attribution


@app.command()
@takes_share
@writes_report
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
            "(default: all coalitions up to 8 changes, else 24)",
        ),
    ] = None,
    interactions: Annotated[
        bool | None,
        typer.Option("--interactions/--no-interactions", help="Look at pairs too.  (default: yes)"),
    ] = None,
    replications: Annotated[
        int | None, typer.Option(min=2, help="Seeds on which coalitions are tried.  (default: 10)")
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=MOST_SEED,
            help="Base of all seeds.  (default: 1)",
        ),
    ] = None,
    ensemble: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Attribute in each draw of this ensemble too, as `qipan fit` and `qipan "
            "calibrate` write it: an interval over chance and data.  (default: none)",
        ),
    ] = None,
    out: Out = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Say how much of the difference between two scenarios each change makes.

    Each mechanism of AFTER that BEFORE has not, and all other changes together, get their Shapley
    value: what they add to those already there, averaged over all orders in which the changes could
    be made. The contributions sum to the whole difference. What the options say goes before what an
    experiment file says.

    Examples
    --------
    qipan attribute scenarios/mile_before.yaml scenarios/mile.yaml --metric fixed_cohort_p50

    qipan attribute scenarios/fuding_before.yaml scenarios/fuding.yaml --mechanism burden --jobs 2
    """
    from ..studies.attribution.ask import asked

    question = asked(
        before,
        after,
        metrics=metric,
        mechanisms=mechanism,
        permutations=permutations,
        interactions=interactions,
        replications=replications,
        seed=seed,
        ensemble=str(ensemble) if ensemble is not None else None,
    )
    folder = out or Path("results") / question.name
    complete = attribute_and_report(question, folder, workers, reporting)
    if not complete:
        raise typer.Exit(INTERRUPTED)


def attribute_and_report(
    question: "Question", folder: Path, workers: "Workers", reporting: "Reporting"
) -> bool:
    """Attribute the difference of two scenarios; see `pipeline.carried_out`."""
    from .pipeline import carried_out

    return carried_out(
        lambda console: _attributed(question, workers, console),
        folder,
        reporting,
        jobs=workers.jobs,
        nothing=Words("Stopped before all coalitions were simulated; nothing is concluded."),
    )


def _attributed(question: "Question", workers: "Workers", out: "Console") -> "Attribution | None":
    """Attribution of a question; None if it was stopped before everything was simulated."""
    from contextlib import suppress

    from ..runs.replication import Stopped
    from ..studies.attribution.in_draws import attribute_asked, planned
    from .at_work import runner_at_work

    made, replications = planned(question), question.request.replications
    players = made.plan.coalitions.players
    exact = 2 ** len(players) * replications == made.plan.runs
    all_tried = Phrase("all their coalitions")
    drawn = Phrase("coalitions along orders drawn at random")
    out.print(
        Phrase(
            "{after} differs from {before} in {number}: {changes}. {runs:,} replications: {how}, "
            "on {seeds} seeds.",
            after=question.after.name,
            before=question.before.name,
            number=len(players),
            changes=joined(name.replace("_", " ") for name in players),
            runs=made.runs,
            how=all_tried if exact else drawn,
            seeds=replications + len(made.in_draws),
        ),
        style="dim",
    )
    title = in_language(Phrase("coalitions"), spoken())
    at_work = runner_at_work(out, title, workers, expected=made.runs)
    with at_work as runner, suppress(Stopped):
        return attribute_asked(question, made, runner)
    return None
