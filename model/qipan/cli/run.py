"""``qipan run``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..runs.bounds import MOST_DAYS, MOST_REPLICATIONS, MOST_SEED
from .app import FAULTY, INTERRUPTED, app
from .options import STORE, Jobs, Lang, ProgressAs, given_options, told_as
from .report_options import typed

if TYPE_CHECKING:
    from pandas import DataFrame
    from rich.console import Console

    from ..runs.runs import Runs
    from ..scenario import Scenario
    from ..studies.question import FileKind


@app.command()
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
    jobs: Jobs = 1,
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  (default: results/NAME)")
    ] = None,
    events: Annotated[bool, typer.Option("--events", help="Keep the event log too.")] = False,
    lang: Lang = "en",
    report: Annotated[
        bool, typer.Option("--report", help="Write report.html, report.docx and tables.xlsx too.")
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
    progress: ProgressAs = "bar",
) -> None:
    """Simulate a scenario, or answer what an experiment or plan file asks; write a result folder.

    A file that compares, attributes, sweeps, seeks or plans is carried out as the command of that
    name would, which has more options.

    Each metric is the mean over the replications with a 95 % interval. Two scenarios of the same
    city run with the same seed share their residents and issues, so that their difference is the
    policy's. Ctrl-C keeps the replications that are finished.

    Examples
    --------
    qipan run scenarios/tiny.yaml

    qipan run scenarios/fuding.yaml --replications 20 --jobs 2 --out results/my_fuding --lang zh

    qipan run scenarios/tiny.yaml --replications 1 --ledger ledger.csv --lang zh --bom
    """
    if bom and ledger is None:
        typer.echo("--bom marks a ledger: name its file with --ledger", err=True)
        raise typer.Exit(FAULTY)
    with told_as(progress, "run"):
        from ..studies.question import kind_of

        kind = kind_of(scenario)
        if kind == "scenario":
            keep = (ledger, bom) if ledger is not None else None
            asked = {"n": replications, "seed": seed, "jobs": jobs, "events": events}
            command = typed(context) if report else None
            complete = _simulated(scenario, days, out, lang, command, keep, asked)
        else:
            over = {"replications": replications, "seed": seed}
            complete = _answered(context, scenario, kind, over, out, lang, jobs)
        if not complete:
            raise typer.Exit(INTERRUPTED)


def _answered(
    context: typer.Context,
    file: str,
    kind: "FileKind",
    numbers: dict[str, int],
    out: Path | None,
    lang: Lang,
    jobs: int,
) -> bool:
    """Carry out the study that a question file asks for."""
    from ..report.reporting import Reporting
    from ..runs.opening import Workers
    from .question_file import OVER_THE_FILE, answer_file

    given = given_options(context)
    over = {name: numbers[name] for name in OVER_THE_FILE if name in given}
    workers = Workers(jobs, store=STORE)
    return answer_file(file, kind, given, over, out, workers, Reporting(lang, typed(context)))


def _simulated(
    scenario: str,
    days: int | None,
    out: Path | None,
    lang: Lang,
    command: str | None,
    ledger: tuple[Path, bool] | None,
    asked: dict[str, Any],
) -> bool:
    """Replicate a scenario, and write its first replication as a ledger where that is asked for."""
    from ..report.reporting import Reporting
    from ..runs.ledger_file import check_ledger
    from ..scenario import load
    from ..words import Words
    from .pipeline import carried_out

    loaded = load(scenario)
    if days is not None:
        loaded = loaded.revise({"horizon.days": days})
    if ledger is not None:
        check_ledger(ledger[0])
    keep: Lang | None = lang if ledger is not None else None
    made: list[Runs] = []

    def study(console: "Console") -> "Runs | None":
        made.append(_replicated(loaded, console, **asked, ledger=keep))
        return made[0] if len(made[0]) else None

    complete = carried_out(
        study,
        out or Path("results") / loaded.name,
        Reporting(lang, command),
        jobs=asked["jobs"],
        nothing=Words("Stopped before any replication was finished; nothing written."),
    )
    if ledger is not None and made[0].ledger is not None:
        _write_ledger(made[0].ledger, *ledger, lang)
    return complete


def _replicated(scenario: "Scenario", out: "Console", **asked: Any) -> "Runs":
    from ..runs.runs import replicate
    from . import progress as shown
    from .progress import stop_on_interrupt

    with shown.progress(out, scenario.name, asked["n"]) as finished, stop_on_interrupt() as stop:
        return replicate(scenario, **asked, progress=finished, stop=stop)


def _write_ledger(ledger: "DataFrame", path: Path, bom: bool, language: Lang) -> None:
    from ..report.render.terminal import console
    from ..runs.ledger_file import write_ledger
    from ..words import Words
    from .pipeline import say

    write_ledger(ledger, path, bom=bom)
    words = Words("Ledger: {path}, {rows:,} tickets of replication 0.")
    say(words, console(), language, path=path, rows=len(ledger))
