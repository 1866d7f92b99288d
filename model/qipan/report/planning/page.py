"""One page on a plan for who decides: what to do, what it costs, what it gains, what to doubt."""

from dataclasses import dataclass

import numpy as np

from ...planning.answer import by_lever, loads, sites_opened, yearly_amount
from ...planning.confirming import Confirmed
from ...planning.levers.of_plan import levers_of
from ...planning.plan_file import PlanFile
from ...planning.problem import Values, levers_among
from ...planning.proving import Proof
from ...planning.spending import left_unspent, why_left
from ...statistics.estimate import Estimate
from ...words import Language, Words
from ..glossary import RULES
from ..parts.proof import proof_items
from .best_rule import beside_best_rule, best_rule, longest_waits

OVERLOADED = 1.0
MOST_PLACES = 8

RECOMMENDED = Words("What to do")
MOST_GO = Words("Most go to {places}.")
CENTRES = Words("Centres are opened at {places}.")
COST = Words("Cost: ¥{yuan:,.0f} a year{years:|, mean of # years}.")
LEFT = Words("Of ¥{budget:,.0f} a year ¥{yuan:,.0f} is left: {why}.")
WHY_LEFT = {
    "caps": Words("every lever is at its cap"),
    "price": Words("nothing that may still be had costs so little"),
    "use": Words("more of what may still be had would change nothing, by the curves"),
}
NOT_NEEDED = Words("what is asked for is kept without it")
SMALL = 0.005  # share of a budget below which nothing is said of what is left
GAINED = Words("What it gains")
AGAINST = Words(
    "Against {what}: {mean:+,.0f} {days} a year [{low:+,.0f}, {high:+,.0f}], {verdict}."
)
DAYS = {"tickets": Words("open ticket-days"), "issues": Words("unsolved issue-days")}
ALONE = Words(
    "Of this, {lever}: {mean:+,.0f} {days} a year [{low:+,.0f}, {high:+,.0f}] against the plan "
    "without, {verdict}, for ¥{yuan:,.0f} a year{each}."
)
EACH = Words(", ¥{yuan:,.2f} a day saved")
POSTS_AND_HOURS = Words("posts and hours")
NOBODY = Words("nobody more")
TODAY = Words("the posts of today")
SAME = Words("The best of {n} rules of thumb ({name}) places everybody where the plan does.")
BETTER, WORSE = Words("beyond chance"), Words("worse beyond chance")
UNTOLD = Words("cannot be told from nothing")
SAVED = Words("A waiting day saved costs ¥{yuan:,.2f}.")
KEPT = Words(
    "All communities keep what is asked in {share:.0%} of {n} fresh years; {asked:.0%} was asked."
)
TESTED = Words("The plan was tested for it on {n} other years; {failed} failed.")
NOT_TESTED = Words(
    "It was not tested on other years: of the {n} years that chose it {failed} failed already."
)
REFUSED = Words(
    "No plan found is shown to keep what is asked in {asked:.0%} of years: the best keeps it in "
    "{share:.0%} of {n} fresh years."
)
WITH_MORE = Words(
    "With {more:,.0f} full-time people more, beyond caps and budget, it would have been kept in "
    "all {n} years that plans were tried on."
)
NOT_BY_MORE = Words("More people in communities, beyond caps and budget, were not found to do it.")
WORSE_OFF = Words(
    "Worse off than with today's posts, beyond chance on {n} fresh years: {places}. That nobody "
    "should be was asked for, and is not kept."
)
NOBODY_WORSE = Words(
    "No community is worse off than with today's posts beyond chance, on {n} fresh years."
)
NARROW = Words("Where it is tight")
ABOVE = Words(
    "{n} of {all} communities' desks have a load above 1 under the plan; the highest is "
    "{worst}, {load:.2f}."
)
UP = Words(
    "The subdistricts' own desks: highest load {load:.2f}, {worst}. More people in "
    "communities do not mend that."
)
DOUBT = Words("What to doubt")
PROMISE = Words(
    "The program promised {promised:,.0f} {days} a year; the years it was searched "
    "on have {searched:,.0f}, {n} fresh ones {found:,.0f}: {gap:+.1%} [{low:+.1%}, "
    "{high:+.1%}] beside the promise. Integer gap of the program: {proven:.2%}."
)
WHOLE = Words(
    "All posts and hours were simulated as full-time people and parts of people with the mean of "
    "all periods, paid for and taken from nobody, as is all else the plan buys; growth and phases "
    "are the program's alone."
)
PRICES = Words("Prices: {given}.")
BY_COSTS = Words("by `costs` of the scenario")


