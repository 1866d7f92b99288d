"""The command line's application: its help, and what its exit codes say."""

import warnings
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand

from ..errors import QipanError, StoppedError
from ..standard_streams import make_safe

MISSED = 1  # exit code where targets are missed and must not be
OPEN = 3  # where none is missed, but the intervals of some do not decide
FAULTY = 2  # exit code for bad input
INTERRUPTED = 130  # and for Ctrl-C, as shells have it


F = TypeVar("F", bound=Callable[..., Any])


class RememberedCommand(TyperCommand):
    """A command whose words and input files are told in the manifests that it writes."""

    def invoke(self, ctx: Any) -> Any:
        """Carry out the command."""
        from ..runs.invocation import invoked
        from ..scenario.inputs import inputs_kept
        from ..scenario.warning import QipanWarning
        from .report_options import typed_words

        # Commands print what results stand on, beside them and once.
        warnings.simplefilter("ignore", QipanWarning)
        try:
            with inputs_kept(), invoked(lambda: typed_words(ctx)):
                return super().invoke(ctx)
        except QipanError as error:
            raise ended(error) from None


def ended(error: QipanError) -> typer.Exit:
    """Tell why a command ends; the one place where errors become words and exit codes."""
    if str(error):
        typer.echo(str(error), err=True)
    return typer.Exit(INTERRUPTED if isinstance(error, StoppedError) else FAULTY)


class Application(typer.Typer):
    """The application; see `RememberedCommand`."""

    def command(self, name: str | None = None, **options: Any) -> Callable[[F], F]:
        """Register a command."""
        return super().command(name, **{"cls": RememberedCommand, **options})


app = Application(
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
