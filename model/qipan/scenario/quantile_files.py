"""Quantiles in files of their own: `file` of a distribution fills in its `points`."""

from dataclasses import replace

from ..words import Phrase
from .faults import Fault, at
from .nodes import KeyPath, ListNode, MapNode, Node, ScalarNode, child, dotted
from .plans import OF_A_PLAN, file_of, of_plan
from .provenance import Stripped
from .tables import Column, Row, number_of_cell, read_table

PROBABILITY = Column("probability", ("概率", "累计概率", "分位"))
VALUE = Column("value", ("数值", "值", "分位数"))


def read_quantiles(tree: MapNode, known: Stripped | None = None) -> tuple[MapNode, list[Fault]]:
    """Put the rows of the files that distributions name under their `points`.

    A file is CSV with the columns `probability` and `value`, in the unit of the distribution's key.
    Headers may be Chinese (概率, 数值). Its name is relative to the scenario file that gives it.

    Parameters
    ----------
    tree : MapNode
    known : Stripped, optional
        Of a tree that was filled in before: what is shared with it stays as it is.
    """
    faults: list[Fault] = []
    filled = _filled(tree, (), faults, known)
    assert isinstance(filled, MapNode)
    return filled, faults


def _filled(node: Node, path: KeyPath, faults: list[Fault], known: Stripped | None) -> Node:
    """Fill in every distribution below a node; the same node where there is none with a file."""
    if known is not None and known.is_of(node):
        return node
    if isinstance(node, ListNode):
        items = tuple(
            _filled(item, (*path, n), faults, known.of(n) if known is not None else None)
            for n, item in enumerate(node.items)
        )
        same = all(new is old for new, old in zip(items, node.items, strict=True))
        return node if same else replace(node, items=items)
    if not isinstance(node, MapNode):
        return node
    if "distribution" in node.entries:
        return _distribution(node, path, faults)
    entries: dict[str, Node] = {}
    for key, below in node.entries.items():
        if isinstance(below, ScalarNode):
            entries[key] = below
        else:
            inner = known.of(key) if known is not None else None
            entries[key] = _filled(below, (*path, key), faults, inner)
    same = all(entries[key] is below for key, below in node.entries.items())
    return node if same else replace(node, entries=entries)


def _distribution(node: MapNode, path: KeyPath, faults: list[Fault]) -> Node:
    named = node.entries.get("file")
    if isinstance(named, MapNode):  # with its provenance
        named = child(named, "value")
    if not isinstance(named, ScalarNode) or named.value is None or named.broken:
        return node
    key = dotted((*path, "file"))
    by_hand = node.entries.get("points")
    if not isinstance(named.value, str):
        found = [at(named.mark, key, Phrase("must be the name of a CSV file"))]
    elif by_hand is not None and by_hand.mark.column != OF_A_PLAN:
        found = [at(named.key_mark, key, Phrase("given beside points"), Phrase("one of the two"))]
    else:
        rows, found = read_table(file_of(named), named.mark, key, (PROBABILITY, VALUE))
        points = _points(rows or [], key, found)
        if rows is not None and not points and not found:
            found.append(
                at(named.mark, key, Phrase("{value} has a header and no row", value=named.value))
            )
        if not found:
            mark = of_plan(named.mark)
            filled = ListNode(points, mark, named.key_mark)
            return replace(node, entries={**node.entries, "points": filled})
    faults += found
    broken = ScalarNode(None, of_plan(named.mark), named.key_mark, broken=True)
    return replace(node, entries={**node.entries, "points": broken})


def _points(rows: list[Row], key: str, faults: list[Fault]) -> tuple[Node, ...]:
    """Pairs of a probability and a value; cells that are no numbers become faults."""
    points = []
    for row in rows:
        pair = []
        for column in (PROBABILITY, VALUE):
            where = f"{key}.{column.name}"
            number = number_of_cell(row, column.name, where, Phrase("must be a number"))
            if isinstance(number, Fault):
                faults.append(number)
            else:
                pair.append(ScalarNode(number, row.mark, row.mark))
        points.append(ListNode(tuple(pair), row.mark, row.mark))
    return tuple(points)
