"""What factors and responses of a sweep are called."""

import math
from typing import Any

from ...scenario.families import FAMILIES
from ...studies.sweep.designs import CHANCE
from ...studies.sweep.families import OWN
from ...studies.sweep.result import Sensitivity, Sweep
from ...words import Language, Words
from .. import glossary
from ..answers.quantities import unit_of, unit_of_change
from ..numbers import NONE

CHANCE_SAYS = Words("chance (other seeds)")
OWN_SAYS = Words("own parts of the numbers")
DIFFERENCE = Words("{metric}: “{second}” minus “{first}”")
OF = Words("{metric}: “{second}”")
YES, NO = Words("yes"), Words("no")


def titles(found: Sweep, language: Language) -> dict[str, str]:
    """Titles of the scenarios, by name."""
    return {s.name: glossary.title(s, language) for s in found.scenarios}


def factors(found: Sweep, language: Language) -> dict[str, str]:
    """Labels of the factors by name: what the key is about, and in which scenario it moves."""
    labels = {CHANCE: CHANCE_SAYS.say(language), OWN: OWN_SAYS.say(language)}
    labels |= {f.name: family(f.name, language) for f in found.factors if f.members}
    for factor in found.numbers:
        label = glossary.key(found.scenarios[factor.scenarios[0]], factor.key, language)
        if len(factor.scenarios) < len(found.scenarios):
            label += f" [{', '.join(found.scenarios[n].name for n in factor.scenarios)}]"
        labels[factor.name] = label
        labels.setdefault(factor.group, label.replace(factor.key, factor.group))
    return labels


def family(name: str, language: Language) -> str:
    """Title of a family of numbers."""
    known = FAMILIES[name]
    return known.en if language == "en" else known.zh


def response(found: Sweep, each: Sensitivity, language: Language) -> str:
    """What a response is called."""
    named = titles(found, language)
    fields = {"metric": glossary.metric(each.metric, language), "second": named[each.second]}
    if each.first is None:
        return OF.say(language, **fields)
    return DIFFERENCE.say(language, first=named[each.first], **fields)


def unit(each: Sensitivity) -> str:
    """Unit of a response, as METRICS has it; that of a difference of percentages is points."""
    own = unit_of(each.metric)
    return own if each.first is None else unit_of_change(own)


def value(number: Any, language: Language) -> str:
    """A value of a factor."""
    if number is None or (isinstance(number, float) and math.isnan(number)):
        return NONE
    if isinstance(number, bool):
        return (YES if number else NO).say(language)
    return f"{number:.4g}" if isinstance(number, float) else str(number)
