"""Tutorials: every block of the English ones runs, and the Chinese ones have the same."""

from pathlib import Path

import pytest

from .test_code_blocks import blocks_of, root, run_blocks  # noqa: F401 (a fixture)
from .test_readme_zh import commands

TUTORIALS = Path(__file__).parents[2] / "docs" / "tutorials"
READERS = ("analyst", "planner", "researcher")


def test_there_is_one_for_each_kind_of_user_in_both_languages():
    there = sorted(page.name for page in TUTORIALS.iterdir())
    assert there == sorted(f"{who}{ending}" for who in READERS for ending in (".md", ".zh.md"))


@pytest.mark.draws
@pytest.mark.parametrize("who", READERS)
def test_tutorial(who, root):  # noqa: F811
    run_blocks(TUTORIALS / f"{who}.md", root)


@pytest.mark.parametrize("who", READERS)
def test_both_languages_have_the_same_commands(who):
    english, chinese = (TUTORIALS / f"{who}{ending}" for ending in (".md", ".zh.md"))
    assert blocks_of(english)
    there = [
        (language, code.replace("--lang en", "--lang zh")) for language, code in commands(english)
    ]
    assert commands(chinese) == there


def test_each_leads_to_the_other_language():
    for who in READERS:
        assert f"[中文]({who}.zh.md)" in (TUTORIALS / f"{who}.md").read_text("utf-8")
        assert f"[English]({who}.md)" in (TUTORIALS / f"{who}.zh.md").read_text("utf-8")
