"""The report of a siting: which centres, what they come to, a map, and how to try them."""

from typing import TYPE_CHECKING

from ... import charts
from ...siting.sited import TRIAL
from ...words import Language, Words
from .. import glossary
from ..document import Chart, Report, Section
from ..parts.provenance import provenance_section

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...siting.sited import Sited

QUESTION = Words("Where in “{scenario}” should service centres stand?")
OPENED = Words("New centres ({new}, beside {kept} existing): {names}.")
ALL_NEW = Words("Centres ({new}): {names}.")
MORE = Words("{names} and {n} more")
DISTANCE = Words(
    "Residents have {mean:,.0f} m to their centre on average, as the crow flies, and {far:,.0f} m "
    "at most."
)
COVERED = Words("{share:.1%} of residents have a centre within {within:,.0f} m.")
PROVEN = Words("No choice is better: proven.")
BOUND = Words("The search was stopped: no choice can be better by more than {gap:.1%}.")
LINEAR = Words(
    "The bound by centres in parts is {linear:,.1f}, the choice comes to {objective:,.1f} ({unit})."
)
UNITS = {
    "least_distance": Words("residents times metres"),
    "most_covered": Words("residents"),
    "fewest_centres": Words("centres"),
}
CENTRES, AGAINST = Words("The centres"), Words("Against other ways to choose")
TRY = Words("What the simulation says")
TRIED = Words(
    "In this scenario residents within {radius:,.0f} m of a centre settle matters at its counter. "
    "What the sites change is simulated by: qipan compare {file} (the scenario's own centres, "
    "the existing sites if any, these sites)."
)
NO_EFFECT = Words(
    "In this scenario no matter is settled at centres (policy.service_circle is off or absorbs "
    "nothing), so sites change nothing that is simulated. Distances and coverage above are all "
    "that can be said of them."
)
COUNTERS = Words(
    "The simulation takes sites for whom they reach. Counters stay those of each community, so "
    "capacities of sites are the program's alone."
)
DOUBT = Words("What to doubt")
CROW = Words("Ways are as the crow flies, from the middle of each community; no roads, no hills.")
ALIKE = Words("Nobody chooses: all go where the program sends them, or to the nearest centre.")
MAP = Words("Communities by metres to their centre\n{title}")
METRES = Words("metres to the centre")
MOST_NAMED = 12


def site_report(sited: "Sited", language: Language, command: str) -> Report:
    """Write the report of a siting.

    Parameters
    ----------
    sited : Sited
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    """
    scenario, tables = sited.file.scenario, sited.tables
    said = _answer(sited, language)
    gap = " " if language == "en" else ""
    opened, ways = tables["sites"].said(language), tables["ways"].said(language)
    centres = Section(
        CENTRES.say(language),
        said,
        charts=(_map(sited, language),),
        tables=(opened, tables["places"].said(language)),
    )
    return Report(
        language=language,
        title=title(sited, language),
        question=QUESTION.say(language, scenario=glossary.title(scenario, language)),
        answer=gap.join(said),
        sections=(
            centres.briefly(tables=(opened,)),
            Section(AGAINST.say(language), tables=(ways,)).briefly(),
            Section(TRY.say(language), _trial(sited, language)).briefly(),
            Section(DOUBT.say(language), items=(CROW.say(language), ALIKE.say(language))),
            provenance_section([scenario], language),
        ),
        command=command,
    )


def title(sited: "Sited", language: Language) -> str:
    """Title of the siting, as its file gives it."""
    given = sited.file.document.site
    return given.en if language == "en" else given.zh


def _answer(sited: "Sited", language: Language) -> tuple[str, ...]:
    given, found, chosen = sited.file.given, sited.found, sited.ways[-1]
    new = [given.sites[n] for n in found.opened.tolist() if not given.kept[n]]
    kept = len(found.opened) - len(new)
    names = (", " if language == "en" else "、").join(new[:MOST_NAMED]) or "-"
    if len(new) > MOST_NAMED:
        names = MORE.say(language, names=names, n=len(new) - MOST_NAMED)
    words = OPENED if kept else ALL_NEW
    said = [words.say(language, new=len(new), kept=kept, names=names)]
    if given.objective == "least_distance":
        far = {"mean": chosen.mean_metres, "far": chosen.farthest_metres}
        said.append(DISTANCE.say(language, **far))
    else:
        said.append(COVERED.say(language, share=chosen.served_share, within=given.within))
    stopped = found.status == "stopped"
    said.append((BOUND if stopped else PROVEN).say(language, gap=found.gap))
    unit = UNITS[given.objective].say(language)
    numbers = {"linear": found.linear_bound, "objective": found.objective, "unit": unit}
    return (*said, LINEAR.say(language, **numbers))


def _trial(sited: "Sited", language: Language) -> tuple[str, ...]:
    if not sited.simulated:
        return (NO_EFFECT.say(language),)
    radius = sited.file.scenario.document.policy.service_circle.radius_metres
    return (TRIED.say(language, radius=radius, file=TRIAL), COUNTERS.say(language))


def _map(sited: "Sited", language: Language) -> Chart:
    caption = MAP.say(language, title=title(sited, language))

    def draw() -> "Figure":
        places, found, given = sited.file.places, sited.found, sited.file.given
        opened = [sited.file.sites[n] for n in found.opened.tolist()]
        return charts.site_map(
            places.x_km,
            places.y_km,
            places.residents,
            found.metres(given),
            [charts.Centre(s.x_km, s.y_km, s.name, s.status != "existing") for s in opened],
            label=METRES.say(language),
            title=caption,
            language=language,
        )

    return Chart("site_map", caption.replace("\n", " "), draw)
