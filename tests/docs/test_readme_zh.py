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
    found = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
    return sorted(link for link in found if not link.startswith("docs/img/"))


def test_both_have_the_same_commands():
    assert commands(CHINESE) == commands(ENGLISH)


def test_commands_in_the_text_are_the_same_too():
    def named(page):
        prose = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
        return sorted(re.findall(r"`(qipan [^`]+)`", prose))

    assert named(CHINESE) == named(ENGLISH)


def test_both_lead_to_the_same_pages_and_to_each_other():
    assert "README.zh.md" in links(ENGLISH)
    assert "README.md" in links(CHINESE)
    assert set(links(CHINESE)) - {"README.md"} == set(links(ENGLISH)) - {"README.zh.md"}


def test_pictures_are_in_the_language_of_the_page():
    for page, ending in ((ENGLISH, "_en.png"), (CHINESE, "_zh.png")):
        pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text("utf-8"))
        assert pictures
        for picture in pictures:
            assert picture.endswith(ending)
            assert (ROOT / picture).is_file()
