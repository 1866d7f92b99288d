"""What the numbers of a report stand on, said of its scenarios, in both languages."""

from collections.abc import Sequence

from ...runs.cautions import Finding
from ...scenario import Scenario
from ...scenario.standing import CAUTIONS, standing, standing_of_money
from ...words import Language
from .cautions import items_of


def standing_items(
    scenarios: Sequence[Scenario],
    language: Language,
    *,
    of_money: bool = False,
    cautions_only: bool = False,
) -> tuple[str, ...]:
    """Sentences about missing holidays, cadres sent in all, and money that can do nothing.

    Parameters
    ----------
    scenarios : sequence of Scenario
        What is true of all is said once.
    language : 'en' or 'zh'
    of_money : bool
        Whether the worth of money is reported.
    cautions_only : bool
        Whether facts are left out, as how many cadres are sent: for a search that moves them.
    """
    found = [
        (scenario, Finding(*stand))
        for scenario in scenarios
        for stand in (*standing(scenario), *(standing_of_money(scenario) if of_money else ()))
        if stand.name in CAUTIONS or not cautions_only
    ]
    return items_of(found, len(scenarios), language)
