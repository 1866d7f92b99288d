"""Tables put into a page, between marks that stay."""

from pathlib import Path


class NoSuchMarkError(LookupError):
    """A page has no place for a table."""


def splice(page: Path, tables: dict[str, str]) -> None:
    """Replace what a page has between ``<!-- NAME -->`` and ``<!-- end of NAME -->``.

    Raises
    ------
    NoSuchMarkError
        If the page lacks a name's marks; it is then left as it was.
    """
    text = page.read_text(encoding="utf-8")
    for name, table in tables.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        if begin not in text or end not in text:
            raise NoSuchMarkError(f"{page}: no place for {name}")
        before, rest = text.split(begin, 1)
        text = f"{before}{begin}\n{table.strip()}\n\n{end}{rest.split(end, 1)[1]}"
    page.write_text(text, encoding="utf-8")
