"""The ends of an interval have one name in every table: `low` and `high`."""

import ast
from pathlib import Path

import qipan

PACKAGE = Path(qipan.__file__).parent
# The middle of many worlds is told by quantiles: it is no interval of an estimate.
QUANTILES = ("q05", "q95")
SEEN = ("least", "most")  # of what was simulated at many points
LITERAL = (ast.Constant, ast.JoinedStr)


def of_ends(tree: ast.AST) -> list[tuple[str, str]]:
    """Columns that a module declares as the two ends of an interval."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    ends = [c.args[:2] for c in calls if isinstance(c.func, ast.Name) and c.func.id == "Ends"]
    literal = [pair for pair in ends if all(isinstance(end, LITERAL) for end in pair)]
    return [(last_letters(low), last_letters(high)) for low, high in literal]


def last_letters(node: ast.expr) -> str:
    """What a column's name ends in; of an f-string, its last part."""
    if isinstance(node, ast.JoinedStr):
        node = node.values[-1]
    return node.value if isinstance(node, ast.Constant) else ""


def test_every_interval_ends_in_low_and_high():
    trees = [ast.parse(file.read_text("utf-8")) for file in sorted(PACKAGE.rglob("*.py"))]
    found = [ends for tree in trees for ends in of_ends(tree)]
    assert found
    told = [(low.rpartition("_")[2], high.rpartition("_")[2]) for low, high in found]
    assert set(told) <= {("low", "high"), QUANTILES, SEEN}
    strings = {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not {text for text in strings if text.startswith("ci_") or "_ci_" in text}
