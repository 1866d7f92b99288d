"""A plan of funds in a file of its own: `policy.fund.plan` fills in `allocation`."""

from collections.abc import Iterator

from ..words import Phrase
from .faults import Fault, at
from .nodes import MapNode, Node, ScalarNode
from .plans import (
    AMOUNT,
    COMMUNITY,
    fault_of_place,
    file_of,
    key_of_plan,
    of_plan,
    plan_named,
    with_allocation,
)
from .tables import Column, Row, number_of_cell, read_table

FUND = "fund"
EARMARK = Column("earmark", ("专项", "专项经费", "专项资金"))


def read_fund_plan(tree: MapNode) -> tuple[MapNode, list[Fault]]:
    """Put the rows of the plan that a scenario names under `allocation`.

    The file is CSV with the columns `community`, `earmark` and `plan` (yuan a year), as
    ``qipan allocate --resource funds`` writes it. Headers may be Chinese (社区, 专项, 方案). Its
    name is relative to the scenario file that gives it.
    """
    named, faults = plan_named(tree, FUND)
    if named is None:
        return tree, faults
    key = key_of_plan(FUND)
    rows, faults = read_table(file_of(named), named.mark, key, (COMMUNITY, EARMARK, AMOUNT))
    found: dict[str, dict[str, Node]] = {}
    faults += _yuan(rows or [], key, found)
    mark = of_plan(named.mark)
    by_earmark: dict[str, Node] = {
        earmark: MapNode(yuan, mark, named.key_mark) for earmark, yuan in found.items()
    }
    return with_allocation(tree, FUND, by_earmark, faults), faults


def _yuan(rows: list[Row], key: str, found: dict[str, dict[str, Node]]) -> Iterator[Fault]:
    """Put the yuan of each earmark and community into `found`; the faults in the rows."""
    for row in rows:
        place, earmark = row.cells[COMMUNITY.name], row.cells[EARMARK.name]
        where = f"{key}.{earmark}.{place}"
        if fault := fault_of_place(row, key):
            yield fault
            continue
        yuan = number_of_cell(row, AMOUNT.name, where, Phrase("must be an amount in yuan"))
        if isinstance(yuan, Fault):
            yield yuan
            continue
        amounts = found.setdefault(earmark, {})
        if place in amounts:
            yield at(row.mark, where, Phrase("a second row for this community and earmark"))
        amounts[place] = ScalarNode(yuan, row.mark, row.mark)
