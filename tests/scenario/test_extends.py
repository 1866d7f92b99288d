"""One file on top of another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qipan.scenario import Fault, ScenarioError, load
from qipan.scenario.extends import graft, merge
from qipan.scenario.nodes import plain, undotted
from qipan.scenario.tree import tree_from_data


def merged(under: object, over: object) -> object:
    return plain(merge(tree_from_data(under, "u")[0], tree_from_data(over, "o")[0]))


@pytest.mark.parametrize(
    ("under", "over", "expected"),
    [
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}}, {"a": {"b": 1, "c": 3}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
        ({"a": {"b": 2}}, {"a": 1}, {"a": 1}),
        ({"a": 1, "b": 2}, {"a": None}, {"b": 2}),
        ({"a": {"b": 1}}, {"a": {"b": None}}, {"a": {}}),
        ({"b": 2}, {"a": None}, {"b": 2, "a": None}),
        ({"a": {"value": 1, "note": "n"}}, {"a": {"value": 2}}, {"a": {"value": 2}}),
        ({"a": {"value": 1}}, {"a": {"mean": 2}}, {"a": {"mean": 2}}),
        (
            {"a": {"distribution": "gamma", "mean": 1, "cv": 2}},
            {"a": {"distribution": "exponential", "mean": 3}},
            {"a": {"distribution": "exponential", "mean": 3}},
        ),
        (
            {"a": {"distribution": "gamma", "mean": 1, "cv": 2}},
            {"a": {"mean": 3}},
            {"a": {"distribution": "gamma", "mean": 3, "cv": 2}},
        ),
    ],
)
def test_merge(under: object, over: object, expected: object) -> None:
    assert merged(under, over) == expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("a.b", 3, {"a": {"b": 3, "c": [1, {"d": 2}]}}),
        ("a.c[1].d", 3, {"a": {"b": 1, "c": [1, {"d": 3}]}}),
        ("a.b", None, {"a": {"c": [1, {"d": 2}]}}),
        ("x.y", 3, {"a": {"b": 1, "c": [1, {"d": 2}]}, "x": {"y": 3}}),
    ],
)
def test_graft(key: str, value: object, expected: object) -> None:
    tree, _ = tree_from_data({"a": {"b": 1, "c": [1, {"d": 2}]}}, "t")
    assert plain(graft(tree, undotted(key), tree_from_data(value, "v")[0])) == expected


def test_a_child_inherits_and_overrides(village: Path) -> None:
    (village.parent / "below").mkdir()
    child = village.parent / "below" / "child.yaml"
    child.write_text("extends: ../village.yaml\nname: child\ncity: {residents: 4500}\n")
    scenario = load(child)
    assert scenario.name == "child"
    assert scenario.document.city.residents == 4500
    assert scenario.document.city.community_count == 3
    row = next(row for row in scenario.provenance if row.key == "city.residents")
    assert (row.file, row.line) == (str(child), 3)
    inherited = next(row for row in scenario.provenance if row.key == "city.household_size")
    assert (inherited.file, inherited.line) == (str(village), 20)


def test_a_fault_in_the_inherited_file_is_placed_there(
    village: Path, faults_of: Callable[[str], list[Fault]]
) -> None:
    village.write_text(village.read_text("utf-8").replace("pressure: 0.5", "pressure: 5"), "utf-8")
    (fault,) = faults_of("name: child")
    assert (fault.file, fault.line, fault.key) == (str(village), 124, "closure.pressure")


def test_null_removes_a_required_key(faults_of: Callable[[str], list[Fault]]) -> None:
    (fault,) = faults_of("name: child\nclosure:\n  pressure: null")
    assert (fault.key, fault.found, fault.line) == ("closure.pressure", "missing", 3)


def test_circles_are_named(tmp_path: Path) -> None:
    for name, base in (("a", "b"), ("b", "c"), ("c", "b")):
        (tmp_path / f"{name}.yaml").write_text(f"name: {name}\nextends: {base}.yaml\n")
    with pytest.raises(ScenarioError, match=r"c\.yaml:2  extends: .*b\.yaml → c\.yaml → b\.yaml"):
        load(tmp_path / "a.yaml")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (
            "nowhere.yaml",
            r"child\.yaml:2  extends: cannot read .*nowhere\.yaml: there is no such file",
        ),
        ("[a.yaml, b.yaml]", r"child\.yaml:2  extends: must be the name of one file"),
        ('"a\\0b"', r"child\.yaml:2  extends: text with a control character in it \(\\x00\)"),
        (".", r"child\.yaml:2  extends: cannot read .*: it is a folder"),
    ],
)
def test_a_missing_base_names_the_line_that_asks(named: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "child.yaml").write_text(f"name: child\nextends: {named}\n")
    with pytest.raises(ScenarioError, match=said):
        load(tmp_path / "child.yaml")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"cannot read .*none\.yaml: there is no such file"):
        load(tmp_path / "none.yaml")
