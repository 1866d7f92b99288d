"""An experiment, loaded and checked."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...outcomes.metrics import headline
from ...scenario import Scenario
from .document import ExperimentDocument, Kind

if TYPE_CHECKING:
    from ...agents.institution import Institution
    from ...runs.additions import Measure


@dataclass(frozen=True)
class Experiment:
    """A question put to scenarios.

    Attributes
    ----------
    document : ExperimentDocument
        What the file says.
    path : str
        The file.
    scenarios : dict of str to Scenario
        By dotted place in the file: ``compare.scenarios[0]``, ``attribute.before``. Values that
        the file sets are set.
    """

    document: ExperimentDocument
    path: str
    scenarios: dict[str, Scenario] = field(repr=False)

    @property
    def name(self) -> str:
        """Name of the experiment."""
        return self.document.name

    @property
    def kind(self) -> Kind:
        """What it asks for: compare, attribute, sweep or seek."""
        return self.document.kind

    @property
    def metrics(self) -> tuple[str, ...]:
        """Metrics it asks for; those of a summary if it names none."""
        return self.document.metrics or tuple(headline())

    @property
    def institutions(self) -> "tuple[type[Institution], ...]":
        """Classes of institutions of one's own, from installed packages."""
        from ...runs.additions import installed

        return tuple(installed("institutions", self.document.institutions).values())

    @property
    def measures(self) -> "dict[str, Measure]":
        """Measures of one's own, from installed packages."""
        from ...runs.additions import installed

        return installed("measures", self.document.measures)

    def listed(self, place: str) -> tuple[Scenario, ...]:
        """Return the scenarios of a list, as ``compare.scenarios``, in its order."""
        return tuple(s for key, s in self.scenarios.items() if key.startswith(f"{place}["))
