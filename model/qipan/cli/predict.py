"""``qipan predict``."""

from pathlib import Path
from typing import Annotated

import typer

from ..runs.bounds import MOST_SEED
from .app import FAULTY, app, tell
from .options import Lang, ProgressAs, told_as


@app.command()
def predict(
    fit: Annotated[Path, typer.Argument(metavar="FIT", help="A folder that `qipan fit` wrote.")],
    ledger: Annotated[
        str | None,
        typer.Option(
            metavar="LEDGER",
            help="The ledger as it has grown, from `qipan import ledger`.  (default: none)",
        ),
    ] = None,
    weeks: Annotated[int, typer.Option(min=1, max=104, help="Weeks to predict.")] = 4,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="First day of the ledger that is not read.  (default: all are)"
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of predictions and scores.  (default: FIT_predictions)"),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=MOST_SEED, help="Seed of all draws.")] = 1,
    lang: Lang = "en",
    progress: ProgressAs = "bar",
) -> None:
    """Predict the next weeks from a fit, and score the weeks that have come.

    Requests by day, week, kind and area, with 90 % intervals; with --ledger also what will be open.
    Each whole week that the ledger has beyond the fit is held against what the fit said of it,
    beside naive methods; scores are kept in scores.csv, and say when to fit again.

    Examples
    --------
    qipan predict fits/xilu --weeks 4

    qipan predict fits/xilu --ledger ledger.parquet --lang zh
    """
    from ..fit.findings import LedgerFaults
    from ..fit.predict.fitted import read_fitted
    from ..fit.settings import day_asked
    from ..imports.ledgers.ledger import LedgerFileError, read_ledger
    from ..scenario import ScenarioError
    from .predicting import predict_and_keep

    with told_as(progress, "predict"):
        try:
            day = day_asked(until)
            grown = None if ledger is None else read_ledger(ledger)
            folder = out if out is not None else fit.with_name(f"{fit.name}_predictions")
            predict_and_keep(read_fitted(fit), weeks, grown, day, seed, folder, lang)
        except (LedgerFaults, LedgerFileError, ScenarioError) as error:
            tell(error, err=True)
            raise typer.Exit(FAULTY) from None
