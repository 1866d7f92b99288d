"""The command line's application: its help, and what its exit codes say."""

import warnings
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, Literal, TypeVar

import typer

from ..errors import QipanError, StoppedError
from ..standard_streams import make_safe
from ..words import in_language, spoken
from .language import SpeakingCommand, SpeakingGroup

MISSED = 1  # exit code where targets are missed and must not be
OPEN = 3  # where none is missed, but the intervals of some do not decide
FAULTY = 2  # exit code for bad input
INTERRUPTED = 130  # and for Ctrl-C, as shells have it


F = TypeVar("F", bound=Callable[..., Any])

Speech = Annotated[
    Literal["en", "zh"],
    typer.Option("--lang", help="Language of help, messages and errors; QIPAN_LANG sets it too."),
]


class RememberedCommand(SpeakingCommand):
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


def tell(said: object, *, err: bool = False) -> None:
    """Print what is said in the language of the session."""
    typer.echo(in_language(said, spoken()), err=err)


def ended(error: QipanError) -> typer.Exit:
    """Tell why a command ends; the one place where errors become words and exit codes."""
    if error.say("en"):
        tell(error, err=True)
    return typer.Exit(INTERRUPTED if isinstance(error, StoppedError) else FAULTY)


class Application(typer.Typer):
    """The application; see `RememberedCommand`. Every command has --lang."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"cls": SpeakingGroup, **options})

    def command(self, name: str | None = None, **options: Any) -> Callable[[F], F]:
        """Register a command."""
        register = super().command(name, **{"cls": RememberedCommand, **options})

        def registered(command: F) -> F:
            register(_told_the_language(command))
            return command

        return registered


def _told_the_language(command: F) -> Callable[..., Any]:
    """Give a command --lang, if it has no use of its own for it: see `language.SpeakingGroup`."""
    own = signature(command).parameters
    if "lang" in own:
        return command

    @wraps(command)
    def with_lang(*arguments: Any, lang: Any, **options: Any) -> Any:
        return command(*arguments, **options)

    added = Parameter("lang", Parameter.KEYWORD_ONLY, default="en", annotation=Speech)
    with_lang.__annotations__ = {**command.__annotations__, "lang": Speech}
    with_lang.__signature__ = Signature([*own.values(), added])  # type: ignore[attr-defined]
    return with_lang


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
    lang: Speech = "en",
) -> None:
    """Simulate how a city's grassroots offices meet its residents' needs."""
    make_safe()
