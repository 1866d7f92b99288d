"""What a sweep answers, by rules."""

import math
from typing import NamedTuple

from ...outcomes.metrics import METRICS
from ...studies.sweep.designs import CHANCE
from ...studies.sweep.influence import FEWEST
from ...studies.sweep.result import Sensitivity, Sweep
from ...studies.sweep.robustness import Conclusion, Share
from ...studies.sweep.swings import Swing
from ...words import Language, Words
from ..answers.quantities import quantity, spoken
from ..numbers import decimals_of
from .names import factors, titles, unit, value

MOST_NAMED = 3  # factors in a sentence

HOLDS = Words(
    "In {better} of {of:the only plausible world|# plausible worlds} “{second}” does better "
    "than “{first}” in {metric}, in {worse} it does worse, and in {open} chance leaves it "
    "open."
)
NO_SIDE = Words(
    "In {better} of {of:the only plausible world|# plausible worlds} {metric} is lower under "
    "“{second}” than under “{first}”, in {worse} it is higher, and in {open} chance leaves "
    "it open."
)
NO_WORLD = Words(
    "In {missing:the only world that was tried|none of the # worlds} {metric} exists "
    "{missing:not |}under both “{first}” and “{second}”."
)
LEFT_OUT = Words(
    "{missing} more {missing:world is|worlds are} left out, where it does not exist under "
    "one of the two."
)
SHARE = Words("{share} % [{low}, {high}]")
DIFFERENCE_IS = Words("As given, the difference is {given}")
DIFFERENCE_AS_GIVEN = Words(
    "As given, {metric} under “{second}” differs from that under “{first}” by {given}"
)
METRIC_IS = Words("Under “{second}” {metric} is {given} as given")
METRIC_IS_NOT = Words("Under “{second}” {metric} does not exist as given")
DIFFERENCE_IS_NOT = Words("As given, {metric} does not exist under one of “{first}” and “{second}”")
# What the worlds say, after a sentence on the values as given.
NINE_IN_TEN = Words(
    "; of the {known} plausible worlds{exists} nine in ten lie between {low} and {high}."
)
ALL_WORLDS = Words(
    "; the {known} plausible worlds{exists}, too few for a range of nine in ten, lie between "
    "{low} and {high}."
)
ONE_WORLD = Words(
    "; in the only plausible world{exists} it is {low}, and one world says nothing of a range."
)
NO_WORLD_EXISTS = Words(
    "; it exists in {of:not even the only plausible world|none of the # plausible worlds}."
)
EXISTS = Words(" of {of} in which it exists")
POINTS = Words(
    "Only {usable} of the {points} points {usable:is a sound scenario|are sound scenarios} "
    "and could be simulated; the others say nothing."
)
MOVED = Words("What moves it most is {names}.")
SWING = Words("{name} ({low} to {high})")
IDLE = Words(
    "{idle:One number|# numbers} looked at one at a time changed nothing in these "
    "replications ({n} at each end): they are the same at both ends."
)
UNTOLD_ENDS = Words(
    "It cannot be told from these replications ({n} at each end) whether {told:the "
    "number|any of the # numbers} looked at one at a time{of_all} moves it; the largest "
    "difference, {largest}, may be chance."
)
OF_ALL = Words(", of {all} that were moved,")
UNTOLD_WORLDS = Words(
    "{all:The number that was moved is not|None of the # numbers that were moved is} shown "
    "to move it over the worlds; an influence that is too weak for so few would not be seen."
)
NOTHING = Words(
    "Whether {all:the number that was moved|any of the # numbers that were moved} moves it "
    "cannot be told: {why}."
)
OTHERS = Words("Of the {rest:other number|# other numbers} (of {all}) nothing can be told: {why}.")
FEW_POINTS = Words(
    "{known:one point|# points} at which it exists {known:is|are} too few, {fewest} at the least"
)
NO_POINTS = Words("it exists at {usable:not even the only point|none of the # points}")
NOT_LOOKED = Words("not looked at one at a time")
TRAJECTORIES = Words("fewer than two Morris trajectories could be simulated in full")
NO_ENDS = Words("at the ends of their ranges it does not exist everywhere")
EQUAL_ENDS = Words("it is the same in all {n} replications at the ends of their ranges")
ONE_REPLICATION = Words("one replication at each end says nothing of chance")
TURNS = Words("It turns if {name} goes beyond {value} (given: {given}).")


