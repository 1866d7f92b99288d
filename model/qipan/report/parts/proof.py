"""A failed proof of a fitted scenario, told beside the answer: every format shows that."""

from collections.abc import Sequence
from dataclasses import replace

from ...runs.cautions import Finding
from ...scenario import Scenario
from ...scenario.standing import standing
from ...words import Language
from ..document import Report
from .cautions import items_of

FAILED = "not_validated"


def with_proof(report: Report, scenarios: Sequence[Scenario]) -> Report:
    """Return a report whose answer ends with which of its scenarios failed their proof, if any did.

    Parameters
    ----------
    report : Report
    scenarios : sequence of Scenario
        Those that it is about.
    """
    said = proof_items(scenarios, report.language)
    if not said:
        return report
    space = " " if report.language == "en" else ""
    return replace(report, answer=space.join([report.answer, *said]))


def proof_items(scenarios: Sequence[Scenario], language: Language) -> tuple[str, ...]:
    """Say which scenarios failed their proof; nothing where none did."""
    failed = [
        (scenario, Finding(*stand))
        for scenario in scenarios
        for stand in standing(scenario)
        if stand.name == FAILED
    ]
    return items_of(failed, len(scenarios), language)
