"""What a comparison answers, by rules."""

import math
from collections.abc import Sequence

from ...outcomes.metrics import METRICS
from ...studies.comparison.comparison import Comparison
from ...studies.comparison.ranking import Ranking
from ...words import Language, Words
from ..answers import Versus, changes, compares
from ..answers.quantities import quantity, shared_decimals, spoken, unit_of, unit_of_change
from ..numbers import decimals_of
from .titles import quoted, titles

SOLVED = "fixed_cohort_solved_share"
SECOND = (SOLVED, "p90_worst_community", "satisfied_share")  # what else is said, in this order

BEST = Words(
    "Of {k} policies “{best}” does best in {metric}, with {value}; each of the others is "
    "shown to be worse, the next being “{next}” with {other}."
)
TIED = Words(
    "Of {k} policies {names} may each be the best in {metric} ({values}): the replications "
    "do not tell them apart{rest}."
)
ALL_TIED = Words(
    "None of the {k} policies is shown to be better than all the others in {metric}: the "
    "values lie between {low} and {high}, and the replications tell no two of them apart."
)
REST = Words("; the other {rest} are shown to be worse than one of them")
UNRANKED = Words(" In {missing} of the {k} the number does not exist, and they are not ranked.")
NONE_EXISTS = Words("{metric} exists under none of the {k} policies.")
REFERENCE_BEST = Words("The reference, “{reference}”, is among the best.")
SPREAD = Words(
    "In {metric} the {k} policies range from {low} (“{lowest}”) to {high} (“{highest}”); "
    "neither way is better by itself."
)
CAP = Words(
    "The precision asked for, ±{asked}, is not reached: after {n} replications it is "
    "±{reached}{needed}."
)
LOST = Words(
    "The precision asked for, ± {asked}, was not reached since replications failed; it is ± "
    "{reached} after {n}."
)
NEEDED = Words("; it would take about {needed:,} replications")
UNKNOWN = Words(
    "Whether the precision asked for is reached cannot be told: {metric} does not exist in "
    "every replication."
)
STOPPED = Words("The run was stopped after {n} replications.")
CITIES = Words(
    "In {decided} of {all} comparisons the second policy does better than the first in "
    "{metric}{worse}{open}."
)
CITIES_EITHER = Words(
    "In {more} of {all} comparisons {metric} is higher under the second policy, in {less} lower."
)
WORSE = Words("; in {count} it does worse")
OPEN = Words("; in {count} that cannot be told or the number does not exist")
SPAN = Words(
    "The change is largest for “{most}” ({largest}) and smallest for “{least}” ({smallest})."
)


def primary(found: Comparison) -> str:
    """Metric that the answer is about: the one a precision was asked for, else the first."""
    return found.stopping.metric or found.metrics[0]


def answer(found: Comparison, language: Language) -> str:
    """Answer in two sentences; a third if the asked precision was not reached."""
    metric = primary(found)
    if len(found.names) == 2:
        sentences = _of_two(found, metric, language)
    elif METRICS[metric].better is None:
        sentences = [_spread(found, metric, language)]
    else:
        sentences = _of_many(found, metric, language)
    sentences += precision_shortfall(found, language)
    return _joined(sentences, language)


def answer_of_pairs(several: Sequence[Comparison], language: Language) -> str:
    """Answer for several cities: in how many the policy helps, where most and where least."""
    metric = primary(several[0])
    pairs = [versus(found, found.others[0], metric, language) for found in several]
    if METRICS[metric].better is None:
        sides = [sum(pair.verdict == side for pair in pairs) for side in ("more", "less")]
        told = CITIES_EITHER.say(
            language,
            more=sides[0],
            less=sides[1],
            all=len(pairs),
            metric=spoken(metric, language),
        )
        return _joined([told, *_span(pairs, language)], language)
    counts = {side: sum(pair.verdict == side for pair in pairs) for side in ("better", "worse")}
    undecided = len(pairs) - sum(counts.values())
    worse = WORSE.say(language, count=counts["worse"]) if counts["worse"] else ""
    told = CITIES.say(
        language,
        decided=counts["better"],
        all=len(pairs),
        metric=spoken(metric, language),
        worse=worse,
        open=OPEN.say(language, count=undecided) if undecided else "",
    )
    return _joined([told, *_span(pairs, language)], language)


def _span(pairs: Sequence[Versus], language: Language) -> list[str]:
    """Where the change is largest and smallest."""
    existing = sorted(
        (pair for pair in pairs if not math.isnan(pair.difference.mean)),
        key=lambda pair: -abs(pair.difference.mean),
    )
    if len(existing) < 2:
        return []
    most, least = existing[0], existing[-1]
    said = SPAN.say(
        language,
        most=most.policy,
        least=least.policy,
        largest=_change(most, language),
        smallest=_change(least, language),
    )
    return [said]


def versus(found: Comparison, policy: str, metric: str, language: Language) -> Versus:
    """One scenario of a comparison beside its reference."""
    difference = found.difference(policy, metric)
    names = titles(found, language)
    together = len(found.others) > 1
    return Versus(
        metric=metric,
        policy=names[policy],
        reference=names[found.reference],
        after=difference.value.mean,
        before=difference.reference_value.mean,
        difference=difference.simultaneous if together else difference.interval,
        solved_after=found.of(policy).interval(SOLVED).mean,
        solved_before=found.of(found.reference).interval(SOLVED).mean,
        level=100.0 * found.confidence,
        together=together,
    )


