"""What is wrong in a scenario file, said to the person who wrote it."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..errors import InputError
from ..words import Language, Phrase, clauses, joined
from .nodes import Mark, Node, follow, undotted
from .visible import visible

MOST_TOLD = 50  # faults that are written out: a file that is wrong throughout is wrong once


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes
    ----------
    file, line
        Where it stands; `line` is None for scenarios built from Python data.
    key
        Dotted key, empty for a fault of the file as a whole.
    found
        What is there: ``unknown key``, ``found -3``.
    allowed
        What may be there: ``must be 0 or more``; empty if `found` says all.
    hint
        A way out: ``did you mean 'community'?``.
    """

    file: str = ""
    line: int | None = None
    key: str = ""
    found: str = ""
    allowed: str = ""
    hint: str = ""

    def __str__(self) -> str:
        """Write the fault on one line, whatever its parts hold: nothing acts on the terminal."""
        return self.say("en")

    def say(self, language: Language) -> str:
        """Write it in a language; file, line and key stand as they are."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        text = clauses(self.found, self.allowed, self.hint).say(language)
        colon = ": " if language == "en" else "："
        return visible(f"{place}  {self.key}{colon}{text}" if self.key else f"{place}  {text}")


class ScenarioError(InputError):
    """All faults of a scenario at once.

    Attributes
    ----------
    faults : tuple of Fault
        In the order of the files and lines they stand on.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[tuple[Fault, ...]]]:
        """Let it travel back from a worker process."""
        return type(self), (self.faults,)

    def __str__(self) -> str:
        """Write one fault a line, and how many there are beside the first ones."""
        return self.say("en")

    def say(self, language: Language) -> str:
        """Write them in a language."""
        lines = [fault.say(language) for fault in self.faults[:MOST_TOLD]]
        if len(self.faults) > MOST_TOLD:
            more = Phrase("and {number:,} more", number=len(self.faults) - MOST_TOLD)
            lines.append(more.say(language))
        return "\n".join(lines)


def at(mark: Mark, key: str, found: str, allowed: str = "", hint: str = "") -> Fault:
    """Make a fault at a place that is known."""
    return Fault(mark.file, mark.line, key, found, allowed, hint)


def located(fault: Fault, tree: Node) -> Fault:
    """Give a fault the file and line of its dotted key, or of the nearest mapping around it."""
    node, _ = follow(tree, undotted(fault.key))
    return replace(fault, file=node.mark.file, line=node.mark.line)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Sort faults by file and line and drop those said twice, the first of each kept."""
    once: dict[tuple[str, int | None, str, str], Fault] = {}
    for fault in faults:
        once.setdefault((fault.file, fault.line, fault.key, fault.found), fault)
    return sorted(once.values(), key=lambda fault: (fault.file, fault.line or 0))


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like `word`, or None if none is near."""
    by_folded = {_folded(candidate): candidate for candidate in candidates}
    found = difflib.get_close_matches(_folded(word), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return a hint that names the nearest candidate, or nothing."""
    match = nearest(word, candidates)
    return Phrase("did you mean '{match}'?", match=match) if match else ""


def listing(words: Iterable[str], most: int = 40) -> str:
    """Join words with commas, the tail cut off where there are very many."""
    words = list(words)
    if len(words) <= most:
        return joined(words)
    shown = joined(words[:most])
    return Phrase("{shown}, … ({number} in all)", shown=shown, number=len(words))


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKC", word).lower()
    return plain.replace("-", "_").replace(" ", "_")
