"""A community as a table says it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PlaceRow:
    """A row of a table of communities; None where it says nothing.

    Attributes
    ----------
    name, subdistrict : str
        As a scenario can have them: see `identifier`.
    residents : int
    type : str or None
        Name of a type of the scenario.
    households, grids, cadres : int or None
    staff, area_km2, x_km, y_km : float or None
    """

    name: str
    subdistrict: str
    residents: int
    type: str | None = None
    households: int | None = None
    grids: int | None = None
    staff: float | None = None
    cadres: int | None = None
    area_km2: float | None = None
    x_km: float | None = None
    y_km: float | None = None


# Keys of `city.communities` by the fields of a row, in the order in which they are written.
PLACE_KEYS = {
    "name": "id",
    **{
        name: name
        for name in (
            *("subdistrict", "type", "residents", "households", "grids", "staff"),
            *("area_km2", "x_km", "y_km"),
        )
    },
}


def identifier(text: str) -> str:
    """Return a name as a scenario can have it: letters and digits of any script, and hyphens.

    What stands in brackets is joined by a hyphen: 东门社区（北） becomes 东门社区-北. Where no
    letter is left the name is empty.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text))
    kept = "".join(letter if _is_allowed(letter) else "-" for letter in text)
    return "-".join(part for part in kept.split("-") if part).lstrip("_").strip("-")


def names_apart(names: Sequence[tuple[str, str]]) -> list[str]:
    """Return names that differ where subdistricts do: of those that two have, with theirs before.

    Parameters
    ----------
    names : sequence of tuple
        Name and subdistrict of each community.
    """
    of: dict[str, set[str]] = {}
    for name, subdistrict in names:
        of.setdefault(name, set()).add(subdistrict)
    return [f"{subdistrict}-{name}" if len(of[name]) > 1 else name for name, subdistrict in names]


def _is_allowed(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in "LM" or category in ("Nd", "Nl") or letter == "_"
