"""What a calibration answers, in a few sentences."""

from ...studies.calibration.result import Calibration
from ...studies.uncertainty.ensemble import FEWEST
from ...words import Language, Words
from .tables import label

LEFT = Words(
    "Of all that the ranges of the assumed numbers allow, {share} % is plausible: within the "
    "windows of {targets:one target|# targets}, as far as chance and the emulators can tell."
)
SMALL = Words(
    "Of all that the ranges of the assumed numbers allow, less than {share} % is plausible."
)
CONFIRMED = Words("By simulations themselves, without emulators, it is about {share} %.")
MOST = Words("Most was ruled out by {target} ({share} % alone).")
NARROWED = Words("Narrowed: {names}.")
NONE_NARROWED = Words("No number is narrowed: the windows are too wide, or no target follows it.")
UNTOUCHED = Words("No target can narrow {count:one of them|# of them} (families or numbers).")
DRAWN = Words("{draws} draws of it were simulated and written as an ensemble.")
NOT_WRITTEN = Words(
    "{draws} draws of it were simulated; no ensemble is written, since the scenario is no file."
)
NOTHING = Words("Nothing that the ranges of the assumed numbers allow meets all targets.")
ALONE = Words(
    "Nothing meets {target} even alone: simulated from {least} to {most}, reported from {low} "
    "to {high}."
)
TOGETHER = Words("These contradict each other: {names}.")
UNCONFIRMED = Words(
    "The emulators hold {share} % for plausible, but of {tried} further points that were "
    "simulated none met all targets; {target} was missed most often. More points tell more "
    "(--points)."
)
FEW = Words(
    "There are only {draws} draws; of fewer than {least} no range of nine in ten can be told."
)
LEFT_OUT = Words("Left out, since the metric does not exist in most of what was simulated: {name}.")
UNSOUND = Words(
    "{unsound} of {points} points were no sound scenarios and count for nothing: shares are of "
    "the whole of the ranges."
)
NOT_FOUND = Words(
    "No plausible point was found. That is no proof that there is none: as it is given the "
    "scenario meets {met} of {all} targets. More points and waves tell more (--points, --waves)."
)
FEW_POINTS = Words(
    "{points} points of {factors} families or numbers are few: an emulator may miss what moves a "
    "target, and what it rules out is not firm; take ten for each (--points)."
)
POINTS_EACH = 10
MOST_NAMED = 4
TOLD = 1e-3  # per cent; smaller shares are not told to a digit


def answer(found: Calibration, language: Language) -> str:
    """Answer the question."""
    said = _nothing(found, language) if found.found.is_empty else _something(found, language)
    return (" " if language == "en" else "").join(said)


def _something(found: Calibration, language: Language) -> list[str]:
    matched = found.found
    share = 100.0 * matched.plausible.share
    targets = len(matched.judge.windows)
    said = [LEFT.say(language, share=f"{share:.3g}", targets=targets)]
    if share < TOLD:
        said = [SMALL.say(language, share=f"{TOLD:g}")]
    said.append(CONFIRMED.say(language, share=_about(100.0 * matched.climbed.share)))
    n = max(range(targets), key=lambda place: found.ruled_out[place].alone)
    alone = 100.0 * found.ruled_out[n].alone
    if alone >= 1.0:
        name = _name(matched.judge.windows[n].name)
        said.append(MOST.say(language, target=name, share=f"{alone:.0f}"))
    names = narrowed_names(found, language)
    comma = ", " if language == "en" else "、"
    if names:
        said.append(NARROWED.say(language, names=comma.join(names[:MOST_NAMED])))
    else:
        said.append(NONE_NARROWED.say(language))
    untouched = sum(one.said == "untouched" for one in found.narrowed)
    if untouched:
        said.append(UNTOUCHED.say(language, count=untouched))
    written = DRAWN if found.writes_ensemble else NOT_WRITTEN
    return [*said, written.say(language, draws=len(matched.members))]


def narrowed_names(found: Calibration, language: Language) -> list[str]:
    """What is narrowed, the most narrowed first."""
    pairs = zip(found.shown, found.narrowed, strict=True)
    several = sorted(
        ((told.width, factor.name) for factor, told in pairs if told.said == "narrowed")
    )
    return [label(found, name, language) for _, name in several]


def _nothing(found: Calibration, language: Language) -> list[str]:
    matched = found.found
    said = [NOTHING.say(language)]
    if found.met_as_given and not found.contradictions:
        every = len(matched.judge.windows)
        said = [NOT_FOUND.say(language, met=len(found.met_as_given), all=every)]
    by_name = {w.name: n for n, w in enumerate(matched.judge.windows)}
    comma = ", " if language == "en" else "、"
    for names in found.contradictions:
        if len(names) > 1:
            said.append(TOGETHER.say(language, names=comma.join(map(_name, names))))
            continue
        n = by_name[names[0]]
        told, window = found.ruled_out[n], matched.judge.windows[n]
        ends = {"least": told.least, "most": told.most, "low": window.low, "high": window.high}
        shown = {name: f"{value:.4g}" for name, value in ends.items()}
        said.append(ALONE.say(language, target=_name(window.name), **shown))
    if not found.contradictions and matched.tried:
        worst = int(matched.missed.argmax())
        share = f"{100.0 * matched.plausible.share:.3g}"
        name = _name(matched.judge.windows[worst].name)
        said.append(UNCONFIRMED.say(language, share=share, tried=matched.tried, target=name))
    return said


def cautions(found: Calibration, language: Language) -> tuple[str, ...]:
    """Sentences that must be known to read the numbers."""
    matched = found.found
    said = [LEFT_OUT.say(language, name=_name(window.name)) for window in matched.left_out]
    points = sum(wave.points for wave in matched.waves)
    usable = sum(wave.usable for wave in matched.waves)
    if usable < POINTS_EACH * len(found.shown):
        said.append(FEW_POINTS.say(language, points=usable, factors=len(found.shown)))
    if usable < points:
        said.append(UNSOUND.say(language, unsound=points - usable, points=points))
    if 0 < len(matched.members) < FEWEST:
        said.append(FEW.say(language, draws=len(matched.members), least=FEWEST))
    return tuple(said)


def _name(name: str) -> str:
    return name.replace("_", " ")


def _about(per_cent: float) -> str:
    """A number to its first digit, written out."""
    return f"{float(f'{per_cent:.1g}'):g}"
