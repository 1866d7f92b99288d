"""The README in Chinese has the commands of the one in English, and both lead to each other."""

import re
from pathlib import Path

from .test_code_blocks import blocks_of

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"
REMARK = re.compile(r"(?:^|\s+)# .*$", re.MULTILINE)


def commands(page):
    """Blocks of a page without their remarks, which are in the page's language."""
    return [(block.language, REMARK.sub("", block.code)) for block in blocks_of(page)]


def links(page):
    """Pages that a page leads to, whatever the language of what they say."""
    found = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
    return {re.sub(r"\.zh\.md$", ".md", link) for link in found if "img/" not in link}


def test_both_have_the_same_commands():
    assert commands(CHINESE) == commands(ENGLISH)


def test_commands_in_the_text_are_the_same_too():
    def named(page):
        prose = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
        return sorted(re.findall(r"`(qipan [^`]+)`", prose))

    assert named(CHINESE) == named(ENGLISH)


def test_both_lead_to_the_same_pages_and_to_each_other():
    assert "[中文](README.zh.md)" in ENGLISH.read_text("utf-8")
    assert "[English](README.md)" in CHINESE.read_text("utf-8")
    assert links(CHINESE) == links(ENGLISH)


def test_the_chinese_leads_to_chinese_pages_where_there_are_any():
    text = CHINESE.read_text("utf-8")
    for link in re.findall(r"\]\(([^)]+)\.md\)", text):
        assert link == "README" or not (ROOT / f"{link}.zh.md").is_file(), link


def test_pictures_are_in_the_language_of_the_page():
    for page, ending in ((ENGLISH, "_en.png"), (CHINESE, "_zh.png")):
        pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text("utf-8"))
        assert pictures
        for picture in pictures:
            assert picture.endswith(ending)
            assert (ROOT / picture).is_file()
