"""What kind of file a user has named, told by its content, and which command takes it."""

import codecs
import os

from ..words import Phrase
from .nodes import MapNode

# What a question file asks.
QUESTIONS = (
    *("run", "targets", "compare", "attribute", "sweep", "seek", "allocate", "worth"),
    "measure_next",
)
_TO: dict[str, str] = {  # of questions that are no verbs
    "targets": Phrase("hold a scenario against its targets"),
    "worth": Phrase("value resources"),
    "measure_next": Phrase("say what to measure next"),
}
_OF_SCENARIOS = ("extends", "horizon", "city", "policy")
_TABLES = (".csv", ".tsv")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SIGNATURES = {
    b"\xd0\xcf\x11\xe0": Phrase("an old Excel or Word file"),
    b"PAR1": Phrase("a Parquet file"),
    b"%PDF": Phrase("a PDF file"),
}
_TABLE_HINT = Phrase(
    "a scenario is written in YAML: its communities stand in city.communities; a plan of cadres or "
    "of funds is a table that policy.sent_down.plan or policy.fund.plan names"
)


def binary_kind(content: bytes) -> str:
    """Name the kind of a file that holds no text: ``an Excel workbook``; '' if it may be text."""
    if content.startswith(b"PK\x03\x04"):
        names = {b"xl/": Phrase("an Excel workbook"), b"word/": Phrase("a Word document")}
        return next(
            (kind for name, kind in names.items() if name in content), Phrase("an archive (zip)")
        )
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            return kind
    return Phrase("not text") if b"\0" in content[:4096] and not content.startswith(_UTF_16) else ""


def kind_instead_of_yaml(content: bytes, file: str) -> tuple[str, str]:
    """Say what a file is that should be a scenario or an experiment, and where it belongs.

    Returns
    -------
    tuple
        ``this is an Excel workbook, not YAML`` and a hint; empty if it may be YAML.
    """
    kind = binary_kind(content)
    if kind == "an Excel workbook":
        return Phrase("this is {kind}, not YAML", kind=kind), Phrase(
            "{table_hint}, saved as 'CSV UTF-8'", table_hint=_TABLE_HINT
        )
    if kind:
        return Phrase("this is {kind}, not YAML", kind=kind), Phrase(
            "a scenario is a text file in YAML"
        )
    if os.path.splitext(file)[1].lower() in _TABLES:
        return Phrase("this is a table (CSV), not YAML"), _TABLE_HINT
    return "", ""


def question_of(tree: MapNode) -> str:
    """Return what an experiment file asks, one of `QUESTIONS`; '' of others."""
    asked = (question for question in QUESTIONS if question in tree.entries)
    return next((each for each in asked if each != "targets" or _asks_of_targets(tree)), "")


def command_of(question: str) -> str:
    """Return the command that takes a question."""
    return question.replace("_", "-")


def to_ask(question: str) -> str:
    """Say what a question asks to do: ``sweep``, ``value resources``."""
    return _TO.get(question, question)


def _asks_of_targets(tree: MapNode) -> bool:
    """Whether `targets` names a scenario: in a scenario file it lists windows, each of a metric."""
    block = tree.entries["targets"]
    if not isinstance(block, MapNode) or any(key in tree.entries for key in _OF_SCENARIOS):
        return False
    named = [block.entries[key] for key in ("scenario", "before") if key in block.entries]
    return any(not isinstance(each, MapNode) or "metric" not in each.entries for each in named)


def is_plan(tree: MapNode) -> bool:
    """Whether a file is a plan of posts and hours under a budget."""
    return not question_of(tree) and "plan" in tree.entries and "scenario" in tree.entries


def is_siting(tree: MapNode) -> bool:
    """Whether a file chooses sites of centres."""
    return not question_of(tree) and "site" in tree.entries and "scenario" in tree.entries


def is_scenario(tree: MapNode) -> bool:
    """Whether a file is a scenario by its blocks, and asks nothing."""
    return not question_of(tree) and any(key in tree.entries for key in _OF_SCENARIOS)
