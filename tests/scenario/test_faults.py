"""Faults say the line, the key, what was found, what is allowed, and a way out."""

import json
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qipan.scenario import Fault, ScenarioError, parse
from qipan.scenario.extends import KEY as EXTENDS
from qipan.scenario.load import assemble
from qipan.scenario.nodes import MapNode, Node, plain
from qipan.scenario.schema import keys_of, places_of_keys, resolve
from qipan.scenario.sourced_value import KEYS
from qipan.scenario.tree import parse_tree

from .conftest import VILLAGE

TEXT = VILLAGE.read_text("utf-8")
TREE, _ = parse_tree(TEXT.replace("*desk", "{}").encode(), "village.yaml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "closure:\n  false_share: -3",
            "child.yaml:3  closure.false_share: found -3; must be from 0 to below 1",
        ),
        ("calls: {most_per_ticket: -1}", "found -1; must be from 0 to 50"),
        ("calls: {most_per_ticket: 2.5}", "found 2.5; must be a whole number from 0 to 50"),
        ("patrol: {sweep_width_km: 0}", "found 0; must be above 0"),
        ("handling: {whistle: {fatigue: -2}}", "found -2; must be 0 or more"),
        (
            "handling:\n  hand_off_hours: -2",
            "child.yaml:3  handling.hand_off_hours: found -2; must",
        ),
        ("patrol: {sweep_width_km: wide}", "found 'wide'; must be a number, above 0"),
        ("patrol: {sweep_width_km: true}", "found true; must be a number, above 0"),
        ("patrol: {sweep_width_km: '3'}", "found '3'; must be a number, above 0"),
        ("patrol: {sweep_width_km: [3]}", "found a list of 1; must be a number, above 0"),
        ("patrol: {sweep_width_km: {a: 3}}", "found a mapping of a; must be a number, above 0"),
        ("patrol: {record_minutes: -1}", "found -1; must be 0 or more"),
        ("patrol: {fix_work_factor: half}", "found 'half'; must be a number, 0 or more"),
        ("policy: {shifts: {hand_over_hours: -1}}", "found -1; must be 0 or more"),
        ("triage: {private_to_estate_share: 1.2}", "found 1.2; must be from 0 to 1"),
        ("patrol: 3", "patrol: found 3; must be a mapping of keys"),
        ("title: {en: 3, zh: x}", "title.en: found 3; must be text; put it in quotes"),
        ("name: two words", "name: found 'two words'; must be a name of at most 100 letters"),
        (
            "policy: {tri_party: {three_way_sorting: yes}}",
            "must be true or false; YAML 1.2 has true and false",
        ),
        ("horizon: {start: tomorrow}", "horizon.start: found 'tomorrow'; must be a date such as"),
        ("horizon: {start: 2019-02-30}", "horizon.start: found '2019-02-30'; must be a date"),
        (
            "issues: {kinds: {pothole: {sla_class: urgnt}}}",
            "found 'urgnt'; must be one of urgent, utility, ordinary, complex; did you",
        ),
        (
            "issues: {sla_hours: {urgnt: 3}}",
            "issues.sla_hours.urgnt: unknown key; allowed: urgent, utility, ordinary, complex; did",
        ),
        (
            "issues:\n  profiles:\n    daily:\n      month: [1, 2]",
            "child.yaml:5  issues.profiles.daily.month: found a list of 2; must be a list of 12",
        ),
        (
            "calendars:\n  office:\n    hours:\n      - [9, 12]\n      - [14, 30]",
            "child.yaml:6  calendars.office.hours[1][1]: found 30; must be from 0 to 24",
        ),
        (
            "calendars: {office: {hours: [[9]]}}",
            "office.hours[0]: found a list of 1; must be a list of 2",
        ),
        (
            "calendars:\n  office:\n    always: true",
            "child.yaml:3  calendars.office: a calendar that is always open takes neither",
        ),
        (
            "handling:\n  hand_off_hours:\n    distribution: gamma\n    mean: 3",
            "child.yaml:3  handling.hand_off_hours: a gamma distribution takes cv and mean",
        ),
        (
            "calls: {record_minutes: 3}",
            "unknown key; allowed: most_per_ticket; 'record_minutes' belongs in patrol",
        ),
        (
            "sources: {a b: {title: t, publisher: p, date: d, kind: case}}",
            "sources.a b: found the name 'a b'; must",
        ),
        (
            "targets:\n  backlog:\n    high: null",
            "child.yaml:3  targets.backlog.high: missing; must be a number",
        ),
        (
            "city: {extent_factor: null}",
            "city.extent_factor: found nothing (null); must be a number, above 0; leave",
        ),
    ],
)
def test_one_fault_in_plain_words(
    text: str, expected: str, faults_of: Callable[[str], list[Fault]]
) -> None:
    (fault,) = faults_of(text)
    assert expected in str(fault)


def test_all_faults_at_once_in_order(faults_of: Callable[[str], list[Fault]]) -> None:
    faults = faults_of(
        "desks:\n  comunity: {}\nname: x\nname: y\nclosure:\n  pressure: 7\n"
        "patrol:\n  sweep_width_km: {value: 3, assumed: guess}\n"
        "policy:\n  changes:\n    - on: 2019-03-01\n      set: {triage: {merged_share: 4}}"
    )
    assert [fault.line for fault in faults] == [3, 5, 7, 9, 13]
    assert faults[0].hint == "did you mean 'community'?"


