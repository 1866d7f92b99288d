"""Every lever that is shown has a name and a unit in both languages."""

import re

from qipan.scenario import load
from qipan.scenario.policy import MECHANISMS
from qipan.units import CHINESE
from qipan.workbench.levers import help_in_chinese, keys_of_levers, labels, levers

HAN = re.compile(r"[\u4e00-\u9fff]")


def test_labels_are_of_the_levers_and_of_nothing_else():
    groups = {f"policy.{name}" for name in MECHANISMS}
    assert set(labels()) == groups | set(keys_of_levers())


def test_labels_are_in_both_languages():
    for words in labels().values():
        assert HAN.search(words.zh) and not HAN.search(words.en)
    for both in zip(*((w.en, w.zh) for k, w in labels().items() if "." in k[7:]), strict=True):
        assert len(set(both)) > 0.8 * len(both)


def test_units_are_in_both_languages():
    assert {lever.unit for lever in levers().values()} - {""} <= set(CHINESE)
    for city in ("tiny", "dalian", "fuding"):
        assert {row.unit for row in load(city).provenance} - {""} <= set(CHINESE)


def test_a_switch_is_a_lever_of_every_mechanism():
    switches = {lever.key for lever in levers().values() if lever.switch}
    assert {f"policy.{name}.on" for name in MECHANISMS} <= switches


def test_help_is_in_chinese_wherever_there_is_any():
    helped = {key for key, lever in levers().items() if lever.help}
    assert set(help_in_chinese()) == helped
    for words in help_in_chinese().values():
        assert HAN.search(words) and words.endswith("。")
