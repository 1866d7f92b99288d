"""What a comparison says at both ends of what a ledger cannot tell."""

from ...runs.cautions import Finding
from ...scenario.standing import standing_of_load
from ...studies.comparison.comparison import Comparison
from ...studies.comparison.ends import AtBothEnds
from ...words import LANGUAGES, Language, Words
from .. import glossary
from ..answers.quantities import spoken
from ..document import Section
from ..parts.cautions import items_of
from ..table import Ends, Table, columns
from .titles import titles

HEADING = Words("At both ends of what the ledger cannot tell")
SAYS = Words(
    "The ledger does not tell how much of the time to close is work. All policies were compared at "
    "both ends, on the same seeds: where requests wait and nobody works on them, and where staff "
    "works on each open request. The city lies between. A conclusion holds where both intervals "
    "leave out 0 on the same side; nothing else may be said."
)
AS_GIVEN = Words(
    "What follows is of the policies as given, and hangs on where they stand between the ends."
)
OF_POLICY = Words("At both ends of what the ledger cannot tell, “{policy}” against “{reference}”:")
OF_METRIC = Words("At both ends of what the ledger cannot tell, {metric}, against “{reference}”:")
CLAUSES = {
    "holds": Words("the same holds for {what}"),
    "all_work": Words("only where all is work something is shown for {what}"),
    "all_wait": Words("only where all waits something is shown for {what}"),
    "turns": Words("it turns round for {what}"),
    "neither": Words("nothing is shown at either end for {what}"),
    "missing": Words("it cannot be told at both for {what}"),
}
NONE_HOLDS = Words("no conclusion holds at both")
LOWER, HIGHER = Words("{what} (lower)"), Words("{what} (higher)")
STANDINGS = {
    "holds": Words("holds at both ends"),
    "all_work": Words("only where all is work"),
    "all_wait": Words("only where all waits"),
    "turns": Words("turns round"),
    "neither": Words("shown at neither end"),
    "missing": Words("cannot be told at both"),
}
COLUMNS = {
    "metric": Words("metric"),
    "scenario": Words("policy"),
    "all_wait_difference": Words("difference, all waits"),
    "all_wait_low": Words("all waits, low"),
    "all_wait_high": Words("all waits, high"),
    "all_work_difference": Words("difference, all is work"),
    "all_work_low": Words("all is work, low"),
    "all_work_high": Words("all is work, high"),
    "unit": Words("unit"),
    "standing": Words("conclusion"),
}
SIGNED = tuple(name for name in COLUMNS if name.startswith("all_"))
SHEET = Words("both ends")
TITLE = Words("Each difference at both ends")
NOTE = Words(
    "Intervals hold together over policies, at each end by itself: that both must leave out 0 "
    "makes no error likelier than at one."
)


def ends_table(found: Comparison, ends: AtBothEnds) -> Table:
    """Return every difference at both ends side by side, a row a metric and a policy."""
    named = {language: titles(found, language) for language in LANGUAGES}
    return Table(
        "ends",
        ends.frame(),
        columns(
            COLUMNS,
            signed=SIGNED,
            metric=glossary.metric,
            unit=glossary.unit,
            scenario=lambda name, language: named[language][name],
            standing=lambda name, language: STANDINGS[name].say(language),
        ),
        title=TITLE,
        note=NOTE,
        sheet=SHEET,
        intervals=(
            Ends("all_wait_low", "all_wait_high", Words("all waits, interval")),
            Ends("all_work_low", "all_work_high", Words("all is work, interval")),
        ),
        by_row=True,
        most_rows=None,
    )


def ends_sentence(found: Comparison, metric: str, language: Language) -> str | None:
    """Which conclusions hold at both ends; None if they were not asked for.

    Of two policies those in all metrics; of more, those in one metric.
    """
    if found.ends is None:
        return None
    if len(found.others) > 1:
        return _of_metric(found, found.ends, metric, language)
    return _of_policy(found, found.ends, found.others[0], language)


def untold_items(found: Comparison, language: Language) -> tuple[str, ...]:
    """Sentence on departments of unknown load; nothing where both ends were tried."""
    if found.ends is not None:
        return ()
    told = [
        (scenario, Finding(*stand))
        for scenario in found.scenarios
        for stand in standing_of_load(scenario)
    ]
    return items_of(told, len(found.scenarios), language)


def ends_section(found: Comparison, language: Language) -> Section | None:
    """Return the section on both ends; None if they were not asked for."""
    if found.ends is None:
        return None
    said = [_of_policy(found, found.ends, name, language) for name in found.others]
    return Section(
        HEADING.say(language),
        (SAYS.say(language), *said),
        tables=(found.tables["ends"].said(language),),
    ).briefly()


def _of_policy(found: Comparison, ends: AtBothEnds, policy: str, language: Language) -> str:
    named = titles(found, language)
    head = OF_POLICY.say(language, policy=named[policy], reference=named[found.reference])
    pairs = [((policy, metric), spoken(metric, language)) for metric in found.metrics]
    return _sentence(head, ends, pairs, language)


def _of_metric(found: Comparison, ends: AtBothEnds, metric: str, language: Language) -> str:
    named = titles(found, language)
    reference, what = named[found.reference], spoken(metric, language)
    head = OF_METRIC.say(language, metric=what, reference=reference)
    pairs = [((policy, metric), f"“{named[policy]}”") for policy in found.others]
    return _sentence(head, ends, pairs, language)


def _sentence(
    head: str,
    ends: AtBothEnds,
    pairs: list[tuple[tuple[str, str], str]],
    language: Language,
) -> str:
    """Name each policy and metric under how it stands at both ends."""
    space, comma, semicolon, stop = (
        (" ", ", ", "; ", ".") if language == "en" else ("", "、", "；", "。")
    )
    groups: dict[str, list[str]] = {name: [] for name in CLAUSES}
    for pair, said in pairs:
        standing = ends.standing(*pair)
        groups[standing].append(_side(ends, pair, said, language) if standing == "holds" else said)
    clauses = [] if groups["holds"] else [NONE_HOLDS.say(language)]
    clauses += [
        CLAUSES[name].say(language, what=comma.join(several))
        for name, several in groups.items()
        if several
    ]
    return f"{head}{space}{semicolon.join(clauses)}{stop}"


def _side(ends: AtBothEnds, pair: tuple[str, str], said: str, language: Language) -> str:
    words = HIGHER if ends.all_wait.difference(*pair).interval.mean > 0.0 else LOWER
    return words.say(language, what=said)
