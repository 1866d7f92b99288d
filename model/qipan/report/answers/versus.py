"""One policy against another in one metric, said in a sentence."""

import math
from dataclasses import dataclass
from typing import Literal

from ...outcomes.metrics import METRICS
from ...statistics.interval import Interval
from ...words import Language, Words
from ..numbers import written
from .quantities import quantity, shared_decimals, spoken, unit_of, unit_of_change

Verdict = Literal["better", "worse", "less", "more", "same", "undecided", "one", "missing"]

DECIDED = Words(
    "With “{policy}”, {metric} is {after} instead of {before} with “{reference}”: {size} "
    "{side} ({interval}){verdict}."
)
UNDECIDED = Words(
    "Whether “{policy}” does better than “{reference}” in {metric} cannot be told from {n} "
    "replications: it is {after} against {before}, and the interval of the difference "
    "includes 0 ({change}; {interval})."
)
SAME = Words(
    "“{policy}” and “{reference}” come to the same in {metric}, {after}, in every replication."
)
ONE = Words(
    "In the only replication {metric} is {after} with “{policy}” and {before} with "
    "“{reference}”; one replication cannot say whether that is chance."
)
GAINED = Words(
    "With “{policy}”, {metric} is {after}; with “{reference}” it does not exist{because}."
)
LOST = Words(
    "With “{policy}”, {metric} does not exist{because}; with “{reference}” it is {before}."
)
NEITHER = Words("{metric} exists neither with “{policy}” nor with “{reference}”{because}.")
BECAUSE = Words(", because only {share} of all issues are ever solved there")
BECAUSE_BOTH = Words(", because only {after} and {before} of all issues are ever solved")
INTERVAL = Words("{level} % interval {low} to {high}")
TOGETHER = Words("{level} % interval, all comparisons together, {low} to {high}")
SIDES = {False: Words("less"), True: Words("more")}
VERDICTS: dict[Verdict, Words] = {
    "better": Words(", an improvement"),
    "worse": Words(", a change for the worse"),
}
CHANGES = {
    True: Words("{metric} rises from {before} to {after} ({change}, {interval})."),
    False: Words("{metric} falls from {before} to {after} ({change}, {interval})."),
}
ALSO_ONE = Words("{metric} is {after} against {before}, with the same reserve.")
ALSO_SAME = Words("The same holds for {metric}, {after}.")
STAYS = Words("No change of {metric} can be shown: {before} and {after} ({change}, {interval}).")


@dataclass(frozen=True)
class Versus:
    """A policy beside a reference in one metric.

    Attributes
    ----------
    metric : str
    policy, reference : str
        Titles.
    after, before : float
        Means with the policy and with the reference; NaN where the metric does not exist.
    difference : Interval
        Of after minus before, paired.
    solved_after, solved_before : float
        Shares of all issues that are ever solved, in %, which say why a quantile is missing.
    level : float
        Of the interval, in %.
    together : bool
        Whether the interval holds together with those of other comparisons.
    """

    metric: str
    policy: str
    reference: str
    after: float
    before: float
    difference: Interval
    solved_after: float = math.nan
    solved_before: float = math.nan
    level: float = 95.0
    together: bool = False

    @property
    def verdict(self) -> Verdict:
        """What may be concluded, and nothing beyond."""
        mean, low, high, _ = self.difference
        if math.isnan(self.after) or math.isnan(self.before) or math.isnan(mean):
            return "missing"
        if math.isnan(low):
            return "one"
        if low == high == 0.0:
            return "same"
        if low <= 0.0 <= high:
            return "undecided"
        better = METRICS[self.metric].better
        if better is None:
            return "more" if mean > 0.0 else "less"
        return "better" if (mean > 0.0) == (better == "higher") else "worse"


