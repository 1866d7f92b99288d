"""Rooms import from rooms above them only, nothing goes round in a circle, each room says so."""

import ast
import itertools
from pathlib import Path

import pytest

import qipan

PACKAGE = Path(qipan.__file__).parent
# Modules of the root are no rooms: words, errors, what numbers are called.
ROOMS = {  # a room, and those it may import from when it is imported itself
    "scenario": (),
    "city": ("scenario",),
    "engine": ("city", "scenario"),
    "statistics": (),
    "programs": ("statistics",),
    "agents": ("programs", "city", "engine", "scenario"),
    "outcomes": ("city", "engine", "scenario"),
    "runs": ("agents", "programs", "city", "engine", "outcomes", "scenario", "statistics"),
    "studies": (
        *("agents", "programs", "city", "engine", "outcomes", "runs", "scenario", "statistics"),
    ),
    "imports": ("scenario",),
    "fit": ("engine", "studies", "runs", "imports", "outcomes", "scenario", "statistics"),
    "planning": ("programs", "city", "studies", "runs", "imports", "scenario", "statistics"),
    "siting": ("programs", "city", "runs", "planning", "scenario"),
}
LAST = ("charts", "report", "workbench", "cli", "locale")  # in this order, below all others
# Functions may call up where a user waits for it: a result's own report, a model's city.
LAZY_DOORS = {
    ("runs", "report"),
    ("studies", "report"),
    ("planning", "report"),
    ("siting", "report"),
    ("imports", "city"),
    ("charts", "report"),
}
# Folders of other things than code.
NO_CODE = {"__pycache__", "templates", "static", "LC_MESSAGES"}


def modules():
    return {_name(file): file for file in sorted(PACKAGE.rglob("*.py"))}


def _name(file):
    parts = ("qipan", *file.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(name, file, known):
    """Modules of the package that one imports, and whether it does so in a function."""
    tree = ast.parse(file.read_text("utf-8"))
    return {
        (target, lazy)
        for node, lazy in _nodes(tree, lazy=False)
        for target in _targets(node, name, file, known)
    }


def _nodes(node, lazy):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.ImportFrom):
            yield child, lazy
        yield from _nodes(child, lazy or isinstance(child, ast.FunctionDef))


def _targets(node, name, file, known):
    base = node.module or ""
    if node.level:
        parts = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
        around = parts[: len(parts) - node.level + 1]
        base = ".".join([*around, *([node.module] if node.module else [])])
    for alias in node.names:
        if f"{base}.{alias.name}" in known:
            yield f"{base}.{alias.name}"
        elif base in known:
            yield base


@pytest.fixture(scope="module")
def imported():
    known = modules()
    return {name: imports(name, file, known) for name, file in known.items()}


def room(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and (PACKAGE / parts[1]).is_dir() else ""


def test_rooms_import_from_rooms_above_them_only(imported):
    allowed = {name: {*above, name, ""} for name, above in ROOMS.items()}
    for name in LAST:
        allowed[name] = {*allowed, name, ""}
    allowed["cli"].add("locale")  # whose words its help is said in
    up = [
        f"{module} imports {target}"
        for module, targets in imported.items()
        for target, lazy in targets
        if room(module)
        and room(target) not in allowed[room(module)]
        and not (lazy and (room(module), room(target)) in LAZY_DOORS)
    ]
    assert not up


def test_nothing_is_imported_in_a_circle(imported):
    left = {name: {t for t, lazy in targets if not lazy} for name, targets in imported.items()}
    for name in left:
        left[name] -= {".".join(name.split(".")[:n]) for n in range(1, name.count(".") + 1)}
    while leaves := [name for name, targets in left.items() if not targets & {*left}]:
        for name in leaves:
            del left[name]
    assert not left, sorted(left)


def test_every_folder_says_what_it_is_and_what_it_must_not_know():
    folders = [f for f in PACKAGE.rglob("*") if f.is_dir() and not {*f.parts} & NO_CODE]
    told = {}
    for folder in folders:
        if any(folder.glob("*.py")):
            told[folder] = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    assert len(told) > 30
    silent = [
        folder.name
        for folder, text in told.items()
        if not text or "must not" not in " ".join(text.lower().split())
    ]
    assert not silent
    assert len({*itertools.chain(told.values())}) == len(told)
