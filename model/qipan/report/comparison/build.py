"""A comparison as a report."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ...outcomes.metrics import METRICS
from ...studies.comparison.comparison import Comparison
from ...words import Language, Words
from ..document import Report, Section
from ..parts.closures import closures_said
from ..parts.differences import differences_section
from ..parts.method import method_section
from ..parts.provenance import provenance_section
from ..parts.reproduction import reproduction_section, seeded
from ..parts.targets import targets_section
from ..parts.years import years_sections
from ..table import NOTHING
from . import tables
from .answer import SOLVED, answer, answer_of_pairs, primary
from .beyond_chance import beyond_chance_section
from .charts import charts_of, fairness_charts
from .costs import cost_sentence, costs_section
from .ends import AS_GIVEN, ends_section, ends_sentence, untold_items
from .precision import precision_said
from .titles import quoted, titles

TITLE = Words("Comparison of policies")
QUESTION_OF_TWO = Words("What does {policy} change against {reference}, and how sure is that?")
QUESTION = Words("Which of these policies does best, by how much, and how sure is that: {names}?")
QUESTION_OF_CITIES = Words(
    "What does each of these policies change in its own city, and how sure is that: {names}?"
)
FOUND = Words("What was found")
WHO = Words("Who gains, and who does not")
WHO_SAYS = Words("An average hides who waits. The tables list the worst-off first.")
MOST_ROWS = 150  # of tables by metric on the terminal; more is in the result folder
MOST_SAID = 2  # policies whose closures are told in a sentence; tables have the others


def comparison_report(
    parts: Sequence[Comparison],
    language: Language,
    *,
    command: str,
) -> Report:
    """Write the report of a comparison, or of several that answer one question.

    Parameters
    ----------
    parts : sequence of Comparison
        One, or one for each city.
    language : 'en' or 'zh'
    command : str
        What reproduces it, to be typed.
    """
    several = len(parts) > 1
    sections: list[Section] = []
    for number, part in enumerate(parts, 1):
        own = results(part, language)
        sections += [_of_part(each, part, number, language) for each in own] if several else own
    sections += background(parts, language)
    said = answer_of_pairs(parts, language) if several else answer(parts[0], language)
    costs = [told for part in parts if (told := cost_sentence(part, language)) is not None]
    first = [
        told for part in parts if (told := ends_sentence(part, primary(part), language)) is not None
    ]
    if first:
        first.append(AS_GIVEN.say(language))
    return Report(
        language=language,
        title=TITLE.say(language),
        question=asked(parts, language),
        answer=(" " if language == "en" else "").join([*first, said, *costs]),
        sections=tuple(sections),
        command=command,
    )


def results(found: Comparison, language: Language) -> list[Section]:
    """Return what was found, who gains by it, and what the scenarios differ in."""
    costs, ends = costs_section(found, language), ends_section(found, language)
    return [
        findings(found, language),
        *([ends] if ends is not None else []),
        beyond_chance_section(found, language),
        *([costs] if costs is not None else []),
        *years_sections(found.tables.get("years"), language),
        who(found, language),
        differences_section(found.scenarios, language),
    ]


def background(parts: Sequence[Comparison], language: Language) -> list[Section]:
    """Return targets, method, provenance of the inputs, seeds and versions."""
    runs = list({each.scenario.sha256: each for part in parts for each in part.runs}.values())
    failures = list(dict.fromkeys(failure for part in parts for failure in part.failures))
    methods = [_method(part, language) for part in parts]
    if len(parts) > 1:
        methods = [_named(m, part, language) for m, part in zip(methods, parts, strict=True)]
    targets = targets_section(runs, language)
    return [
        *([targets] if targets else []),
        *methods,
        provenance_section([each.scenario for each in runs], language),
        reproduction_section(seeded(runs), language, failures),
    ]


def _method(part: Comparison, language: Language) -> Section:
    section = method_section(part.runs, language, precision_said(part, language))
    items = (*untold_items(part, language), *section.items)
    brief = replace(section.brief, items=items) if section.brief else None
    return replace(section, tables=(tables.pairing(part).said(language),), items=items, brief=brief)


def asked(parts: Sequence[Comparison], language: Language) -> str:
    """Word the question, where the experiment does not put one."""
    if len(parts) > 1:
        names = [_title(part, language) for part in parts]
        return QUESTION_OF_CITIES.say(language, names=quoted(names, language, most=12))
    found = parts[0]
    named = titles(found, language)
    if len(named) == 2:
        policy, reference = (f"“{named[n]}”" for n in (found.others[0], found.reference))
        return QUESTION_OF_TWO.say(language, policy=policy, reference=reference)
    return QUESTION.say(language, names=quoted(list(named.values()), language, most=12))


def findings(found: Comparison, language: Language) -> Section:
    """Return charts and tables of the whole city."""
    shown = _existing(found, primary(found))
    if len(found.names) == 2:
        tabled = brief = [tables.of_two(found)]
    else:
        one = tables.of_many(found, shown)
        tabled = [one, tables.means(found), tables.every_difference(found)]
        most = max(1, MOST_ROWS // len(found.names))
        brief = [replace(tables.of_many(found, m), note=NOTHING) for m in found.metrics[:most]]
        brief[-1] = replace(brief[-1], note=one.note)
    closures = [closures_said(runs, language) for runs in found.runs[:MOST_SAID]]
    return Section(
        FOUND.say(language),
        tuple(said for said in closures if said is not None),
        charts=tuple(charts_of(found, shown, language)),
        tables=tuple(table.said(language) for table in tabled),
    ).briefly(tables=tuple(table.said(language) for table in brief))


def who(found: Comparison, language: Language) -> Section:
    """Return the section on communities, kinds of issues and levels."""
    metric = _kept_by_community(found)
    return Section(
        WHO.say(language),
        (WHO_SAYS.say(language),),
        charts=tuple(fairness_charts(found, metric, language)),
        tables=(
            tables.by_community(found, metric).said(language),
            tables.by_kind(found, metric).said(language),
            tables.by_level(found).said(language),
        ),
    )


def _of_part(section: Section, part: Comparison, number: int, language: Language) -> Section:
    """One of the sections of a comparison among several: named, its charts told apart."""
    drawn = tuple(replace(chart, name=f"{number}_{chart.name}") for chart in section.charts)
    said = section.paragraphs
    if section.heading == FOUND.say(language):
        said = (answer(part, language), *said)
    named = replace(_named(section, part, language), charts=drawn, paragraphs=said)
    if named.brief is not None and section.heading == FOUND.say(language):
        return replace(named, brief=replace(named.brief, paragraphs=said))
    return named


def _named(section: Section, part: Comparison, language: Language) -> Section:
    colon = ": " if language == "en" else "："
    heading = f"{_title(part, language)}{colon}{section.heading}"
    brief = section.brief and replace(section.brief, heading=heading)
    return replace(section, heading=heading, brief=brief)


def _title(part: Comparison, language: Language) -> str:
    """What a comparison among several is called: the policy it tries."""
    names = titles(part, language)
    if len(names) == 2:
        return names[part.others[0]]
    return quoted(list(names.values()), language, most=2)


def _existing(found: Comparison, metric: str) -> str:
    """The metric, if it exists under any policy or cannot be ranked; else the share ever solved."""
    if METRICS[metric].better is None:
        return metric
    means = [runs.interval(metric).mean for runs in found.runs]
    return metric if not np.isnan(means).all() else SOLVED


def _kept_by_community(found: Comparison) -> str:
    """The answer's metric, if it is kept by community and kind and exists in most; else SOLVED."""
    metric = primary(found)
    try:
        values = [
            tables.member_means(runs, metric, by).mean(axis=0)
            for runs in found.runs
            for by in ("community", "kind")
        ]
    except LookupError:
        return SOLVED
    return metric if all(2 * np.isnan(v).sum() < len(v) for v in values) else SOLVED
