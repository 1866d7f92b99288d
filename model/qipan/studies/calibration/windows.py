"""Windows: between what values reported figures say that a metric lies."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from ...outcomes.catalogue import METRICS
from ...outcomes.target_faults import target_faults
from ...scenario import Scenario, ScenarioError
from ...scenario.faults import Fault, did_you_mean, listing
from ...scenario.inputs import keep_input
from ...words import Phrase

ENDING = ".csv"
# The ends as a table of one's own calls them, and as `qipan targets --out` does.
LOW, HIGH = ("low", "window_low"), ("high", "window_high")
HAS = "columns are target (may be left out), metric, low, high, unit (may be left out), source"


@dataclass(frozen=True)
class Window:
    """A metric of the city and between what values it was reported to lie.

    Attributes
    ----------
    name, metric, unit, source : str
    low, high : float
        One of them may be infinite.
    """

    name: str
    metric: str
    unit: str
    low: float
    high: float
    source: str = ""


def windows_of(scenario: Scenario, asked: Sequence[str] = ()) -> tuple[Window, ...]:
    """Return the windows asked for: targets of the scenario by name, and those of tables.

    Parameters
    ----------
    scenario : Scenario
    asked : sequence of str
        Names of the scenario's targets, and CSV files; all of the scenario's if there is none.

    Raises
    ------
    ScenarioError
        With all that is wrong with the scenario's targets, the names or the tables.
    """
    faults = target_faults(scenario)
    own = {
        name: Window(name, one.metric, one.unit, one.low, one.high, one.published_in or "")
        for name, one in scenario.document.targets.items()
    }
    found: list[Window] = []
    for word in asked or own:
        if word.lower().endswith(ENDING):
            found += _of_file(word, faults)
        elif word in own:
            found.append(own[word])
        else:
            allowed = f"targets of {scenario.name}: {listing(list(own))}" if own else ""
            said = Phrase("{name} has no target named '{word}'", name=scenario.name, word=word)
            faults.append(Fault(key=word, found=said, allowed=allowed, hint=_hint(word, own)))
    if not found and not faults:
        said = Phrase("{name} has no targets to be held against", name=scenario.name)
        hint = Phrase("give a CSV file of windows: metric, low, high, source")
        faults.append(Fault(scenario.path or "", key="targets", found=said, hint=hint))
    names = [window.name for window in found]
    for name in dict.fromkeys(n for n in names if names.count(n) > 1):
        faults.append(
            Fault(key=name, found=Phrase("two targets have this name: give each its own"))
        )
    if faults:
        raise ScenarioError(faults)
    return tuple(found)


def _hint(word: str, own: dict[str, Window]) -> str:
    return did_you_mean(word, list(own)) or f"a table of windows ends in {ENDING}"


def _of_file(file: str, faults: list[Fault]) -> list[Window]:
    import pandas as pd

    try:
        content = Path(file).read_bytes()
        table = pd.read_csv(BytesIO(content), encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = "it is not there" if isinstance(error, OSError) else f"no table: {error}"
        faults.append(
            Fault(
                file, found=Phrase("the windows cannot be read: {reason}", reason=reason), hint=HAS
            )
        )
        return []
    keep_input(file, content)
    table = table.rename(columns={LOW[1]: LOW[0], HIGH[1]: HIGH[0]})
    missing = [name for name in ("metric", LOW[0], HIGH[0]) if name not in table.columns]
    if missing or not len(table):
        said = f"has no column {missing[0]}" if missing else "has a header and no row"
        faults.append(Fault(file, found=said, allowed=HAS))
        return []
    rows = [_Row(file, n + 2, row) for n, row in enumerate(table.to_dict("records"))]
    wrong = [fault for row in rows for fault in row.faults()]
    faults += wrong
    return [] if wrong else [row.window() for row in rows]


class _Row:
    """A row of a table of windows."""

    def __init__(self, file: str, line: int, said: "Mapping[Any, object]") -> None:
        self._file, self._line = file, line
        self._said = {str(key): value for key, value in said.items()}

    def _text(self, name: str) -> str:
        said = self._said.get(name)
        return "" if said is None or said != said else str(said).strip()

    def _end(self, name: str, none: float) -> float:
        text = self._text(name)
        try:
            return float(text) if text else none
        except ValueError:
            return math.nan

    @property
    def _ends(self) -> tuple[float, float]:
        return self._end("low", -math.inf), self._end("high", math.inf)

    def faults(self) -> Iterator[Fault]:
        """What is wrong with it."""
        metric, unit = self._text("metric"), self._text("unit")
        known = [name for name, one in METRICS.items() if one.of_city]
        if metric not in known:
            said = Phrase("no metric of the city is named '{metric}'", metric=metric)
            yield Fault(self._file, self._line, "metric", said, hint=did_you_mean(metric, known))
        elif unit and unit != METRICS[metric].unit:
            allowed = Phrase(
                "must be that of {metric}, '{unit}'", metric=metric, unit=METRICS[metric].unit
            )
            yield Fault(self._file, self._line, "unit", f"found '{unit}'", allowed)
        for name, end in zip(("low", "high"), self._ends, strict=True):
            if math.isnan(end):
                said = Phrase("found '{number}'", number=self._text(name))
                yield Fault(self._file, self._line, name, said, "must be a number, or empty")
        low, high = self._ends
        if low > high:
            said = Phrase("low {low:g} is above high {high:g}", low=low, high=high)
            yield Fault(self._file, self._line, "low", said)
        if math.isinf(low) and math.isinf(high):
            yield Fault(self._file, self._line, "low", "a window needs one end at least")

    def window(self) -> Window:
        """The window; see `faults`."""
        metric = self._text("metric")
        return Window(
            name=self._text("target") or metric,
            metric=metric,
            unit=METRICS[metric].unit,
            low=self._ends[0],
            high=self._ends[1],
            source=self._text("source"),
        )
