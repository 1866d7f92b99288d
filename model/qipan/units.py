"""What units are called, those of metrics, of a scenario's keys and of programs."""

from .words import Language, Phrase, Words

CHINESE: dict[str, str] = {
    "%": "%",
    "0 or 1": "0或1",
    "0 to 1": "0–1",
    "Gini": "基尼系数",
    "cadres": "名",
    "calls": "次",
    "communities": "个社区",
    "count": "个",
    "days": "天",
    "hours": "小时",
    "hours per year": "小时/年",
    "hours per week": "小时/周",
    "hours/year": "小时/年",
    "factor": "倍",
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
    "share": "比例",
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


def unit(name: str, language: Language) -> str:
    """Return a unit in a language; in Chinese its English name if it has no other."""
    return name if language == "en" else CHINESE.get(name, name)


def said_unit(name: str) -> Phrase:
    """Return a unit as a phrase, to be said beside a number."""
    return Phrase(Words.of(name, CHINESE.get(name, name)))