def primary(found: Sweep) -> Sensitivity:
    """The response that the answer is about: the first that exists as given, or the first."""
    return next((r for r in found.responses if not math.isnan(r.as_given.mean)), found.responses[0])


def answer(found: Sweep, language: Language) -> str:
    """Answer in sentences: how robust, how wide, on what it hangs."""
    each = primary(found)
    said = [*_robustness(found, each, language), *moved(found, each, language)]
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
    said = []
    conclusion = each.conclusion
    if conclusion is not None and conclusion.better.of:
        said.append(_holds(each, conclusion, fields, language))
    elif conclusion is not None and conclusion.missing:
        said.append(NO_WORLD.say(language, missing=conclusion.missing, **fields))
    said.append(_spread(each, _over_worlds(found, each), fields, language))
    if conclusion is not None and conclusion.better.of and conclusion.missing:
        said.append(LEFT_OUT.say(language, missing=conclusion.missing))
    if 0 < found.usable < found.points:
        said.append(POINTS.say(language, usable=found.usable, points=found.points))
    return said


def _holds(
    each: Sensitivity, conclusion: Conclusion, fields: dict[str, object], language: Language
) -> str:
    words = HOLDS if METRICS[each.metric].better is not None else NO_SIDE
    return words.say(
        language,
        better=percent(conclusion.better, language),
        worse=percent(conclusion.worse, language),
        open=percent(conclusion.undecided, language),
        of=conclusion.better.of,
        **fields,
    )


class _Worlds(NamedTuple):
    """A response over the worlds: in how many it exists, and where it lies there."""

    of: int
    known: int
    extremes: tuple[float, float]
    nine_in_ten: tuple[float, float]


def _over_worlds(found: Sweep, each: Sensitivity) -> _Worlds | None:
    """What the worlds say of a response; None if they were no fair sample, or there are none."""
    said = each.conclusion
    if said is not None and said.better.of:
        low, _, high = said.spread
        return _Worlds(said.better.of, said.better.of, said.extremes, (low, high))
    for one in found.spreads if each.first is None else ():
        if (one.metric, one.scenario) == (each.metric, each.second) and one.of:
            lowest, low, _, high, highest = one.quantiles
            return _Worlds(one.of, one.known, (lowest, highest), (low, high))
    return None


def _spread(
    each: Sensitivity, worlds: _Worlds | None, fields: dict[str, object], language: Language
) -> str:
    """How large a response is as given, and over the worlds."""
    many = worlds is not None and not math.isnan(worlds.nine_in_ten[0])
    ends = () if worlds is None else worlds.nine_in_ten if many else worlds.extremes
    levels = (each.as_given.mean, *ends)
    given, *told = (_amount(level, each, levels, language) for level in levels)
    exists = not math.isnan(each.as_given.mean)
    if each.first is None:
        begin = (METRIC_IS if exists else METRIC_IS_NOT).say(language, given=given, **fields)
    else:
        words = DIFFERENCE_IS if each.conclusion is not None else DIFFERENCE_AS_GIVEN
        words = words if exists else DIFFERENCE_IS_NOT
        begin = words.say(language, given=given, **fields)
    if worlds is None:
        return begin + ("." if language == "en" else "。")
    if worlds.known == 0:
        return begin + NO_WORLD_EXISTS.say(language, of=worlds.of)
    words = NINE_IN_TEN if many else ALL_WORLDS if worlds.known > 1 else ONE_WORLD
    only = EXISTS.say(language, of=worlds.of) if worlds.known < worlds.of else ""
    end = {"known": worlds.known, "exists": only, "low": told[0], "high": told[1]}
    return begin + words.say(language, **end)


