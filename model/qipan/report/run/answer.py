"""What replications of one scenario answer, by rules."""

import math

from ...runs.runs import Runs
from ...words import Language, Words
from .. import glossary
from ..answers.quantities import quantity, shared_decimals, spoken, unit_of
from ..numbers import written

TIME, SOLVED, WORST = "fixed_cohort_p50", "fixed_cohort_solved_share", "p90_worst_community"

IS = Words("Under “{title}” {metric} is {value} ({interval}).")
ALSO = Words("{metric} is {value} ({interval}).")
NONE = Words(
    "Under “{title}” {metric} does not exist, because only {share} of all issues are ever solved."
)
INTERVAL = Words("95 % interval {low} to {high}")
ONE = Words("one replication, no interval")
STOPPED = Words("The run was stopped after {n} of {wanted} replications.")


def answer(runs: Runs, language: Language) -> str:
    """Answer in two sentences: how long, and how many are solved at all."""
    title = glossary.title(runs.scenario, language)
    said = []
    if math.isnan(runs.interval(TIME).mean):
        share = quantity(runs.interval(SOLVED).mean, "%", 0, language)
        said.append(NONE.say(language, title=title, metric=spoken(TIME, language), share=share))
    else:
        said.append(_said(runs, TIME, IS, language, title=title))
    second = SOLVED if math.isnan(runs.interval(WORST).mean) else WORST
    said.append(_said(runs, second, ALSO, language))
    if not runs.complete:
        said.append(STOPPED.say(language, n=len(runs), wanted=runs.wanted))
    sentences = [sentence[:1].upper() + sentence[1:] for sentence in said]
    return (" " if language == "en" else "").join(sentences)


def _said(runs: Runs, metric: str, words: Words, language: Language, **fields: object) -> str:
    mean, low, high, _ = runs.interval(metric)
    decimals = shared_decimals((mean,), low, high)
    interval = ONE.say(language)
    if not math.isnan(low):
        ends = (written(end, decimals) for end in (low, high))
        interval = INTERVAL.say(language, **dict(zip(("low", "high"), ends, strict=True)))
    return words.say(
        language,
        metric=spoken(metric, language),
        value=quantity(mean, unit_of(metric), decimals, language),
        interval=interval,
        **fields,
    )
