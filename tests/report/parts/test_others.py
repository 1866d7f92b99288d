import pytest

from qipan.report.parts.cautions import CHINESE, caution_items
from qipan.report.parts.method import method_section
from qipan.report.parts.reproduction import reproduction_section, seeded
from qipan.report.parts.targets import targets_section
from qipan.runs.cautions import SENTENCES
from qipan.runs.runner import Failure


def test_every_caution_is_translated_with_the_same_fields():
    import string

    def fields(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert set(CHINESE) == set(SENTENCES)
    nouns = {"cadres", "communities"}  # which have a plural in English
    for name, english in SENTENCES.items():
        assert {f.removesuffix("_zh") for f in fields(CHINESE[name])} == fields(english) - nouns


@pytest.mark.parametrize("language", ["en", "zh"])
def test_cautions_true_of_all_are_said_once(tiny_runs, language):
    items = caution_items([tiny_runs, tiny_runs], language)
    assert items == caution_items([tiny_runs], language)
    assert len(items) > 0 and all(item.endswith((".", "。")) for item in items)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_method_tells_replications_days_and_warm_up(tiny_runs, language):
    said = method_section([tiny_runs], language).paragraphs[0]
    assert all(number in said for number in (" 2 ", " 20 ", " 30 ", "2019-03-01"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_seeds_versions_and_failures_are_told(tiny_runs, language):
    failures = (Failure("tiny", 3, 1000003, "<disk> full"),)
    section = reproduction_section(seeded([tiny_runs]), language, failures)
    scenarios, versions, failed = section.tables
    assert list(scenarios.frame.iloc[0])[3:5] == ["1000000", "1000001"]
    assert tiny_runs.scenario.sha256 in list(scenarios.frame.iloc[0])
    assert "numba" in set(versions.frame.iloc[:, 0])
    assert list(failed.frame.iloc[0]) == ["tiny", "1000003", "<disk> full"]


def test_no_targets_no_section(tiny_runs):
    assert targets_section([tiny_runs], "en") is None


def test_targets_are_held_against_every_scenario_that_shares_them(tiny):
    import qipan

    target = {"metric": "load", "low": 0.0, "high": 100.0, "unit": "ratio"}
    with_target = tiny.revise({"targets": {"load": target}, "horizon.days": 20})
    other = with_target.revise({"name": "other", "policy.burden.on": True})
    several = [qipan.replicate(s, n=1, seed=1) for s in (with_target, other)]
    section = targets_section(several, "en")
    assert section is not None and len(section.tables) == 1
    assert list(section.tables[0].frame["in window"]) == ["open", "open"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_counts_of_many_scenarios_have_no_decimals(tiny, tiny_runs, language):
    from dataclasses import replace

    others = [replace(tiny_runs, scenario=tiny.revise({"horizon.days": 20 + n})) for n in range(4)]
    said = " ".join(caution_items(others, language))
    assert any(letter.isdigit() for letter in said) and ".0" not in said
