"""A session in Chinese: its help, its errors, and that no error is raised without words."""

import ast
import builtins
from collections import Counter
from pathlib import Path

import qipan
from qipan import errors

PACKAGE = Path(qipan.__file__).parent
ZH = {"QIPAN_LANG": "zh"}

# Rooms whose errors are still raised with English alone: each is met from Python, or by few.
WITHOUT_WORDS: dict[str, int] = {}


def raised_without_words() -> Counter[str]:
    """Errors of the family that are raised with a string that carries no Chinese, by file."""
    family = {name for name in vars(errors) if name.endswith("Error")}
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    classes = [n for tree in trees.values() for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    while (
        more := {c.name for c in classes if {getattr(b, "id", "") for b in c.bases} & family}
        - family
    ):
        family |= more
    family -= set(vars(builtins))
    found: Counter[str] = Counter()
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
                continue
            if getattr(node.exc.func, "id", "") in family and any(map(is_text, node.exc.args)):
                found[path.relative_to(PACKAGE).as_posix()] += 1
    return found


def is_text(node: ast.expr) -> bool:
    """Whether an argument is a sentence, and not a key, a file or a word of a program."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(v, ast.Constant) and " " in str(v.value) for v in node.values)
    return isinstance(node, ast.Constant) and " " in str(node.value)


def test_errors_are_raised_with_words() -> None:
    assert dict(raised_without_words()) == WITHOUT_WORDS
