"""Tables of a plan under a budget: posts and hours, communities, rules of thumb, values."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...planning.answer import places_frame, posts_frame, rules_frame, values_frame
from ...planning.levers.of_plan import KINDS
from ...planning.problem import levers_among
from ...planning.spending import costs_frame
from ...words import LANGUAGES, Language, Words
from ..allocation.in_draws import in_draws_tables
from ..glossary import RULES, term
from ..table import Ends, Table, columns
from .money import frontier_table
from .page import lever

if TYPE_CHECKING:
    from ...planning.planned import Planned

POSTS_HEADS = {
    "place": Words("place"),
    "type": Words("type"),
    "year": Words("year"),
    "amount": Words("amount"),
    "unit": Words("unit"),
    "yuan": Words("yuan a year"),
}
PLACES_HEADS = {
    "community": Words("community"),
    "heads": Words("heads more, full time"),
    "heads_best_rule": Words("heads by the best rule"),
    "ticket_days_nobody": Words("open ticket-days a year, nobody more"),
    "ticket_days_today": Words("with today's posts"),
    "ticket_days_plan": Words("with the plan"),
    "ticket_days_best_rule": Words("with the best rule"),
    "load_plan": Words("load of the desk, with the plan"),
}
RULES_HEADS = {
    "rule": Words("rule of thumb"),
    "ticket_days": Words("open ticket-days a year"),
    "plan_minus_it": Words("plan minus it"),
    "low": Words("plan minus it, low"),
    "high": Words("plan minus it, high"),
    "yuan_year": Words("yuan a year"),
}
RULES_KEPT = {"kept": Words("share of years in which it keeps what is asked of the plan")}
# Heads where days are those of issues.
PLACES_OF_ISSUES = {"ticket_days_nobody": Words("unsolved issue-days a year, nobody more")}
RULES_OF_ISSUES = {"ticket_days": Words("unsolved issue-days a year")}
COSTS_HEADS = {
    "row": Words("row"),
    "type": Words("lever or source"),
    "year": Words("year"),
    "amount": Words("amount"),
    "unit": Words("unit"),
    "yuan": Words("yuan a year"),
}
ROWS = {"lever": Words("lever"), "left": Words("left unspent")}
EVERYBODY = Words("the common budget")
COSTS_TITLE, COSTS_SHEET = Words("What each lever costs, and what is left"), Words("costs")
VALUES_HEADS = {
    "one more": Words("one more"),
    "where": Words("where"),
    "parts": Words("with posts in parts"),
    "as_planned": Words("with posts as planned"),
}
INTERVAL = Words("95 % interval")
UNITS = {kind.unit: kind.counted for kind in KINDS} | {"hour a year": Words("hour a year")}
PLAN_TITLE = Words("The plan: posts and hours by place and year")
PLACES_TITLE = Words("Communities under the plan, on fresh years")
RULES_TITLE = Words("Rules of thumb under the plan's budget, on the same fresh years")
RULES_NOTE = Words(
    "Each divides as many full-time people as the plan comes to, or as many more as the plan's "
    "money pays where that is better; what was simulated is the plan nearest to that which the "
    "same levers, caps and budgets allow. What is no work of people is as in the plan."
)
VALUES_TITLE = Words("What one more is worth")
VALUES_NOTE = Words("Change of the objective by the program's curves; below 0 is better.")
PLAN_SHEET, PLACES_SHEET = Words("plan"), Words("communities")
RULES_SHEET, VALUES_SHEET = Words("rules"), Words("values")


def plan_tables(planned: "Planned") -> dict[str, Table]:
    """Tables by name: costs, plan, places, rules, values."""
    found, of_issues = planned.found, planned.file.document.waiting == "issues"
    places_heads = PLACES_HEADS | (PLACES_OF_ISSUES if of_issues else {})
    places_heads |= {
        name: Words.of(*(lever(planned.file, name, one) for one in LANGUAGES))
        for name in levers_among(found.given.options)
    }

    def unit(name: Any, language: Language) -> str:
        return term(UNITS, name, language)

    posts = columns(
        POSTS_HEADS, unit=unit, type=lambda name, language: lever(planned.file, name, language)
    )
    rules = columns(
        RULES_HEADS
        | (RULES_OF_ISSUES if of_issues else {})
        | (RULES_KEPT if found.rules_kept else {}),
        signed=("plan_minus_it", "low", "high"),
        rule=lambda name, language: term(RULES, name, language),
    )
    first, *others = columns(VALUES_HEADS, signed=("parts", "as_planned"))
    values = (replace(first, says=unit), *others)
    costs = columns(
        COSTS_HEADS,
        unit=unit,
        row=lambda name, language: term(ROWS, name, language),
        type=lambda name, language: (
            lever(planned.file, name, language) if name else EVERYBODY.say(language)
        ),
    )
    spent = costs_frame(found.given, found.plan)
    tables = (
        Table("costs", spent, costs, COSTS_TITLE, sheet=COSTS_SHEET),
        Table("plan", posts_frame(found.given, found.plan), posts, PLAN_TITLE, sheet=PLAN_SHEET),
        Table(
            "places", places_frame(found), columns(places_heads), PLACES_TITLE, sheet=PLACES_SHEET
        ),
        Table(
            "rules",
            rules_frame(found),
            rules,
            RULES_TITLE,
            RULES_NOTE,
            RULES_SHEET,
            (Ends("low", "high", INTERVAL),),
        ),
        Table(
            "values",
            values_frame(found.given, found.plan),
            values,
            VALUES_TITLE,
            VALUES_NOTE,
            VALUES_SHEET,
            most_rows=0,
        ),
    )
    made = {table.name: table for table in tables}
    made |= {"frontier": frontier_table(planned)} if planned.frontier else {}
    return made | in_draws_tables(planned.ensemble)
