"""What ``qipan measure-next`` does: reads worlds again, and says what to know is worth most."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from ..errors import InputError
from ..experiments.csv_files import write_csv
from ..experiments.file import load_experiment
from ..experiments.manifest import manifest
from ..experiments.metrics_asked import check_metrics
from ..experiments.result_folder import (
    MANIFEST,
    check_writable,
    whole_folder,
    write_json,
    write_more,
)
from ..experiments.uncertainty.partial_information import (
    FEWEST_WORLDS,
    Information,
    PartialInformation,
    information,
)
from ..experiments.uncertainty.tables import read_worlds
from ..experiments.uncertainty.worlds import AssumedWorlds
from ..outcomes.metrics import METRICS
from ..scenario.families import FAMILIES
from . import charts, glossary
from .charts.knowing import Known
from .console import console, number
from .language import LANGUAGES, Language, Words

NOTHING = 1e-9  # what is left of 0 by rounding
MOST_ROWS = 12
TITLE = Words("What to measure next", "下一步应测量什么")
SAYS = Words(
    "Worth of choosing by {metric} with one family of numbers known, over {worlds} worlds.",
    "已知某一类数值时，按“{metric}”选择方案的价值（{worlds} 个情形）。",
)


class MeasureError(InputError):
    """It cannot be said what to measure; in a sentence."""


def measure_next_and_report(
    file: str, metric: str | None, comparison: int, seed: int, language: str, out: Path | None
) -> Information:
    """Read worlds, say what knowing each family is worth, print it and write a result folder.

    Parameters
    ----------
    file : str
        Result folder of a comparison with worlds, or its experiment file.
    metric : str or None
    comparison : int
        Counted from 1.
    seed : int
    language : str
        Of the chart.
    out : Path or None

    Raises
    ------
    MeasureError
        If the metric has no better side or exists in too few worlds, or there is no such language.
    ResultFolderError
        If there are no worlds, or the folder cannot be written.
    """
    if language not in LANGUAGES:
        raise MeasureError(f"--lang: found '{language}'; allowed: {', '.join(LANGUAGES)}")
    source = Path(file)
    if source.is_file():
        source = Path("results") / load_experiment(file, "compare").name
    folder = out or Path("results") / f"{source.resolve().name}_measure_next"
    check_writable(folder)
    worlds = read_worlds(source, comparison)
    chosen = _metric(worlds, metric)
    benefits, known = _benefits(worlds, chosen)
    found = information(benefits, worlds.places[known], worlds.families, seed)
    _print(found, worlds, chosen)
    with whole_folder(folder) as made:
        asked = {"of": source.name, "metric": chosen, "comparison": comparison, "seed": seed}
        write_json(made / MANIFEST, manifest("measure-next", (), asked=asked))
        write_csv(_frame(found, chosen), made / "measure_next.csv")
        write_more(made, _chart(found, chosen, language))
    console().print(f"Results: {folder}/", highlight=False)
    return found


def _metric(worlds: AssumedWorlds, asked: str | None) -> str:
    known = worlds.layer.metrics
    if asked is not None:
        (name,) = check_metrics((asked,))
        if name not in known:
            raise MeasureError(f"--metric: {name} is not among those of the worlds: {_list(known)}")
        if METRICS[name].better is None:
            raise MeasureError(f"--metric: no side of {name} is better, so that nothing is chosen")
        return name
    found = next((name for name in known if METRICS[name].better is not None), None)
    if found is None:
        raise MeasureError(f"no side is better of any metric of the worlds: {_list(known)}")
    return found


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _benefits(worlds: AssumedWorlds, metric: str) -> tuple[np.ndarray, np.ndarray]:
    """Incremental net benefit by world and policy, and the worlds in which all of them exist."""
    layer = worlds.layer
    side = 1.0 if METRICS[metric].better == "higher" else -1.0
    gains = np.column_stack(
        [side * layer.gain(other, metric).mean(axis=1) for other in layer.others]
    )
    known = ~np.isnan(gains).any(axis=1)
    if known.sum() < FEWEST_WORLDS:
        raise MeasureError(
            f"{metric} exists under all policies in {known.sum()} of {len(layer)} worlds; "
            f"{FEWEST_WORLDS} at least are needed: try another --metric, or more worlds"
        )
    return gains[known], known


def _frame(found: Information, metric: str) -> pd.DataFrame:
    rows = [asdict(each) for each in found.families]
    frame = pd.DataFrame(rows)
    frame.insert(1, "title_en", [FAMILIES[name].en for name in frame["family"]])
    frame.insert(2, "title_zh", [FAMILIES[name].zh for name in frame["family"]])
    frame.insert(0, "metric", metric)
    frame["unit"] = METRICS[metric].unit
    frame["everything"], frame["by_chance"] = found.everything, found.by_chance
    frame["worlds"] = found.worlds
    return frame


def _print(found: Information, worlds: AssumedWorlds, metric: str) -> None:
    out, about = console(), METRICS[metric]
    layer = worlds.layer
    table = Table(
        title=f"What to measure next: {', '.join(layer.others)} or {layer.reference}, chosen by "
        f"{about.title_en} ({about.unit})",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        title_style="bold",
    )
    table.add_column("family")
    for name in ("worth knowing", "standard error", "goes with it, %"):
        table.add_column(name, justify="right")
    table.add_column("")
    for each in found.families[:MOST_ROWS]:
        table.add_row(*map(Text, _cells(each)))
    out.print(table)
    out.print(
        Text(
            f"{found.worlds} worlds. To know all numbers is worth {number(found.everything)} "
            f"{about.unit}; of families that do nothing 19 in 20 come to less than "
            f"{number(found.by_chance)}. Goes with it: share of the variance of the difference "
            "between policies."
        ),
        style="dim",
    )
    out.print(Text(answer(found)))


def _cells(each: PartialInformation) -> tuple[str, ...]:
    remark = "" if each.above_chance and each.value > NOTHING else "not distinguishable from chance"
    share = f"{100 * each.explained:.0f}"
    return FAMILIES[each.family].en, number(each.value), number(each.error), share, remark


def answer(found: Information) -> str:
    """Say what to measure, if anything."""
    if found.everything <= NOTHING:
        return "No survey would change the choice: it is the same in every world."
    first = found.families[0]
    if first.above_chance and first.value > NOTHING:
        return f"Measure first: {FAMILIES[first.family].en}."
    return (
        "No single family can be told from chance: more worlds would tell, or none of them by "
        "itself decides the choice."
    )


def _chart(found: Information, metric: str, language: Language) -> dict[str, bytes]:
    rows = [
        Known(
            FAMILIES[each.family].en if language == "en" else FAMILIES[each.family].zh,
            each.value,
            each.error,
        )
        for each in found.families
    ]
    figure = charts.knowing(
        rows,
        by_chance=found.by_chance,
        unit=glossary.unit_of(metric, language),
        title=TITLE.say(language),
        note=SAYS.say(language, metric=glossary.metric(metric, language), worlds=found.worlds),
        language=language,
    )
    drawn = charts.as_chart(figure, "measure_next", TITLE.say(language))
    return {f"charts/{drawn.name}.{end}": content for end, content in drawn.files.items()}
