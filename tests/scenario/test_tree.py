"""YAML that is hostile, broken or merely odd."""

import os
from pathlib import Path

import pytest

from qipan.scenario import Scenario, ScenarioError, load, parse
from qipan.scenario.nodes import dotted, plain, undotted
from qipan.scenario.tree import parse_tree


def fault_of(content: bytes | str, tmp_path: Path) -> str:
    """Return what loading a file of this content complains of, without its directory."""
    file = tmp_path / "bad.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ScenarioError) as caught:
        load(file)
    return str(caught.value).replace(f"{tmp_path}/", "")


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("- a\n- b\n", 1, "must be a mapping"),
        ("just text", 1, "must be a mapping"),
        ("name: x\ntitle: [a\nb: c\n", 3, "not valid YAML"),
        ("name: x\n\ttitle: y\n", 2, "found a tab, write spaces"),
        (
            "name: x\ncity:\n  seed\uff1a2\n  residents: 3\n",
            3,
            "found \uff1a, write a colon and a space",
        ),
        ("title: {en: Town\uff0czh: 镇}\n", 1, "found \uff0c, write a comma"),
        ("name: x\n---\nname: y\n", 2, "not valid YAML"),
        ("name: *nowhere\n", 1, "undefined alias"),
        ("%YAML 1.1\n---\nname: x\n", 1, "only YAML 1.2"),
        (b"name: x\ntitle: \xff\xfe\n", 2, "not UTF-8"),
        ("name: x\nb: \x01\n", 2, "not valid YAML"),
        ("name: x\ntitle: " + "[" * 1200, None, "nested"),
        ("name: x\ntitle: " + "[" * 60 + "]" * 60, 2, "nested more than"),
        ("name: x\ntitle: &t [*t]\n", 2, "nested more than"),
        ("name: x\nname: y\n", 2, "name: duplicate key, first given on line 1"),
        ("name: x\n? [a, b]\n: 1\n", 2, "a key must be text"),
        ("name: x\n<<: {title: 3}\n", 2, "merge keys"),
        ("name: x\ncalls: {most_per_ticket: .inf}\n", 2, "must be a finite number"),
        ("name: x\ncalls: {most_per_ticket: 1" + "0" * 5000 + "}\n", 2, "most_per_ticket: found"),
        ("name: x\ncalls: {most_per_ticket: !!int seven}\n", 2, "cannot be read"),
        ('name: x\ntitle: {en: "\\ud800"}\n', 2, "lone surrogate"),
        ("name: x\ntitle: {en: !secret y}\n", 2, "YAML tag !secret"),
        ("name: x\ntitle: !!set {a}\n", 2, "YAML tag !!set"),
    ],
)
def test_unreadable_content_is_named_with_its_line(
    content: bytes | str, line: int | None, said: str, tmp_path: Path
) -> None:
    told = fault_of(content, tmp_path)
    assert said in told
    place = "bad.yaml:" if line is None else f"bad.yaml:{line} "
    assert any(said in each and each.startswith(place) for each in told.splitlines())


def test_a_tag_never_runs_code(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    content = f"name: x\ntitle: !!python/object/apply:os.system ['touch {trace}']\n"
    told = fault_of(content, tmp_path)
    assert "bad.yaml:2  title: YAML tag !!python/object/apply:os.system" in told
    assert not trace.exists()


def test_a_billion_laughs_are_cut_short(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 10):
        aliases = ", ".join([f"*a{level - 1}"] * 10)
        lines.append(f"a{level}: &a{level} [{aliases}]")
    told = fault_of("\n".join(lines), tmp_path)  # ten thousand million entries would never end
    assert "aliases (*) repeat too much" in told


def test_plain_aliases_may_be_used(village: Path) -> None:
    text = village.read_text("utf-8")
    assert "*desk" in text
    desks = load(village).document.desks
    assert desks.subdistrict.model_dump(exclude={"paperwork"}) == desks.estate.model_dump()


def test_on_is_text_and_times_are_not_numbers() -> None:
    tree, faults = parse_tree(b"on: yes\nat: 12:30\nwhen: 2019-07-01\nn: 0x10\n", "f")
    assert not faults
    assert plain(tree) == {"on": "yes", "at": "12:30", "when": "2019-07-01", "n": 16}


def test_nodes_know_line_and_column() -> None:
    tree, _ = parse_tree("# 注\na:\n  b: [1, 22]\n".encode(), "f")
    inner = tree.entries["a"].entries["b"]  # type: ignore[union-attr]
    assert (inner.items[1].mark.line, inner.items[1].mark.column) == (3, 10)
    assert (inner.key_mark.line, inner.key_mark.column) == (3, 3)


def test_dotted_keys_read_back() -> None:
    path = ("policy", "changes", 2, "set", "closure")
    assert dotted(path) == "policy.changes[2].set.closure"
    assert undotted(dotted(path)) == path


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([1], "must be a mapping"),
        ({"name": {1, 2}}, "name: found a Python set"),
        ({"name": float("nan")}, "name: found nan; must be a finite number"),
        ({"name": os}, "name: found a Python module"),
    ],
)
def test_odd_python_data_is_refused(data: object, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse(data, "mine")  # type: ignore[arg-type]
    assert any(
        str(fault).startswith("mine  ") and said in str(fault) for fault in caught.value.faults
    )


def test_python_data_and_yaml_say_the_same(village: Path) -> None:
    tree, _ = parse_tree(village.read_bytes(), "f")
    scenario: Scenario = parse(plain(tree))
    assert scenario == load(village)
    assert scenario.path is None
