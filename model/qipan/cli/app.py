"""The command line's application: its help, and what its exit codes say."""

from typing import Annotated

import typer

from ..standard_streams import make_safe

MISSED = 1  # exit code where targets are missed and must not be
FAULTY = 2  # exit code for bad input
INTERRUPTED = 130  # and for Ctrl-C, as shells have it

app = typer.Typer(
    name="qipan",
    help="Simulate how a city's grassroots offices meet its residents' needs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        from ..code_identity import told

        for line in told():
            typer.echo(line)
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="Show version, hash of the code, commit and Python version.",
        ),
    ] = False,
) -> None:
    """Simulate how a city's grassroots offices meet its residents' needs."""
    make_safe()
