"""The language of a session: of help, errors and reports, unless a command is told otherwise."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from ..words import Language, in_language, language_of, recognised, speaking, spoken

OPTION = "--lang"
TOLD = "in_the_language_of_the_session"  # on errors of usage that are said in it already

# Typer's own click, of which it hands out a few names alone.
UsageError: Any = typer.BadParameter.__mro__[1]


def asked_language(words: Sequence[str]) -> Language:
    """Return the language of a command line: of --lang, wherever it stands, or the environment's.

    It is wanted before the words are understood: what is wrong with them is said in it.
    """
    for word, following in pairwise([*words, ""]):
        given = following if word == OPTION else word.removeprefix(f"{OPTION}=")
        if word.startswith(OPTION) and given in ("en", "zh"):
            return "zh" if given == "zh" else "en"
    return language_of(os.environ)


class _Speaking:
    """What groups and commands say of themselves in the language of the session."""

    def get_usage(self, ctx: Any) -> str:
        """Return the line that says how it is called."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        if spoken() == "en":
            return usage
        from .click_words import USAGE

        return usage.replace(USAGE.en, USAGE.zh, 1)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        if spoken() == "zh":
            from .help_words import say_help_in_chinese

            say_help_in_chinese(self)
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option that asks for help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None and spoken() == "zh":
            from .click_words import SHOW_HELP

            option.help = SHOW_HELP.zh
        return option

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """Understand the words of a command line."""
        with _usage_errors():
            return super().make_context(*arguments, **options)  # type: ignore[misc]


class SpeakingCommand(_Speaking, TyperCommand):
    """A command whose help and errors are in the language of the session."""


class SpeakingGroup(_Speaking, TyperGroup):
    """Commands whose help and errors are in the language of the session."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Carry out a command line."""
        language = asked_language(sys.argv[1:] if args is None else args)
        with ExitStack() as stack:
            stack.enter_context(speaking(language))
            if language == "zh":
                from .click_words import titles_in_chinese

                stack.enter_context(titles_in_chinese())
                extra = {"default_map": _chinese_defaults(self), **extra}
            return super().main(args, *rest, **extra)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is named."""
        with _usage_errors():
            return super().resolve_command(ctx, args)


@contextmanager
def _usage_errors() -> Iterator[None]:
    """Say what is wrong with the words of a command line in the language of the session."""
    try:
        yield
    except UsageError as error:
        if spoken() == "en" or type(error).__name__ == "NoArgsIsHelpError" or hasattr(error, TOLD):
            raise
        from .click_words import MESSAGES

        error.message = in_language(error.message, "zh")  # our own
        told = UsageError(
            in_language(recognised(error.format_message(), MESSAGES), "zh"), error.ctx
        )
        setattr(told, TOLD, True)
        raise told from error


def _chinese_defaults(command: Any) -> dict[str, Any]:
    """Let --lang be Chinese for all commands that are not told otherwise."""
    below = getattr(command, "commands", {})
    return {"lang": "zh"} | {name: _chinese_defaults(one) for name, one in below.items()}
