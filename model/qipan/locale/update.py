"""Bring the catalogue up to what the code says: ``python -m qipan.locale.update``.

New words are added without a translation, which the tests ask for; words that are gone are dropped.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .catalogue import FILE

PACKAGE = Path(__file__).parents[1]
CALL = "Words"


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
    """All words that the code says, file by file."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if CALL not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == CALL:
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                words, context = ([*map(str, texts), "", ""])[:2]
                if words:
                    yield Said(words, context, path.relative_to(PACKAGE).as_posix())


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