def moved(found: Sweep, each: Sensitivity, language: Language) -> list[str]:
    """What moves a response, of how many numbers that can be told, and of how many it cannot."""
    names, all_ = movers(each), len(found.factors)
    told = _told(each)
    rest = 0 if _over_all(each) else all_ - len(told)
    why = _why_not(found, each, language) if rest else ""
    if not told and not _over_all(each):
        return [NOTHING.say(language, all=all_, why=why)]
    said = [_movers(found, each, names, language)] if names else _no_movers(found, each, language)
    if rest:
        said.append(OTHERS.say(language, rest=rest, all=all_, why=why))
    return said


def _told(each: Sensitivity) -> list[Swing]:
    """Swings that have an interval: of the others nothing can be told."""
    return [swing for swing in each.swings if swing.told]


def _over_all(each: Sensitivity) -> bool:
    """Whether a method that looks at all numbers at once could be used."""
    return bool(each.correlations or each.effects or each.indices)


def _movers(found: Sweep, each: Sensitivity, names: list[str], language: Language) -> str:
    swings = {swing.factor: swing for swing in each.swings}
    labels = factors(found, language)
    told = []
    for name in names[:MOST_NAMED]:
        if name in swings and swings[name].size >= 0.0:
            told.append(_swing(found, each, swings[name], language))
        else:
            told.append(_quoted(labels.get(name, name)))
    return MOVED.say(language, names=("; " if language == "en" else "；").join(told))


def _no_movers(found: Sweep, each: Sensitivity, language: Language) -> list[str]:
    """What may be said where nothing is shown to move a response: not that nothing does."""
    told, said = _told(each), []
    idle = [swing for swing in told if swing.idle]
    unclear = [swing for swing in told if not swing.idle]
    if unclear:
        many = len(unclear) < len(found.factors)
        said.append(
            UNTOLD_ENDS.say(
                language,
                told=len(unclear),
                of_all=OF_ALL.say(language, all=len(found.factors)) if many else "",
                n=found.replications,
                largest=_swing(found, each, unclear[0], language),
            )
        )
    if idle:
        said.append(IDLE.say(language, idle=len(idle), n=found.replications))
    if _over_all(each):
        said.append(UNTOLD_WORLDS.say(language, all=len(found.factors)))
    return said


def _swing(found: Sweep, each: Sensitivity, swing: Swing, language: Language) -> str:
    """Write a factor with the response at both ends of its range."""
    label = factors(found, language).get(swing.factor, swing.factor)
    ends = (swing.at_low.mean, swing.at_high.mean)
    low, high = (_amount(end, each, ends, language) for end in ends)
    return SWING.say(language, name=_quoted(label), low=low, high=high)


def _why_not(found: Sweep, each: Sensitivity, language: Language) -> str:
    """Why nothing can be told of the numbers that neither worlds nor ends tell anything of."""
    reasons = []
    worlds = _over_worlds(found, each)
    if found.kind == "morris":
        reasons.append(TRAJECTORIES.say(language))
    elif found.points:
        known = 0 if worlds is None else worlds.known
        words = FEW_POINTS if known else NO_POINTS
        reasons.append(words.say(language, known=known, fewest=FEWEST, usable=found.usable))
    untold = [swing for swing in each.swings if not swing.told]
    if not untold:
        reasons.append(NOT_LOOKED.say(language))
    elif found.replications < 2:
        reasons.append(ONE_REPLICATION.say(language))
    elif all(swing.change.untold for swing in untold):
        reasons.append(EQUAL_ENDS.say(language, n=found.replications))
    else:
        reasons.append(NO_ENDS.say(language))
    return (", and " if language == "en" else "，").join(reasons)


def _amount(number: float, each: Sensitivity, alike: tuple[float, ...], language: Language) -> str:
    decimals = min(3, decimals_of([n for n in alike if math.isfinite(n)]))
    return quantity(number, unit(each), decimals, language, signed=each.first is not None)


def _quoted(name: str) -> str:
    return f"“{name}”"
