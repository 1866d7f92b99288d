"""``qipan run``."""

from pathlib import Path
from typing import Annotated

import typer

from ..experiments.bounds import MOST_DAYS, MOST_REPLICATIONS, MOST_SEED
from .app import FAULTY, INTERRUPTED, app
from .options import Jobs, Lang, ScenarioFile
from .report_options import typed


@app.command()
def run(
    context: typer.Context,
    scenario: ScenarioFile,
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
) -> None:
    """Simulate a scenario, print its headline metrics and write a result folder.

    Each metric is the mean over the replications with a 95 % interval. Two scenarios of the same
    city run with the same seed share their residents and issues, so that their difference is the
    policy's. Ctrl-C keeps the replications that are finished.

    Examples
    --------
    qipan run scenarios/tiny.yaml

    qipan run scenarios/fuding.yaml --replications 20 --jobs 2 --out results/my_fuding --lang zh

    qipan run scenarios/tiny.yaml --replications 1 --ledger ledger.csv --lang zh --bom
    """
    from ..report.run_command import LedgerFile, run_and_report
    from ..scenario import load

    if bom and ledger is None:
        typer.echo("--bom marks a ledger: name its file with --ledger", err=True)
        raise typer.Exit(FAULTY)
    loaded = load(scenario)
    if days is not None:
        loaded = loaded.revise({"horizon.days": days})
    folder = out or Path("results") / loaded.name
    command = typed(context) if report else None
    asked = LedgerFile(ledger, bom) if ledger is not None else None
    complete = run_and_report(
        loaded, folder, replications, seed, jobs, events, lang, command, asked
    )
    if not complete:
        raise typer.Exit(INTERRUPTED)
