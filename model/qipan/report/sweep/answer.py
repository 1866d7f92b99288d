"""What a sweep answers, by rules."""

import math

from ...experiments.sweep.designs import CHANCE
from ...experiments.sweep.result import Sensitivity, Sweep
from ...experiments.sweep.robustness import Conclusion, Share
from ...outcomes.metrics import METRICS
from ..answers.quantities import quantity, spoken
from ..language import Language, Words
from ..numbers import decimals_of
from .names import factors, titles, unit, value

MOST_NAMED = 3  # factors in a sentence

HOLDS = Words(
    "In {better} of {of} plausible worlds “{second}” does better than “{first}” in {metric}, in "
    "{worse} it does worse, and in {open} chance leaves it open.",
    "在 {of} 个合理情形中，{better} 的情形下“{second}”在{metric}上优于“{first}”，"
    "{worse} 较差，{open} 无法判断。",
)
NO_SIDE = Words(
    "In {better} of {of} plausible worlds {metric} is lower under “{second}” than under “{first}”, "
    "in {worse} it is higher, and in {open} chance leaves it open.",
    "在 {of} 个合理情形中，{better} 的情形下“{second}”的{metric}低于“{first}”，"
    "{worse} 较高，{open} 无法判断。",
)
NO_WORLD = Words(
    "In none of the {missing} worlds does {metric} exist under both “{first}” and “{second}”.",
    "{missing} 个情形中，{metric}没有一个在“{first}”和“{second}”下同时存在。",
)
NO_POINT = Words(
    "No point could be used, so that nothing is known of {metric} beside that.",
    "没有可用的点，除此之外对{metric}一无所知。",
)
LEFT_OUT = Words(
    "{missing} more worlds are left out, where it does not exist under one of the two.",
    "另有 {missing} 个情形因该数值在其中一个方案下不存在而未计入。",
)
SHARE = Words("{share} % [{low}, {high}]", "{share}% [{low}, {high}]")
RANGE = Words(
    "As given, the difference is {given}; nine worlds in ten lie between {low} and {high}.",
    "按现有取值差值为 {given}；九成情形介于 {low}与 {high}之间。",
)
SPREAD = Words(
    "Under “{second}” {metric} is {given} as given; of {of} plausible worlds nine in ten lie "
    "between {low} and {high}.",
    "“{second}”下，按现有取值{metric}为 {given}；{of} 个合理情形中九成介于 {low}与 {high}之间。",
)
AS_GIVEN = Words(
    "As given, {metric} under “{second}” is {given}.",
    "按现有取值，“{second}”下{metric}为 {given}。",
)
DIFFERENCE_AS_GIVEN = Words(
    "As given, {metric} under “{second}” differs from that under “{first}” by {given}.",
    "按现有取值，“{second}”与“{first}”的{metric}相差 {given}。",
)
MOVED = Words("What moves it most is {names}.", "对其影响最大的是：{names}。")
SWING = Words("{name} ({low} to {high})", "{name}（{low} 至 {high}）")
UNMOVED = Words(
    "None of the {count} numbers that were moved moves it by more than chance.",
    "变动的 {count} 项数值中，没有一项的影响超出随机波动。",
)
TURNS = Words(
    "It turns if {name} goes beyond {value} (given: {given}).",
    "若{name}越过 {value}（现为 {given}），结论反转。",
)


def primary(found: Sweep) -> Sensitivity:
    """The response that the answer is about: the first that exists as given, or the first."""
    return next((r for r in found.responses if not math.isnan(r.as_given.mean)), found.responses[0])


def answer(found: Sweep, language: Language) -> str:
    """Answer in sentences: how robust, how wide, on what it hangs."""
    each = primary(found)
    said = [*_robustness(found, each, language), _moved(found, each, language)]
    turning = next((flip for flip in each.flips if flip.clear), None)
    if turning is not None:
        said.append(
            TURNS.say(
                language,
                name=_quoted(factors(found, language)[turning.factor]),
                value=value(turning.turned_from, language),
                given=value(turning.given, language),
            )
        )
    sentences = [sentence[:1].upper() + sentence[1:] for sentence in said if sentence]
    return (" " if language == "en" else "").join(sentences)


