"""What to measure next: worlds are read again, and nothing is simulated."""

from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError
from ...outcomes.metrics import METRICS
from ...runs.heading import NO_HEADING, Heading
from ...runs.manifest import manifest
from ...runs.result import Study
from ...scenario import Scenario
from ...scenario.families import FAMILIES
from ...words import Phrase
from ..file import load_experiment
from ..metrics_asked import check_metrics
from .partial_information import FEWEST_WORLDS, Information, information
from .tables import read_worlds
from .worlds import AssumedWorlds

if TYPE_CHECKING:
    import pandas as pd

    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language


class MeasureError(InputError):
    """It cannot be said what to measure; in a sentence."""


@dataclass(frozen=True, eq=False)
class WorthOfMeasuring(Study):
    """What knowing each family of assumed numbers is worth to a choice among policies.

    Attributes
    ----------
    source : str
        Name of the folder whose worlds were read.
    reference, others : str, tuple of str
        The policies chosen among.
    metric : str
        By which one chooses.
    comparison, seed : int
    found : Information
    heading : Heading
        Of a question file; none otherwise.
    """

    source: str
    reference: str
    others: tuple[str, ...]
    metric: str
    comparison: int
    seed: int
    found: Information
    heading: Heading = NO_HEADING

    def __repr__(self) -> str:
        """Show whose worlds, and by what one chooses."""
        return f"<Worth of measuring for {self.source!r} by {self.metric}>"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """None: worlds keep values, not scenarios."""
        return ()

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name; each is written to a CSV file."""
        from ...report.measure_next import families_table

        return {"measure_next": families_table(self)}

    def frame(self) -> "pd.DataFrame":
        """Tabulate the families, those worth most first."""
        import pandas as pd

        frame = pd.DataFrame([asdict(each) for each in self.found.families])
        frame.insert(1, "title_en", [FAMILIES[name].en for name in frame["family"]])
        frame.insert(2, "title_zh", [FAMILIES[name].zh for name in frame["family"]])
        frame.insert(0, "metric", self.metric)
        frame["unit"] = METRICS[self.metric].unit
        frame["everything"], frame["by_chance"] = self.found.everything, self.found.by_chance
        frame["worlds"] = self.found.worlds
        return frame

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        chosen = {"metric": self.metric, "comparison": self.comparison}
        asked = {"of": self.source, **chosen, "seed": self.seed}
        return manifest("measure-next", (), asked=asked)

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ...report.measure_next import measure_next_report

        made = measure_next_report(self, language, command=command)
        return self.heading.heads(made, language)


def source_of(file: str) -> Path:
    """Folder of the worlds that are meant: itself, or where the results of an experiment land."""
    path = Path(file)
    return Path("results") / load_experiment(file, "compare").name if path.is_file() else path


def measure_next(
    source: Path, metric: str | None, comparison: int, seed: int, *, said_as: str = "--metric"
) -> WorthOfMeasuring:
    """Say what knowing each family is worth.

    Parameters
    ----------
    source : Path
        Result folder of a comparison with worlds.
    metric : str or None
        By which one chooses; by default the first that has a better side.
    comparison : int
        Counted from 1.
    seed : int
        Of the bootstrap, and of chance.
    said_as : str
        The option or key that names the metric, for errors.

    Raises
    ------
    MeasureError
        If the metric has no better side or exists in too few worlds.
    ResultFolderError
        If there are no worlds.
    """
    worlds = read_worlds(source, comparison)
    chosen = _metric(worlds, metric, said_as)
    benefits, known = _benefits(worlds, chosen)
    layer = worlds.layer
    found = information(benefits, worlds.places[known], worlds.families, seed)
    return WorthOfMeasuring(
        source.name, layer.reference, tuple(layer.others), chosen, comparison, seed, found
    )


def _metric(worlds: AssumedWorlds, asked: str | None, said_as: str) -> str:
    known = worlds.layer.metrics
    if asked is not None:
        (name,) = check_metrics((asked,))
        if name not in known:
            raise MeasureError(
                Phrase(
                    "{said_as}: {name} is not among those of the worlds: {list}",
                    said_as=said_as,
                    name=name,
                    list=_list(known),
                )
            )
        if METRICS[name].better is None:
            raise MeasureError(
                Phrase(
                    "{said_as}: no side of {name} is better, so that nothing is chosen",
                    said_as=said_as,
                    name=name,
                )
            )
        return name
    found = next((name for name in known if METRICS[name].better is not None), None)
    if found is None:
        raise MeasureError(
            Phrase("no side is better of any metric of the worlds: {list}", list=_list(known))
        )
    return found


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _benefits(worlds: AssumedWorlds, metric: str) -> tuple[np.ndarray, np.ndarray]:
    """Incremental net benefit by world and policy, and the worlds in which all of them exist."""
    layer = worlds.layer
    side = 1.0 if METRICS[metric].better == "higher" else -1.0
    gains = np.column_stack(
        [side * layer.gain(other, metric).mean(axis=1) for other in layer.others]
    )
    known = ~np.isnan(gains).any(axis=1)
    if known.sum() < FEWEST_WORLDS:
        raise MeasureError(
            Phrase(
                "{metric} exists under all policies in {sum} of {number} worlds; {fewest_worlds} "
                "at least are needed: try another --metric, or more worlds",
                metric=metric,
                sum=known.sum(),
                number=len(layer),
                fewest_worlds=FEWEST_WORLDS,
            )
        )
    return gains[known], known
