"""The tables of an allocation."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ...allocation.frontier import FrontierPoint
from ...allocation.marginal import MarginalValue
from ...allocation.objectives import Objective
from ...experiments.allocation import Allocation
from ...experiments.marginals import Check
from ...experiments.plan_comparison import compare_plans
from ...experiments.reference_plans import NONE, TODAY
from ...experiments.robust import KNOWING, RobustResult
from .. import glossary
from ..language import Language, Words
from ..report import Range, Table
from .names import aim, decides, plan

MOST = 25  # communities that a page shows
COLUMNS = {
    "community": Words("community", "社区"),
    "residents": Words("residents", "居民数"),
    "load": Words("load today", "当前负荷"),
    "today": Words("today", "现有"),
    "plan": Words("plan", "方案"),
    "change": Words("change", "增减"),
    "more": Words("one more", "再加一名"),
    "less": Words("one less", "减少一名"),
    "tenth_more": Words("0.1 more", "再加 0.1 名"),
    "tenth_less": Words("0.1 less", "减少 0.1 名"),
    "resource": Words("of what", "资源"),
    "step": Words("step", "步长"),
    "candidate": Words("plan", "方案"),
    "cadres": Words("cadres", "人数"),
    "measure": Words("measure", "衡量"),
    "value": Words("mean", "均值"),
    "low": Words("interval, low", "区间下限"),
    "high": Words("interval, high", "区间上限"),
    "interval": Words("95 % interval", "95% 区间"),
    "difference": Words("chosen minus it", "所选减该方案"),
    "d_low": Words("difference, low", "差值下限"),
    "d_high": Words("difference, high", "差值上限"),
    "d_interval": Words("its 95 % interval", "差值 95% 区间"),
    "unit": Words("unit", "单位"),
    "promised": Words("promised", "推算"),
    "simulated": Words("simulated", "模拟"),
    "agrees": Words("agree", "一致"),
    "with_senders": Words("with what senders lose", "计入派出单位减员"),
    "senders_low": Words("low, with senders", "下限（计入派出单位）"),
    "senders_high": Words("high, with senders", "上限（计入派出单位）"),
    "senders_interval": Words("95 % interval, with senders", "95% 区间（计入派出单位）"),
    "regret": Words("mean regret", "平均遗憾"),
    "worst": Words("worst regret", "最大遗憾"),
    "w_low": Words("worst, low", "最大遗憾下限"),
    "w_high": Words("worst, high", "最大遗憾上限"),
    "w_interval": Words("worst, 95 % interval", "最大遗憾 95% 区间"),
}
PLAN = Words("plan", "方案")
PLAN_TITLE = Words("Who gets how many full-time cadres", "各社区专职下沉干部人数")
PLAN_NOTE = Words(
    "One more and one less: change in {unit} by the curves, all other cadres staying. The largest "
    "changes first.",
    "再加一名、减少一名：其他干部不动时按曲线推算的变化（{unit}）。变动最大者在前。",
)
CANDIDATES = Words("candidates", "候选方案")
CANDIDATES_TITLE = Words(
    "Plans and rules of thumb on {fresh} fresh simulated years",
    "各方案与经验规则在 {fresh} 个新模拟年份上",
)
CANDIDATES_NOTE = Words(
    "“{chosen}” is chosen. Less is better in all measures. “{today}” is the scenario as it stands, "
    "and “{none}” sends no full-time cadres: both have totals of their own and are no rivals.",
    "所选为“{chosen}”。各项衡量均以低为好。“{today}”即情景原样，“{none}”即不派专职干部："
    "二者人数不同，仅供对照，不参与择优。",
)
VALUES = Words("marginal values", "边际价值")
VALUES_TITLE = Words("What a little more or less would change, {unit}", "略增略减的影响（{unit}）")
VALUES_NOTE = Words(
    "By the curves, at the plan, all cadres staying.", "在方案处按曲线推算，其他干部不动。"
)
CHECKS = Words("values simulated", "边际价值检验")
CHECKS_TITLE = Words(
    "One cadre more, promised by the curves and simulated, {unit}",
    "再加一名干部：推算与模拟（{unit}）",
)
FRONTIER = Words("frontier", "权衡")
FRONTIER_TITLE = Words("What one objective costs in the other", "两个目标之间的取舍")
ROBUST = Words("robust", "稳健性")
ROBUST_TITLE = Words(
    "Plans on {draws} fresh draws of all assumed numbers, {unit}",
    "各方案在 {draws} 次重新抽取全部假设值下的表现（{unit}）",
)
ROBUST_NOTE = Words(
    "Regret: minus the plan that the program makes knowing the draw.",
    "遗憾：与已知该情形时所作方案之差。",
)


def head(language: Language) -> dict[str, str]:
    """Headings of columns."""
    return {name: words.say(language) for name, words in COLUMNS.items()}


def plan_table(found: Allocation, values: Sequence[MarginalValue], language: Language) -> Table:
    """Tabulate who gets how many, the largest changes first."""
    h, known = head(language), found.facts
    of_one = {v.community: v for v in values if v.plan_held and v.step == 1.0}
    change = found.plan - known.today
    order = np.lexsort((-found.plan, -np.abs(change)))
    rows = []
    for n in order:
        value = of_one.get(known.communities[n])
        rows.append(
            {
                h["community"]: known.communities[n],
                h["residents"]: int(known.residents[n]),
                h["load"]: float(known.load_today[n]),
                h["today"]: int(known.today[n]),
                h["plan"]: int(found.plan[n]),
                h["change"]: int(change[n]),
                h["more"]: _finite(value.more if value else math.nan),
                h["less"]: _finite(value.less if value else math.nan),
            }
        )
    unit = glossary.unit(found.request.objective.unit, language)
    return Table(
        PLAN.say(language),
        PLAN_TITLE.say(language),
        pd.DataFrame(rows),
        PLAN_NOTE.say(language, unit=unit),
        signed=(h["change"], h["more"], h["less"]),
        most_rows=MOST,
    )


def candidates(found: Allocation, language: Language) -> Table:
    """Tabulate every candidate by every measure that exists, the deciding one first."""
    loop = found.loop
    assert loop is not None
    h = head(language)
    compared = compare_plans(loop, found.references)
    existing = [row for row in compared if not math.isnan(row.value.mean)]
    existing.sort(key=lambda row: not decides(row.measure, loop))
    rows: list[dict[str, Any]] = []
    for row in existing:
        itself = row.plan == loop.chosen.name
        rows.append(
            {
                h["measure"]: aim(row.measure, language),
                h["candidate"]: plan(row.plan, language),
                h["cadres"]: row.cadres,
                h["value"]: row.value.mean,
                h["low"]: row.value.low,
                h["high"]: row.value.high,
                h["difference"]: math.nan if itself else row.chosen_minus_plan.mean,
                h["d_low"]: math.nan if itself else row.chosen_minus_plan.low,
                h["d_high"]: math.nan if itself else row.chosen_minus_plan.high,
                h["unit"]: glossary.unit(row.unit, language),
            }
        )
    return Table(
        CANDIDATES.say(language),
        CANDIDATES_TITLE.say(language, fresh=len(loop.chosen.ticket_days)),
        pd.DataFrame(rows),
        CANDIDATES_NOTE.say(
            language,
            chosen=plan(loop.chosen.name, language),
            today=plan(TODAY, language),
            none=plan(NONE, language),
        ),
        ranges=(
            Range(h["interval"], h["low"], h["high"]),
            Range(h["d_interval"], h["d_low"], h["d_high"]),
        ),
        signed=(h["difference"], h["d_low"]),
        by_row=True,
    )


def marginal_table(found: Allocation, values: Sequence[MarginalValue], language: Language) -> Table:
    """Tabulate what a tenth of a cadre is worth, most valued first."""
    h = head(language)
    tenth = sorted(
        (v for v in values if v.plan_held and v.step != 1.0 and v.community is not None),
        key=lambda v: v.more,
    )
    rows = [
        {
            h["community"]: v.community,
            h["tenth_more"]: _finite(v.more),
            h["tenth_less"]: _finite(v.less),
        }
        for v in tenth
    ]
    unit = glossary.unit(found.request.objective.unit, language)
    return Table(
        VALUES.say(language),
        VALUES_TITLE.say(language, unit=unit),
        pd.DataFrame(rows, columns=[h["community"], h["tenth_more"], h["tenth_less"]]),
        VALUES_NOTE.say(language),
        signed=(h["tenth_more"], h["tenth_less"]),
        most_rows=12,
    )


def checks_table(checks: Sequence[Check], language: Language) -> Table:
    """Tabulate promises of one cadre more beside what the simulation found."""
    h = head(language)
    rows = [
        {
            h["community"]: check.community,
            h["promised"]: check.promised,
            h["simulated"]: check.simulated.mean,
            h["low"]: check.simulated.low,
            h["high"]: check.simulated.high,
            h["agrees"]: check.agrees,
            h["with_senders"]: check.with_senders.mean,
            h["senders_low"]: check.with_senders.low,
            h["senders_high"]: check.with_senders.high,
        }
        for check in checks
    ]
    return Table(
        CHECKS.say(language),
        CHECKS_TITLE.say(language, unit=glossary.unit(checks[0].unit, language)),
        pd.DataFrame(rows),
        ranges=(
            Range(h["interval"], h["low"], h["high"]),
            Range(h["senders_interval"], h["senders_low"], h["senders_high"]),
        ),
        signed=(h["promised"], h["simulated"], h["low"], h["with_senders"], h["senders_low"]),
    )


def frontier_table(
    points: Sequence[FrontierPoint], first: Objective, second: Objective, language: Language
) -> Table:
    """Tabulate what one objective costs in the other."""
    columns = {
        _objective(first, language): [point.first for point in points],
        _objective(second, language): [point.second for point in points],
    }
    return Table(FRONTIER.say(language), FRONTIER_TITLE.say(language), pd.DataFrame(columns))


def robust_table(result: RobustResult, language: Language) -> Table:
    """Tabulate what each plan loses over draws of the assumed numbers."""
    h = head(language)
    rows = []
    for regret in result.regrets:
        itself = regret.plan == KNOWING
        rows.append(
            {
                h["candidate"]: plan(regret.plan, language),
                h["value"]: regret.value.mean,
                h["low"]: regret.value.low,
                h["high"]: regret.value.high,
                h["regret"]: math.nan if itself else regret.mean.mean,
                h["d_low"]: math.nan if itself else regret.mean.low,
                h["d_high"]: math.nan if itself else regret.mean.high,
                h["worst"]: math.nan if itself else regret.worst.mean,
            }
        )
    draws = len(next(iter(result.values.values())))
    return Table(
        ROBUST.say(language),
        ROBUST_TITLE.say(language, draws=draws, unit=glossary.unit(result.unit, language)),
        pd.DataFrame(rows),
        ROBUST_NOTE.say(language),
        ranges=(
            Range(h["interval"], h["low"], h["high"]),
            Range(h["d_interval"], h["d_low"], h["d_high"]),
        ),
    )


def _objective(objective: Objective, language: Language) -> str:
    unit = glossary.unit(objective.unit, language)
    name = aim(objective.name, language)
    return f"{name} ({unit})" if language == "en" else f"{name}（{unit}）"


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan
