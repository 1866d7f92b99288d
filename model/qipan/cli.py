"""The command line: ``qipan check scenarios/fuding.yaml``."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from .scenario import Scenario

app = typer.Typer(
    name="qipan",
    help="Simulate how a city's grassroots offices meet its residents' needs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

FAULTY = 2  # exit code for bad input


@app.callback()
def main() -> None:
    """Simulate how a city's grassroots offices meet its residents' needs."""


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files.")],
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
    from .scenario import ScenarioError, load
    from .scenario.checking import report

    faulty = False
    for file in files:
        try:
            scenario: Scenario = load(file)
        except ScenarioError as error:
            faulty = True
            typer.echo(str(error), err=True)
            typer.echo(f"{file}: {_counted(len(error.faults), 'fault')}", err=True)
        else:
            report(scenario, show_all=show_all)
    if faulty:
        raise typer.Exit(FAULTY)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


if __name__ == "__main__":
    app()
