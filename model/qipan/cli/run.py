"""``qipan run``."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..runs.bounds import MOST_DAYS, MOST_REPLICATIONS, MOST_SEED
from ..words import Phrase
from .app import FAULTY, INTERRUPTED, app, tell
from .options import Lang, Out, given_options, over_the_file, takes_workers
from .question_file import OVER_THE_FILE, answer_file
from .report_options import may_write_report, refuse_layout, typed

if TYPE_CHECKING:
    from pandas import DataFrame
    from rich.console import Console

    from ..report.reporting import Reporting
    from ..runs.opening import Workers
    from ..runs.result import Result
    from ..runs.runs import Runs
    from ..studies.scenario_questions import RunQuestion

# What each option goes over in a question file; it is read from the context, where it is given.
KEYS = {
    "replications": "replications",
    "seed": "seed",
    "days": "run.days",
    "events": "run.events",
}


@app.command()
@takes_workers
@may_write_report
def run(
    context: typer.Context,
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A scenario file, the name of one that comes with Qipan, an experiment file or a "
            "plan file.",
        ),
    ],
    replications: Annotated[
        int,
        typer.Option(
            min=1, max=MOST_REPLICATIONS, help="Independent replications, each with its own seed."
        ),
    ] = 10,
    seed: Annotated[
        int,
        typer.Option(
            min=0,
            max=MOST_SEED,
            help="Replication r has the seed SEED * 1,000,000 + r.",
        ),
    ] = 1,
    days: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_DAYS, help="Measured days, in place of the scenario's."),
    ] = None,
    out: Out = None,
    events: Annotated[
        bool,
        typer.Option(
            "--events", help="Keep the event log too; no store holds it, so that all is simulated."
        ),
    ] = False,
    ledger: Annotated[
        Path | None,
        typer.Option(
            help="CSV file for the first replication as a ledger: a row a ticket, in the language "
            "of --lang."
        ),
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="Mark the ledger as UTF-8, so that Excel shows Chinese.")
    ] = False,
    ensemble: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also simulate each draw of this ensemble, as `qipan fit` and `qipan calibrate` "
            "write it: a range over chance and data beside the interval over chance.",
        ),
    ] = None,
    *,
    workers: "Workers",
    reporting: "Reporting",
) -> None:
    """Simulate a scenario, or answer what an experiment or plan file asks; write a result folder.

    A file that compares, attributes, sweeps, seeks or plans is carried out as the command of that
    name would, which has more options. Of such a file a report is written unless --no-report is
    given; of a scenario only with --report.

    Each metric is the mean over the replications with a 95 % interval. Two scenarios of the same
    city run with the same seed share their residents and issues, so that their difference is the
    policy's. Ctrl-C keeps the replications that are finished, and the same command goes on from the
    store.

    Examples
    --------
    qipan run scenarios/tiny.yaml

    qipan run scenarios/fuding.yaml --replications 20 --jobs 2 --out results/my_fuding --lang zh

    qipan run scenarios/tiny.yaml --replications 1 --ledger ledger.csv --lang zh --bom
    """
    if bom and ledger is None:
        tell(Phrase("--bom marks a ledger: name its file with --ledger"), err=True)
        raise typer.Exit(FAULTY)
    from ..studies.question import kind_of

    kind = kind_of(scenario)
    if kind != "scenario" and "report" not in given_options(context):
        reporting = reporting._replace(command=typed(context))
    if reporting.command is None:
        refuse_layout(context)
    if kind in ("scenario", "run"):
        given = over_the_file(context, KEYS)
        if ensemble is not None:
            given["run.ensemble"] = _as_named_in(scenario, kind, ensemble)
        keep = (ledger, bom) if ledger is not None else None
        complete = _simulated(scenario, given, keep, out, workers, reporting)
    else:
        numbers = {"replications": replications, "seed": seed}
        here = given_options(context)
        over = {name: numbers[name] for name in OVER_THE_FILE if name in here}
        complete = answer_file(scenario, kind, here, over, out, workers, reporting)
    if not complete:
        raise typer.Exit(INTERRUPTED)


def _as_named_in(file: str, kind: str, ensemble: Path) -> str:
    """Return a folder as a question file would name it: from itself on."""
    if kind == "scenario" or ensemble.is_absolute():
        return str(ensemble)
    return os.path.relpath(ensemble, os.path.dirname(file))


def _simulated(
    file: str,
    given: dict[str, Any],
    ledger: tuple[Path, bool] | None,
    out: Path | None,
    workers: "Workers",
    reporting: "Reporting",
) -> bool:
    """Replicate a scenario, and write its first replication as a ledger where that is asked for."""
    from ..engine.estimate import check_room_whole
    from ..runs.ledger_file import check_ledger
    from ..studies.scenario_questions import run_asked
    from ..words import Words
    from .over_draws import runs_in_draws
    from .pipeline import carried_out

    question = run_asked(file, given)  # with what is wrong with an ensemble
    check_room_whole(question.scenario)  # before a store is made for it
    if ledger is not None:
        check_ledger(ledger[0])
    keep: Lang | None = reporting.language if ledger is not None else None
    made: list[Runs] = []

    def study(console: "Console") -> "Result | None":
        made.append(_replicated(question, console, workers, keep))
        if not len(made[0]):
            return None
        return runs_in_draws(made[0], question, workers, console)

    complete = carried_out(
        study,
        out or Path("results") / question.name,
        reporting,
        jobs=workers.jobs,
        nothing=Words("Stopped before any replication was finished; nothing written."),
    )
    if ledger is not None and made[0].ledger is not None:
        _write_ledger(made[0].ledger, *ledger, reporting.language)
    return complete


def _replicated(
    question: "RunQuestion", out: "Console", workers: "Workers", ledger: "Lang | None"
) -> "Runs":
    from .at_work import runner_at_work

    name, expected = question.scenario.name, question.replications
    with runner_at_work(out, name, workers, expected=expected) as runner:
        return question.replicated(runner, ledger)


def _write_ledger(ledger: "DataFrame", path: Path, bom: bool, language: Lang) -> None:
    from ..report.render.terminal import console
    from ..runs.ledger_file import write_ledger
    from ..words import Words
    from .pipeline import say

    write_ledger(ledger, path, bom=bom)
    words = Words("Ledger: {path}, {rows:,} tickets of replication 0.")
    say(words, console(), language, path=path, rows=len(ledger))
