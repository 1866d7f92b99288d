"""What each metric is called, its unit, and which way is better."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ..errors import InputError
from ..scenario.faults import did_you_mean
from ..words import Language, Phrase, clauses
from .metric_list import BY_LEVEL_ONLY, COUNTS, DURATIONS, HEADLINE, OTHERS, SETTLED

Better = Literal["lower", "higher"] | None


class Metric(NamedTuple):
    """A number by which runs are compared.

    Attributes
    ----------
    name : str
        Name in tables and targets.
    unit : str
        Unit of its values.
    title_en, title_zh : str
        Titles for readers.
    better : 'lower', 'higher' or None
        Which way is better; None where more is neither good nor bad by itself.
    of_city : bool
        Whether there is one value for the whole city, and not only one for each level.
    settled : bool
        Whether it does not hang on chance: where all replications have the same value, that is
        the expected one.
    """

    name: str
    unit: str
    title_en: str
    title_zh: str
    better: Better
    of_city: bool = True
    settled: bool = False

    @property
    def support(self) -> tuple[float, float] | None:
        """Lowest and highest value that it can have; None if there are no such bounds."""
        return _SUPPORTS.get(self.unit)


def unknown(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Say that there is no metric of a name, and which is the nearest; '' if none is near."""
    return Phrase("no metric named '{name}'", name=name), did_you_mean(name, known)


class UnknownMetricError(InputError, KeyError):
    """There is no metric of that name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.message = clauses(*unknown(name, known))

    def __str__(self) -> str:
        """Return the message; a KeyError would show it in quotes."""
        return str(self.message)

    def say(self, language: Language) -> str:
        """Return the message in a language."""
        return self.message.say(language)


class Catalogue(dict[str, Metric]):
    """Metrics by name; asking for an unknown one is an error, with `get` too."""

    def __init__(self, metrics: dict[str, Metric]) -> None:
        super().__init__(metrics)
        self._own: dict[str, Metric] = {}

    def add_own(self, name: str) -> None:
        """Have a measure of a user's own found by name; iterating gives the model's alone."""
        if name not in self:
            self._own.setdefault(name, Metric(name, "", name, name, None))

    def own(self) -> list[str]:
        """Names of the measures of a user's own."""
        return list(self._own)

    def __missing__(self, name: str) -> Metric:
        """Return a measure of a user's own; refuse an unknown name, with the nearest known ones."""
        if name in self._own:
            return self._own[name]
        raise UnknownMetricError(name, [*self, *self._own])

    def get(self, name: str, default: object = None) -> Metric:
        """Return the metric; unlike that of other mappings, an unknown name raises."""
        return self[name]


_SUPPORTS = {"%": (0.0, 100.0), "0 or 1": (0.0, 1.0), "0 to 1": (0.0, 1.0), "share": (0.0, 1.0)}
_BETTER: dict[str, Better] = {"lower": "lower", "higher": "higher", "-": None}
_STATISTICS = {"p50": "中位数", "p90": "九成", "p99": "百分之九十九", "mean": "平均"}


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def _metrics() -> Iterator[Metric]:
    for name, unit, en, zh in _rows(DURATIONS):
        for key, word in _STATISTICS.items():
            yield Metric(f"{name}_{key}", unit, f"{en}, {key}", f"{zh}，{word}", "lower")
    for name, better, en, zh in _rows(COUNTS):
        yield Metric(f"{name}_per_year", "per year", en, zh, _BETTER[better])
    by_level_only, settled = BY_LEVEL_ONLY.split(), SETTLED.split()
    for name, unit, better, en, zh in _rows(OTHERS):
        of_city = name not in by_level_only
        yield Metric(name, unit, en, zh, _BETTER[better], of_city, name in settled)


METRICS: Catalogue = Catalogue({metric.name: metric for metric in _metrics()})


def not_of_city(name: str) -> tuple[str, str] | None:
    """Say why a metric cannot be asked for of a whole city, with a hint; None if it can."""
    of_city = [*(known for known, metric in METRICS.items() if metric.of_city), *METRICS.own()]
    if name in of_city:
        return None
    if name in METRICS:
        return Phrase(
            "'{name}' has no value for the whole city, only one for each level", name=name
        ), ""
    return unknown(name, of_city)


def headline() -> list[str]:
    """Return the metrics of the summary table, in its order."""
    return [METRICS[name].name for name in HEADLINE.split()]
