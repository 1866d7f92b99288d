"""One page on a plan for who decides: what to do, what it costs, what it gains, what to doubt."""

import numpy as np

from ...planning.answer import loads
from ...planning.confirming import Confirmed
from ...planning.document import HoursLever, StaffLever
from ...planning.plan_file import PlanFile
from ..language import Language, Words

OVERLOADED = 1.0
MOST_PLACES = 8

RECOMMENDED = Words("## What to do", "## 建议")
POSTS = Words(
    "- {name}: {n:,.0f} posts in year {year}, ¥{yuan:,.0f}",
    "- {name}：第 {year} 年 {n:,.0f} 个岗位，{yuan:,.0f} 元",
)
HOURS = Words(
    "- {name}: {n:,.0f} hours in year {year}, ¥{yuan:,.0f}",
    "- {name}：第 {year} 年 {n:,.0f} 小时，{yuan:,.0f} 元",
)
MOST_GO = Words("Most go to {places}.", "主要投向 {places}。")
COST = Words(
    "Cost: ¥{yuan:,.0f} a year, mean of {years:year|years}.",
    "费用：年均 {yuan:,.0f} 元（{years} 年平均）。",
)
GAINED = Words("## What it gains", "## 成效")
AGAINST = Words(
    "- Against {what}: {mean:+,.0f} open ticket-days a year "
    "[{low:+,.0f}, {high:+,.0f}], {verdict}.",
    "- 与{what}相比：未结工单每年 {mean:+,.0f} 件·日 [{low:+,.0f}, {high:+,.0f}]，{verdict}。",
)
NOBODY = Words("nobody more", "不增人")
TODAY = Words("the posts of today", "现有岗位")
RULE = Words(
    "the rule of thumb (next post to the most loaded desk)",
    "经验做法（下一个岗位给负荷最高的办理台）",
)
BETTER, WORSE = Words("beyond chance", "超出偶然"), Words("worse beyond chance", "更差，且超出偶然")
UNTOLD = Words("cannot be told from nothing", "与无变化无法区分")
SAVED = Words("A waiting day saved costs ¥{yuan:,.2f}.", "每减少一个等待日约 {yuan:,.2f} 元。")
KEPT = Words(
    "All communities keep the days asked in {share:.0%} of {n} fresh years; {asked:.0%} was asked.",
    "在 {n} 个新抽年份中，全部社区达到时限要求的占 {share:.0%}；要求为 {asked:.0%}。",
)
NARROW = Words("## Where it is tight", "## 瓶颈")
ABOVE = Words(
    "- {n} of {all} communities' desks have a load above 1 under the plan; "
    "the highest is {worst}, {load:.2f}.",
    "- 方案下 {all} 个社区中有 {n} 个负荷超过 1；最高为 {worst}，{load:.2f}。",
)
UP = Words(
    "- The subdistricts' own desks: highest load {load:.2f}, {worst}. "
    "More people in communities do not mend that.",
    "- 街道自身办理台：最高负荷 {load:.2f}（{worst}）。社区增人解决不了这一问题。",
)
DOUBT = Words("## What to doubt", "## 须注意")
PROMISE = Words(
    "- The program promised {promised:,.0f} open ticket-days a year; "
    "{n} fresh simulated years have {found:,.0f} (gap {gap:+.1%}). "
    "Integer gap of the program: {proven:.2%}.",
    "- 规划模型预计未结工单每年 {promised:,.0f} 件·日；"
    "{n} 个新抽模拟年为 {found:,.0f}（差距 {gap:+.1%}）。整数规划差距 {proven:.2%}。",
)
WHOLE = Words(
    "- All posts and hours were simulated as whole full-time people with "
    "the mean of all periods, paid for and taken from nobody; "
    "growth and phases are the program's alone.",
    "- 各类岗位与小时在模拟中折为整数名全职人员、取各期平均，"
    "视为新增、不从其他单位抽调；增长与分期仅见于规划模型。",
)
PRICES = Words("- Prices: {given}.", "- 单价来源：{given}。")


def page(file: PlanFile, found: Confirmed, language: Language) -> str:
    """Write the page in Markdown."""
    title = file.document.plan.en if language == "en" else file.document.plan.zh
    lines = [f"# {title}", "", RECOMMENDED.say(language), "", *_decided(found, language), ""]
    lines += [GAINED.say(language), "", *_gained(file, found, language), ""]
    lines += [NARROW.say(language), "", *_narrow(found, language), ""]
    lines += [DOUBT.say(language), "", *_doubt(file, found, language), ""]
    return "\n".join(lines)


def _decided(found: Confirmed, language: Language) -> list[str]:
    given, plan = found.given, found.plan
    lines, years = [], int(given.years.max()) + 1
    names = [s.name for s in given.staff] + [p.name for p in given.priced]
    for n, (name, amount) in enumerate(zip(names, [*plan.posts, *plan.bought], strict=True)):
        for year in range(years):
            periods = given.years == year
            is_staff = n < len(given.staff)
            told = amount[:, periods].sum()
            told = told / periods.sum() if is_staff else told
            yuan = plan.yuan[n][:, periods].sum()
            words = POSTS if is_staff else HOURS
            lines.append(words.say(language, name=name, n=told, year=year + 1, yuan=yuan))
    order = np.argsort(-found.heads, kind="stable")[:MOST_PLACES]
    most = [f"{given.desks[c]} ({found.heads[c]})" for c in order if found.heads[c] > 0]
    separator = ", " if language == "en" else "、"
    if most:
        lines += ["", MOST_GO.say(language, places=separator.join(most))]
    return [*lines, "", COST.say(language, yuan=plan.yuan_year(given), years=years)]


def _gained(file: PlanFile, found: Confirmed, language: Language) -> list[str]:
    lines = []
    for what, other in ((NOBODY, found.nobody), (TODAY, found.today), (RULE, found.rule)):
        change = found.against(other)
        verdict = UNTOLD
        if change.proven_below_0:
            verdict = BETTER
        elif change.proven_above_0:
            verdict = WORSE
        said = {"what": what.say(language), "verdict": verdict.say(language)}
        ends = {"mean": change.mean, "low": change.low, "high": change.high}
        lines.append(AGAINST.say(language, **said, **ends))
    saved = -found.against(found.nobody).mean
    if found.against(found.nobody).proven_below_0:
        yuan = found.plan.yuan_year(found.given) / saved
        lines += ["", SAVED.say(language, yuan=yuan)]
    if found.kept is not None:
        asked = file.document.requirements.confidence
        years = len(found.simulated)
        lines += ["", KEPT.say(language, share=found.kept, n=years, asked=asked)]
    return lines


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
    gaps = {"gap": found.gap, "proven": found.plan.gap, "n": len(found.simulated)}
    levers: dict[str, StaffLever | HoursLever] = {**file.document.staff, **file.document.hours}
    given = "; ".join(f"{name}: {lever.price_from}" for name, lever in levers.items())
    return [
        PROMISE.say(language, **said, **gaps),
        WHOLE.say(language),
        PRICES.say(language, given=given),
    ]
