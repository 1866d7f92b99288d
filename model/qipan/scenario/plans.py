"""Plans in files of their own: `policy.sent_down.plan` fills in `allocation` with its cadres."""

import os
from collections.abc import Iterator
from dataclasses import replace

from ..words import Phrase
from .faults import Fault, at
from .nodes import MapNode, Mark, Node, ScalarNode, child, follow
from .tables import Column, Row, number_of_cell, read_table

OF_A_PLAN = 0  # columns count from 1: this one marks an allocation that a plan has put there
COMMUNITY = Column("community", ("社区", "社区编号", "社区代码", "社区id"))
AMOUNT = Column("plan", ("方案", "计划"))
TYPE = Column("type", ("类型", "人员类型"), needed=False)
FULL_TIME = ("", "full_time", "专职", "全职")
SENT_DOWN = "sent_down"


def read_plan(tree: MapNode) -> tuple[MapNode, list[Fault]]:
    """Put the rows of the plan that a scenario names under `allocation`.

    The file is CSV with the columns `community` and `plan` (full-time cadres), as
    ``qipan allocate`` writes it; rows whose `type`, if there is such a column, is not full_time are
    left out. Headers may be Chinese (社区, 方案, 类型). Its name is relative to the scenario file
    that gives it.
    """
    named, faults = plan_named(tree, SENT_DOWN)
    if named is None:
        return tree, faults
    key = key_of_plan(SENT_DOWN)
    rows, faults = read_table(file_of(named), named.mark, key, (COMMUNITY, AMOUNT, TYPE))
    found: dict[str, Node] = {}
    faults += _cadres(rows or [], key, found)
    return with_allocation(tree, SENT_DOWN, found, faults), faults


def _cadres(rows: list[Row], key: str, found: dict[str, Node]) -> Iterator[Fault]:
    """Put the cadres of each community into `found`; the faults in the rows."""
    for row in rows:
        if row.cells.get(TYPE.name, "") not in FULL_TIME:
            continue
        name = row.cells[COMMUNITY.name]
        if fault := fault_of_place(row, key):
            yield fault
            continue
        cadres = number_of_cell(
            row, AMOUNT.name, f"{key}.{name}", Phrase("must be a number of cadres")
        )
        if isinstance(cadres, Fault):
            yield cadres
            continue
        if name in found:
            yield at(row.mark, f"{key}.{name}", Phrase("a second row for this community"))
        found[name] = ScalarNode(cadres, row.mark, row.mark)


# -- what plans of cadres and of funds share -------------------------------------------------------


def key_of_plan(block: str) -> str:
    """Dotted key under which a block of the policy names its plan."""
    return f"policy.{block}.plan"


def plan_named(tree: MapNode, block: str) -> tuple[ScalarNode | None, list[Fault]]:
    """Find the name of the plan of a block of the policy; None if there is none, or it is wrong."""
    given, depth = follow(tree, ("policy", block))
    named = child(given, "plan") if depth == 2 and isinstance(given, MapNode) else None
    if not isinstance(named, ScalarNode) or named.value is None:
        return None, []
    key = key_of_plan(block)
    if not isinstance(named.value, str):
        return None, [at(named.mark, key, Phrase("must be the name of a CSV file"))]
    by_hand = child(given, "allocation")
    if by_hand is not None and by_hand.mark.column != OF_A_PLAN:
        return None, [
            at(named.key_mark, key, Phrase("given beside allocation"), Phrase("one of the two"))
        ]
    return named, []


def fault_of_place(row: Row, key: str) -> Fault | None:
    """Refuse a row that names no community."""
    name = row.cells[COMMUNITY.name]
    if name:  # whether it is there is asked once the city is known
        return None
    allowed = Phrase("must be the id of a community, such as c0001")
    return at(
        row.mark,
        key,
        Phrase("found ''"),
        allowed,
        Phrase("`qipan allocate` lists them in plan.csv"),
    )


def file_of(named: ScalarNode) -> str:
    """Path of a file that is named relative to the file that names it."""
    folder = os.path.dirname(named.mark.file)
    return os.path.normpath(os.path.join(folder, str(named.value)))


def with_allocation(
    tree: MapNode, block: str, entries: dict[str, Node], faults: list[Fault]
) -> MapNode:
    """Put what was read of a plan under `allocation` of its block, as broken if it has faults."""
    policy = tree.entries["policy"]
    assert isinstance(policy, MapNode)
    given = policy.entries[block]
    assert isinstance(given, MapNode)
    named = given.entries["plan"]
    mark = of_plan(named.mark)
    read: Node = MapNode(entries, mark, named.key_mark)
    if faults:
        read = ScalarNode(None, mark, named.key_mark, broken=True)
    planned = replace(given, entries={**given.entries, "allocation": read})
    changed = replace(policy, entries={**policy.entries, block: planned})
    return replace(tree, entries={**tree.entries, "policy": changed})


def of_plan(mark: Mark) -> Mark:
    """Mark what stands in a tree because a plan has put it there."""
    return replace(mark, column=OF_A_PLAN)
