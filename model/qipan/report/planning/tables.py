"""Tables of a plan under a budget: posts and hours, communities, rules of thumb, values."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...planning.answer import places_frame, posts_frame, rules_frame, values_frame
from ..glossary import RULES, term
from ..language import Language, Words
from ..table import Ends, Table, columns
from .page import lever

if TYPE_CHECKING:
    from ...planning.planned import Planned

POSTS_HEADS = {
    "place": Words("place", "地点"),
    "type": Words("type", "类别"),
    "year": Words("year", "年份"),
    "amount": Words("amount", "数量"),
    "unit": Words("unit", "单位"),
    "yuan": Words("yuan a year", "费用（元/年）"),
}
PLACES_HEADS = {
    "community": Words("community", "社区"),
    "heads": Words("heads more, full time", "增加人力（折全职，名）"),
    "heads_best_rule": Words("heads by the best rule", "最好经验做法（名）"),
    "ticket_days_nobody": Words("open ticket-days a year, nobody more", "不增人：未结件·日/年"),
    "ticket_days_today": Words("with today's posts", "现有岗位"),
    "ticket_days_plan": Words("with the plan", "方案"),
    "ticket_days_best_rule": Words("with the best rule", "最好经验做法"),
    "load_plan": Words("load of the desk, with the plan", "方案下办理台负荷"),
}
RULES_HEADS = {
    "rule": Words("rule of thumb", "经验做法"),
    "ticket_days": Words("open ticket-days a year", "未结件·日/年"),
    "plan_minus_it": Words("plan minus it", "方案减去它"),
    "ci_low": Words("plan minus it, low", "差：下限"),
    "ci_high": Words("plan minus it, high", "差：上限"),
}
VALUES_HEADS = {
    "one more": Words("one more", "每增加一"),
    "where": Words("where", "何处"),
    "parts": Words("with posts in parts", "岗位可拆分"),
    "as_planned": Words("with posts as planned", "岗位照方案"),
}
INTERVAL = Words("95 % interval", "95% 区间")
UNITS = {
    "posts": Words("posts", "个岗位"),
    "hours": Words("hours", "小时"),
    "hour a year": Words("hour a year", "小时/年"),
    "yuan": Words("yuan", "元"),
}
PLAN_TITLE = Words("The plan: posts and hours by place and year", "方案：各地各年岗位与小时")
PLACES_TITLE = Words("Communities under the plan, on fresh years", "方案下各社区（新抽年份）")
RULES_TITLE = Words(
    "Rules of thumb at the plan's cost, on the same fresh years",
    "同等费用下的经验做法（相同的新抽年份）",
)
RULES_NOTE = Words(
    "Each divides as many full-time people as the plan comes to, a community at most what all "
    "levers together could give it, and at least the hours that are bought for it.",
    "各做法分配与方案折全职人数相同的人力；每个社区不超过各类手段合计上限，并保留为其购买的小时。",
)
VALUES_TITLE = Words("What one more is worth", "每增加一单位的价值")
VALUES_NOTE = Words(
    "Change of the objective by the program's curves; below 0 is better.",
    "按规划模型曲线计算的目标值变化；负值为改善。",
)
PLAN_SHEET, PLACES_SHEET = Words("plan", "方案"), Words("communities", "社区")
RULES_SHEET, VALUES_SHEET = Words("rules", "经验做法"), Words("values", "价值")


def plan_tables(planned: "Planned") -> dict[str, Table]:
    """Tables by name: plan, places, rules, values."""
    found = planned.found

    def unit(name: Any, language: Language) -> str:
        return term(UNITS, name, language)

    posts = columns(
        POSTS_HEADS, unit=unit, type=lambda name, language: lever(planned.file, name, language)
    )
    rules = columns(
        RULES_HEADS,
        signed=("plan_minus_it", "ci_low", "ci_high"),
        rule=lambda name, language: term(RULES, name, language),
    )
    first, *others = columns(VALUES_HEADS, signed=("parts", "as_planned"))
    values = (replace(first, says=unit), *others)
    tables = (
        Table("plan", posts_frame(found.given, found.plan), posts, PLAN_TITLE, sheet=PLAN_SHEET),
        Table(
            "places", places_frame(found), columns(PLACES_HEADS), PLACES_TITLE, sheet=PLACES_SHEET
        ),
        Table(
            "rules",
            rules_frame(found),
            rules,
            RULES_TITLE,
            RULES_NOTE,
            RULES_SHEET,
            (Ends("ci_low", "ci_high", INTERVAL),),
        ),
        Table(
            "values",
            values_frame(found.given, found.plan),
            values,
            VALUES_TITLE,
            VALUES_NOTE,
            VALUES_SHEET,
            most_rows=0,
        ),
    )
    return {table.name: table for table in tables}
