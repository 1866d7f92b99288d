"""That whatever is refused in a test is refused in Chinese as well."""

import re
from collections.abc import Iterator

import pytest

from qipan.scenario.faults import Fault, ScenarioError

HAN = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|`[^`]*`|qipan [^\n，；。]*|\[[^]]*\]|\{[^}]*\}")
ENGLISH = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")  # two words in a row


def english_left(fault: Fault) -> list[str]:
    """Words of English in what is said of a fault in Chinese, but for keys and what is quoted."""
    said = Fault("", None, "", fault.found, fault.allowed, fault.hint).say("zh")
    return ENGLISH.findall(QUOTED.sub("", said)) + ([] if HAN.search(said) else [said])


@pytest.fixture(autouse=True)
def refused_in_chinese_too(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Look at the faults of every error that is made while a test runs.

    But for tests marked `any_text`: what the YAML library may say of such is not all known.
    """
    if request.node.get_closest_marker("any_text"):
        yield
        return
    made: list[Fault] = []
    begin = ScenarioError.__init__

    def kept(self: ScenarioError, faults: object) -> None:
        begin(self, faults)  # type: ignore[arg-type]
        made.extend(self.faults)

    monkeypatch.setattr(ScenarioError, "__init__", kept)
    yield
    left = {str(fault): words for fault in made if (words := english_left(fault))}
    assert not left, left
