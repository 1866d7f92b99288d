"""What a reader must be told of the runs, in both languages."""

from collections.abc import Sequence

from ...experiments.findings import Finding, findings
from ...experiments.replications import Runs
from .. import glossary
from ..language import Language

# The sentences of experiments.findings in Chinese, by the same names.
CHINESE = {
    "stopped": "提前停止：{wanted} 次模拟中完成了 {finished} 次",
    "too_short": "{days} 天太短，无法判断积压是否增长",
    "grows": "未达平稳：未办结事项每月增加 {size:.0f} 件 [{low:.0f}, {high:.0f}]；"
    "时长与积压只对应这 {days} 天的时段",
    "shrinks": "未达平稳：未办结事项每月减少 {size:.0f} 件 [{low:.0f}, {high:.0f}]；"
    "时长与积压只对应这 {days} 天的时段",
    "warm_up": "{all} 次模拟中有 {short} 次 {given} 天的预热不足"
    "（MSER-5 平均需要 {needed:.0f} 天）",
    "missing": "以“–”表示的指标：{titles_zh}。只有足够多的事项最终得到解决，相应的分位数才存在；"
    "全部事项中，时段内解决的占 {solved:.0f}%",
    "assumed": "置信区间只反映随机性；情景的 {all} 项数值中有 {assumed} 项为假设",
    "one_replication": "只有一次模拟，没有置信区间；情景的 {all} 项数值中有 {assumed} 项为假设",
}


def caution_items(several: Sequence[Runs], language: Language) -> tuple[str, ...]:
    """Sentences about each scenario's runs; one that is true of all is said once.

    Names of scenarios stand before what is true of some only.
    """
    told: dict[str, list[str]] = {}
    for runs in several:
        for finding in findings(runs):
            told.setdefault(said(finding, language), []).append(
                glossary.title(runs.scenario, language)
            )
    colon, stop = (": ", ".") if language == "en" else ("：", "。")
    comma = ", " if language == "en" else "、"
    return tuple(
        (_capital(sentence) if len(names) == len(several) else comma.join(names) + colon + sentence)
        + stop
        for sentence, names in told.items()
    )


def said(finding: Finding, language: Language) -> str:
    """Sentence of a finding, without a full stop."""
    if language == "en":
        return finding.sentence
    return CHINESE[finding.name].format(**finding.fields)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