@dataclass(frozen=True)
class Part:
    """A part of the page: a heading, items of a list, and sentences below them."""

    heading: str
    items: tuple[str, ...]
    sentences: tuple[str, ...] = ()


def page(file: PlanFile, found: Confirmed, language: Language) -> str:
    """Write the page in Markdown."""
    lines = [f"# {title(file, language)}", ""]
    lines += [line for said in refused(file, found, language) for line in (f"**{said}**", "")]
    for part in parts(file, found, language):
        lines += [f"## {part.heading}", "", *(f"- {item}" for item in part.items), ""]
        lines += [line for sentence in part.sentences for line in (sentence, "")]
    return "\n".join(lines)


def title(file: PlanFile, language: Language) -> str:
    """Title of the plan, as its file gives it."""
    return file.document.plan.en if language == "en" else file.document.plan.zh


def parts(file: PlanFile, found: Confirmed, language: Language) -> tuple[Part, ...]:
    """What to do, what it gains, where it is tight, what to doubt."""
    return (
        _decided(file, found, language),
        _gained(file, found, language),
        Part(NARROW.say(language), tuple(_narrow(found, language))),
        Part(DOUBT.say(language), tuple(_doubt(file, found, language))),
    )


def refused(file: PlanFile, found: Confirmed, language: Language) -> list[str]:
    """Say first, and before anything else, that no plan keeps what was asked for."""
    if found.proof is None or found.proof.holds or found.kept is None:
        return []
    document = file.document
    asked, more = document.requirements.confidence, found.proof.more
    tried_on = document.replications + document.further + found.proof.years
    reached = (
        NOT_BY_MORE.say(language)
        if more is None
        else WITH_MORE.say(language, more=more, n=tried_on)
    )
    years = len(found.simulated)
    return [
        REFUSED.say(language, asked=asked, share=found.kept, n=years),
        _tested(found.proof, language),
        reached,
    ]


def _tested(proof: Proof, language: Language) -> str:
    """Say what the years that test the plan showed, or why it was not tested."""
    if proof.years:
        return TESTED.say(language, n=proof.years, failed=proof.failed)
    return NOT_TESTED.say(language, n=proof.chosen, failed=proof.chosen_failed)


def cost(found: Confirmed, language: Language) -> str:
    """Say what the plan costs."""
    years = int(found.given.years.max()) + 1
    return COST.say(language, yuan=found.plan.yuan_year(found.given), years=years)


def days(file: PlanFile, language: Language) -> str:
    """What is counted in days."""
    return DAYS[file.document.waiting].say(language)


def against(
    file: PlanFile, found: Confirmed, what: Words, other: Values, language: Language
) -> str:
    """Say what the plan changes against another."""
    change = found.against(other)
    verdict = _verdict(change)
    said = {"what": what.say(language), "verdict": verdict.say(language)}
    said["days"] = days(file, language)
    ends = {"mean": change.mean, "low": change.low, "high": change.high}
    return AGAINST.say(language, **said, **ends)


def _verdict(change: Estimate) -> Words:
    if change.proven_below_0:
        return BETTER
    return WORSE if change.proven_above_0 else UNTOLD


def each_alone(file: PlanFile, found: Confirmed, language: Language) -> list[str]:
    """Say what each option of the plan does, against the plan without it."""
    given, plan, lines = found.given, found.plan, []
    priced = {name: float(paid.sum()) for name, _, _, paid in by_lever(given, plan)}
    options = levers_among(given.options)
    for name, other in found.without.items():
        change = found.against(other)
        paid = [priced[name]] if name else [y for n, y in priced.items() if n not in options]
        yuan = sum(paid) / float(given.spans.sum())
        each = ""
        if change.proven_below_0:
            each = EACH.say(language, yuan=yuan / -change.mean)
        lines.append(
            ALONE.say(
                language,
                lever=lever(file, name, language) if name else POSTS_AND_HOURS.say(language),
                mean=change.mean,
                low=change.low,
                high=change.high,
                days=days(file, language),
                verdict=_verdict(change).say(language),
                yuan=yuan,
                each=each,
            )
        )
    return lines


def against_rule(file: PlanFile, found: Confirmed, language: Language) -> str:
    """Say what the plan changes against the best rule of thumb, or that both are the same."""
    name = found.best_rule
    if np.array_equal(found.placed[name], found.heads):  # beside the same options
        return SAME.say(language, n=len(found.rules), name=RULES[name].say(language))
    return against(file, found, best_rule(found), found.rules[name], language)


