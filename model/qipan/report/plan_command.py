"""What ``qipan plan`` does: plan, confirm by simulation, print the page and write the tables."""

from collections.abc import Callable
from pathlib import Path

from ..errors import ImpossibleError
from ..experiments.csv_files import write_csv
from ..experiments.manifest import manifest
from ..experiments.plans import PlanSimulator
from ..experiments.replications import replication_seed
from ..experiments.result_folder import MANIFEST, check_writable, whole_folder, write_json
from ..experiments.run import Stopped
from ..experiments.worth import with_cadres
from ..planning.answer import places_frame, posts_frame, values_frame
from ..planning.confirming import Confirmed, confirm
from ..planning.explaining import explain
from ..planning.plan_file import PlanFile
from ..planning.posing import measure, pose
from ..planning.program import NoPlan
from .console import console
from .language import LANGUAGES
from .planning.page import page
from .progress import stop_on_interrupt
from .watching import years_simulated


class NoSuchPlan(ImpossibleError, ValueError):
    """Nothing keeps all that is asked for; the message says what would have to change."""


def plan_and_report(file: PlanFile, folder: Path, jobs: int) -> bool:
    """Plan, print and write a result folder.

    Returns
    -------
    bool
        False if it was stopped; then nothing is written.

    Raises
    ------
    NoSuchPlan
        If no plan keeps all rules; told before any plan is simulated.
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    """
    check_writable(folder)
    out = console()
    with stop_on_interrupt() as stop, years_simulated(out, file.scenario.name) as watched:

        def told(said: str) -> None:
            watched.said(said)
            if stop.is_set():
                raise Stopped

        simulator = PlanSimulator(with_cadres(file.scenario), jobs, stop=stop, ran=watched.ran)
        try:
            found = _confirmed(file, simulator, told)
        except Stopped:
            out.print("Stopped; nothing written.")
            return False
    with whole_folder(folder) as whole:
        asked = file.document.model_dump(mode="json")
        write_json(whole / MANIFEST, manifest("plan", [file.scenario], asked=asked))
        write_csv(posts_frame(found.given, found.plan), whole / "plan.csv")
        write_csv(places_frame(found), whole / "places.csv")
        write_csv(values_frame(found.given, found.plan), whole / "values.csv")
        for language in LANGUAGES:
            text = page(file, found, language)
            (whole / f"summary_{language}.md").write_text(text, encoding="utf-8", newline="\n")
    out.print(page(file, found, "en"), highlight=False, markup=False)
    out.print(f"Written to {folder}/.", highlight=False)
    return True


def _confirmed(file: PlanFile, simulator: PlanSimulator, told: Callable[[str], None]) -> Confirmed:
    document = file.document
    seeds = [replication_seed(document.seed, n) for n in range(document.replications)]
    fresh = [replication_seed(document.seed + 1, n) for n in range(document.fresh)]
    measured = measure(simulator, seeds[:1])
    given = pose(file, measured)
    told("measured what reaches the desks")
    try:
        return confirm(
            given,
            document.objective,
            lambda heads, on: simulator.at_receivers(heads, on).ticket_days,
            measured.per_post,
            seeds=seeds,
            fresh_seeds=fresh,
            rounds=document.rounds,
            confidence=document.requirements.confidence,
            no_worse=document.requirements.no_worse,
            told=told,
        )
    except NoPlan:
        raise NoSuchPlan("\n".join(explain(given).sentences(given))) from None
