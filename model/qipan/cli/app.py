"""The command line's application: its help, and what its exit codes say."""

import warnings

import typer

from ..scenario.warning import QipanWarning
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


@app.callback()
def main() -> None:
    """Simulate how a city's grassroots offices meet its residents' needs."""
    # Commands print what results stand on, beside them and once.
    warnings.simplefilter("ignore", QipanWarning)
    make_safe()
