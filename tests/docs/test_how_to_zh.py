"""The Chinese how-to pages have commands of the English ones, which are carried out there."""

import re
from pathlib import Path

import pytest

from .test_code_blocks import HOW_TO
from .test_readme_zh import REMARK, commands

FOLDER = Path(__file__).parents[2] / "docs" / "how-to"
CHINESE = sorted(FOLDER.glob("*.zh.md"))
COMMAND = re.compile(r"^(?:\$ )?(qipan .*)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def english_of(page: Path) -> Path:
    return page.with_name(page.name.replace(".zh.md", ".md"))


def lines(blocks) -> set[str]:
    """Commands for a terminal that stand in blocks of text."""
    return {line for _, code in blocks for line in COMMAND.findall(REMARK.sub("", code))}


def test_there_are_pages_for_the_questions_of_a_planner() -> None:
    assert len(CHINESE) >= 10
    assert {english_of(page) for page in CHINESE} <= {*HOW_TO}


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.name)
def test_blocks_are_those_of_the_english_page_in_its_order(page) -> None:
    there = commands(english_of(page))
    carried_out = iter([block for block in there if block[0] != "text"])
    for block in commands(page):
        assert block[0] == "text" or block in carried_out, block
    assert lines(commands(page)) <= lines(there)


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.name)
def test_a_yaml_block_begins_with_its_file_and_is_the_english_one(page) -> None:
    text, english = (one.read_text("utf-8") for one in (page, english_of(page)))
    named = re.findall(r"^```yaml\n(# \S+\.yaml)\n", text, re.MULTILINE)
    assert len(named) == text.count("```yaml")
    assert all(f"```yaml\n{name}\n" in english for name in named)


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.name)
def test_both_lead_to_each_other_and_to_pages_in_chinese_where_there_are_any(page) -> None:
    english, text = english_of(page), page.read_text("utf-8")
    assert f"[中文]({page.name})" in english.read_text("utf-8")
    assert f"[English]({english.name})" in text
    for link in (link for link in LINK.findall(text) if link.endswith(".md")):
        target = page.parent / link
        assert target.exists(), link
        other = target.with_name(target.name.replace(".md", ".zh.md"))
        assert link.endswith(".zh.md") or link == english.name or not other.exists(), link
