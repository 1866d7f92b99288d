"""What a question file writes over its report: its own title and question."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...scenario.fields import Title
from .experiment import Experiment
from .seek_given import SOURCE

if TYPE_CHECKING:
    from ...report.document import Report
    from ...words import Language


@dataclass(frozen=True)
class Heading:
    """Title and question of a file, in both languages.

    Attributes
    ----------
    title : Title
    question : Title or None
        The report's own words if the file puts none.
    """

    title: Title
    question: Title | None = None

    def over(self, report: "Report", language: "Language") -> "Report":
        """Return the report under this heading."""
        question = getattr(self.question, language, None) or report.question
        return replace(report, title=getattr(self.title, language), question=question)


def heading_of(experiment: Experiment) -> Heading | None:
    """Return the heading of a question file; None if options alone put the question."""
    if experiment.path in ("", SOURCE):
        return None
    return Heading(experiment.document.title, experiment.document.question)


def headed(report: "Report", heading: Heading | None, language: "Language") -> "Report":
    """Return a report under a heading, if there is one."""
    return report if heading is None else heading.over(report, language)
