"""Titles of the scenarios of a comparison, no two alike."""

from ...studies.comparison.comparison import Comparison
from ...words import Language
from .. import glossary
from ..parts.differences import unique


def titles(found: Comparison, language: Language) -> dict[str, str]:
    """Titles by name; scenarios of one title are told apart by their names."""
    given = [glossary.title(scenario, language) for scenario in found.scenarios]
    told = [
        f"{title} [{name}]" if given.count(title) > 1 else title
        for title, name in zip(given, found.names, strict=True)
    ]
    return dict(zip(found.names, unique(told), strict=True))


def quoted(names: list[str], language: Language, most: int = 4) -> str:
    """Names in a sentence: “a”, “b” and 3 others."""
    shown = [f"“{name}”" for name in names[:most]]
    left = len(names) - len(shown)
    if left:
        shown.append(f"{left} others" if language == "en" else f"另外 {left} 个")
    if len(shown) == 1:
        return shown[0]
    comma, last = (", ", " and ") if language == "en" else ("、", "和")
    return comma.join(shown[:-1]) + last + shown[-1]
