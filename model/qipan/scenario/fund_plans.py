"""A plan of funds in a file of its own: `policy.fund.plan` fills in `allocation`."""

import os
from collections.abc import Iterator
from dataclasses import replace

from .faults import Fault, at
from .nodes import MapNode, Mark, Node, ScalarNode, follow
from .plans import OF_A_PLAN, csv_rows

PATH = ("policy", "fund")
KEY = "policy.fund.plan"
COMMUNITY, EARMARK, YUAN = "community", "earmark", "plan"


def read_fund_plan(tree: MapNode) -> tuple[MapNode, list[Fault]]:
    """Put the rows of the plan that a scenario names under `allocation`.

    The file is CSV with the columns `community`, `earmark` and `plan` (yuan a year), as
    ``qipan allocate --resource funds`` writes it. Its name is relative to the scenario file that
    gives it.
    """
    fund, depth = follow(tree, PATH)
    if depth < len(PATH) or not isinstance(fund, MapNode):
        return tree, []
    named = fund.entries.get("plan")
    if not isinstance(named, ScalarNode) or named.value is None:
        return tree, []
    if not isinstance(named.value, str):
        return tree, [at(named.mark, KEY, "must be the name of a CSV file")]
    by_hand = fund.entries.get("allocation")
    if by_hand is not None and by_hand.mark.column != OF_A_PLAN:
        return tree, [at(named.key_mark, KEY, "given beside allocation", "one of the two")]
    file = os.path.normpath(os.path.join(os.path.dirname(named.mark.file), named.value))
    rows: dict[str, dict[str, Node]] = {}
    faults = list(_rows(file, named.mark, rows))
    of_plan = replace(named.mark, column=OF_A_PLAN)
    by_earmark: dict[str, Node] = {
        earmark: MapNode(yuan, of_plan, named.key_mark) for earmark, yuan in rows.items()
    }
    read = MapNode(by_earmark, of_plan, named.key_mark)
    policy = tree.entries["policy"]
    assert isinstance(policy, MapNode)
    planned = replace(fund, entries={**fund.entries, "allocation": read})
    changed = replace(policy, entries={**policy.entries, "fund": planned})
    return replace(tree, entries={**tree.entries, "policy": changed}), faults


def _rows(file: str, asked: Mark, found: dict[str, dict[str, Node]]) -> Iterator[Fault]:
    """Read the rows of a plan into `found`, by earmark and community; the faults in it."""
    lines, faults = csv_rows(file, asked, KEY, (COMMUNITY, EARMARK, YUAN))
    yield from faults
    for number, row in lines:
        mark = Mark(file, number)
        place, earmark, said = ((row[name] or "").strip() for name in (COMMUNITY, EARMARK, YUAN))
        key = f"{KEY}.{earmark}.{place}"
        try:
            yuan = float(said)
        except ValueError:
            yield at(mark, key, f"found '{said}'", "must be an amount in yuan")
            continue
        rows = found.setdefault(earmark, {})
        if place in rows:
            yield at(mark, key, "a second row for this community and earmark")
        rows[place] = ScalarNode(yuan, mark, mark)
