"""Terms in both languages; the Chinese ones are those of the cities' own texts."""

import re
from collections.abc import Mapping

from ..outcomes.metrics import METRICS
from ..scenario import Scenario
from ..scenario.key_names import key_name
from ..units import unit as unit
from ..words import Language, Words

MECHANISMS: dict[str, Words] = {
    "burden": Words("burden relief"),
    "sent_down": Words("cadres sent down"),
    "patrol": Words("patrols"),
    "authority": Words("authority"),
    "joint_meetings": Words("joint meetings"),
    "pairing": Words("pairing with units"),
    "orders": Words("orders for volunteers"),
    "fund": Words("funds"),
    "tri_party": Words("tri-party estates"),
    "councils": Words("councils"),
    "shifts": Words("two shifts"),
    "service_circle": Words("service circle"),
    "career": Words("careers"),
    "dispatch": Words("rules that lend cadres"),
    "other_changes": Words("other changes"),
    "together": Words("all together", "mechanisms"),
}

LEVELS: dict[str, Words] = {
    "estate": Words("estate"),
    "community": Words("community"),
    "subdistrict": Words("subdistrict"),
    "department": Words("department"),
}

HANDLERS: dict[str, Words] = {
    "desk": Words("desks"),
    "volunteer": Words("volunteers"),
    "unit": Words("co-building units"),
    "patrol": Words("patrols"),
    "counter": Words("counters"),
    "answer": Words("answers at once"),
    "steward": Words("building heads and council members"),
}

STATUSES: dict[str, Words] = {
    "stated": Words("stated"),
    "elsewhere": Words("stated of other cities"),
    "derived": Words("derived"),
    "literature": Words("literature"),
    "assumed": Words("assumed"),
    "chosen": Words("chosen"),
    "unmarked": Words("unmarked"),
}

RULES: dict[str, Words] = {
    "equal": Words("equal shares"),
    "per_head": Words("per head"),
    "proportional_to_load": Words("proportional to load"),
    "equal_utilisation": Words("equal utilisation"),
    "square_root_staffing": Words("square-root staffing"),
    "proportional_to_today": Words("in today's proportions"),
    "today": Words("today, as it stands"),
    "none_sent": Words("none sent"),
    "nominal": Words("made for the values as given"),
    "robust": Words("robust"),
    "knowing the draw": Words("knowing the draw"),
}

AIMS: dict[str, Words] = {
    "open ticket-days": Words("open ticket-days"),
    "median days to solve": Words("median days to solve"),
    "p90 of days to solve": Words("p90 of days to solve"),
    "worst community's median": Words("worst community's median"),
    "worst community's p90": Words("worst community's p90"),
    "never solved within a year": Words("never solved within a year"),
    "utilitarian": Words("open ticket-days"),
    "lexicographic max-min": Words("the worst-off community"),
    "conditional value at risk": Words("the worst-off communities (CVaR)"),
    "mean plus Gini": Words("mean plus Gini mean difference"),
}

_PART = re.compile(r"\[\d+\]|[^.\[\]]+")
ON = Words("in force")
STARTS = Words("in force from")


def metric(name: str, language: Language) -> str:
    """Title of a metric."""
    found = METRICS[name]
    return found.title_en if language == "en" else found.title_zh


def unit_of(metric: str, language: Language) -> str:
    """Unit of a metric."""
    return unit(METRICS[metric].unit, language)


def title(scenario: Scenario, language: Language) -> str:
    """Title of a scenario, as its file gives it."""
    given = scenario.document.title
    return given.en if language == "en" else given.zh


def mechanism(name: str, language: Language) -> str:
    """Name of a mechanism."""
    return term(MECHANISMS, name, language)


def term(terms: Mapping[str, Words], name: str, language: Language) -> str:
    """Return a term, or its name in running text if there is none."""
    words = terms.get(name)
    return words.say(language) if words is not None else name.replace("_", " ")


def kind(scenario: Scenario, name: str, language: Language) -> str:
    """Title of a kind of issues, as the scenario gives it."""
    found = scenario.document.issues.kinds.get(name)
    if found is None:
        return name.replace("_", " ")
    return found.title.en if language == "en" else found.title.zh


def key(scenario: Scenario, name: str, language: Language) -> str:
    """Say what a dotted key is about, where there are terms for it; else give the key itself.

    ``policy.burden.on`` is `burden relief: in force`, ``issues.kinds.parking.needs.money`` is
    `Parking: needs.money`; in Chinese every key has a name.
    """
    parts = _PART.findall(name)
    if language == "zh" and parts[-1] not in ("on", "starts"):
        return key_name(name, language, scenario)
    if len(parts) >= 3 and parts[0] == "policy" and parts[1] in MECHANISMS:
        rest = ".".join(parts[2:])
        said = {"on": ON, "starts": STARTS}.get(rest)
        return _about(mechanism(parts[1], language), said.say(language) if said else rest, language)
    if len(parts) >= 4 and parts[:2] == ["issues", "kinds"]:
        return _about(kind(scenario, parts[2], language), ".".join(parts[3:]), language)
    if len(parts) >= 3 and parts[0] == "desks" and parts[1] in LEVELS:
        return _about(term(LEVELS, parts[1], language), ".".join(parts[2:]), language)
    return name


def _about(subject: str, rest: str, language: Language) -> str:
    return f"{subject}{': ' if language == 'en' else '：'}{rest}"
