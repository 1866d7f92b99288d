"""What click, typer and pydantic say of a command line, in Chinese: titles, and what is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from ..words import Words

USAGE = Words("Usage:")
SHOW_HELP = Words("Show this message and exit.")
TITLES = {
    "ARGUMENTS_PANEL_TITLE": Words("Arguments"),
    "OPTIONS_PANEL_TITLE": Words("Options", "command line"),
    "COMMANDS_PANEL_TITLE": Words("Commands"),
    "ERRORS_PANEL_TITLE": Words("Error"),
    "ABORTED_TEXT": Words("Aborted."),
    "DEFAULT_STRING": Words("[default: {}]"),
    "REQUIRED_LONG_STRING": Words("[required]"),
    "RICH_HELP": Words("Try [blue]'{command_path} {help_option}'[/] for help."),
}
MESSAGES = (
    Words("Invalid value for {option}: {fault}"),
    Words("Invalid value: {fault}"),
    Words("Missing argument {option}."),
    Words("Missing option {option}."),
    Words("Missing command."),
    Words("No such option: {option} (Possible options: {others})"),
    Words("No such option: {option}"),
    Words("No such command {command}. Did you mean {others}?"),
    Words("No such command {command}."),
    Words("Option {option} does not take a value."),
    Words("Option {option} requires an argument."),
    Words("Got unexpected extra argument(s) ({words})"),
    Words("Got unexpected extra argument ({words})"),
    Words("Got unexpected extra arguments ({words})"),
    Words("Value error, {fault}"),
    Words("{value} is not one of {choices}."),
    Words("Input should be a valid integer, unable to parse string as an integer"),
    Words("Input should be a valid integer, got a number with a fractional part"),
    Words("Input should be a valid number, unable to parse string as a number"),
    Words("Input should be greater than or equal to {least}"),
    Words("Input should be less than or equal to {most}"),
    Words("Input should be greater than {least}"),
    Words("Input should be less than {most}"),
    Words("Input should be {choices}"),
    Words("{one} or {other}"),
)


@contextmanager
def titles_in_chinese() -> Iterator[None]:
    """Let the titles of typer's help be Chinese while the block runs."""
    import typer.rich_utils as typers

    before = {name: getattr(typers, name) for name in TITLES}
    try:
        for name, title in TITLES.items():
            setattr(typers, name, title.zh)
        yield
    finally:
        for name, title in before.items():
            setattr(typers, name, title)
