"""Help of commands and options in Chinese: each paragraph as the catalogue has it."""

import re
from collections.abc import Iterator
from typing import Any

from ..locale.catalogue import in_chinese

EXAMPLE = "Example: "


def say_help_in_chinese(command: Any) -> None:
    """Put the Chinese in place of a command's help, its options' and its subcommands'."""
    for one in (command, *getattr(command, "commands", {}).values(), *command.params):
        for name in ("help", "short_help", "epilog"):
            if text := getattr(one, name, None):
                setattr(one, name, help_in_chinese(text))


def help_in_chinese(text: str) -> str:
    """Return the Chinese of a help text; what is typed in an example stays as it is."""
    return "\n\n".join(map(_in_chinese, _paragraphs(text)))


def help_texts(command: Any) -> Iterator[str]:
    """Yield the paragraphs of a command's help, its options' and its subcommands', to translate."""
    below = getattr(command, "commands", {}).values()
    for one in (command, *command.params):
        for paragraph in _paragraphs(getattr(one, "help", None) or ""):
            if words := _words(paragraph):
                yield words
    for one in below:
        yield from help_texts(one)


def _paragraphs(text: str) -> list[str]:
    return re.split(r"\n\s*\n", text.strip()) if text.strip() else []


def _words(paragraph: str) -> str:
    """Return what is to be translated of a paragraph, on one line; nothing of what is typed."""
    if paragraph.startswith("qipan "):
        return ""
    said = paragraph.split("\n---")[0]  # the line below a heading
    return EXAMPLE.strip() if said.startswith(EXAMPLE) else " ".join(said.split())


def _in_chinese(paragraph: str) -> str:
    words = _words(paragraph)
    if not words:
        return paragraph
    if words == EXAMPLE.strip():
        return f"{in_chinese(words)} {paragraph.removeprefix(EXAMPLE)}"
    return in_chinese(words)