def movers(each: Sensitivity) -> list[str]:
    """Names of the factors that move a response by more than chance, the strongest first."""
    by_method = (
        [s.factor for s in each.swings if s.distinguishable and s.size >= 0.0],
        [i.factor for i in each.indices if i.distinguishable],
        [e.factor for e in each.effects if e.above_noise],
        [c.factor for c in each.correlations if c.distinguishable],
    )
    found = next((names for names in by_method if names), [])
    return [name for name in found if name != CHANCE]


def percent(share: Share, language: Language) -> str:
    """A share of worlds with its interval."""
    interval = share.interval
    return SHARE.say(
        language,
        share=f"{100.0 * share.value:.0f}",
        low=f"{100.0 * interval.low:.0f}",
        high=f"{100.0 * interval.high:.0f}",
    )


def _robustness(found: Sweep, each: Sensitivity, language: Language) -> list[str]:
    named = titles(found, language)
    fields: dict[str, object] = {
        "metric": spoken(each.metric, language),
        "second": named[each.second],
        "first": named[each.first] if each.first is not None else "",
    }
    if each.conclusion is not None:
        return _conclusion(each, each.conclusion, fields, language)
    given = _amount(each.as_given.mean, each, (each.as_given.mean,), language)
    own = [s for s in found.spreads if (s.metric, s.scenario) == (each.metric, each.second)]
    if each.first is None and own and not math.isnan(own[0].quantiles[0]):
        _, low, _, high, _ = own[0].quantiles
        levels = (each.as_given.mean, low, high)
        told = [_amount(level, each, levels, language) for level in levels]
        return [
            SPREAD.say(language, given=told[0], low=told[1], high=told[2], of=own[0].of, **fields)
        ]
    words = AS_GIVEN if each.first is None else DIFFERENCE_AS_GIVEN
    return [words.say(language, given=given, **fields)]


def _conclusion(
    each: Sensitivity, conclusion: Conclusion, fields: dict[str, object], language: Language
) -> list[str]:
    if conclusion.better.of + conclusion.missing == 0:
        given = _amount(each.as_given.mean, each, (each.as_given.mean,), language)
        return [
            DIFFERENCE_AS_GIVEN.say(language, given=given, **fields),
            NO_POINT.say(language, **fields),
        ]
    if conclusion.better.of == 0:
        return [NO_WORLD.say(language, missing=conclusion.missing, **fields)]
    words = HOLDS if METRICS[each.metric].better is not None else NO_SIDE
    said = [
        words.say(
            language,
            better=percent(conclusion.better, language),
            worse=percent(conclusion.worse, language),
            open=percent(conclusion.undecided, language),
            of=conclusion.better.of,
            **fields,
        )
    ]
    low, _, high = conclusion.spread
    levels = (each.as_given.mean, low, high)
    told = [_amount(level, each, levels, language) for level in levels]
    said.append(RANGE.say(language, given=told[0], low=told[1], high=told[2]))
    if conclusion.missing:
        said.append(LEFT_OUT.say(language, missing=conclusion.missing))
    return said


def _moved(found: Sweep, each: Sensitivity, language: Language) -> str:
    names = movers(each)
    labels = factors(found, language)
    if not names:
        return UNMOVED.say(language, count=len(found.factors))
    swings = {swing.factor: swing for swing in each.swings}
    told = []
    for name in names[:MOST_NAMED]:
        label = _quoted(labels.get(name, name))
        if name in swings:
            ends = (swings[name].at_low.mean, swings[name].at_high.mean)
            low, high = (_amount(end, each, ends, language) for end in ends)
            label = SWING.say(language, name=label, low=low, high=high)
        told.append(label)
    return MOVED.say(language, names=("; " if language == "en" else "；").join(told))


def _amount(number: float, each: Sensitivity, alike: tuple[float, ...], language: Language) -> str:
    decimals = min(3, decimals_of([n for n in alike if math.isfinite(n)]))
    return quantity(number, unit(each), decimals, language, signed=each.first is not None)


def _quoted(name: str) -> str:
    return f"“{name}”"
