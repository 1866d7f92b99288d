"""The charts of an attribution."""

from functools import partial

import numpy as np

from ... import charts
from ...charts import Contribution
from ...outcomes.metrics import METRICS
from ...studies.attribution.result import Attribution, MetricAttribution
from ...words import Language, Words
from .. import glossary
from ..answers.quantities import unit_of_change
from ..document import Bars, Chart

TITLE = Words("What changes {metric}")
SAYS = Words("From “{before}” to “{after}”: what each change contributes to {metric}.")
PAIRS_TITLE = Words("Which changes overlap or reinforce each other")
PAIRS_SAYS = Words("Interaction of each pair of changes in {metric}; the diagonal is empty.")
NOTE = Words("Simulated, seed {seed}.")


def waterfall(found: Attribution, each: MetricAttribution, language: Language) -> Chart:
    """Contributions from before to after."""
    ends = tuple(glossary.title(s, language) for s in (found.before, found.after))
    title = glossary.metric(each.metric, language)
    contributions = [
        Contribution(glossary.mechanism(one.player, language), *one.shapley[:3])
        for one in each.ranked
    ]
    unit = glossary.unit_of(each.metric, language)
    figure = partial(
        charts.waterfall,
        contributions,
        before=each.before.mean,
        unit=unit,
        title=TITLE.say(language, metric=title),
        note=NOTE.say(language, seed=found.seed),
        language=language,
        better=METRICS[each.metric].better,
        ends=(ends[0], ends[1]),
    )
    said = SAYS.say(language, before=ends[0], after=ends[1], metric=title)
    return charts.as_chart(
        figure, f"contributions_{each.metric}", said, _bars(contributions, title, unit)
    )


def _bars(contributions: list[Contribution], title: str, unit: str) -> Bars:
    """Contributions beside each other, all from zero."""
    return Bars(
        tuple(each.name for each in contributions),
        {title: tuple(each.mean for each in contributions)},
        unit,
        {title: (tuple(c.low for c in contributions), tuple(c.high for c in contributions))},
    )


def pairs(found: Attribution, each: MetricAttribution, language: Language) -> Chart:
    """Interactions as a table of colours."""
    players = found.players
    names = [glossary.mechanism(player, language) for player in players]
    values = np.full((len(players), len(players)), np.nan)
    for pair in each.interactions:
        row, column = players.index(pair.first), players.index(pair.second)
        values[row, column] = values[column, row] = pair.index.mean
    figure = partial(
        charts.heatmap,
        values,
        names,
        names,
        label=glossary.unit(unit_of_change(METRICS[each.metric].unit), language),
        title=PAIRS_TITLE.say(language),
        note=NOTE.say(language, seed=found.seed),
        language=language,
        change=True,
    )
    said = PAIRS_SAYS.say(language, metric=glossary.metric(each.metric, language))
    return charts.as_chart(figure, "interactions", said)
