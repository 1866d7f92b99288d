"""The report of a calibration."""

from functools import partial

from ... import charts
from ...charts.narrowed import Part, Place, implausible_chart, narrowed_chart
from ...runs.runs import replication_seed
from ...studies.calibration.result import Calibration
from ...words import Language, Words
from .. import glossary
from ..document import Chart, Report, Section
from ..parts import method
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from .answer import answer, cautions
from .tables import contradicting, factors, label, levels, targets, waves

TITLE = Words("{title}: calibrated against what was reported")
QUESTION = Words("Which values of what nobody has measured agree with what was reported?")
FOUND = Words("What the targets rule out")
NUMBERS = Words("What is narrowed")
RANGES = Words("Where each number lies in its range")
RANGES_SAY = Words("Prior and plausible range of each family or number that some target follows.")
IMPLAUSIBLE = Words("How far each target was from its window")
IMPLAUSIBLE_SAYS = Words("Implausibility of the points that were simulated, by target.")
NOTE = Words("Simulated, seed {seed}.")
HOW = Words(
    "History matching: {points} points in {waves:one wave|# waves}, {n} replications of each on "
    "the same seeds. Of each target an emulator (a linear trend and a Gaussian process) says what "
    "would be simulated elsewhere, and how sure that is. A point is implausible if any target "
    "lies {cutoff} standard deviations or more outside of its window; these hold the chance of "
    "one period, that of the replications' mean, and what the emulator does not know. Draws of "
    "the ensemble were simulated themselves: chains of simulations follow the ranges within a "
    "distance of all windows that becomes smaller, level by level, until all are met."
)
TOGETHER = Words(
    "Numbers of a family move together (correlation {together}); targets narrow where the "
    "family lies, and the own parts of its numbers as far as simulations tell them apart."
)
MEANING = Words(
    "Plausible is not probable: the ensemble says what the targets leave of the ranges, evenly. "
    "What no target follows stays as wide as it was assumed."
)
USE = Words("qipan run, compare and seek take it by --ensemble.")


def calibration_report(found: Calibration, language: Language, *, command: str) -> Report:
    """Write the report of a calibration.

    Parameters
    ----------
    found : Calibration
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    """
    settings = found.request.settings
    seeds = [replication_seed(settings.seed, number) for number in range(settings.replications)]
    return Report(
        language=language,
        title=TITLE.say(language, title=glossary.title(found.scenario, language)),
        question=QUESTION.say(language),
        answer=answer(found, language),
        sections=(
            _ruled_out(found, language),
            _narrowed(found, language),
            _method(found, language),
            provenance_section(found.scenarios, language),
            reproduction_section([Seeded(found.scenario, seeds)], language, found.failures),
        ),
        command=command,
    )


def _ruled_out(found: Calibration, language: Language) -> Section:
    several = (targets(found), contradicting(found), waves(found), levels(found))
    shown = tuple(table.said(language) for table in several if len(table.frame))
    chart = _implausible(found, language)
    return Section(FOUND.say(language), charts=(chart,), tables=shown).briefly()


def _narrowed(found: Calibration, language: Language) -> Section:
    chart = () if found.found.is_empty else _ranges(found, language)
    said = (MEANING.say(language), *((USE.say(language),) if found.writes_ensemble else ()))
    tables = (factors(found).said(language),) if len(found.found.plausible) else ()
    return Section(NUMBERS.say(language), said, chart, tables).briefly(paragraphs=said[1:])


def _ranges(found: Calibration, language: Language) -> tuple[Chart, ...]:
    rows = [
        Place(label(found, factor.name, language), told.low, told.middle, told.high)
        for factor, told in zip(found.shown, found.narrowed, strict=True)
        if told.by
    ]
    if not rows:
        return ()
    figure = partial(
        narrowed_chart,
        sorted(rows, key=lambda row: row.high - row.low),
        title=RANGES.say(language),
        note=NOTE.say(language, seed=found.request.settings.seed),
        language=language,
    )
    return (charts.as_chart(figure, "plausible_ranges", RANGES_SAY.say(language)),)


def _implausible(found: Calibration, language: Language) -> Chart:
    judge = found.found.judge
    told = judge.of_simulated(found.found.values)
    rows = [
        Part(window.name.replace("_", " "), told[:, n]) for n, window in enumerate(judge.windows)
    ]
    figure = partial(
        implausible_chart,
        rows,
        cutoff=judge.cutoff,
        title=IMPLAUSIBLE.say(language),
        note=NOTE.say(language, seed=found.request.settings.seed),
        language=language,
    )
    return charts.as_chart(figure, "implausibility", IMPLAUSIBLE_SAYS.say(language))


def _method(found: Calibration, language: Language) -> Section:
    settings, waves_made = found.request.settings, found.found.waves
    how = HOW.say(
        language,
        points=sum(wave.points for wave in waves_made),
        waves=len(waves_made),
        n=settings.replications,
        cutoff=f"{settings.cutoff:g}",
    )
    families = any(factor.members for factor in found.factors)
    together = TOGETHER.say(language, together=f"{found.request.together:g}")
    said = (
        method.simulated(found.scenario, str(settings.replications), language),
        how,
        *((together,) if families else ()),
    )
    items = (*cautions(found, language), *standing_items(found.scenarios, language))
    return Section(method.HEADING.say(language), said, items=items).briefly(paragraphs=())
