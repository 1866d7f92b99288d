"""Bring the catalogue up to what the code says: ``python -m qipan.locale.update``.

New words are added without a translation, which the tests ask for; words that are gone are dropped.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .catalogue import FILE

PACKAGE = Path(__file__).parents[1]
CALLS = ("Words", "Phrase")
COUNTED = "counted"  # its nouns, in the context of that name


class Said(NamedTuple):
    """Words in the code.

    Attributes
    ----------
    words, context : str
    file : str
        Where, from the package's folder on.
    """

    words: str
    context: str
    file: str


def said() -> Iterator[Said]:
    """All words that the code says, file by file, and those of the command line's help."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not any(f"{call}(" in text for call in (*CALLS, COUNTED)):
            continue
        file = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and (one := _said_by(node, file)) is not None:
                yield one
    yield from _help()


def _said_by(call: ast.Call, file: str) -> Said | None:
    name = getattr(call.func, "id", None)
    texts = [str(arg.value) for arg in call.args if isinstance(arg, ast.Constant)]
    if name in CALLS and texts and isinstance(call.args[0], ast.Constant):
        words, context = ([*texts, ""])[:2]
        return Said(words, context, file)
    if name == COUNTED and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
        return Said(str(call.args[1].value), COUNTED, file)
    return None


def _help() -> Iterator[Said]:
    from typer.main import get_command

    from ..cli import app
    from ..cli.help_words import help_texts

    for words in help_texts(get_command(app)):
        yield Said(words, "", "cli")


def main() -> None:
    """Write the catalogue anew, translations kept."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    with FILE.open("rb") as file:
        old = read_po(file, locale="zh")
    new = Catalog(locale="zh", fuzzy=False)
    new.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Language", "zh")]
    new.header_comment = "# The Chinese of Qipan. Kept up by `python -m qipan.locale.update`."
    files: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for one in said():
        places = files.setdefault((one.words, one.context), [])
        if (one.file, 0) not in places:
            places.append((one.file, 0))
    for (words, context), places in files.items():
        known = old.get(words, context or None)
        translation = str(known.string) if known is not None else ""
        new.add(words, translation, locations=places, context=context or None)
    with FILE.open("wb") as file:
        write_po(file, new, width=0, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    main()
