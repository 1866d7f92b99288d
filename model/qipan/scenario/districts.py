"""Districts (区) of a city: each a scenario of its own, laid over what the file says of all.

A district has departments, cadres, funds and helpers of its own; nothing but the days' factors of
births couples it with the others. So a city of sixteen districts is sixteen cities, simulated one
after another and counted together.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..words import Phrase, clauses, joined
from .document import ScenarioDocument
from .extends import graft, merge
from .faults import Fault, ScenarioError, at
from .nodes import MapNode, Mark, Node, ScalarNode, follow, is_null, with_entries
from .provenance import ProvenanceRow

if TYPE_CHECKING:
    from .scenario import Scenario

KEY = "districts"
MOST_SEED = 10**9
LEFT_OUT = ("targets",)  # windows are those of the whole city
SEED, PREFIX = ("city", "seed"), ("city", "id_prefix")


def taken(tree: MapNode) -> tuple[MapNode, dict[str, MapNode], list[Fault]]:
    """Take the districts out of a tree.

    Returns
    -------
    tuple
        The tree without them, what each district says for itself, and the faults found.
    """
    node = tree.entries.get(KEY)
    if node is None:
        return tree, {}, []
    rest = with_entries(tree, {key: entry for key, entry in tree.entries.items() if key != KEY})
    if is_null(node):
        return rest, {}, []
    if not isinstance(node, MapNode):
        found = Phrase("must be a mapping of districts, each with what it says for itself")
        return rest, {}, [at(node.mark, KEY, found)]
    own, faults = {}, []
    for name, entry in node.entries.items():
        if isinstance(entry, MapNode):
            own[name] = entry
            faults += list(_refused(name, entry))
        elif is_null(entry):
            own[name] = MapNode({}, entry.mark, entry.key_mark)
        else:
            faults.append(
                at(entry.mark, f"{KEY}.{name}", Phrase("must say what differs in the district"))
            )
    return rest, own, faults


def _refused(name: str, entry: MapNode) -> Iterator[Fault]:
    for key in ("extends", KEY, "horizon", "name", "targets"):
        if key in entry.entries:
            mark = entry.entries[key].key_mark
            yield at(
                mark,
                f"{KEY}.{name}.{key}",
                Phrase("is said for the whole city, not for a district"),
            )


def laid(tree: MapNode, name: str, own: MapNode) -> MapNode:
    """Lay what a district says over what the file says of all.

    Its places are called after it, so that no two districts share a draw of a place; it is drawn
    from a seed of its own, made of the city's and its name, unless it gives one.
    """
    mark = own.key_mark
    shared = {key: entry for key, entry in tree.entries.items() if key not in LEFT_OUT}
    merged: Node = merge(
        with_entries(tree, shared), replace(own, mark=tree.mark, key_mark=tree.key_mark)
    )
    said, _ = follow(tree, ("name",))
    whole = said.value if isinstance(said, ScalarNode) else ""
    merged = graft(merged, ("name",), ScalarNode(f"{whole}-{name}", mark, mark))
    if not _says(own, SEED):
        seed, depth = follow(tree, SEED)
        given = seed.value if depth == len(SEED) and isinstance(seed, ScalarNode) else 1
        merged = graft(merged, SEED, ScalarNode(_seed_of(given, name), mark, mark))
    if not _says(own, PREFIX):
        merged = graft(merged, PREFIX, ScalarNode(f"{name}-", mark, mark))
    assert isinstance(merged, MapNode)
    return merged


def _says(own: MapNode, path: tuple[str, ...]) -> bool:
    return follow(own, path)[1] == len(path)


def _seed_of(seed: object, name: str) -> int:
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % MOST_SEED


def rows_of(
    name: str, own: MapNode, district: "Scenario", whole: tuple[ProvenanceRow, ...]
) -> Iterator[ProvenanceRow]:
    """Where the numbers come from that a district says for itself."""
    shared = {(row.key, row.file, row.line) for row in whole}
    for row in district.provenance:
        if (row.key, row.file, row.line) not in shared and _says(own, tuple(row.key.split("."))):
            yield replace(row, key=f"{KEY}.{name}.{row.key}")


def of_district(fault: Fault, name: str) -> Fault:
    """Say in which district a fault is."""
    hints = (fault.hint, Phrase("in the district {name}", name=name))
    return replace(fault, hint=clauses(*hints))


def compared(districts: Mapping[str, "Scenario"], own: Mapping[str, MapNode]) -> Iterator[Fault]:
    """Check that districts can be counted together: what is added up must mean the same."""
    if not districts:
        return
    names = list(districts)
    first = _common(districts[names[0]])
    for name in names[1:]:
        for what, value in _common(districts[name]).items():
            if value != first[what]:
                found = Phrase("differs from district {names} in {what}", names=names[0], what=what)
                hint = Phrase("what is counted over all districts must be the same in each")
                yield at(own[name].key_mark, f"{KEY}.{name}", found, hint=hint)
    yield from _same_places(districts, own)


def _common(district: "Scenario") -> dict[str, Any]:
    document = district.document
    issues, pools = document.issues, document.volunteers.pools if document.volunteers else {}
    by_day = [(regime.day, regime.document) for regime in district.regimes]
    return {
        "issues.kinds": [
            (name, kind.sla_class, kind.visible) for name, kind in issues.kinds.items()
        ],
        "issues.sla_hours": issues.sla_hours,
        "desks.posts": list(document.desks.posts),
        "volunteers.pools": list(pools),
        "policy.fund.earmarks": list(_earmarks(by_day)),
        "when policy.pairing is on": [(day, one.policy.pairing.on) for day, one in by_day],
        "the days of policy.changes": [day for day, _ in by_day],
    }


def _earmarks(by_day: list[tuple[int, ScenarioDocument]]) -> dict[str, None]:
    return dict.fromkeys(name for _, one in by_day for name in one.policy.fund.earmarks)


def _same_places(
    districts: Mapping[str, "Scenario"], own: Mapping[str, MapNode]
) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name, district in districts.items():
        city = district.document.city
        ids = [place.id for place in city.communities] or [city.id_prefix]
        for place in ids:
            if place in seen:
                found = Phrase(
                    "{part} is in district {seen} as well",
                    part=place or Phrase("no city.id_prefix"),
                    seen=seen[place],
                )
                yield at(own[name].key_mark, f"{KEY}.{name}", found)
            seen[place] = name


def refuse_districts(scenario: "Scenario", what: str) -> None:
    """Say that something is done for one district at a time.

    Raises
    ------
    ScenarioError
        If the scenario has districts.
    """
    if scenario.districts:
        mark = Mark(scenario.path or scenario.name)
        found = Phrase("{what} one district at a time", what=what)
        names = joined(list(scenario.districts)[:4])
        hint = Phrase("scenario.districts[NAME] is one of them: {names}", names=names)
        raise ScenarioError([at(mark, KEY, found, hint=hint)])
