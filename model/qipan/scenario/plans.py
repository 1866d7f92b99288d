"""A plan of cadres in a file of its own: `policy.sent_down.plan` fills in `allocation`."""

import csv
import os
from collections.abc import Iterator
from dataclasses import replace

from .faults import Fault, at, listing
from .nodes import MapNode, Mark, Node, ScalarNode, follow

PATH = ("policy", "sent_down")
KEY = "policy.sent_down.plan"
COMMUNITY, CADRES, TYPE = "community", "plan", "type"
FULL_TIME = "full_time"
OF_A_PLAN = 0  # columns count from 1: this one marks an allocation that a plan has put there


def read_plan(tree: MapNode) -> tuple[MapNode, list[Fault]]:
    """Put the rows of the plan that a scenario names under `allocation`.

    The file is CSV with the columns `community` and `plan` (full-time cadres), as
    ``qipan allocate`` writes it; rows whose `type`, if there is such a column, is not full_time are
    left out. Its name is relative to the scenario file that gives it.
    """
    sent_down, depth = follow(tree, PATH)
    if depth < len(PATH) or not isinstance(sent_down, MapNode):
        return tree, []
    named = sent_down.entries.get("plan")
    if not isinstance(named, ScalarNode) or named.value is None:
        return tree, []
    if not isinstance(named.value, str):
        return tree, [at(named.mark, KEY, "must be the name of a CSV file")]
    by_hand = sent_down.entries.get("allocation")
    if by_hand is not None and by_hand.mark.column != OF_A_PLAN:
        return tree, [at(named.key_mark, KEY, "given beside allocation", "one of the two")]
    file = os.path.normpath(os.path.join(os.path.dirname(named.mark.file), named.value))
    rows: dict[str, Node] = {}
    faults = list(_rows(file, named.mark, rows))
    read = MapNode(rows, replace(named.mark, column=OF_A_PLAN), named.key_mark)
    entries = {**sent_down.entries, "allocation": read}
    return _put(tree, replace(sent_down, entries=entries)), faults


def _put(tree: MapNode, sent_down: MapNode) -> MapNode:
    policy = tree.entries["policy"]
    assert isinstance(policy, MapNode)
    changed = replace(policy, entries={**policy.entries, "sent_down": sent_down})
    return replace(tree, entries={**tree.entries, "policy": changed})


def _rows(file: str, asked: Mark, found: dict[str, Node]) -> Iterator[Fault]:
    """Read the rows of a plan into `found`; the faults in it."""
    lines, faults = csv_rows(file, asked, KEY, (COMMUNITY, CADRES))
    yield from faults
    for number, row in lines:
        if (row.get(TYPE) or FULL_TIME) != FULL_TIME:
            continue
        mark = Mark(file, number)
        name, said = (row[COMMUNITY] or "").strip(), (row[CADRES] or "").strip()
        try:
            cadres = float(said)
        except ValueError:
            yield at(mark, f"{KEY}.{name}", f"found '{said}'", "must be a number of cadres")
            continue
        if name in found:
            yield at(mark, f"{KEY}.{name}", "a second row for this community")
        found[name] = ScalarNode(cadres, mark, mark)


Lines = list[tuple[int, dict[str, str | None]]]


def csv_rows(
    file: str, asked: Mark, key: str, needed: tuple[str, ...]
) -> tuple[Lines, list[Fault]]:
    """Rows of a CSV file with the numbers of their lines, or why there are none.

    Parameters
    ----------
    file : str
    asked : Mark
        Where the scenario names the file.
    key : str
        Under which key.
    needed : tuple of str
        Columns that must be there.
    """
    try:
        with open(file, encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            lines = list(reader)
            names = reader.fieldnames or []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "not a CSV file in UTF-8"
        return [], [at(asked, key, f"cannot read {file}: {reason}")]
    missing = [name for name in needed if name not in names]
    if missing:
        said = f"no column {listing(missing)}"
        there = f"found: {listing(names) if names else 'none'}"
        return [], [at(Mark(file, 1), key, said, there)]
    return list(enumerate(lines, start=2)), []