def compares(versus: Versus, language: Language) -> str:
    """Say in a full sentence how a policy compares."""
    said = _Said(versus, language)
    verdict = versus.verdict
    if verdict == "missing":
        return _missing(versus, said, language)
    if verdict == "same":
        return said.fill(SAME)
    if verdict == "one":
        return said.fill(ONE)
    if verdict == "undecided":
        return said.fill(
            UNDECIDED,
            n=versus.difference.n,
            change=said.change(),
            interval=said.interval(versus.difference.low, versus.difference.high, signed=True),
        )
    more = versus.difference.mean > 0.0
    low, high = versus.difference.low, versus.difference.high
    ends = (low, high) if more else (-high, -low)
    judged = VERDICTS.get(verdict)
    return said.fill(
        DECIDED,
        size=said.amount(abs(versus.difference.mean)),
        side=SIDES[more].say(language),
        interval=said.interval(*ends),
        verdict=judged.say(language) if judged else "",
    )


def changes(versus: Versus, language: Language) -> str:
    """Say in a short sentence how a second metric changes, the policies being named already."""
    verdict = versus.verdict
    if verdict == "missing":
        return compares(versus, language)
    said = _Said(versus, language)
    if verdict in ("one", "same"):
        sentence = said.fill(ALSO_ONE if verdict == "one" else ALSO_SAME)
        return sentence[:1].upper() + sentence[1:]
    low, high = versus.difference.low, versus.difference.high
    words = STAYS if verdict == "undecided" else CHANGES[versus.difference.mean > 0.0]
    sentence = said.fill(
        words, change=said.change(), interval=said.interval(low, high, signed=True)
    )
    return sentence[:1].upper() + sentence[1:]


def _missing(versus: Versus, said: "_Said", language: Language) -> str:
    after, before = (not math.isnan(value) for value in (versus.after, versus.before))
    if after:
        return said.fill(GAINED, because=_because(versus.solved_before, language))
    if before:
        return said.fill(LOST, because=_because(versus.solved_after, language))
    shares = [versus.solved_after, versus.solved_before]
    because = ""
    if not any(map(math.isnan, shares)):
        told = [quantity(share, "%", 0, language) for share in shares]
        because = BECAUSE_BOTH.say(language, after=told[0], before=told[1])
    sentence = said.fill(NEITHER, because=because)
    return sentence[:1].upper() + sentence[1:]


def _because(share: float, language: Language) -> str:
    if math.isnan(share):
        return ""
    return BECAUSE.say(language, share=quantity(share, "%", 0, language))


class _Said:
    """The parts of a sentence about a comparison, all with the same decimals."""

    def __init__(self, versus: Versus, language: Language) -> None:
        self._versus, self._language = versus, language
        self._unit = unit_of(versus.metric)
        _, low, high, _ = versus.difference
        self._decimals = shared_decimals((versus.after, versus.before), low, high)

    def fill(self, words: Words, **fields: object) -> str:
        """Fill in names, levels and whatever else is given."""
        versus, language = self._versus, self._language
        common: dict[str, object] = {
            "policy": versus.policy,
            "reference": versus.reference,
            "metric": spoken(versus.metric, language),
            "after": self._level(versus.after),
            "before": self._level(versus.before),
        }
        return words.say(language, **(common | fields))

    def amount(self, value: float) -> str:
        """Size of a change with its unit."""
        return quantity(value, unit_of_change(self._unit), self._decimals, self._language)

    def change(self) -> str:
        """The mean difference with its sign and unit."""
        mean = self._versus.difference.mean
        unit = unit_of_change(self._unit)
        return quantity(mean, unit, self._decimals, self._language, signed=True)

    def interval(self, low: float, high: float, *, signed: bool = False) -> str:
        """The interval in words."""
        words = TOGETHER if self._versus.together else INTERVAL
        return words.say(
            self._language,
            level=f"{self._versus.level:g}",
            low=written(low, self._decimals, signed=signed),
            high=written(high, self._decimals, signed=signed),
        )

    def _level(self, value: float) -> str:
        return quantity(value, self._unit, self._decimals, self._language)
