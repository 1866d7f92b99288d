"""Why a text is no YAML, said to the person who wrote it: the line to blame, and what to write."""

from collections.abc import Callable

from ..words import Phrase, joined
from .odd_characters import hint_of_odd_characters, hint_of_suspects, straightened

ABOVE = 6  # lines above the one that a fault is noticed in, which may have caused it
MOST_TRIED = 1 << 20  # letters up to there: reading them again takes seconds
BELOW = 20  # lines below it that are read again to see whether a change helps

Reader = Callable[[str], int | None]


def blamed(text: str, number: int, fault_line: Reader) -> tuple[int, str]:
    """Find the line to blame and a hint.

    A key without its colon, or a quote that is none, is noticed only lines later. Whether a line is
    to blame is tried out: what is odd in it is written as it should be, and the text read again.

    Parameters
    ----------
    text : str
    number : int
        Line, from 0, in which the fault was noticed.
    fault_line : callable
        Reads a text; gives the line of its first fault, from 0, or None.
    """
    lines = text.splitlines()
    number = min(number, len(lines) - 1)
    if number < 0:
        return 0, ""
    trial = lines[: number + BELOW]
    above = ABOVE if sum(map(len, trial)) < MOST_TRIED else 0
    for candidate in range(number, max(number - above, -1), -1):
        hint = hint_of_odd_characters(lines[candidate])
        if not hint:
            continue
        trial[candidate] = straightened(lines[candidate])
        noticed = fault_line("\n".join(trial))
        if noticed is None or noticed > number:
            return candidate, hint_of_suspects(lines[candidate]) or hint
    indentation = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
    return number, hint_of_odd_characters(indentation)


def hint_of_indentation(text: str, number: int) -> str:
    """Say of a line which one it is deeper than without reason, or between which it stands.

    Parameters
    ----------
    text : str
    number : int
        Line to look at, from 0.
    """
    lines = text.splitlines()
    above = [n for n in range(number) if _says_something(lines[n])]
    if not above or number >= len(lines) or not _says_something(lines[number]):
        return ""
    own, last = _depths(lines[number])[0], above[-1]
    depth = _depths(lines[last])[-1]
    if own > depth and not _opens_a_block(lines[last]):
        return Phrase(
            "line {number} is indented deeper ({spaces}) than line {number2} ({spaces2}), "
            "which has its value already",
            number=number + 1,
            spaces=_spaces(own),
            number2=last + 1,
            spaces2=_spaces(depth),
        )
    open_blocks = _open_blocks(lines, above)
    if own < depth and own not in open_blocks:
        around = joined(
            (
                Phrase("line {number} by {spaces}", number=line + 1, spaces=_spaces(indent))
                for indent, line in sorted(open_blocks.items())
            ),
            " and ",
            "，",
        )
        return Phrase(
            "line {number} is indented by {spaces}, {around}: give it one of these",
            number=number + 1,
            spaces=_spaces(own),
            around=around,
        )
    return ""


def _open_blocks(lines: list[str], above: list[int]) -> dict[int, int]:
    """Depths of the blocks that are open below some lines, each with the last line in it."""
    found: dict[int, int] = {}
    for line in reversed(above):
        for depth in reversed(_depths(lines[line])):
            if not found or depth < min(found):
                found[depth] = line
    return found


def _opens_a_block(line: str) -> bool:
    bare = line.split(" #")[0].rstrip()
    return bare.endswith((":", "-", "|", ">", "|-", ">-", "|+", ">+"))


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _depths(line: str) -> list[int]:
    """Depth of a line; of an item of a list, that of its dash and that of what it holds."""
    rest = line.lstrip(" ")
    found = [len(line) - len(rest)]
    while rest.startswith("- "):
        rest = rest[1:].lstrip(" ")
        found.append(len(line) - len(rest))
    return found


def _spaces(number: int) -> str:
    return (
        Phrase("{number} space", number=number)
        if number == 1
        else Phrase("{number} spaces", number=number)
    )
