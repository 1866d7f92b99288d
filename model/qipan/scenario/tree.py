"""YAML text, or Python data, to a tree of nodes that remember file, line and column."""

import datetime
import gc
import math
import numbers
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml import nodes as yaml_nodes
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ..words import Phrase, joined
from .broken_yaml import blamed, hint_of_indentation
from .faults import Fault, ScenarioError, at
from .file_kinds import kind_instead_of_yaml
from .nodes import KeyPath, ListNode, MapNode, Mark, Node, Plain, ScalarNode, dotted
from .source_files import read_file
from .trees_kept import keep_tree, kept_tree
from .visible import one_spelling, unfit_letter
from .yaml_words import of_yaml, reason_of_yaml

DEPTH_LIMIT = 40
ALIAS_LIMIT = 10_000  # nodes that aliases may repeat: more is a bomb, not a scenario
NUMBER_LIMIT = 2**63
_CORE = "tag:yaml.org,2002:"


def read_tree(file: str) -> tuple[MapNode, list[Fault]]:
    """Read a YAML file.

    Parameters
    ----------
    file : str
        Path, also the name used in faults.

    Returns
    -------
    tuple
        The tree and the faults that do not keep the rest from being read.

    Raises
    ------
    ScenarioError
        If the file cannot be read as a YAML mapping at all.
    UnreadableFileError
        If it cannot be opened, or is no regular file of a sensible size.
    """
    return parse_tree(read_file(file), file)


def parse_tree(content: bytes, file: str) -> tuple[MapNode, list[Fault]]:
    """Parse the bytes of a YAML file; see `read_tree`."""
    tree, faults = _parse(content, file)
    return tree, list(faults)


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Look for no garbage while a tree grows: there is none, and a fifth of the time goes on it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@lru_cache(maxsize=32)  # scenarios that are compared mostly extend the same file
def _parse(content: bytes, file: str) -> tuple[MapNode, tuple[Fault, ...]]:
    with nothing_collected():
        return _parsed(content, file)


def _parsed(content: bytes, file: str) -> tuple[MapNode, tuple[Fault, ...]]:
    kept = kept_tree(content, file)
    if kept is not None:
        return kept, ()
    start = Mark(file, 1, 1)
    other, hint = kind_instead_of_yaml(content, file)
    if other:
        raise ScenarioError([at(Mark(file), "", other, hint=hint)])
    yaml = YAML(typ="safe", pure=True)
    root = _compose(yaml, _decode(content, file), file)
    if root is None:
        raise ScenarioError([at(start, "", Phrase("the file is empty"))])
    if yaml.resolver.processing_version != (1, 2):
        raise ScenarioError(
            [at(start, "", Phrase("only YAML 1.2 is read"), Phrase("remove the %YAML line"))]
        )
    converter = _Converter(yaml, file)
    tree = converter.convert(root, (), None)
    if not isinstance(tree, MapNode):
        found = converter.faults or [
            at(start, "", Phrase("must be a mapping of keys at the top level"))
        ]
        raise ScenarioError(found)
    if not converter.faults:
        keep_tree(content, file, tree)
    return tree, tuple(converter.faults)


