"""What a search answers, by rules."""

import math

from ...statistics.decision import Decision
from ...studies.file.checks import CADRES
from ...studies.seek.seek import Search
from ...studies.uncertainty.two_intervals import TwoIntervals
from ...words import Language, Words
from .. import glossary
from ..answers.quantities import quantity, spoken, unit_of
from ..numbers import decimals_with, written

ALL_CADRES = Words("the total of full-time cadres")
FOUND = {
    True: Words(
        "{lever} must be at least {reached} for {metric} to come {side} {bound}: with "
        "{missed} it does not (confidence {confidence} %)."
    ),
    False: Words(
        "{lever} may be at most {reached} for {metric} to come {side} {bound}: with {missed} "
        "it does not (confidence {confidence} %)."
    ),
}
UNDECIDED = Words(
    "Where {metric} begins to come {side} {bound} lies between {missed}, which misses it, "
    "and {reached}, which reaches it, of {lever}; between them {most} replications do not "
    "decide (confidence {confidence} %)."
)
ALREADY = Words(
    "{metric} is {side} {bound} already, at both ends of what was asked for: with {lever} at "
    "{low} and at {high} (confidence {confidence} %)."
)
UNREACHABLE = Words(
    "{metric} does not come {side} {bound}, neither with {lever} at {low} nor at {high} "
    "(confidence {confidence} %)."
)
UNCLEAR = Words(
    "Whether {metric} comes {side} {bound} cannot be decided at an end of what was asked "
    "for, with {lever} at {low} or at {high}: it lies too close to the target."
)
SIDES = {"below": Words("below"), "above": Words("above")}
MEANS = Words("There it is {means}.")
MEAN = Words("{mean} [{low}, {high}] with {value}")
NO_MEAN = Words("missing in {missing} of {n} replications with {value}")
OVER_DRAWS = Words("Over the draws of the ensemble: {said}.")
IN_DRAWS = Words(
    "with {value} nine in ten single periods lie between {low} and {high}, while over chance "
    "alone, with all numbers as given, the mean is {chance}"
)
IN_FEW_DRAWS = Words(
    "with {value} there are too few draws for a range; over chance alone, with all numbers as "
    "given, the mean is {chance}"
)
NOT_MONOTONE = Words(
    "What was decided changes sides more than once: there is more than one place where the "
    "target begins to be reached, and this is one of them."
)


def answer(search: Search, language: Language) -> str:
    """Answer in two sentences: the value, and what the metric comes to beside it."""
    first = _first(search, language)
    sentences = [first[:1].upper() + first[1:]]
    means = _means(search, language)
    if means:
        sentences.append(MEANS.say(language, means=means))
    over = _over_draws(search, language)
    if over:
        sentences.append(OVER_DRAWS.say(language, said=over))
    if not search.found.monotone:
        sentences.append(NOT_MONOTONE.say(language))
    return (" " if language == "en" else "").join(sentences)


def lever(search: Search, language: Language) -> str:
    """What was turned, in words where there are any."""
    if search.lever.key == CADRES:
        return ALL_CADRES.say(language)
    return f"“{glossary.key(search.scenario, search.lever.key, language)}”"


def side(search: Search) -> str:
    """Side of the bound where the metric is wanted."""
    return "below" if search.target.below is not None else "above"


def bound(search: Search) -> float:
    """What the metric shall be below or above."""
    value = search.target.below if search.target.below is not None else search.target.above
    assert value is not None
    return value


def value_said(value: float) -> str:
    """A value of the lever."""
    return f"{value:,.10g}"


def _first(search: Search, language: Language) -> str:
    missed, reached = search.bracket
    aim = bound(search)
    fields: dict[str, object] = {
        "lever": lever(search, language),
        "metric": spoken(search.target.metric, language),
        "side": SIDES[side(search)].say(language),
        "bound": quantity(aim, unit_of(search.target.metric), _exact(aim), language),
        "confidence": f"{100.0 * search.document.confidence:g}",
        "low": value_said(search.levels[0]),
        "high": value_said(search.levels[-1]),
        "missed": "" if missed is None else value_said(missed),
        "reached": "" if reached is None else value_said(reached),
    }
    match search.found.outcome:
        case "found":
            return FOUND[search.found.rising is not False].say(language, **fields)
        case "undecided":
            assert search.document.seek is not None
            most = search.document.seek.most_replications
            return UNDECIDED.say(language, most=most, **fields)
        case "already":
            return ALREADY.say(language, **fields)
        case "unreachable":
            return UNREACHABLE.say(language, **fields)
    return UNCLEAR.say(language, **fields)


def _exact(value: float) -> int:
    text = f"{value:.10g}"
    return len(text.partition(".")[2]) if "e" not in text else 0


def _means(search: Search, language: Language) -> str:
    """What the metric is next to the place, or at the ends if there is none."""
    told = [_mean(search, d, language) for at in search.told_levels for d in _at(search, at)]
    return ("; " if language == "en" else "；").join(told)


def _over_draws(search: Search, language: Language) -> str:
    """Both intervals next to the place; empty without an ensemble."""
    told = [
        _both(search, level, search.both[level], language)
        for level in search.told_levels
        if level in search.both
    ]
    return ("; " if language == "en" else "；").join(told)


def _both(search: Search, level: int, both: TwoIntervals, language: Language) -> str:
    chance, data = both.chance, both.data
    assert chance is not None
    unit, decimals = unit_of(search.target.metric), 2
    if math.isfinite(chance.mean + chance.high - chance.low):
        decimals = min(3, decimals_with([chance.mean], (chance.high - chance.low) / 2.0))
    mean = quantity(chance.mean, unit, decimals, language)
    around = f" [{written(chance.low, decimals)}, {written(chance.high, decimals)}]"
    words = IN_FEW_DRAWS if math.isnan(data.low) else IN_DRAWS
    return words.say(
        language,
        value=value_said(search.levels[level]),
        low=written(data.low, decimals),
        high=written(data.high, decimals),
        chance=mean + around,
    )


def _at(search: Search, level: int | None) -> list[Decision]:
    return [d for d in search.found.decisions if d.level == level]


def _mean(search: Search, decision: Decision, language: Language) -> str:
    mean, low, high, n = decision.interval
    value = value_said(search.levels[decision.level])
    if math.isnan(mean):
        return NO_MEAN.say(language, missing=decision.missing, n=n, value=value)
    decimals = min(3, decimals_with([mean], (high - low) / 2.0))
    return MEAN.say(
        language,
        mean=quantity(mean, unit_of(search.target.metric), decimals, language),
        low=written(low, decimals),
        high=written(high, decimals),
        value=value,
    )
