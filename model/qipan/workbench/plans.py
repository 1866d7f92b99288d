"""A plan under a budget: a form becomes a plan file, and the page for leaders is shown."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..runs.csv_files import write_csv
from ..words import Language, Words
from .city_table import TableError
from .jobs import Jobs
from .options import EditError, number_typed
from .placement import column_typed
from .plan_sites import COLUMNS as SITES
from .plan_sites import sites_typed
from .studies import PLAN, answer_of, begin, effort, written
from .words import TEXTS as SAID
from .workspace import Question, Workspace, city_into, write_yaml

FILE, TABLE, CENTRES = "plan.yaml", "places.csv", "centres.csv"
OBJECTIVES = {
    "least_waiting": Words("least waiting under the budget"),
    "least_cost": Words("least cost that keeps the requirements"),
    "max_min": Words("best for the community that waits longest"),
}
NEEDS = {  # what makes a lever one that is used
    "hours": "hours_per_community_year",
    **dict.fromkeys(("staff", "volunteers", "paperwork", "training", "officers"), "cap"),
    **dict.fromkeys(("patrols", "meetings", "funds", "sites"), "cap"),
}
WAITING = {
    "tickets": Words("days that tickets are open"),
    "issues": Words("days that issues are unsolved, reported or not"),
}
PRICE_FROM = Words("where the price is from")
_MORE = {
    "cap": Words("most more at each place"),
    "most": Words("most more in all"),
}
_YEARLY = {"yuan_year": Words("yuan a year"), "price_from": PRICE_FROM, **_MORE}
FIELDS = {
    "staff": {
        "yuan_year": Words("yuan of a post a year"),
        "price_from": PRICE_FROM,
        "speed": Words("speed against a cadre who knows the place"),
        "floor": Words("fewest at each place"),
        "cap": Words("most at each place"),
        "most": Words("most in all"),
    },
    "hours": {
        "yuan_per_hour": Words("yuan an hour"),
        "price_from": PRICE_FROM,
        "hours_per_community_year": Words("hours a community and year that can be had"),
    },
    "volunteers": {
        "hours_per_year": Words("hours that each offers a year"),
        "yuan_per_hour": Words("yuan an hour"),
        "price_from": PRICE_FROM,
        **_MORE,
    },
    "paperwork": _YEARLY,
    "training": {
        "course_hours": Words("hours of a course"),
        "yuan_per_place": Words("yuan a place"),
        "price_from": PRICE_FROM,
        **_MORE,
    },
    "officers": _YEARLY,
    "patrols": _YEARLY,
    "meetings": {
        "yuan_per_sitting": Words("yuan a sitting"),
        "price_from": PRICE_FROM,
        **_MORE,
    },
    "sites": {
        "candidates": Words("sites: name, km east, km north; name, …"),
        "m2": Words("square metres of each"),
        "clerks": Words("clerks at each counter"),
        "yuan_year": Words("yuan of a centre a year"),
        "price_from": PRICE_FROM,
        **_MORE,
    },
    "funds": {
        "cap": Words("most yuan a year more in each community"),
        "most": Words("most yuan a year more in all"),
    },
    "requirements": {
        "wait_days": Words("days a ticket is open at most, mean of the year"),
        "solved.days": Words("solved within so many days …"),
        "solved.share": Words("… of so large a share of issues (0 to 1)"),
        "equity": Words("longest wait of a community, times the mean"),
        "confidence": Words("share of years in which this is to hold (0.5 to 1)"),
    },
}
NO_WORSE = Words("no community has more open than today")
COLUMNS = {
    "floor": Words("at least"),
    "cap": Words("at most"),
    "today": Words("there today"),
}
TEXTS = ("price_from", "candidates")


@cache
def levers_of_plans() -> dict[str, dict[str, Any]]:
    """Return what may be planned, with what the form begins with."""
    from ruamel.yaml import YAML

    text = (files(__package__) / "plan_levers.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe").load(text))


def begun_with(language: Language) -> dict[str, str]:
    """Return what the fields of a form hold before anybody has typed."""
    made = {}
    for name, lever in levers_of_plans().items():
        if "assumed" in lever:
            made[f"{name}.price_from"] = lever["assumed"][language]
        for key, said in lever.items():
            if isinstance(said, Mapping) and "value" in said:
                made[f"{name}.{key}"] = f"{said['value']:g}"
    return made


def plan_label(key: str) -> Words | None:
    """Return what a key of a plan file is called on the page; None if it has no field there."""
    block, _, rest = key.partition(".")
    if key in COLUMNS:
        return COLUMNS[key]
    if key == "objective":
        return SAID["plan_objective"]
    if block == "budgets_yuan":
        return Words("budget, yuan a year")
    if block == "requirements":
        return FIELDS[block].get(rest)
    name, _, field = (key if block in levers_of_plans() else rest).partition(".")
    lever = levers_of_plans().get(name)
    if lever is None or block not in NEEDS:
        return None
    title = Words.of(lever["title"]["en"], lever["title"]["zh"])
    words = FIELDS[block].get(field)
    if words is None:
        return title
    return Words.of(f"{title.en}: {words.en}", f"{title.zh}：{words.zh}")


def ask_for_plan(
    workspace: Workspace,
    jobs: Jobs,
    question: Question,
    asked: Mapping[str, Any],
    ids: Sequence[str],
    language: Language,
) -> None:
    """Write a plan file of what a form says, have it checked, and have it planned.

    Parameters
    ----------
    workspace : Workspace
    jobs : Jobs
    question : Question
    asked : mapping
        `objective`, `waiting`, `effort`, `budgets_yuan`, fields as ``worker.cap`` and
        ``requirements.equity``, and `rows` with floor, cap and today's posts of communities.
    ids : sequence of str
        Communities in the order of the rows.
    language : {"en", "zh"}

    Raises
    ------
    TableError
        With all that is wrong with the table, by row.
    ScenarioError
        With all that is wrong with the plan file; nothing is kept or begun then.
    """
    import pandas as pd

    from ..planning.plan_file import load_plan

    for key, known in (("objective", OBJECTIVES), ("waiting", WAITING)):
        if asked.get(key) not in known:
            raise EditError(key)
    table = _table(list(asked.get("rows") or ()), ids, language)
    with written(jobs, question, PLAN, asked) as folder:
        content = {
            "plan": question.content["title"],
            "scenario": city_into(workspace, question, folder),
            "objective": asked["objective"],
            "waiting": asked["waiting"],
            "budgets_yuan": [_typed(part) for part in _parts(asked.get("budgets_yuan", ""))],
            **_levers(asked),
            **({"table": TABLE} if table else {}),
            **effort(PLAN, asked),
        }
        if requirements := _requirements(asked):
            content["requirements"] = requirements
        if table:
            write_csv(pd.DataFrame(table, columns=["place", "type", *COLUMNS]), folder / TABLE)
        if sites := sites_typed(str(asked.get("sites.candidates", ""))):
            write_csv(pd.DataFrame(sites).rename(columns=dict(enumerate(SITES))), folder / CENTRES)
        write_yaml(folder / FILE, content)
        load_plan(str(folder / FILE))
    begin(jobs, question, PLAN, ["qipan", "plan", FILE], language)


def _parts(typed: Any) -> list[str]:
    """Split budgets of several years; digits may be grouped by commas within a year."""
    return [part for part in str(typed).replace("；", ";").split(";") if part.strip()]


def _typed(text: Any) -> Any:
    """Return a number as a file has it; what is none stays, for the file's check to tell."""
    try:
        number = number_typed(text)
    except EditError:
        return str(text).strip()
    return int(number) if number == int(number) else number


