"""Terms in both languages; the Chinese ones are those of the cities' own texts."""

import re
from collections.abc import Mapping

from ..outcomes.metrics import METRICS
from ..scenario import Scenario
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

UNITS: dict[str, str] = {
    "%": "%",
    "0 or 1": "0或1",
    "0 to 1": "0–1",
    "Gini": "基尼系数",
    "communities": "个社区",
    "count": "个",
    "days": "天",
    "hours": "小时",
    "hours per year": "小时/年",
    "hours per week": "小时/周",
    "hours/year": "小时/年",
    "factor": "倍数",
    "km": "公里",
    "km per hour": "公里/小时",
    "km²": "平方公里",
    "log": "对数",
    "m": "米",
    "months": "个月",
    "m² per 100 households": "平方米/百户",
    "minutes": "分钟",
    "people": "人",
    "per 1,000 a year": "每千人每年",
    "per 1,000 residents and year": "每千居民每年",
    "per 10,000 residents": "每万居民",
    "per 100 households": "每百户",
    "per building": "每栋楼",
    "per community": "每个社区",
    "per desk": "每个办理台",
    "per grid": "每个网格",
    "per km²": "每平方公里",
    "per meeting": "每次会议",
    "per month": "每月",
    "per order": "次/单",
    "per person and year": "件/人·年",
    "per sd": "每标准差",
    "per ticket": "每件",
    "per unit": "每家单位",
    "per unit and year": "件/家·年",
    "per village": "每个村",
    "per year": "每年",
    "points": "个百分点",
    "ratio": "比值",
    "share": "占比",
    "score": "分",
    "ticket-days": "件·天",
    "ticket-days a year": "件·天/年",
    "ticket-days a year per 1,000 residents": "件·天/年·千居民",
    "tickets": "件",
    "tickets/month": "件/月",
    "people/year": "人/年",
    "post-days/year": "岗·天/年",
    "projects": "个项目",
    "per head": "每人",
    "per 1,000 residents and day": "每千人每天",
    "yuan per 1,000 residents and year": "元/千人·年",
    "yuan per head and year": "元/人·年",
    "yuan per place and year": "元/名额·年",
    "weeks": "周",
    "years": "年",
    "yuan": "元",
    "yuan per community and year": "元/社区·年",
    "yuan per hour": "元/小时",
    "yuan per small village and year": "元/小村·年",
    "yuan per village and year": "元/村·年",
    "yuan per year": "元/年",
    "yuan/year": "元/年",
}

_PART = re.compile(r"\[\d+\]|[^.\[\]]+")
ON = Words("in force")
STARTS = Words("in force from")


def metric(name: str, language: Language) -> str:
    """Title of a metric."""
    found = METRICS[name]
    return found.title_en if language == "en" else found.title_zh


def unit(name: str, language: Language) -> str:
    """Return a unit of METRICS, or of a scenario's key; in Chinese its English name if unknown."""
    return name if language == "en" else UNITS.get(name, name)


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
    `Parking: needs.money`.
    """
    parts = _PART.findall(name)
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
