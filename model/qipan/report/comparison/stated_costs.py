"""What the policies cost a year by what their author says: posts, their price, and the fund."""

from ...studies.comparison.comparison import Comparison
from ...studies.file.stated_costs import StatedCosts
from ...words import LANGUAGES, Language, Words, filled
from ..numbers import written
from ..table import Table, columns
from .titles import titles

# What all comes to first: a slide leaves out the last columns where there is no room.
COLUMNS = {
    "scenario": Words("policy"),
    "yuan_year": Words("yuan a year"),
    "posts": Words("posts in all"),
    "cadres": Words("cadres sent down, posts"),
    "patrollers": Words("patrollers, posts"),
    "clerks": Words("clerks, posts"),
    "fund_yuan_year": Words("fund, yuan"),
    "hours_year": Words("paid hours a year"),
}
TITLE = Words("Cost a year, as stated")
SHEET = Words("stated costs")
NOTE = Words(
    "Stated with the question, not simulated: posts beside today's staff, in full-time "
    "equivalents, at {hours} hours and ¥{yuan} a year each ({ground}), and the fund as it is "
    "promised. What is spent may be less: money is not always called for, and posts stand empty."
)
ASSUMED = Words("both assumed")
STATED = Words("both stated by the author")
PLACED = Words("“{name}”: {posts} of its posts cost ¥{yuan} a year, by the plan that placed them.")


def stated_costs_table(found: Comparison, costs: StatedCosts) -> Table:
    """Return what each policy costs, in the order in which they are compared."""
    import pandas as pd

    rows = [
        {
            "scenario": name,
            "yuan_year": costs.yuan(name),
            "posts": (cost := costs.scenarios[name]).posts,
            "cadres": cost.cadres,
            "patrollers": cost.patrollers,
            "clerks": cost.clerks,
            "fund_yuan_year": cost.fund_yuan,
            "hours_year": costs.hours(name),
        }
        for name in found.names
    ]
    named = {language: titles(found, language) for language in LANGUAGES}
    return Table(
        "stated_costs",
        pd.DataFrame(rows),
        columns(COLUMNS, scenario=lambda name, language: named[language][name]),
        title=TITLE,
        note=filled(
            NOTE,
            hours=written(costs.hours_per_post, 0),
            yuan=written(costs.yuan_per_post, 0),
            ground=ASSUMED if costs.assumed else STATED,
        ),
        sheet=SHEET,
        most_rows=None,
    )


def placed_said(found: Comparison, language: Language) -> tuple[str, ...]:
    """Say which posts cost what a plan of their own pays for them."""
    if found.stated_costs is None:
        return ()
    named, said = titles(found, language), []
    for name in found.names:
        cost = found.stated_costs.scenarios[name]
        if cost.placed_yuan is not None:
            posts, yuan = f"{cost.placed:g}", written(cost.placed_yuan, 0)
            said.append(PLACED.say(language, name=named[name], posts=posts, yuan=yuan))
    return tuple(said)