def precision_shortfall(found: Comparison, language: Language) -> list[str]:
    """What must be said if the run ended without the precision that was asked for."""
    stopping = found.stopping
    if stopping.reason == "stopped":
        return [STOPPED.say(language, n=found.replications)]
    if stopping.reason == "missing" and stopping.metric:
        sentence = UNKNOWN.say(language, metric=spoken(stopping.metric, language))
        return [sentence[:1].upper() + sentence[1:]]
    if stopping.reason in ("cap", "failed") and stopping.metric:
        unit = unit_of_change(unit_of(stopping.metric))
        needed = NEEDED.say(language, needed=stopping.needed) if stopping.needed else ""
        asked, reached = (
            _half_width(v, unit, language) for v in (stopping.asked, stopping.reached)
        )
        fields = {"asked": asked, "reached": reached, "n": found.replications, "needed": needed}
        return [(CAP if stopping.reason == "cap" else LOST).say(language, **fields)]
    return []


def _half_width(value: float, unit: str, language: Language) -> str:
    return quantity(value, unit, max(1, decimals_of([value])) if value % 1 else 0, language)


def _of_two(found: Comparison, metric: str, language: Language) -> list[str]:
    policy = found.others[0]
    first = versus(found, policy, metric, language)
    second = _second(found, policy, metric, language)
    said = [compares(first, language)]
    if second is not None:
        said.append(changes(second, language))
    return said


def _second(found: Comparison, policy: str, metric: str, language: Language) -> Versus | None:
    """Another metric to tell of: the first of SECOND that exists under both."""
    for name in (*SECOND, *found.metrics):
        if name == metric:
            continue
        pair = versus(found, policy, name, language)
        if not math.isnan(pair.difference.mean):
            return pair
    return None


def _of_many(found: Comparison, metric: str, language: Language) -> list[str]:
    ranking = found.ranking(metric)
    ranked = [row for row in ranking.rows if row.first is not None]
    said: list[str] = []
    if not ranked:
        sentence = NONE_EXISTS.say(language, metric=spoken(metric, language), k=len(found.names))
        said.append(sentence[:1].upper() + sentence[1:])
        if metric == SOLVED:
            return said
        metric = SOLVED
        ranking = found.ranking(metric)
        ranked = [row for row in ranking.rows if row.first is not None]
        if not ranked:
            return said
    said.append(_best(found, ranking, language))
    first = ranked[0].scenario
    if first != found.reference:
        said.append(compares(versus(found, first, metric, language), language))
    elif len(ranking.may_be_best) < len(ranked):
        names = titles(found, language)
        said.append(REFERENCE_BEST.say(language, reference=names[found.reference]))
    return said


def _best(found: Comparison, ranking: Ranking, language: Language) -> str:
    names, metric = titles(found, language), ranking.metric
    ranked = [row for row in ranking.rows if row.first is not None]
    means = {row.scenario: row.mean for row in ranked}
    unit = unit_of(metric)
    decimals = decimals_of(list(means.values()))
    told = {name: quantity(mean, unit, decimals, language) for name, mean in means.items()}
    best = [row.scenario for row in ranked if row.first == 1]
    k, spoken_ = len(found.names), spoken(metric, language)
    if len(best) == 1 and len(ranked) > 1:
        one, other = ranked[0].scenario, ranked[1].scenario
        fields = {"best": names[one], "value": told[one], "next": names[other]}
        said = BEST.say(language, k=k, metric=spoken_, other=told[other], **fields)
    elif len(best) == len(ranked) and not ranking.apart:
        low, high = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
        said = ALL_TIED.say(language, k=k, metric=spoken_, low=told[low], high=told[high])
    else:
        rest = len(ranked) - len(best)
        comma = ", " if language == "en" else "、"
        said = TIED.say(
            language,
            k=k,
            names=quoted([names[name] for name in best], language),
            metric=spoken_,
            values=comma.join(told[name] for name in best[:4]),
            rest=REST.say(language, rest=rest) if rest else "",
        )
    missing = len(found.names) - len(ranked)
    return said + (UNRANKED.say(language, missing=missing, k=k) if missing else "")


def _spread(found: Comparison, metric: str, language: Language) -> str:
    names = titles(found, language)
    means = {name: found.of(name).interval(metric).mean for name in found.names}
    known = {name: mean for name, mean in means.items() if not math.isnan(mean)}
    if not known:
        sentence = NONE_EXISTS.say(language, metric=spoken(metric, language), k=len(means))
        return sentence[:1].upper() + sentence[1:]
    lowest, highest = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    decimals = decimals_of(list(known.values()))
    ends = [
        quantity(known[name], unit_of(metric), decimals, language) for name in (lowest, highest)
    ]
    return SPREAD.say(
        language,
        metric=spoken(metric, language),
        k=len(means),
        low=ends[0],
        high=ends[1],
        lowest=names[lowest],
        highest=names[highest],
    )


def _change(pair: Versus, language: Language) -> str:
    _, low, high, _ = pair.difference
    decimals = shared_decimals((pair.after, pair.before), low, high)
    unit = unit_of_change(unit_of(pair.metric))
    return quantity(pair.difference.mean, unit, decimals, language, signed=True)


def _joined(sentences: list[str], language: Language) -> str:
    return (" " if language == "en" else "").join(sentences)
