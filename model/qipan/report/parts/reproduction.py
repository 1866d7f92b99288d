"""Seeds, versions and hashes: what a rerun must have in common with this run."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from ...engine.compile import source_hash
from ...runs.manifest import versions
from ...runs.runs import Runs
from ...runs.wanted import Failure
from ...scenario import Scenario
from ...words import Language, Words, in_language
from .. import glossary
from ..document import Section, Table

HEADING = Words("Seeds and versions")
FAILED = Words("{count} replications failed and are left out; each can be repeated with its seed.")
NONE_FAILED = Words("No replication failed.")
SCENARIOS_SHEET, VERSIONS_SHEET, FAILURES_SHEET = (
    Words("scenarios"),
    Words("versions"),
    Words("failures"),
)
SCENARIOS_TITLE = Words("Scenarios and their seeds")
SCENARIOS_NOTE = Words("The hash is of everything that a scenario says.")
VERSIONS_TITLE = Words("Versions")
FAILURES_TITLE = Words("Replications that failed")
COLUMNS = {
    "scenario": Words("scenario"),
    "title": Words("title"),
    "finished": Words("replications"),
    "first": Words("first seed"),
    "last": Words("last seed"),
    "sha256": Words.of("sha256", "sha256"),
    "package": Words("package"),
    "version": Words("version"),
    "seed": Words("seed"),
    "reason": Words("reason"),
}
ENGINE = Words("engine (hash of its sources)")


class Seeded(NamedTuple):
    """A scenario and the seeds it was simulated with."""

    scenario: Scenario
    seeds: Sequence[int]


def seeded(several: Sequence[Runs]) -> list[Seeded]:
    """Scenarios of runs, with their seeds."""
    return [Seeded(runs.scenario, [r.seed for r in runs.replications]) for runs in several]


def reproduction_section(
    several: Sequence[Seeded], language: Language, failures: Sequence[Failure] = ()
) -> Section:
    """Return the section on seeds, versions, the engine's hash, and replications that failed."""
    said = FAILED.say(language, count=len(failures)) if failures else NONE_FAILED.say(language)
    tables = [scenarios_table(several, language), versions_table(language)]
    if failures:
        tables.append(failures_table(failures, language))
    return Section(HEADING.say(language), (said,), tables=tuple(tables), annex=True)


def scenarios_table(several: Sequence[Seeded], language: Language) -> Table:
    """Tabulate scenarios with their seeds and hashes; seeds are text, so that none is rounded."""
    say = {name: words.say(language) for name, words in COLUMNS.items()}
    rows = []
    for scenario, seeds in several:
        rows.append(
            {
                say["scenario"]: scenario.name,
                say["title"]: glossary.title(scenario, language),
                say["finished"]: len(seeds),
                say["first"]: str(min(seeds, default="")),
                say["last"]: str(max(seeds, default="")),
                say["sha256"]: scenario.sha256,
            }
        )
    return Table(
        SCENARIOS_SHEET.say(language),
        SCENARIOS_TITLE.say(language),
        pd.DataFrame(rows),
        SCENARIOS_NOTE.say(language),
    )


def versions_table(language: Language) -> Table:
    """Tabulate the versions that a rerun needs for the same bytes."""
    from ... import __version__

    named = [("qipan", __version__), (ENGINE.say(language), source_hash())]
    named += list(versions().items())
    columns = [COLUMNS["package"].say(language), COLUMNS["version"].say(language)]
    frame = pd.DataFrame(named, columns=columns)
    return Table(VERSIONS_SHEET.say(language), VERSIONS_TITLE.say(language), frame)


def failures_table(failures: Sequence[Failure], language: Language) -> Table:
    """Tabulate the replications that failed, with the seeds they can be repeated with."""
    say = {name: words.say(language) for name, words in COLUMNS.items()}
    rows = [
        {
            say["scenario"]: f.scenario,
            say["seed"]: str(f.seed),
            say["reason"]: in_language(f.reason, language),
        }
        for f in failures
    ]
    return Table(FAILURES_SHEET.say(language), FAILURES_TITLE.say(language), pd.DataFrame(rows))
