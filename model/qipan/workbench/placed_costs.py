"""What posts placed by a plan cost a year at the plan's prices, kept beside the question.

Kept by the posts themselves, so that a copy of the option, or one that was undone, has the cost of
its plan; an option with other posts has none.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .workspace import Question

KEPT = "planned.json"


def keep_yuan(question: Question, posts: Mapping[str, Any], yuan: float) -> None:
    """Keep what such posts cost a year."""
    kept = {**_kept(question), _key(posts): yuan}
    (question.folder / KEPT).write_text(json.dumps(kept, indent=1), "utf-8")


def yuan_kept(question: Question, posts: Mapping[str, Any] | None) -> float | None:
    """Return what such posts cost a year; None if no plan has placed them so."""
    return None if posts is None else _kept(question).get(_key(posts))


def _kept(question: Question) -> dict[str, float]:
    file = question.folder / KEPT
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def _number(posts: Any) -> float:
    """Whole numbers as such, however they were written."""
    number = float(posts)
    return int(number) if number.is_integer() else number


def _key(posts: Mapping[str, Any]) -> str:
    said = json.dumps({place: _number(n) for place, n in posts.items()}, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