def test_no_jargon_of_the_schema_library(faults_of: Callable[[str], list[Fault]]) -> None:
    faults = faults_of(
        "title: 3\ncity: {types: [], seed: x}\nissues: {planted: {a: 1}}\ncalls: null"
    )
    told = "\n".join(map(str, faults)).lower()
    assert len(faults) == 5
    assert not any(word in told for word in ("input", "pydantic", "valid ", "dictionary", "type="))


def schema_keys(node: Node, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths of all keys of the file that the schema, not the author, names."""
    found: list[tuple[str | int, ...]] = []
    if not isinstance(node, MapNode):
        return found
    for key, below in node.entries.items():
        if key in keys_of(resolve(path)) or ("value" in node.entries and key in KEYS):
            found.append((*path, key))
        found += schema_keys(below, (*path, key))
    return found


COMPLETE, _ = parse_tree(TEXT.encode(), "village.yaml")
PATHS = schema_keys(TREE)


def with_typo(node: Node, path: tuple[str | int, ...], typo: str) -> Node:
    assert isinstance(node, MapNode)
    head, rest = path[0], path[1:]
    entries = {
        (typo if not rest and key == head else key): (
            with_typo(below, rest, typo) if rest and key == head else below
        )
        for key, below in node.entries.items()
    }
    return MapNode(entries, node.mark, node.key_mark)


def misspelt(key: str, rng: random.Random) -> str:
    """Double, drop, swap or replace one letter."""
    at = rng.randrange(len(key))
    options = [
        key[:at] + key[at] + key[at:],
        key[:at] + "z" + key[at + 1 :] if len(key) > 3 else key + "z",
        key[:at] + key[at + 1 :] if len(key) > 4 else key + "s",
    ]
    return rng.choice(options)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PATHS), st.randoms(use_true_random=False))
def test_a_typo_in_any_key_is_one_fault_with_line_and_nearest_key(
    path: tuple[str | int, ...], rng: random.Random
) -> None:
    key = str(path[-1])
    typo = misspelt(key, rng)
    around = TREE
    for part in path[:-1]:
        around = around.entries[str(part)]  # type: ignore[assignment]
    known = {*places_of_keys(), *KEYS, EXTENDS, *around.entries}
    if typo in known:
        return
    tree = with_typo(COMPLETE, path, typo)
    assert isinstance(tree, MapNode)
    with pytest.raises(ScenarioError) as caught:
        assemble(tree, [], None)
    (fault,) = caught.value.faults
    assert fault.found == "unknown key"
    assert fault.key.endswith(typo)
    assert fault.line == around.entries[key].key_mark.line
    assert fault.hint.startswith(f"did you mean '{key}'?")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("\nclosure:", "\nclosur:", "closur"),  # also set by a dated change
        ("\nsources:", "\nsourcess:", "sourcess"),  # named by sourced values
        ("residents: {value:", "residents: {vale:", "city.residents.vale"),  # null would do there
        ("mean: {value:", "mean: {vale:", "issues.kinds.pothole.work_hours.mean.vale"),
        ("\ncity:", "\nextend: city.yaml\ncitty:", "citty"),
    ],
)
def test_a_typo_drags_no_other_faults_along(old: str, new: str, key: str) -> None:
    assert TEXT.count(old) == 1
    tree, _ = parse_tree(TEXT.replace(old, new).encode(), "f")
    with pytest.raises(ScenarioError) as caught:
        assemble(tree, [], None)
    named = [fault.key for fault in caught.value.faults]
    assert named == ([key] if "extend" not in new else ["extend", key])


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2019-03-01", "gamma", "c0001", "office"])
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*places_of_keys(), *KEYS, "x y", "[key]"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PATHS), JSON)
def test_no_value_anywhere_raises_anything_but_scenario_errors(
    path: tuple[str | int, ...], value: object
) -> None:
    data = plain(COMPLETE)  # a fresh copy
    around = data
    for part in path[:-1]:
        around = around[part]
    around[path[-1]] = value
    try:
        parse(data)
    except ScenarioError as error:
        assert error.faults
        assert all(fault.found and fault.file for fault in error.faults)


ODD = "：，、；“”‘’（）《》【】｛｝－　\u00a0\u200b\ufeff\u0085\u2028\x1b"
NOISE = "[]{}:,-#&*!|>'\"%@`?\n\t ~0x\\é" + ODD


@pytest.mark.any_text
@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.text(alphabet=NOISE, max_size=3))
def test_no_broken_text_raises_anything_but_scenario_errors(at: int, noise: str) -> None:
    content = (TEXT[:at] + noise + TEXT[at + 1 :]).encode()
    try:
        tree, faults = parse_tree(content, "f")
        assemble(tree, faults, None)
    except ScenarioError as error:
        assert all(fault.line for fault in error.faults)


def test_errors_travel_between_processes(faults_of: Callable[[str], list[Fault]]) -> None:
    import pickle

    error = ScenarioError(faults_of("name: 3"))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert json.dumps(str(error))
