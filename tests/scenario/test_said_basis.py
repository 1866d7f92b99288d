"""Why a number is assumed is said in Chinese, where the shipped scenarios say it."""

import re

from qipan.scenario import load
from qipan.scenario.said_basis import catalogue, said_basis

HAN = re.compile("[\u4e00-\u9fff]")


def test_hardly_any_assumption_of_the_base_is_left_in_english() -> None:
    assumed = {row.basis for row in load("tiny").provenance if row.status == "assumed"}
    english = {basis for basis in assumed if not HAN.search(said_basis(basis, "zh"))}
    assert len(english) <= 0.1 * len(assumed), english


def test_what_is_said_is_chinese_and_what_an_author_wrote_stays() -> None:
    assert all(HAN.search(said) for said in catalogue().values())
    assert said_basis("my own guess", "zh") == "my own guess"
    assert said_basis("not measured", "en") == "not measured"
