"""Under which words a result stands, and what of one's own went into it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..scenario.fields import Title

if TYPE_CHECKING:
    from ..report.document import Report
    from ..words import Language


@dataclass(frozen=True)
class Heading:
    """Title and question of a file, and what of one's own it adds to the model.

    Attributes
    ----------
    title, question : Title or None
    institutions, measures : tuple of str
        Names, as installed packages offer them.
    """

    title: Title | None = None
    question: Title | None = None
    institutions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    def heads(self, report: "Report", language: "Language") -> "Report":
        """Return a report under this title, with this question, where they are given."""
        said = {"title": self.title, "question": self.question}
        given = {name: getattr(words, language) for name, words in said.items() if words}
        return replace(report, **given)

    def added(self) -> dict[str, Any]:
        """Return what of one's own decides the results, for a manifest."""
        own = {"institutions": self.institutions, "measures": self.measures}
        return {name: list(names) for name, names in own.items() if names}


NO_HEADING = Heading()
