"""What closures are worth: what a bulletin would print, beside what was truly solved."""

import math

from ...runs.runs import Runs
from ...words import Language, Words
from .. import glossary
from ..answers.quantities import quantity

PRINTED, TRUE, EMPTY = "on_time_share", "solved_on_time_share", "false_closure_share"
SAYS = Words(
    "Under “{title}” a bulletin would print that {printed} of residents' tickets were closed "
    "on time; {true} were truly solved by then."
)
HOLLOW = Words("{empty} of all closures solved nothing, found out or not.")


def closures_said(runs: Runs, language: Language) -> str | None:
    """Set the on-time share of bulletins beside what was truly solved; None without tickets due."""
    printed, true, empty = (runs.interval(name).mean for name in (PRINTED, TRUE, EMPTY))
    if math.isnan(printed) or math.isnan(true):
        return None
    title = glossary.title(runs.scenario, language)
    shares = {"printed": _share(printed, language), "true": _share(true, language)}
    said = SAYS.say(language, title=title, **shares)
    if math.isnan(empty):
        return said
    hollow = HOLLOW.say(language, empty=_share(empty, language))
    return f"{said} {hollow}" if language == "en" else said + hollow


def _share(value: float, language: Language) -> str:
    return quantity(value, "%", 1, language)
