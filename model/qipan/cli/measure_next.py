"""``qipan measure-next``."""

from pathlib import Path
from typing import Annotated

import typer

from .app import app
from .options import Lang


@app.command(name="measure-next")
def measure_next(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="The result folder of qipan compare --worlds, or its experiment file.",
        ),
    ],
    metric: Annotated[
        str | None,
        typer.Option(help="By which metric one chooses.  (default: the first that has a side)"),
    ] = None,
    comparison: Annotated[
        int, typer.Option(min=1, help="Which one, where the experiment has several pairs.")
    ] = 1,
    seed: Annotated[
        int, typer.Option(min=0, max=2**63 - 1, help="Of the bootstrap, and of chance.")
    ] = 1,
    lang: Lang = "en",
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  (default: results/NAME_measure_next)")
    ] = None,
) -> None:
    """Say which family of assumed numbers a survey should measure first.

    The worlds of a comparison are read again: how much would be gained by choosing among its
    policies with one family known (expected value of partial perfect information), and how much of
    the difference goes with it. Nothing is simulated.

    Example: qipan measure-next results/fuding_reform
    """
    from ..report.reporting import Reporting
    from ..studies.uncertainty.measure_next import measure_next, source_of
    from ..words import Words
    from .pipeline import carried_out

    source = source_of(file)
    carried_out(
        lambda _: measure_next(source, metric, comparison, seed),
        out or Path("results") / f"{source.resolve().name}_measure_next",
        Reporting(lang),
        jobs=1,
        nothing=Words.of("", ""),
    )
