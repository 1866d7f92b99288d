"""What a reader must be told of the runs, in both languages."""

from collections.abc import Sequence
from numbers import Integral

from ...runs.cautions import Finding, findings
from ...runs.runs import Runs
from ...scenario import Scenario
from ...scenario.standing import SENTENCES as STANDING
from ...words import Language, Phrase
from .. import glossary

# The sentences of runs.cautions in Chinese, by the same names.
CHINESE = {
    "stopped": "提前停止：{wanted} 次模拟中完成了 {finished} 次",
    "too_short": "{days} 天太短，无法判断积压是否增长",
    "grows": "未达平稳：未办结工单每月增加 {size:.0f} 件 [{low:.0f}, {high:.0f}]；"
    "时长与积压只对应这 {days} 天的时段",
    "shrinks": "未达平稳：未办结工单每月减少 {size:.0f} 件 [{low:.0f}, {high:.0f}]；"
    "时长与积压只对应这 {days} 天的时段",
    "warm_up": "{all} 次模拟中有 {short} 次 {given} 天的预热不足"
    "（MSER-5 平均需要 {needed:.0f} 天）",
    "missing": "以“–”表示的指标：{titles_zh}。只有足够多的问题最终得到解决，相应的分位数才存在；"
    "全部问题中，时段内解决的占 {solved:.0f}%",
    "assumed": "置信区间只反映随机性；情景的 {all} 项数值中有 {assumed} 项为假设",
    "one_replication": "只有一次模拟，没有置信区间；情景的 {all} 项数值中有 {assumed} 项为假设",
}


MOST_ONE_BY_ONE = 3  # scenarios; of more the numbers are told as spans


class Span:
    """Several numbers that are written as one: the smallest to the largest."""

    def __init__(self, values: Sequence[float]) -> None:
        self._ends = min(values), max(values)

    def __format__(self, spec: str) -> str:
        """Write both ends, or the one if they read alike."""
        return "–".join(dict.fromkeys(format(end, spec) for end in self._ends))


def caution_items(several: Sequence[Runs], language: Language) -> tuple[str, ...]:
    """Sentences about each scenario's runs; one that is true of all is said once.

    Names of scenarios stand before what is true of some only. Where there are many, those of
    whom the same is true but for its numbers share a sentence.
    """
    found = [(runs.scenario, finding) for runs in several for finding in findings(runs)]
    return items_of(found, len(several), language)


def items_of(
    found: list[tuple[Scenario, Finding]], scenarios: int, language: Language
) -> tuple[str, ...]:
    """Sentences of findings on so many scenarios, as `caution_items` has them."""
    if scenarios > MOST_ONE_BY_ONE:
        found = _with_spans(found)
    told: dict[str, list[str]] = {}
    for scenario, finding in found:
        title = glossary.title(scenario, language)
        told.setdefault(said(finding, language), []).append(title)
    colon, stop = (": ", ".") if language == "en" else ("：", "。")
    comma = ", " if language == "en" else "、"
    return tuple(
        (_capital(sentence) if len(names) == scenarios else comma.join(names) + colon + sentence)
        + stop
        for sentence, names in told.items()
    )


def _with_spans(found: list[tuple[Scenario, Finding]]) -> list[tuple[Scenario, Finding]]:
    """Give findings that differ in numbers alone the same numbers: spans."""
    alike: dict[object, list[Finding]] = {}
    for _, finding in found:
        alike.setdefault(_kind(finding), []).append(finding)
    return [(scenario, _spanning(alike[_kind(finding)])) for scenario, finding in found]


def _kind(finding: Finding) -> object:
    texts = [(name, value) for name, value in finding.fields.items() if isinstance(value, str)]
    return finding.name, *sorted(texts)


def _spanning(several: list[Finding]) -> Finding:
    first = several[0]
    fields: dict[str, object] = {
        name: value
        if isinstance(value, str)
        else Span([_number(each.fields[name]) for each in several])
        for name, value in first.fields.items()
    }
    return Finding(first.name, fields)


def _number(value: object) -> float:
    """A number as it is: a count stays one, and is written without decimals."""
    return int(value) if isinstance(value, Integral) else float(str(value))


def said(finding: Finding, language: Language) -> str:
    """Sentence of a finding, without a full stop."""
    if language == "en":
        return finding.sentence
    if finding.name in STANDING:
        return Phrase(STANDING[finding.name], **finding.fields).say("zh")
    return CHINESE[finding.name].format(**finding.fields)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
