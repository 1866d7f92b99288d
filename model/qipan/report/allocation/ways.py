"""What the reports of divided funds and hours have in common: names of ways, and the answer."""

from collections.abc import Sequence

from ...statistics.interval import Interval
from ...words import Language, Words
from .. import glossary
from ..numbers import decimals_of, written

WAYS: dict[str, Words] = {
    "program": Words("the program"),
    "first_come": Words("who asks first"),
    "by_load": Words("by load"),
}
# What is called otherwise of one resource.
OF_FUNDS = {"none": Words("no money"), "by_load": Words("by need")}
OF_HOURS = {"none": Words("nobody helps")}
OF: dict[str, dict[str, Words]] = {"funds": OF_FUNDS, "hours": OF_HOURS}
LEAVES = Words(
    "On {fresh} fresh simulated years the program leaves {days} open ticket-days a year: {gains}."
)
FEWER = Words("{size} fewer than “{other}” ({interval})")
MORE = Words("{size} more than “{other}” ({interval})")
ALIKE = Words("not to be told from “{other}” (difference {size}, {interval})")
BEATS = Words(
    "The best rule of thumb is “{rule}”: the program saves {size} ticket-days a year more "
    "({interval})."
)
BEATEN = Words(
    "The best rule of thumb is “{rule}”, and it saves {size} ticket-days a year more than "
    "the program ({interval}): take the rule."
)
TIED = Words(
    "The best rule of thumb is “{rule}”, from which the program cannot be told (difference "
    "{size} ticket-days a year, {interval}): the rule is enough here."
)
ALL_ALIKE = Words("All ways to divide come to the same in every simulated year: none is the best.")
INTERVAL = Words("95 % interval {low} to {high}")


def way_name(name: str, language: Language, resource: str = "") -> str:
    """Name of a way to divide a resource: a rule of thumb, the program, a reference."""
    known = glossary.RULES | WAYS | OF.get(resource, {})
    return known[name].say(language)


def answer(
    program: Interval,
    references: Sequence[tuple[str, Interval]],
    rule: tuple[str, Interval] | None,
    language: Language,
) -> str:
    """Answer in two sentences: what the program changes, and whether a rule of thumb would do.

    Parameters
    ----------
    program : Interval
        Open ticket-days a year under the program.
    references : sequence of (str, Interval)
        What the whole plan is set against, as a reader knows it: today as it stands, and nothing;
        the program minus it, paired.
    rule : tuple of str and Interval, or None
        The best rule as a reader knows it; the program minus it, paired. None if all ways
        are alike.
    language : 'en' or 'zh'
    """
    said = LEAVES.say(
        language,
        fresh=program.n,
        days=written(program.mean, decimals_of([program.mean])),
        gains=gains(references, language),
    )
    if rule is None:
        against = ALL_ALIKE.say(language)
    else:
        against = _difference(rule[1], (BEATS, TIED, BEATEN), language, rule=rule[0])
    return f"{said}{' ' if language == 'en' else ''}{against}"


def gains(references: Sequence[tuple[str, Interval]], language: Language) -> str:
    """Say what the program changes against each of some ways, without a full stop."""
    told = [
        _difference(minus, (FEWER, ALIKE, MORE), language, other=name) for name, minus in references
    ]
    return ("; " if language == "en" else "；").join(told)


def _difference(
    against: Interval, words: tuple[Words, Words, Words], language: Language, **names: str
) -> str:
    """Say a difference: below 0, not to be told from 0, or above 0; only the second has a sign."""
    below, alike, above = words
    decimals = decimals_of([abs(end) for end in against[:3]])
    tied = not (against.high < 0.0 or against.low > 0.0)
    chosen = alike if tied else below if against.high < 0.0 else above
    low, high = (-against.high, -against.low) if chosen is below else (against.low, against.high)
    size = against.mean if tied else abs(against.mean)
    return chosen.say(
        language,
        size=written(size, decimals, signed=tied),
        interval=between(low, high, language, decimals, signed=tied),
        **names,
    )


def between(
    low: float, high: float, language: Language, decimals: int, *, signed: bool = False
) -> str:
    """Say an interval."""
    ends = (written(end, decimals, signed=signed) for end in (low, high))
    return INTERVAL.say(language, **dict(zip(("low", "high"), ends, strict=True)))


def percent(gap: Interval) -> dict[str, str]:
    """Return an optimism gap and its ends in percent, as fields of a sentence."""
    names = ("gap", "low", "high")
    return {name: written(100.0 * n, 1, signed=True) for name, n in zip(names, gap, strict=False)}
