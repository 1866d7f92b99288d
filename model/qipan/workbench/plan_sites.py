"""Sites of service centres as a form has them: a name and a place each, written as a table."""

import re

COLUMNS = ("site", "x_km", "y_km")
_BETWEEN = re.compile(r"[;；\n]")
_PARTS = re.compile(r"[\s,，、]+")


def sites_typed(text: str) -> list[tuple[str, ...]]:
    """Return a row of the table for each site that is typed: name, kilometres east and north.

    Whatever else is typed stays as it is, for the table's check to tell.
    """
    typed = (part.strip() for part in _BETWEEN.split(text))
    rows = [tuple(_PARTS.split(part)) for part in typed if part]
    return [row + ("",) * (len(COLUMNS) - len(row)) for row in rows]
