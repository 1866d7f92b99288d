"""What is said of a division of funds or of hours: headings, notes and sentences."""

from dataclasses import dataclass

from ...words import Words
from ..table import Ends

HEADS = {
    "date": Words("date"),
    "source": Words("who helps"),
    "way": Words("way to divide"),
    "community": Words("community"),
    "earmark": Words("earmark"),
    "kind": Words("with what"),
    "hours": Words("hours"),
    "residents": Words("residents"),
    "need_money_a_year": Words("tickets that need money, a year"),
    "today": Words("today, yuan"),
    "plan": Words("plan, yuan"),
    "change": Words("change, yuan"),
    "ticket_days_a_year": Words("ticket-days a year"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "against_today": Words("minus today"),
    "against_today_low": Words("minus today, low"),
    "against_today_high": Words("minus today, high"),
    "against_none": Words("minus nothing"),
    "against_none_low": Words("minus nothing, low"),
    "against_none_high": Words("minus nothing, high"),
    "yuan_a_year": Words("yuan a year"),
    "orders_a_year": Words("orders"),
    "orders_done_a_year": Words("orders done"),
    "volunteer_hours_a_year": Words("volunteers' hours"),
    "unit_hours_a_year": Words("units' hours"),
    "more": Words("more"),
    "less": Words("less"),
    "more_program": Words("more, by the program"),
    "more_simulated": Words("more, simulated"),
    "more_low": Words("more, low"),
    "more_high": Words("more, high"),
    "less_program": Words("less, by the program"),
    "less_simulated": Words("less, simulated"),
    "less_low": Words("less, low"),
    "less_high": Words("less, high"),
}
SIGNED = tuple(
    name for name in HEADS if name.startswith(("against_", "more", "less")) or name == "change"
)
INTERVAL = Words("95 % interval")
ENDS = tuple(
    Ends(f"{prefix}low", f"{prefix}high", words)
    for prefix, words in {
        "": INTERVAL,
        "against_today_": Words("minus today, 95 % interval"),
        "against_none_": Words("minus nothing, 95 % interval"),
        "more_": Words("more, 95 % interval"),
        "less_": Words("less, 95 % interval"),
    }.items()
)
SHEETS = {
    "plan": Words("plan"),
    "comparison": Words("comparison"),
    "marginal_values": Words("marginal values"),
    "marginal_check": Words("values simulated"),
}
COMPARISON_TITLE = Words("Ways to divide, on {fresh} fresh simulated years")
COMPARISON_NOTE = Words(
    "Open ticket-days of the city: less is better. Differences are paired by year. “{today}” "
    "is the scenario untouched, with its own total; it and “{none}”, which is meant by "
    "nothing, are no rivals."
)
VALUES_TITLE = Words("What {step} {what} a year more and less would change, {unit}")
VALUES_NOTE = Words(
    "By the program, in its objective; “–” where not as much can be taken away or be of use."
)
CHECKS_TITLE = Words("{step} {what} a year more and less, by the program and simulated")
CHECKS_NOTE = Words(
    "By the program in its objective ({unit}); simulated in ticket-days a year of the city."
)
SAVES = Words(
    "The curves had promised {promised} ticket-days a year, {size} fewer than the same money "
    "in today's proportions. The optimism gap is {gap} % [{low}, {high}]."
)
COSTS = Words(
    "The curves had promised {promised} ticket-days a year, {size} more than the same money "
    "in today's proportions. The optimism gap is {gap} % [{low}, {high}]."
)
PROMISE = Words(
    "The plans had promised {promised} volunteers' hours a year, and {worked} were worked: "
    "an optimism gap of {gap} % [{low}, {high}]."
)
SAVED = Words(
    "Ticket-days a year that all help by these plans saves against “{nobody}”, simulated: "
    "{saved} ({interval}); by the plans' own weights it is {weighed}."
)
WITH_TOTAL = Words("{way} ({yuan} yuan)")
WORK = {
    "desk": Words("{kind}, with a desk"),
    "order": Words("{kind}, by order"),
}


@dataclass(frozen=True)
class Speaking:
    """What is said of one resource."""

    title: Words
    question: Words
    where: Words
    values: Words
    how: Words
    plan_title: Words
    plan_note: Words
    plan_columns: tuple[str, ...]
    what: Words


FUNDS = Speaking(
    title=Words("Where {yuan} yuan a year go"),
    question=Words(
        "Where do {yuan} yuan a year of the earmarks do most good in “{scenario}”, and would "
        "a rule of thumb do?"
    ),
    where=Words("Money of all earmarks today and in the plan."),
    values=Words("What {step} yuan more and less would change in each community, by the program."),
    how=Words(
        "The program minimises {objective} over concave curves of ticket-days saved against "
        "yuan. They were measured once, on {search} simulated years, and drawn to what all "
        "communities have in common; no simulation corrects them. By these curves the plan "
        "is proven best (gap 0 %). It meets rules of thumb that divide the same money on "
        "{fresh} fresh years, paired."
    ),
    plan_title=Words("Who gets how much of which earmark, yuan a year"),
    plan_note=Words("The largest changes first."),
    plan_columns=(
        "community",
        "earmark",
        "residents",
        "need_money_a_year",
        "today",
        "plan",
        "change",
    ),
    what=Words("yuan"),
)
HOURS = Speaking(
    title=Words("Hours of volunteers and units, planned"),
    question=Words(
        "What does planning the hours of volunteers and units save in “{scenario}”, and "
        "would a rule of thumb do?"
    ),
    where=Words("Orders done a year in each community, today and as planned."),
    values=Words(
        "What {step} volunteer hours a year more and fewer would change in each community, "
        "by the program."
    ),
    how=Words(
        "A planner within the simulation divides the hours anew every period, by a linear "
        "program that is solved to the end (gap 0 %). Values of hours are the program's, "
        "over {search} simulated years. The ways to divide meet on {fresh} fresh years, "
        "paired."
    ),
    plan_title=Words("The plan of one period, {date}"),
    plan_note=Words(
        "The last of the first simulated year; it is planned anew each period. Most hours first."
    ),
    plan_columns=("source", "community", "kind", "hours"),
    what=Words("volunteer hours"),
)
