"""What other budgets can pay of the projects that arise, on average, before anything is run."""

import math

from .document import ScenarioDocument

DAYS_PER_YEAR = 365.0


def asked_yuan(document: ScenarioDocument) -> float:
    """Cost of the projects that arise per 1,000 residents a year, disorder and lapse left out."""
    issues = document.issues
    return issues.rate_factor * sum(
        kind.births_per_1000_residents_year * kind.needs.money * kind.money_yuan.expected
        for kind in issues.kinds.values()
        if kind.money_yuan is not None
    )


def paid_share(document: ScenarioDocument) -> float:
    """Share of the projects that other budgets pay for, if no fund and no unit does.

    1 where they are without limit. Of what they would pay, as much as their money is enough for.
    """
    others = document.handling.other_budgets
    if others is None:
        return 1.0
    asked = asked_yuan(document) * (1.0 - others.never_share)
    enough = min(1.0, others.yuan_per_1000_residents_year / asked) if asked > 0.0 else 1.0
    return (1.0 - others.never_share) * enough


def days_of_others(document: ScenarioDocument) -> float:
    """Days until a project that other budgets pay for at once is built, on average."""
    others = document.handling.other_budgets
    works = others.build_days.expected if others is not None else 0.0
    return document.handling.money_days.expected + works


def days_without_fund(document: ScenarioDocument, kind: str) -> float:
    """Days that a project of a kind waits without a fund, on average, within a budget year.

    What others pay is built after `days_of_others`; the rest waits until its issue lapses, or for
    the year that a budget is of, whichever is sooner.
    """
    share = paid_share(document)
    lapse = document.issues.kinds[kind].lapse_mean_days or math.inf
    unpaid = min(lapse, DAYS_PER_YEAR)
    return share * days_of_others(document) + (1.0 - share) * max(unpaid, days_of_others(document))
