"""Families of numbers: what nobody has measured of one thing, nobody has measured of all its parts.

That nobody knows how long a case takes does not average out over fifteen kinds of cases. Numbers of
one family therefore move together, mostly; see `studies.sweep.families`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from .nodes import dotted, undotted


@dataclass(frozen=True)
class Family:
    """Numbers about one thing.

    Attributes
    ----------
    en, zh : str
        Title; the family's high end is where there is more of it.
    keys : tuple of str
        Dotted patterns: ``*`` stands for any one part, and what lies below belongs too. Of several
        that fit a key the longest holds. A number behind a ``-`` falls as the family rises; in a
        list behind a ``~``, whose numbers matter only against each other, those above its mean
        rise and the others fall.
    """

    en: str
    zh: str
    keys: tuple[str, ...]


OTHER = "other"
FAMILIES: dict[str, Family] = {
    "work": Family(
        "Hours that cases take",
        "办理工时",
        (
            "issues.kinds.*.work_hours",
            "desks.estate.work_factor",
            "triage.look_hours",
            "triage.duplicate_hours",
        ),
    ),
    "difficulty": Family(
        "How hard cases are",
        "问题难易程度",
        ("issues.kinds.*.complexity", "-issues.kinds.*.complexity.beta"),
    ),
    "births": Family(
        "How often issues arise",
        "问题发生频率",
        (
            "issues",
            "issues.kinds",
            "issues.kinds.*.births_per_1000_residents_year",
            "city.types.*.issue_rate_factor",
        ),
    ),
    "season": Family(
        "How uneven year, week and day are", "问题发生的时段差异", ("~issues.profiles",)
    ),
    "disorder": Family(
        "Disorder that breeds disorder",
        "失序蔓延",
        ("issues.kinds.*.disorder_gain", "-issues.disorder_half_level"),
    ),
    "patience": Family(
        "How long residents wait before they call again",
        "居民再次反映前的等待",
        ("calls", "issues.kinds.*.patience_days"),
    ),
    "lapse": Family(
        "How long issues last untouched", "问题自行消失的时间", ("issues.kinds.*.lapse_mean_days",)
    ),
    "report_delay": Family(
        "How long residents wait before they report",
        "居民反映前的时间",
        ("issues.kinds.*.report_mean_days",),
    ),
    "success": Family(
        "How often handling solves",
        "办理成功率",
        ("desks.*.success", "-desks.*.success.slope", "city.types.*.estate_success_factor"),
    ),
    "false_closure": Family(
        "Closures that solve nothing",
        "虚假办结",
        ("closure", "closure.false_share", "closure.recheck_mean_days"),
    ),
    "needs": Family(
        "What cases need of others",
        "问题所需的外部条件",
        ("issues.kinds.*.needs", "issues.kinds.*.at_institutions_share"),
    ),
    "departments": Family(
        "How well departments respond",
        "部门响应",
        (
            "handling",
            "-handling.hand_off_hours",
            "-handling.joint_meeting_days",
            "handling.whistle",
            "-handling.whistle.fatigue",
            "-handling.whistle.return_delay_hours",
            "-handling.whistle.returns_limit",
            "policy.authority",
        ),
    ),
    "meetings": Family(
        "How well meetings agree",
        "会商议事",
        (
            "-handling.consensus_days",
            "policy.joint_meetings",
            "policy.councils",
            "policy.tri_party",
            "-policy.councils.*.hard_from",
            "-policy.councils.*.period_days",
            "-policy.councils.*.sittings",
            "-policy.councils.*.staff_hours",
            "-policy.joint_meetings.*.hard_from",
            "-policy.joint_meetings.*.period_days",
            "-policy.joint_meetings.*.sittings",
            "-policy.joint_meetings.*.staff_hours",
            "-policy.tri_party.*.hard_from",
            "-policy.tri_party.*.period_days",
            "-policy.tri_party.*.sittings",
            "-policy.tri_party.*.staff_hours",
            "-policy.joint_meetings.urgent_days",
        ),
    ),
    "money": Family(
        "How much money cases cost",
        "问题经费",
        (
            "issues.kinds.*.money_yuan",
            "handling.money_days",
            "policy.fund",
            "-policy.fund.absorption",
            "-policy.fund.earmarks",
            "-policy.fund.fast_track_yuan",
            "-policy.fund.match_paid_share",
        ),
    ),
    "trust": Family(
        "Residents' trust",
        "居民信任",
        (
            "residents.trust",
            "-residents.trust.repeat_call_loss",
            "residents.reporting.trust_slope",
            "residents.reporting.trust_clip",
        ),
    ),
    "reporting": Family(
        "Who reports, and how",
        "反映渠道与反映差异",
        ("residents", "residents.reporting", "-residents.petitions.points_to_inspection"),
    ),
    "rating": Family(
        "How kindly residents judge",
        "居民评价宽严",
        (
            "residents.rating",
            "-residents.rating.negative_gap",
            "-residents.rating.initial_expectation",
        ),
    ),
    "patrol": Family(
        "What patrols find and fix",
        "巡查发现与当场处置",
        ("patrol", "policy.patrol", "issues.kinds.*.on_the_spot_share"),
    ),
    "paperwork": Family(
        "Paperwork of desks", "案头负担", ("desks.*.paperwork", "policy.burden", "policy.shifts")
    ),
    "staff": Family("People at desks", "人员配备", ("desks", "policy.career")),
    "sorting": Family("Reports sent to the wrong desk", "分流差错", ("triage",)),
    "volunteers": Family(
        "What volunteers give",
        "志愿服务能力",
        (
            "volunteers",
            "-volunteers.exit_fatigue",
            "-volunteers.fatigue",
            "-volunteers.inactive_days",
            "-volunteers.no_show",
            "-volunteers.unmatched_loss",
            "policy.orders",
            "-policy.orders.answer_hours",
            "-policy.orders.work_factor",
            *(
                sign + f"policy.councils.{who}{key}"
                for who in ("building_heads", "members")
                for sign, key in (
                    ("", ""),
                    ("-", ".find_mean_days"),
                    ("-", ".record_hours"),
                    ("-", ".settle_hours"),
                )
            ),
        ),
    ),
    "units": Family(
        "What units give",
        "驻区单位贡献",
        ("units", "-units.handling_days", "-units.mandate_loss", "policy.pairing"),
    ),
    "cadres": Family(
        "What cadres sent down do",
        "下沉干部作用",
        ("policy.sent_down", "policy.dispatch", "-policy.sent_down.learning_days"),
    ),
    "service_circle": Family(
        "What counters nearby settle",
        "便民服务圈",
        ("policy.service_circle", "-policy.service_circle.counter_hours", "issues.kinds.*.circle"),
    ),
    "planner": Family("How a planner goes about it", "规划者参数", ("policy.planner",)),
    "places": Family("Shape of the city", "城市格局", ("city",)),
    "shocks": Family("Strength of a shock", "突发事件强度", ("shocks",)),
    "growth": Family("Growth over the years", "逐年增长", ("growth",)),
    OTHER: Family("Other numbers", "其他数值", ()),
}


def family_of(key: str) -> tuple[str, int]:
    """Family of a key, and 1 where the number rises with it, -1 where it falls, 0 for contrasts.

    Parameters
    ----------
    key : str
        Dotted key of a scenario; places in lists do not matter.

    Returns
    -------
    tuple of str and int
        `OTHER` where no pattern fits.
    """
    parts = tuple(part for part in undotted(key) if isinstance(part, str))
    for length in range(len(parts), 0, -1):
        found = fitting(dotted(parts[:length]))
        if found:
            return found[0]
    return OTHER, 1


def fitting(key: str) -> list[tuple[str, int]]:
    """Families with a pattern for exactly this key, those with a part spelt out first."""
    found = [
        (stars, family, direction)
        for pattern, stars, family, direction in _patterns()
        if pattern.fullmatch(key)
    ]
    return [(family, direction) for _, family, direction in sorted(found)]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], int, str, int], ...]:
    """What a key matches, how many of its parts may be any, the family, and the direction there."""
    return tuple(
        (_compiled(key.lstrip("-~")), key.count("*"), name, {"-": -1, "~": 0}.get(key[0], 1))
        for name, family in FAMILIES.items()
        for key in family.keys
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", r"[^.]+"))
