"""Scenario files with something wrong, or extreme, in them: made from a number, the same each time.

Two ways: a file that lays one to three odd values over a town with every mechanism on, and a whole
file whose text is cut, doubled, swapped or strewn with odd letters.
"""

import json
import random
from typing import Any

NUMBERS = [
    *("0", "-0.0", "-1", "1", "0.5", "2", "100", "1e-300", "5e-324", "1e-14", "1e-6", "1e6", "1e9"),
    *("1e18", "1e300", "-1e300", "1.7976931348623157e308", "4611686018427387904"),
    *(
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        ".inf",
        "-.inf",
        ".nan",
    ),
    *("1_000", "0x10", "0o17", "1e400", "007", "+5"),
]
ODD = [
    *("null", "true", "no", "[]", "{}", "''", "text", "[1, 2, 3]", "{a: 1}", "{value: 1}"),
    *("{value: 1, range: [2, 3], assumed: x}", "{value: .nan, assumed: x}", "[[[]]]", "'1'"),
    *(
        "2019-02-30",
        "2019-03-01",
        "9999-12-31",
        "'\\0'",
        '"\\u202e"',
        "35%",
        "6万",
        "１２",
        "：",
        "~",
    ),
    *("{distribution: lognormal, mean: 1, sigma: 5}", "{distribution: gamma, mean: 1, cv: 30}"),
    *("{distribution: exponential, mean: 1e300}", "{distribution: uniform, low: 2, high: 1}"),
    *("{distribution: gamma, mean: 3, cv: 3}", "{distribution: lognormal, mean: 8, sigma: 4}"),
]
LETTERS = [
    *(":", "{", "}", "[", "]", ",", "-", "#", "&a ", "*a", "!", "|", ">", "'", '"', "%", "@", "`"),
    *("\t", "\n", "\n\n  ", " ", "\u3000", "：", "，", "“", "\u200b", "\ufeff", "\x00", "\x1b"),
    *("\u202e", "é", "\U00020bb7", "\ud7ff", "?", "<<", "---\n", "...\n", "%YAML 1.1\n", "1", "e9"),
]


def overlaid(number: int, base: str, document: dict[str, Any]) -> str:
    """YAML that lays odd values over a base file, at places that its document has."""
    draw = random.Random(f"overlay {number}")
    tree: dict[str, Any] = {"extends": json.dumps(base), "name": "odd"}
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        path, there = _place(draw, document)
        _put(tree, path, _odd(draw, there))
    return _written(tree) + "\n"


def _odd(draw: random.Random, there: Any) -> str:
    """An odd value: often what is there, many times as large or as small."""
    if isinstance(there, int | float) and not isinstance(there, bool) and draw.random() < 0.6:
        scaled = there * draw.choice((0, 1e-3, 0.1, 0.5, 2, 10, 1e3, 1e5))
        return str(round(scaled)) if isinstance(there, int) else f"{scaled:.6g}"
    return draw.choice(NUMBERS if draw.random() < 0.7 else ODD)


def _place(draw: random.Random, document: dict[str, Any]) -> tuple[list[str], Any]:
    """Where, and what stands there: a leaf or a block; at times a key that is not there."""
    path: list[str] = []
    node: Any = document
    while isinstance(node, dict) and node:
        key = draw.choice(list(node))
        path.append(key)
        node = node[key]
        if draw.random() < 0.03:
            break
    if draw.random() < 0.05:
        path[-1] = draw.choice((path[-1][:-1] + "q", path[-1] + " ", "value", "x" * 300, "on"))
    return path, node


def _put(tree: dict[str, Any], path: list[str], text: str) -> None:
    for key in path[:-1]:
        below = tree.setdefault(key, {})
        if not isinstance(below, dict):
            return
        tree = below
    tree[path[-1]] = text


def _written(tree: Any) -> str:
    """Flow YAML; leaves are YAML already."""
    if not isinstance(tree, dict):
        return str(tree)
    return "{" + ", ".join(f"{json.dumps(k)}: {_written(v)}" for k, v in tree.items()) + "}"


def mangled(number: int, text: str) -> str:
    """The text of a file with one to four things done to its lines or letters."""
    draw = random.Random(f"text {number}")
    lines = text.splitlines()
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(lines))
        lines = _ON_LINES[draw.randrange(len(_ON_LINES))](draw, lines, at) or [""]
    return "\n".join(lines) + "\n"


def _number_changed(draw: random.Random, lines: list[str], at: int) -> list[str]:
    key, colon, _ = lines[at].partition(": ")
    return [*lines[:at], f"{key}{colon}{draw.choice(NUMBERS + ODD)}", *lines[at + 1 :]]


def _letter_in(draw: random.Random, lines: list[str], at: int) -> list[str]:
    place = draw.randint(0, len(lines[at]))
    line = lines[at][:place] + draw.choice(LETTERS) + lines[at][place:]
    return [*lines[:at], line, *lines[at + 1 :]]


def _letter_out(draw: random.Random, lines: list[str], at: int) -> list[str]:
    place = draw.randint(0, max(0, len(lines[at]) - 1))
    return [*lines[:at], lines[at][:place] + lines[at][place + 1 :], *lines[at + 1 :]]


def _line_out(draw: random.Random, lines: list[str], at: int) -> list[str]:
    return lines[:at] + lines[at + draw.randint(1, 3) :]


def _line_twice(draw: random.Random, lines: list[str], at: int) -> list[str]:
    return lines[: at + 1] + lines[at:]


def _lines_swapped(draw: random.Random, lines: list[str], at: int) -> list[str]:
    other = draw.randrange(len(lines))
    swapped = list(lines)
    swapped[at], swapped[other] = swapped[other], swapped[at]
    return swapped


def _indented(draw: random.Random, lines: list[str], at: int) -> list[str]:
    line = draw.choice((" ", "  ", "\t")) + lines[at] if draw.random() < 0.5 else lines[at][1:]
    return [*lines[:at], line, *lines[at + 1 :]]


_ON_LINES = (
    *(_number_changed, _number_changed, _letter_in, _letter_out, _line_out, _line_twice),
    *(_lines_swapped, _indented),
)
