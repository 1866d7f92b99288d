"""How the numbers came about: replications, common random numbers, intervals."""

from collections.abc import Sequence

from ...experiments.replications import Runs
from ...scenario import Scenario
from ..language import Language, Words
from ..report import Section
from .cautions import caution_items

HEADING = Words("Method, and what to mind", "方法与注意事项")
SIMULATED = Words(
    "Each scenario was simulated {n} times over {days} days from {start}, after {warm_up} days of "
    "warm-up that count for nothing. A replication follows every issue from its birth to its true "
    "resolution, reported or not.",
    "每个情景模拟 {n} 次，每次自 {start} 起 {days} 天，此前 {warm_up} 天为预热期，不计入结果。"
    "每次模拟跟踪每一件事项从产生到真正解决的全过程，无论是否上报。",
)
COMMON = Words(
    "All scenarios share the same city, the same residents and the same issues, replication by "
    "replication (common random numbers): a difference is the policy's and not chance's. Intervals "
    "of differences are Student's, at 95 %, over the paired differences.",
    "各情景逐次共用同一座城市、同样的居民和同样的事项（公共随机数），因此差异来自政策而非偶然。"
    "差值的区间为配对差值的 95% 学生 t 置信区间。",
)
ALONE = Words(
    "Intervals are Student's, at 95 %, over independent replications.",
    "区间为独立重复模拟的 95% 学生 t 置信区间。",
)
CHANCE = Words(
    "An interval covers chance, given the inputs. That most inputs are assumed is not in it.",
    "置信区间只反映给定输入下的随机性，不反映多数输入为假设这一事实。",
)
NONE = Words(
    "“–” stands where a number does not exist: if only 60 % of issues are ever solved, no time "
    "exists by which 90 % are. Nothing is filled in.",
    "“–”表示该数值不存在：若最终只有 60% 的事项得到解决，"
    "就不存在“90% 的事项得到解决”的时间。不作任何填补。",
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
