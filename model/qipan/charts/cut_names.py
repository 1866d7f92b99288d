"""Names cut to the room there is, so that those that differ still differ."""

import re
from collections.abc import Callable, Collection, Sequence

MORE = "…"
GAP = 2  # letters that are not worth leaving out for the one that says so
LONGEST_WORD = 10  # letters of a word or number that are kept before its difference
_WORD = re.compile(r"[0-9A-Za-z.,%+−-]*\Z")

Fits = Callable[[str], bool]
Shown = Callable[[str], str]


def cut_names(names: Sequence[str], fits: Fits, shown: Shown = str) -> list[str]:
    """Cut the names that do not fit; those that would become the same are cut where they differ.

    A name that is alone in its beginning loses its end. Others keep their beginning and each place
    at which one of the names parts from another, with … for what lies between. Where there is no
    room even for that, they carry their number in the order given.

    Parameters
    ----------
    names : sequence of str
    fits : function
        Whether there is room for a text.
    shown : function
        What becomes of a text when it is written: broken into lines, say, or without letters that
        a font lacks. It is after this that names are to differ.

    Returns
    -------
    list of str
        In the same order; equal names are cut alike.

    Examples
    --------
    >>> cut_names(["patrols daily", "patrols twice daily"], lambda text: len(text) <= 12)
    ['patrols dai…', 'patrols twi…']
    >>> cut_names(["patrols at noon", "patrols at night"], lambda text: len(text) <= 12)
    ['patrol…noon', 'patrol…night']
    """
    distinct = list(dict.fromkeys(names))
    cut = {name: name if fits(name) else _without_end(name, fits) for name in distinct}
    long = [name for name in distinct if cut[name] != name]
    partings = {name: _partings(name, long) for name in long} if _alike(cut, shown) else {}
    for group in _alike(cut, shown):
        cut |= _around_partings([name for name in group if name in partings], partings, fits)
    if _alike(cut, shown):
        cut |= _around_partings(long, partings, fits)
    for group in _alike(cut, shown):
        for name in set(group) & set(long):
            cut[name] = _numbered(name, distinct.index(name) + 1, fits)
    return [cut[name] for name in names]


def _without_end(name: str, fits: Fits) -> str:
    """As many letters from the beginning as there is room for."""
    for length in range(len(name) - 1, 0, -1):
        text = name[:length].rstrip() + MORE
        if fits(text):
            return text
    return MORE


def _alike(cut: dict[str, str], shown: Shown) -> list[list[str]]:
    """Groups of names that are written alike."""
    groups: dict[str, list[str]] = {}
    for name, text in cut.items():
        groups.setdefault(shown(text), []).append(name)
    return [group for group in groups.values() if len(group) > 1]


def _partings(name: str, names: Collection[str]) -> list[int]:
    """Places at which other names part from a name, rising."""
    return sorted({_common(name, other) for other in names if other != name})


def _common(one: str, other: str) -> int:
    """How many letters two names have in common from the beginning."""
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))


def _around_partings(
    group: Sequence[str], partings: dict[str, list[int]], fits: Fits
) -> dict[str, str]:
    """Keep as many letters of the beginning, and from each parting on, as all have room for.

    Two names have the same partings up to the one where they part from each other, and so the same
    letters up to there: what is kept differs where the names do. Empty where there is no room.
    """

    def texts(head: int, after: int, whole: bool) -> dict[str, str]:
        return {name: _kept(name, partings[name], head, after, whole) for name in group}

    def fit(head: int, after: int, whole: bool) -> bool:
        return all(fits(text) for text in texts(head, after, whole).values())

    whole = fit(0, 1, True)
    if not whole and not fit(0, 1, False):
        return {}
    head, after, longest = 0, 1, max(map(len, group), default=0)
    growing = True
    while growing:
        growing = False
        if after < longest and fit(head, after + 1, whole):
            after, growing = after + 1, True
        if head < longest and fit(head + 1, after, whole):
            head, growing = head + 1, True
    return texts(head, after, whole)


def _kept(name: str, partings: Sequence[int], head: int, after: int, whole: bool) -> str:
    """Beginning and partings of a name, with … for what lies between."""
    kept = [False] * len(name)
    for first, length in ((0, head), *((place, after) for place in partings)):
        last = min(first + length, len(name))
        start = first - (_word_before(name[:first]) if whole else 0)
        kept[start:last] = [True] * (last - start)
    text, gap = "", ""
    for letter, keep in zip(name, kept, strict=True):
        if keep:
            text += (gap if len(gap) < GAP else MORE) + letter
            gap = ""
        else:
            gap += letter
    return text + (gap if len(gap) < GAP else MORE)


def _word_before(beginning: str) -> int:
    """Letters of the word or number that a beginning ends within."""
    found = _WORD.search(beginning)
    length = len(found.group()) if found else 0
    return length if length <= LONGEST_WORD else 0


def _numbered(name: str, number: int, fits: Fits) -> str:
    """A name behind its number, as far as there is room."""
    mark = f"[{number}]"
    text = _without_end(name, lambda part: fits(f"{mark} {part}"))
    return mark if text == MORE else f"{mark} {text}"
