"""The catalogue of Chinese: nothing untranslated, nothing left over, no field lost."""

import re
from collections import defaultdict
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from qipan.locale.catalogue import FILE
from qipan.locale.update import COUNTED, said
from qipan.words import LANGUAGES, Words

HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def catalogue() -> dict[tuple[str, str], str]:
    with FILE.open("rb") as file:
        found = read_po(file, locale="zh")
    return {(str(m.id), m.context or ""): str(m.string) for m in found if m.id}


def in_code() -> set[tuple[str, str]]:
    return {(one.words, one.context) for one in said()}


def test_every_word_of_the_code_has_its_chinese(catalogue) -> None:
    assert len(in_code()) > 1000
    missing = [key for key in in_code() if not catalogue.get(key)]
    assert not missing, "run python -m qipan.locale.update and translate what is empty"


def test_nothing_in_the_catalogue_is_left_over(catalogue) -> None:
    assert set(catalogue) - in_code() == set()


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_chinese_says_nothing_that_is_not_filled_in(catalogue) -> None:
    wrong = [en for (en, _), zh in catalogue.items() if not fields(zh) <= fields(en)]
    assert not wrong


def test_a_term_has_one_chinese_word_in_one_context(catalogue) -> None:
    by_term = defaultdict(set)
    for (en, context), zh in catalogue.items():
        by_term[en.casefold(), context].add(zh)
    doubled = {term: zh for term, zh in by_term.items() if len(zh) > 1}
    assert not doubled


def test_a_context_is_given_only_where_it_tells_words_apart(catalogue) -> None:
    several = defaultdict(set)
    for (en, _), zh in catalogue.items():
        several[en.casefold()].add(zh)
    told_apart = [(en, c) for (en, c) in catalogue if c and c != COUNTED]  # a noun after a number
    needless = [(en, c) for (en, c) in told_apart if len(several[en.casefold()]) < 2]
    assert not needless


def test_chinese_is_chinese(catalogue) -> None:
    western = [en for (en, _), zh in catalogue.items() if not HAN.search(zh)]
    assert all(len(en) < 60 for en in western)
    assert len(western) < 40, western


def test_words_say_what_the_catalogue_has(catalogue) -> None:
    (en, context), zh = next(iter(catalogue.items()))
    assert [Words(en, context).say(language) for language in LANGUAGES] == [en, zh]


def test_words_of_a_scenario_need_no_catalogue() -> None:
    assert Words.of("Fuding", "福鼎").say("zh") == "福鼎"
    assert Words.of("Fuding", "福鼎") == Words.of("Fuding", "福鼎") != Words.of("Fuding", "福安")


def test_words_that_nobody_translated_are_said_in_english() -> None:
    assert Words("never in the catalogue").say("zh") == "never in the catalogue"
