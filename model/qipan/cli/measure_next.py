"""``qipan measure-next``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .options import over_the_file
from .report_options import writes_report

if TYPE_CHECKING:
    from ..report.reporting import Reporting
    from ..studies.measure_next_asked import MeasureQuestion

# What each option goes over in a question file; it is read from the context, where it is given.
KEYS = {
    "metric": "measure_next.metric",
    "comparison": "measure_next.comparison",
    "seed": "seed",
}


@app.command(name="measure-next")
@writes_report
def measure_next(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="The result folder of qipan compare --worlds, its experiment file, or a question "
            "file.",
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
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  (default: results/NAME_measure_next)")
    ] = None,
    *,
    reporting: "Reporting",
) -> None:
    """Say which family of assumed numbers a survey should measure first.

    The worlds of a comparison are read again: how much would be gained by choosing among its
    policies with one family known (expected value of partial perfect information), and how much of
    the difference goes with it. Nothing is simulated.

    Example: qipan measure-next results/fuding_reform
    """
    from ..studies.measure_next_asked import measure_next_asked

    question = measure_next_asked(file, over_the_file(context, KEYS))
    measure_and_report(question, out or Path("results") / question.name, reporting)


def measure_and_report(question: "MeasureQuestion", folder: Path, reporting: "Reporting") -> bool:
    """Say what to measure, as a question asks; see `pipeline.carried_out`."""
    from ..words import Words
    from .pipeline import carried_out

    study, nothing = question.answered, Words.of("", "")
    return carried_out(lambda _: study(), folder, reporting, jobs=1, nothing=nothing)
