"""What a comparison says of its precision."""

from ...studies.comparison.comparison import Comparison
from ...words import Language, Words
from .. import glossary
from ..answers.quantities import quantity, unit_of, unit_of_change
from ..numbers import decimals_of
from .answer import precision_shortfall

FIXED = Words("The number of replications, {n}, was set beforehand.")
PRECISE = Words(
    "A half-width of {asked} was asked for in “{metric}”; from the spread of the first "
    "{first} replications {n} were made, and the half-width is {reached} (Stein's rule in "
    "two stages, which keeps its coverage)."
)
JOINT = Words(
    "Joint intervals hold together for all {k} comparisons with the reference (Bonferroni). "
    "Ranks are those left possible by Holm's method, which bounds the chance of calling any "
    "pair different that is not."
)


def precision_said(found: Comparison, language: Language) -> list[str]:
    """Sentences on why there are so many replications, and what the intervals hold for."""
    stopping = found.stopping
    said = precision_shortfall(found, language)
    if stopping.reason == "fixed":
        said.append(FIXED.say(language, n=found.replications))
    elif stopping.reason == "precise" and stopping.metric:
        unit = unit_of_change(unit_of(stopping.metric))
        decimals = decimals_of([stopping.asked, stopping.reached])
        asked, reached = (
            quantity(value, unit, decimals, language)
            for value in (stopping.asked, stopping.reached)
        )
        said.append(
            PRECISE.say(
                language,
                metric=glossary.metric(stopping.metric, language),
                asked=asked,
                reached=reached,
                first=stopping.first_stage,
                n=found.replications,
            )
        )
    if len(found.others) > 1:
        said.append(JOINT.say(language, k=len(found.others)))
    return said
