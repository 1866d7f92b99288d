"""``qipan check``."""

from typing import TYPE_CHECKING, Annotated

import typer

from ..counted import counted
from ..words import Phrase, placed
from .app import FAULTY, app, tell

if TYPE_CHECKING:
    from ..scenario import Scenario


@app.command()
def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Scenario files, or names of those that come along."
        ),
    ],
    show_all: Annotated[
        bool, typer.Option("--all", help="List every number, not only the doubtful ones.")
    ] = False,
) -> None:
    """Check scenario files and show where their numbers come from.

    A sound scenario is summed up: its dates, the reforms in force from each, how many numbers
    are stated, derived or assumed, and where in its range each assumed one sits. Otherwise all
    mistakes are listed at once, each with its file and line, and the exit code is 2.

    Example: qipan check --all scenarios/fuding.yaml
    """
    from ..outcomes.target_faults import target_faults
    from ..scenario import ScenarioError, load
    from ..scenario.checking import report
    from ..scenario.visible import visible

    faulty = False
    for file in files:
        try:
            scenario: Scenario = load(file)
            if faults := target_faults(scenario):
                raise ScenarioError(faults)
        except ScenarioError as error:
            faulty = True
            tell(error, err=True)
            tell(placed(visible(file), counted(len(error.faults), "fault")), err=True)
        else:
            report(scenario, show_all=show_all)
            tell(_size(scenario))
    if faulty:
        raise typer.Exit(FAULTY)


def _size(scenario: "Scenario") -> str:
    from ..engine.estimate import estimate_whole, in_words

    size = estimate_whole(scenario)
    return Phrase(
        "A replication: at most about {issues:,.0f} issues, {in_words} of memory.",
        issues=size.issues,
        in_words=in_words(size.bytes),
    )
