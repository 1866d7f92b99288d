"""What an attribution answers, by rules."""

import math
from collections.abc import Sequence

from ...statistics.interval import Interval
from ...studies.attribution.result import Attribution, Contribution, MetricAttribution
from ...words import Language, Words
from .. import glossary
from ..answers.quantities import quantity, shared_decimals, spoken, unit_of, unit_of_change
from ..numbers import written

MOST_NAMED = 3  # changes named in a sentence
OTHERS = Words("{n} more")

WHOLE = Words(
    "From “{before}” to “{after}”, {metric} changes by {change}, from {low} to {high}; what "
    "contributes most is {names}."
)
ONE = Words("{name} ({value}, {interval})")
INTERVAL = Words("95 % interval {low} to {high}")
NOTHING = Words(
    "From “{before}” to “{after}”, {metric} changes by {change}, from {low} to {high}; the "
    "contribution of none of the {count} changes can be told from 0."
)
UNCHANGED = Words(
    "Whether {metric} changes at all from “{before}” to “{after}” cannot be told: the "
    "interval of the whole change, {change}, includes 0."
)
AGAINST = Words("Against it work {names}.")
YET = Words("Yet these can be told from 0: {names}.")
UNCLEAR = Words("{count} of the {all} changes cannot be told from 0: {names}.")
ALL_CLEAR = Words("The contribution of each of the {all} changes can be told from 0.")
MISSING = Words(
    "{metric} does not exist in {count} of {all} combinations of the changes, so that its "
    "difference cannot be attributed."
)


def answer(found: Attribution, language: Language) -> str:
    """Answer in two sentences; if the first metric cannot be attributed, that is the first."""
    said = []
    asked = found.metrics[0]
    shown = primary(found)
    if asked.missing is not None:
        said.append(missing(asked, language))
    if shown is not None:
        said += _sentences(found, shown, language)
    return (" " if language == "en" else "").join(said)


def primary(found: Attribution) -> MetricAttribution | None:
    """The first metric that can be attributed."""
    return next((each for each in found.metrics if each.missing is None), None)


def missing(each: MetricAttribution, language: Language) -> str:
    """Say of a metric that it cannot be attributed, and why."""
    assert each.missing is not None
    sentence = MISSING.say(
        language,
        metric=spoken(each.metric, language),
        count=each.missing.coalitions,
        all=each.missing.of,
    )
    return sentence[:1].upper() + sentence[1:]


def _sentences(found: Attribution, each: MetricAttribution, language: Language) -> list[str]:
    clear = [one for one in each.ranked if one.distinguishable]
    same = [one for one in clear if one.shapley.mean * each.difference.mean > 0.0]
    against = [one for one in clear if one not in same]
    unit, decimals = unit_of(each.metric), _decimals(each)
    fields = {
        "before": glossary.title(found.before, language),
        "after": glossary.title(found.after, language),
        "metric": spoken(each.metric, language),
        "change": _change(each.difference.mean, each, language),
        "low": quantity(each.before.mean, unit, decimals, language),
        "high": quantity(each.after.mean, unit, decimals, language),
    }
    if each.difference.low <= 0.0 <= each.difference.high:
        said = [UNCHANGED.say(language, **fields)]
        if clear:
            named = _first(clear, each, language)
            said.append(YET.say(language, names=_list(named, language)))
        return said
    if not same:
        said = [NOTHING.say(language, count=len(each.contributions), **fields)]
    else:
        named = _first(same, each, language)
        said = [WHOLE.say(language, names=_list(named, language), **fields)]
    if against:
        named = _first(against, each, language)
        said.append(AGAINST.say(language, names=_list(named, language)))
    elif same:
        said.append(_unclear(each, language))
    return said


def _unclear(each: MetricAttribution, language: Language) -> str:
    unclear = [one for one in each.contributions if not one.distinguishable]
    if not unclear:
        return ALL_CLEAR.say(language, all=len(each.contributions))
    names = [glossary.mechanism(one.player, language) for one in unclear]
    return UNCLEAR.say(
        language, count=len(unclear), all=len(each.contributions), names=_list(names, language)
    )


def _named(one: Contribution, each: MetricAttribution, language: Language) -> str:
    decimals = _decimals(each)
    _, low, high, _ = one.shapley
    ends = {
        "low": written(low, decimals, signed=True),
        "high": written(high, decimals, signed=True),
    }
    return ONE.say(
        language,
        name=glossary.mechanism(one.player, language),
        value=_change(one.shapley.mean, each, language),
        interval=INTERVAL.say(language, **ends),
    )


def _change(value: float, each: MetricAttribution, language: Language) -> str:
    unit = unit_of_change(unit_of(each.metric))
    return quantity(value, unit, _decimals(each), language, signed=True)


def _decimals(each: MetricAttribution) -> int:
    narrowest: Interval = min(
        (one.shapley for one in each.contributions if one.shapley.high > one.shapley.low),
        key=lambda i: i.high - i.low,
        default=Interval(math.nan, math.nan, math.nan, 0),
    )
    return min(2, shared_decimals((each.before.mean, each.after.mean), *narrowest[1:3]))


def _first(
    several: Sequence[Contribution], each: MetricAttribution, language: Language
) -> list[str]:
    """Name the first changes, and count the others."""
    named = [_named(one, each, language) for one in several[:MOST_NAMED]]
    left = len(several) - len(named)
    return [*named, OTHERS.say(language, n=left)] if left else named


def _list(names: Sequence[str], language: Language) -> str:
    if len(names) < 2:
        return "".join(names)
    comma, last = (", ", " and ") if language == "en" else ("、", "和")
    return comma.join(names[:-1]) + last + names[-1]