def _levers(asked: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, dict[str, Any]] = {}
    for name, lever in levers_of_plans().items():
        kind = lever["kind"]
        if not str(asked.get(f"{name}.{NEEDS[kind]}", "")).strip():
            continue
        said: dict[str, Any] = {"title": dict(lever["title"])}
        if "at" in lever:
            said["at"] = lever["at"]
        for field in FIELDS[kind]:
            text = str(asked.get(f"{name}.{field}", "")).strip()
            if text:
                said[field] = text if field in TEXTS else _typed(text)
        if "candidates" in said:
            said["candidates"] = CENTRES
        if kind == name:
            made[kind] = said
        else:
            made.setdefault(kind, {})[name] = said
    return made


def _requirements(asked: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field in FIELDS["requirements"]:
        text = str(asked.get(f"requirements.{field}", "")).strip()
        block, _, part = field.partition(".")
        if text and part:
            made.setdefault(block, {})[part] = _typed(text)
        elif text:
            made[block] = _typed(text)
    if asked.get("requirements.no_worse"):
        made["no_worse"] = True
    return made


def _table(
    rows: Sequence[dict[str, Any]], ids: Sequence[str], language: Language
) -> list[tuple[str, ...]]:
    """Return the rows of the table that say anything, of the posts that work at communities."""
    if rows and len(rows) != len(ids):
        raise TableError(["rows"])
    faults: list[str] = []
    for name, words in COLUMNS.items():
        column_typed(name, words, rows, faults, language, blank=True)
    if faults:
        raise TableError(faults)
    kind = next(name for name, lever in levers_of_plans().items() if lever.get("at") == "community")
    made = []
    for place, row in zip(ids, rows, strict=False):
        cells = tuple(str(row.get(name) or "").strip() for name in COLUMNS)
        if any(cells):
            made.append((place, kind, *cells))
    return made


def page_for_leaders(question: Question, language: Language) -> list[tuple[str, str]]:
    """Return the command's page for leaders as kinds (h1, h2, li, p) and texts."""
    file: Path = answer_of(question, PLAN) / f"summary_{language}.md"
    if not file.exists():
        return []
    made = []
    for line in file.read_text("utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        kind = {"#": "h1", "##": "h2", "-": "li"}.get(mark)
        if line.strip():
            made.append((kind or "p", rest if kind else line))
    return made
