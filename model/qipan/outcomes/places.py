"""Names of desks and grids that do not depend on their rows."""

from collections import Counter
from collections.abc import Sequence

from ..city import City
from ..engine.layout import Layout

ENFORCEMENT_CENTRE = "enforcement_centre"


def grid_names(city: City) -> tuple[str, ...]:
    """Name of each grid: ``c0003/2`` is the second one of its community."""
    ids, seen = city.places.ids, Counter[int]()
    names = []
    for community in city.people.grid_community.tolist():
        seen[community] += 1
        names.append(f"{ids[community]}/{seen[community]}")
    return tuple(names)


def desk_names(city: City, layout: Layout) -> tuple[str, ...]:
    """Name of each desk and gate, in the order of the table of desks.

    ``estate:c0003/2`` (of a grid), ``community:c0003``, ``subdistrict:s001/general`` (a post, or
    the enforcement centre), ``department:water``; then the gates: ``estate_meeting:c0003/2``,
    ``council:c0003``, ``subdistrict_meeting:s001``, ``city_meeting`` and so on.
    """
    posts = (*layout.posts, ENFORCEMENT_CENTRE)
    return (
        *_of("estate", grid_names(city)),
        *_of("community", city.places.ids),
        *(f"subdistrict:{name}/{p}" for name in city.places.subdistrict_ids for p in posts),
        *_of("department", layout.departments),
        *(name for gate, rows in layout.gates.items() for name in _gate(gate, len(rows), city)),
    )


def _gate(gate: str, number: int, city: City) -> tuple[str, ...]:
    """Names of the gates of one kind, after the places that hold them."""
    holders = {
        "estate_meeting": grid_names(city),
        "subdistrict_meeting": city.places.subdistrict_ids,
        "city_meeting": tuple(map(str, range(1, number + 1))) if number > 1 else (),
    }.get(gate, city.places.ids)
    names = _of(gate, holders) or (gate,)
    assert len(names) == number, gate
    return names


def _of(prefix: str, places: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{prefix}:{place}" for place in places)
