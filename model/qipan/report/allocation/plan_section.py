"""The section of a report that shows a plan: who gets what, and what the plan uses up."""

from collections.abc import Sequence

from ...words import Language, Words
from ..document import Chart, Section, Shown

FOUND = Words("The plan")
WORTH = Words("What it is worth")
BINDING = Words("What the plan uses up: {rule}")
MOST_BINDING = 6
MORE_BINDING = Words("And {n} more limits.")


def plan_section(
    charts: tuple[Chart, ...], table: Shown, binding: Sequence[str], language: Language
) -> Section:
    """Return the plan drawn and tabulated, with the first rules that it uses up.

    Parameters
    ----------
    charts : tuple of Chart
    table : Shown
    binding : sequence of str
        Rules that are used up, in the planner's words.
    language : 'en' or 'zh'
    """
    items = [BINDING.say(language, rule=rule) for rule in binding[:MOST_BINDING]]
    if len(binding) > MOST_BINDING:
        items.append(MORE_BINDING.say(language, n=len(binding) - MOST_BINDING))
    section = Section(FOUND.say(language), charts=charts, tables=(table,), items=tuple(items))
    return section.briefly(paragraphs=tuple(items), items=())
