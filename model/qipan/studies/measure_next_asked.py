"""What is asked of the worlds of a comparison: by a question file, or by their folder."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..runs.heading import NO_HEADING, Heading
from ..scenario.file_kinds import question_of
from .file.asked import overlaid
from .file.checks import beside
from .file.load import load_experiment, read_unchecked
from .uncertainty.measure_next import WorthOfMeasuring, measure_next, source_of

OPTION = "--metric"


@dataclass(frozen=True)
class MeasureQuestion:
    """Worlds, and by what one would choose among their policies.

    Attributes
    ----------
    name : str
        Of the question file, or made from that of the folder.
    source : Path
        Result folder of a comparison with worlds.
    metric : str or None
    comparison, seed : int
    said_as : str
        The option or key that names the metric, for errors.
    heading : Heading
    """

    name: str
    source: Path
    metric: str | None
    comparison: int
    seed: int
    said_as: str = OPTION
    heading: Heading = NO_HEADING

    def answered(self) -> WorthOfMeasuring:
        """Say what knowing each family is worth; see `measure_next`."""
        found = measure_next(
            self.source, self.metric, self.comparison, self.seed, said_as=self.said_as
        )
        return replace(found, heading=self.heading)


def measure_next_asked(file: str, given: Mapping[str, Any]) -> MeasureQuestion:
    """Read what is to be told; what is given here goes before what a question file says.

    Parameters
    ----------
    file : str
        A question file, a comparison's experiment file, or its result folder.
    given : mapping of str to value
        By dotted key.

    Raises
    ------
    ScenarioError
        With all faults of the file and of the options.
    """
    if not _is_question(file):
        source = source_of(file)
        return MeasureQuestion(
            f"{source.resolve().name}_measure_next",
            source,
            given.get("measure_next.metric"),
            given.get("measure_next.comparison", 1),
            given.get("seed", 1),
        )
    experiment = overlaid(load_experiment(file, "measure_next"), given, [file])
    document = experiment.document
    block = document.measure_next
    assert block is not None
    return MeasureQuestion(
        experiment.name,
        source_of(beside(file, block.of)),
        block.metric,
        block.comparison,
        document.seed,
        OPTION if "measure_next.metric" in given else f"{file}  measure_next.metric",
        Heading(document.title, document.question),
    )


def _is_question(file: str) -> bool:
    """Whether a file asks what to measure itself; others name worlds."""
    return Path(file).is_file() and question_of(read_unchecked(file)[0]) == "measure_next"
