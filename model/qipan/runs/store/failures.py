"""Replications that failed, and why: lines of JSON, a file a writer."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ...words import both, in_language
from .rows import Key
from .series import refusals_explained

PATTERN = "failures-{}.jsonl"
FIELDS = {"scenario": str, "seed": int, "reason": str, "traceback": str}


class KnownFailure(NamedTuple):
    """A replication that failed before.

    Attributes
    ----------
    reason, traceback : str
    """

    reason: str
    traceback: str


def read_failures(folder: Path) -> dict[Key, KnownFailure]:
    """All failures noted in a folder of a version; a line that a kill cut short is left out."""
    known = {}
    for path in sorted(folder.glob(PATTERN.format("*"))):
        for line in _lines(path):
            key = Key(line["scenario"], line["seed"])
            reason = both(line["reason"], line.get("reason_zh", line["reason"]))
            known[key] = KnownFailure(reason, line["traceback"])
    return known


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        texts = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # a folder of that name, or not ours to read: what failed is tried again
        return
    for text in texts:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict) and all(isinstance(line.get(n), k) for n, k in FIELDS.items()):
            yield line


def note_failure(
    folder: Path, writer: str, key: Key, name: str, number: int, failure: KnownFailure
) -> None:
    """Add a failure to the writer's file.

    Raises
    ------
    StoreError
        If the disk refuses.
    """
    line = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "name": name,
        "number": number,
        "scenario": key.scenario,
        "seed": key.seed,
        "reason": failure.reason,
        "reason_zh": in_language(failure.reason, "zh"),
        "traceback": failure.traceback,
    }
    path = folder / PATTERN.format(writer)
    with refusals_explained(folder), path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