def _decode(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = Phrase(
            "save the file as UTF-8 (in Notepad: Save As, Encoding; 另存为，编码选 UTF-8)"
        )
        raise ScenarioError(
            [at(Mark(file, line), "", Phrase("not UTF-8 text"), hint=hint)]
        ) from None


def _compose(yaml: YAML, text: str, file: str) -> Any:
    yaml.composer.warn_double_anchors = False
    try:
        return yaml.compose(text)
    except MarkedYAMLError as error:
        where = error.problem_mark or error.context_mark
        is_open = any(word in str(error.context) for word in ("flow", "quoted"))
        begins = (
            Phrase("begun in line {number}", number=error.context_mark.line + 1) if is_open else ""
        )
        said = joined((*of_yaml(error), *([begins] if begins else [])), "; ", "；")
        number, hint = blamed(text, where.line, _fault_line) if where else (0, "")
        if not hint and where and not is_open:
            hint = hint_of_indentation(text, number)
        mark = Mark(file, number + 1)
        raise ScenarioError(
            [at(mark, "", Phrase("not valid YAML: {said}", said=said), hint=hint)]
        ) from None
    except RecursionError:
        raise ScenarioError([at(Mark(file, 1), "", Phrase("nested too deeply"))]) from None
    except Exception as error:  # the library lets its own slips through on odd input
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
        reason = getattr(error, "reason", None) if isinstance(error, YAMLError) else None
        fault = at(
            Mark(file, line),
            "",
            Phrase(
                "not valid YAML: {part}",
                part=reason_of_yaml(reason) if reason else Phrase("cannot be read"),
            ),
        )
        raise ScenarioError([fault]) from None


def _fault_line(text: str) -> int | None:
    """Line, from 0, of the first fault in a text as YAML; None if it is sound."""
    try:
        YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        where = error.problem_mark or error.context_mark
        return int(where.line) if where else 0
    except Exception:  # as above: nothing better is known
        return 0
    return None


class _Converter:
    """Turns the nodes of the YAML library into ours, collecting faults."""

    def __init__(self, yaml: YAML, file: str) -> None:
        self.faults: list[Fault] = []
        self._file = file
        constructor = yaml.constructor
        self._scalars = {
            "null": lambda node: None,
            "bool": constructor.construct_yaml_bool,
            "int": constructor.construct_yaml_int,
            "float": constructor.construct_yaml_float,
        }
        self._visited: set[int] = set()
        self._repeats = 0

    def convert(self, node: Any, path: KeyPath, key_mark: Mark | None) -> Node:
        """Convert a node that stands at `path`, whose key stands at `key_mark`."""
        own = self._mark(node)
        self._guard(node, path, own)
        tag = str(node.tag).removeprefix(_CORE)
        if isinstance(node, yaml_nodes.MappingNode) and tag == "map":
            return self._mapping(node, path, key_mark or own)
        if isinstance(node, yaml_nodes.SequenceNode) and tag == "seq":
            items = tuple(self.convert(item, (*path, i), None) for i, item in enumerate(node.value))
            return ListNode(items, key_mark or own, key_mark or own)
        known = (*self._scalars, "str", "timestamp", "value", "merge")
        if isinstance(node, yaml_nodes.ScalarNode) and tag in known:
            value = self._scalar(node, tag, path, own)
            if value is None and key_mark:
                own = key_mark  # an empty value is marked at what follows it
            is_broken = value is None and tag != "null"
            return ScalarNode(value, own, key_mark or own, is_broken)
        shown = f"!!{tag}" if str(node.tag).startswith(_CORE) else tag
        self._report(
            own,
            path,
            Phrase("YAML tag {shown}", shown=shown),
            Phrase("tags are refused: no code is ever run"),
        )
        return ScalarNode(None, own, key_mark or own, broken=True)

    def _mapping(self, node: Any, path: KeyPath, mark: Mark) -> MapNode:
        entries: dict[str, Node] = {}
        for key_node, value_node in node.value:
            where = self._mark(key_node)
            if not isinstance(key_node, yaml_nodes.ScalarNode):
                self._report(where, path, Phrase("a key must be text, not a list or mapping"))
                continue
            key = one_spelling(str(key_node.value))
            below = (*path, key)
            if unfit_letter(key) or _has_half_letter(key) or _is_odd(key_node):
                self._report(
                    where,
                    path,
                    Phrase("found the key {key!a}", key=key),
                    Phrase("keys must be plain text"),
                )
            elif key_node.tag == _CORE + "merge":
                self._report(
                    where, path, Phrase("merge keys (<<) are refused"), hint=Phrase("use extends")
                )
            elif key in entries:
                first = entries[key].key_mark.line
                self._report(
                    where, below, Phrase("duplicate key, first given on line {first}", first=first)
                )
            else:
                entries[key] = self.convert(value_node, below, where)
        return MapNode(entries, mark, mark)

    def _scalar(self, node: Any, tag: str, path: KeyPath, mark: Mark) -> Plain:
        if tag not in self._scalars:
            text = one_spelling(str(node.value))
            if fault := _fault_of_text(text):
                self._report(mark, path, fault)
                return None
            return text
        try:
            value: Plain = self._scalars[tag](node)
        except (ValueError, KeyError, IndexError):
            self._report(
                mark,
                path,
                Phrase("found {value!r}", value=node.value[:40]),
                Phrase("cannot be read as a value"),
            )
            return None
        if _is_unusable(value):
            self._report(
                mark,
                path,
                Phrase("found {value}", value=node.value[:40]),
                Phrase("must be a finite number"),
            )
            return None
        return value

    def _guard(self, node: Any, path: KeyPath, mark: Mark) -> None:
        if len(path) > DEPTH_LIMIT:
            self._report(
                mark,
                path[:3],
                Phrase("nested more than {depth_limit} levels deep", depth_limit=DEPTH_LIMIT),
            )
            raise ScenarioError(self.faults)
        self._repeats += id(node) in self._visited
        self._visited.add(id(node))
        if self._repeats > ALIAS_LIMIT:
            self._report(mark, path[:3], Phrase("aliases (*) repeat too much of the file"))
            raise ScenarioError(self.faults)

    def _mark(self, node: Any) -> Mark:
        return Mark(self._file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _report(
        self, mark: Mark, path: KeyPath, found: str, allowed: str = "", hint: str = ""
    ) -> None:
        self.faults.append(at(mark, dotted(path), found, allowed, hint))


def _is_odd(key_node: Any) -> bool:
    return not str(key_node.tag).startswith(_CORE)


def _fault_of_text(text: str) -> str:
    """Say why no scenario may hold a text; '' if it may."""
    if _has_half_letter(text):
        return Phrase("text with half a character in it (a lone surrogate)")
    unfit = unfit_letter(text)
    return Phrase("text with a control character in it ({unfit})", unfit=unfit) if unfit else ""


def _has_half_letter(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)


def _is_unusable(value: object) -> bool:
    if isinstance(value, float):
        return not math.isfinite(value)
    return isinstance(value, int) and abs(value) >= NUMBER_LIMIT


def tree_from_data(data: Any, name: str) -> tuple[Node, list[Fault]]:
    """Turn Python data (dictionaries, lists, numbers, text, dates) into a tree.

    Parameters
    ----------
    data : object
        Nested data.
    name : str
        Name used in faults in place of a file.
    """
    faults: list[Fault] = []
    return _from_data(data, Mark(name), (), faults), faults


def _from_data(data: Any, mark: Mark, path: KeyPath, faults: list[Fault]) -> Node:
    if len(path) > DEPTH_LIMIT:
        raise ScenarioError(
            [
                at(
                    mark,
                    dotted(path[:3]),
                    Phrase("nested more than {depth_limit} levels", depth_limit=DEPTH_LIMIT),
                )
            ]
        )
    if isinstance(data, Mapping):
        entries = {
            one_spelling(str(key)): _from_data(value, mark, (*path, str(key)), faults)
            for key, value in data.items()
        }
        return MapNode(entries, mark, mark)
    if isinstance(data, (list, tuple)):
        items = (_from_data(item, mark, (*path, i), faults) for i, item in enumerate(data))
        return ListNode(tuple(items), mark, mark)
    value = _plain_scalar(data)
    if isinstance(value, Fault):
        faults.append(at(mark, dotted(path), value.found, value.allowed))
        return ScalarNode(None, mark, mark, broken=True)
    return ScalarNode(value, mark, mark)


def _plain_scalar(data: Any) -> Plain | Fault:
    if data is None or isinstance(data, bool):
        return data
    if type(data) is float and math.isfinite(data):  # as nearly all are
        return data
    if isinstance(data, str):
        fault = _fault_of_text(data)
        return Fault(found=fault) if fault else one_spelling(data)
    if isinstance(data, datetime.date):
        return data.isoformat()
    if isinstance(data, numbers.Real):
        value = int(data) if isinstance(data, numbers.Integral) else float(data)
        if _is_unusable(value):
            return Fault(
                found=Phrase("found {data!s:.40}", data=data),
                allowed=Phrase("must be a finite number"),
            )
        return value
    return Fault(
        found=Phrase("found a Python {name}", name=type(data).__name__),
        allowed=Phrase("must be a number, text, date, list or dictionary"),
    )
