"""Slips of the keyboard and of input methods: the line to blame, and what to write."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qipan.scenario import Fault, ScenarioError, load, parse
from qipan.scenario.visible import visible


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("closure: {false_share\uff1a 0.1}", 2, "found \uff1a, write a colon and a space"),
        ("closure: {false_share\uff1a0.1}", 2, "found \uff1a, write a colon and a space"),
        ("closure:\n  pressure\uff1a0.1", 3, "found \uff1a, write a colon and a space"),
        ("closure:\n  pressure:0.1", 3, "write a space after the colon"),
        ("closure: {pressure:0.1}", 2, "write a space after the colon"),
        ("closure: \uff5bpressure: 0.1\uff5d", 2, "found \uff5b, write {"),
        ("closure: {pressure: 0.1\u3001false_share: 0.1}", 2, "found \u3001, write a comma"),
        ("closure: {pressure: 0.1\uff1bfalse_share: 0.1}", 2, "found \uff1b, write a comma"),
        ("title: {en: \u2018a: b\u2019, zh: x}", 2, "found \u2018, write a straight '"),
        ("closure:\u00a0{pressure: 0.1}\ncalls: {}", 2, "found a no-break space, write a space"),
        ("\u200bclosure: {}", 2, "found an invisible space, write nothing"),
        ("closure:\n\tpressure: 0.1", 3, "found a tab, write spaces"),
        ("\uff43\uff41\uff4c\uff4c\uff53: {}", 2, "did you mean 'calls'?"),
        ("closure: {false_share: 35%}", 2, "write 0.35"),
        ("closure: {false_share: \uff13\uff15\uff05}", 2, "write 0.35"),
        ("closure: {false_share: 35}", 2, "if 35 % is meant, write 0.35"),
        ("closure: {false_share: 0\uff0e35}", 2, "write 0.35"),
        ("closure: {false_share: about 0.3}", 2, "write the number alone"),
        ("city:\n  residents: 60,000", 3, "write 60000"),
        ("city: {residents: 60,000}", 2, "a comma ends a value: write 60000"),
        ("closure: {pressure: 0,5}", 2, "a comma ends a value: write 0.5"),
        ("city: {residents: 60\uff0c000}", 2, "write 60000"),
        ("city: {residents: 6\u4e07}", 2, "write 60000"),
        ("city: {residents: 6.5\u4e07\u4eba}", 2, "write 65000; the unit is that of the key"),
        ("handling: {hand_off_hours: 3 hours}", 2, "write 3; the unit is that of the key"),
        ("city: {residents: '60000'}", 2, "write it without quotes"),
        ("horizon: {start: 2019/7/1}", 2, "write 2019-07-01"),
        ("horizon: {start: 2019\u5e747\u67081\u65e5}", 2, "write 2019-07-01"),
        ("horizon: {start: 20190701}", 2, "write 2019-07-01"),
        ("horizon: {start: 2019/2/30}", 2, "there is no such day"),
        ("policy: {tri_party: {three_way_sorting: on}}", 2, "write true"),
        ("policy: {tri_party: {three_way_sorting: No}}", 2, "write false"),
        ("policy: {tri_party: {three_way_sorting: \u5426}}", 2, "write false"),
        ("calendars: {office: {hours: \uff089\uff0c12\uff09}}", 2, "a list is written in [ ]"),
        (
            "closure:\n  pressure: {value: .1, range: 0~1, assumed: x}",
            3,
            "[lowest, highest]",
        ),
        (
            "closure:\n  false_share: 0.1\n   pressure: 0.1",
            4,
            "line 4 is indented deeper (3 ",
        ),
        (
            "closure:\n  false_share: 0.1\n pressure: 0.1",
            4,
            "line 4 is indented by 1 space, ",
        ),
        ("shocks:\n- a: 1\n b: 2", 4, "line 4 is indented by 1 space, line 3 by 0 spaces and"),
        ("title: {en: a,\n  zh: b", 3, "begun in line 2"),
        ("closure:\n  pressure: {value: 3", 3, "begun in line 3"),
        ('title: {en: "a,\n  zh: b}\n', 4, "begun in line 2"),
        ("value: 2", 2, "value: unknown key"),
        ("source: here", 2, "source: unknown key"),
        ('"na\\x1b[31mme": x', 2, r"found the key 'na\x1b[31mme'"),
        ('title: {en: "a\\x1b[31mb", zh: x}', 2, r"a control character in it (\x1b)"),
        ('title: {en: "a\\x9bb", zh: x}', 2, r"a control character in it (\x9b)"),
        ('title: {en: "a\\u202eb", zh: x}', 2, r"a control character in it (\u202e)"),
        ('policy: {sent_down: {on: true, plan: "a\\0b"}}', 2, r"(\x00)"),
    ],
)
def test_a_slip_is_named_on_its_line(
    text: str, line: int, said: str, faults_of: Callable[[str], list[Fault]]
) -> None:
    faults = faults_of(text)
    assert len(faults) == 1
    assert said in str(faults[0])
    assert faults[0].line == line


def test_a_slip_is_blamed_only_if_mending_it_helps(
    faults_of: Callable[[str], list[Fault]],
) -> None:
    (fault,) = faults_of("title: {en: 青溪，试验（一）\n  b: 3, zh: x\nname: x")
    assert "，" not in fault.hint and "（" not in fault.hint


def test_a_slip_is_blamed_where_it_is_made(faults_of: Callable[[str], list[Fault]]) -> None:
    (fault,) = faults_of("calls：3\nclosure：4\nname: x")
    assert (fault.line, fault.hint) == (2, "found ：, write a colon and a space")


def test_text_may_hold_what_chinese_text_is_full_of(village: Path) -> None:
    child = village.with_name("child.yaml")
    title = "{en: Town, zh: '《青溪》（一）：甲、乙；“丙”'}"
    child.write_text(f"extends: {village.name}\ntitle: {title}\n", "utf-8")
    assert load(child).document.title.zh == "《青溪》（一）：甲、乙；“丙”"


def test_python_data_is_held_to_the_same() -> None:
    with pytest.raises(ScenarioError, match="a control character"):
        parse({"name": "a\x1bb"})
    with pytest.raises(ScenarioError, match="value: unknown key"):
        parse({"value": 3})


def test_whatever_a_fault_holds_is_shown_as_text() -> None:
    fault = Fault("a\x1b[2J.yaml", 1, "k\u202ee\ny", "found \x9b31m", "\u2028", "\ud800\u200f")
    assert str(fault) == (r"a\x1b[2J.yaml:1  k\u202ee\ny: found \x9b31m; \u2028; \ud800\u200f")
    assert visible("青溪：é 👩‍🔧") == "青溪：é 👩‍🔧"
