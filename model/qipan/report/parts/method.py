"""How the numbers came about: replications, common random numbers, intervals."""

from collections.abc import Sequence

from ...runs.runs import Runs
from ...scenario import Scenario
from ...words import Language, Words
from ..document import Section
from .cautions import caution_items

HEADING = Words("Method, and what to mind")
SIMULATED = Words(
    "Each scenario was simulated {n} times over {days} days from {start}, after {warm_up} "
    "days of warm-up that count for nothing. A replication follows every issue from its "
    "birth to its true resolution, reported or not."
)
COMMON = Words(
    "All scenarios share the same city, the same residents and the same issues, replication "
    "by replication (common random numbers): a difference is the policy's and not chance's. "
    "Intervals of differences are Student's, at 95 %, over the paired differences."
)
ALONE = Words("Intervals are Student's, at 95 %, over independent replications.")
CHANCE = Words(
    "An interval covers chance, given the inputs. That most inputs are assumed is not in it."
)
NONE = Words(
    "“–” stands where a number does not exist: if only 60 % of issues are ever solved, no "
    "time exists by which 90 % are. Nothing is filled in."
)


def method_section(
    several: Sequence[Runs], language: Language, extra: Sequence[str] = ()
) -> Section:
    """Return the section on method: paragraphs, then cautions as a list.

    Parameters
    ----------
    several : sequence of Runs
        Of one experiment, on common random numbers if they are more than one.
    language : Language
    extra : sequence of str
        Sentences about the precision that was asked for, or the design.
    """
    counts = sorted({len(each) for each in several})
    n = str(counts[0]) if len(counts) == 1 else f"{counts[0]}–{counts[-1]}"
    return Section(
        HEADING.say(language),
        (
            simulated(several[0].scenario, n, language),
            (COMMON if len(several) > 1 else ALONE).say(language),
            *extra,
            CHANCE.say(language),
            NONE.say(language),
        ),
        items=caution_items(several, language),
    ).briefly(paragraphs=(simulated(several[0].scenario, n, language), *extra))


def simulated(scenario: Scenario, replications: str, language: Language) -> str:
    """Say how often and over which days was simulated."""
    horizon = scenario.document.horizon
    return SIMULATED.say(
        language,
        n=replications,
        days=horizon.days,
        start=horizon.start,
        warm_up=horizon.warm_up_days,
    )