def _decided(file: PlanFile, found: Confirmed, language: Language) -> Part:
    given, plan = found.given, found.plan
    items = []
    levers = levers_of(file.document)
    for name, unit, amount, paid in by_lever(given, plan):
        for year in range(int(given.years.max()) + 1):
            periods = given.years == year
            told = float(yearly_amount(unit, amount[:, periods]).sum())
            yuan = paid[:, periods].sum()
            words, said = levers[name].amount, lever(file, name, language)
            items.append(words.say(language, name=said, n=told, year=year + 1, yuan=yuan))
    order = np.argsort(-found.heads, kind="stable")[:MOST_PLACES]
    most = [f"{given.desks[c]} ({found.heads[c]:.3g})" for c in order if found.heads[c] > 0]
    separator = ", " if language == "en" else "、"
    places = [MOST_GO.say(language, places=separator.join(most))] if most else []
    opened = [f"{site} ({place})" for site, place in sites_opened(given, plan)]
    if opened:
        places.append(CENTRES.say(language, places=separator.join(opened)))
    sentences = (*places, cost(found, language), *left(file, found, language))
    return Part(RECOMMENDED.say(language), tuple(items), sentences)


def left(file: PlanFile, found: Confirmed, language: Language) -> list[str]:
    """Say what is left of the common budget, and why; nothing if next to nothing is."""
    given, plan = found.given, found.plan
    years = int(given.years.max()) + 1
    common = {key: yuan for key, yuan in given.budgets.items() if key[0] == ""}
    budget = sum(common.values()) / years
    unspent = left_unspent(given, plan)
    yuan = sum(unspent[key] for key in common) / years
    if yuan <= SMALL * budget:
        return []
    why = WHY_LEFT[why_left(given, plan)]
    if file.document.objective == "least_cost":
        why = NOT_NEEDED
    return [LEFT.say(language, budget=budget, yuan=yuan, why=why.say(language))]


def lever(file: PlanFile, name: str, language: Language) -> str:
    """Title of a type of posts or hours; its name if it has none."""
    levers = levers_of(file.document)
    if name not in levers:
        return name.replace("_", " ")
    return levers[name].called(name, file.scenario).say(language)


def _gained(file: PlanFile, found: Confirmed, language: Language) -> Part:
    others = [(NOBODY, found.nobody)]
    if not np.array_equal(found.today, found.nobody):
        others.append((TODAY, found.today))
    items = (
        *longest_waits(file, found, others, language),
        *(against(file, found, what, other, language) for what, other in others),
        against_rule(file, found, language),
    )
    items += tuple(each_alone(file, found, language))
    sentences = beside_best_rule(file, found, days(file, language), language)
    saved = found.against(found.nobody)
    if saved.proven_below_0:
        yuan = found.plan.yuan_year(found.given) / -saved.mean
        sentences.append(SAVED.say(language, yuan=yuan))
    if found.kept is not None:
        asked = file.document.requirements.confidence
        years = len(found.simulated)
        sentences.append(KEPT.say(language, share=found.kept, n=years, asked=asked))
        if found.proof is not None and found.proof.holds:
            sentences.append(_tested(found.proof, language))
    if found.worse is not None:
        years, between = len(found.simulated), ", " if language == "en" else "、"
        said = WORSE_OFF if found.worse else NOBODY_WORSE
        sentences.append(said.say(language, n=years, places=between.join(found.worse)))
    return Part(GAINED.say(language), items, tuple(sentences))


def _narrow(found: Confirmed, language: Language) -> list[str]:
    given, count = found.given, found.given.communities
    load = loads(given, found.plan)
    below, above = load[:count], load[count:]
    worst = int(np.nanargmax(below))
    fields = {"n": int((below > OVERLOADED).sum()), "all": count}
    lines = [ABOVE.say(language, **fields, worst=given.desks[worst], load=float(below[worst]))]
    if len(above) and not np.isnan(above).all():
        worst = int(np.nanargmax(above))
        name = given.desks[count + worst]
        lines.append(UP.say(language, load=float(above[worst]), worst=name))
    return lines


def _doubt(file: PlanFile, found: Confirmed, language: Language) -> list[str]:
    said = {"promised": found.promised, "found": float(found.simulated.sum(axis=1).mean())}
    said["searched"] = found.searched
    gap = found.gap
    gaps = {
        "gap": gap.mean,
        "low": gap.low,
        "high": gap.high,
        "proven": found.plan.gap,
        "n": len(found.simulated),
    }
    between, colon = ("; ", ": ") if language == "en" else ("；", "：")
    sources = [
        f"{lever(file, n, language)}{colon}{given.stated_price or BY_COSTS.say(language)}"
        for n, given in levers_of(file.document).items()
        if given.is_priced
    ]
    return [
        *proof_items([file.scenario], language),
        PROMISE.say(language, days=days(file, language), **said, **gaps),
        WHOLE.say(language),
        PRICES.say(language, given=between.join(sources)),
    ]
