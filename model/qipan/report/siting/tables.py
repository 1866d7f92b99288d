"""Tables of a siting: centres that are open, communities, other ways to choose."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ...siting.ways import CHOSEN, EXISTING, GREEDY, LARGEST
from ...words import Language, Words
from ..glossary import term
from ..table import Table, columns

if TYPE_CHECKING:
    import pandas as pd

    from ...siting.sited import Sited

SITES_HEADS = {
    "site": Words("site"),
    "status": Words("existing or new"),
    "x_km": Words("km east"),
    "y_km": Words("km north"),
    "residents": Words("residents served"),
    "capacity": Words("residents it can serve"),
    "mean_metres": Words("mean metres to it"),
    "farthest_metres": Words("farthest, metres"),
}
PLACES_HEADS = {
    "community": Words("community"),
    "residents": Words("residents"),
    "site": Words("centre"),
    "served_share": Words("share served"),
    "metres": Words("mean metres"),
    "metres_existing": Words("metres to the nearest existing centre"),
}
WAYS_HEADS = {
    "way": Words("way to choose"),
    "centres": Words("centres"),
    "mean_metres": Words("mean metres of residents served"),
    "farthest_metres": Words("farthest, metres"),
    "served_share": Words("share of residents served"),
}
KEPT, NEW = "existing", "new"
STATUS = {KEPT: Words("existing"), NEW: Words("new")}
WAYS = {
    EXISTING: Words("existing centres alone"),
    LARGEST: Words("where most people live nearest"),
    GREEDY: Words("one after another, each where it helps most"),
    CHOSEN: Words("the choice of the program"),
}
SITES_TITLE = Words("Centres that are open")
PLACES_TITLE = Words("Communities and their centres")
WAYS_TITLE = Words("Other ways to choose as many centres")
WAYS_NOTE = Words(
    "An empty row: these centres cannot keep capacities and distances. Metres are as the crow "
    "flies, from the middle of a community."
)
SITES_SHEET, PLACES_SHEET, WAYS_SHEET = Words("centres"), Words("communities"), Words("ways")


def site_tables(sited: "Sited") -> dict[str, Table]:
    """Tables by name: sites, places, ways."""

    def status(name: Any, language: Language) -> str:
        return term(STATUS, name, language)

    def way(name: Any, language: Language) -> str:
        return term(WAYS, name, language)

    sites = columns(SITES_HEADS, status=status)
    places = columns(PLACES_HEADS)
    others = columns(WAYS_HEADS, way=way)
    made = (
        Table("sites", sites_frame(sited), sites, SITES_TITLE, sheet=SITES_SHEET),
        Table("places", places_frame(sited), places, PLACES_TITLE, sheet=PLACES_SHEET),
        Table("ways", ways_frame(sited), others, WAYS_TITLE, WAYS_NOTE, WAYS_SHEET),
    )
    return {table.name: table for table in made}


def sites_frame(sited: "Sited") -> "pd.DataFrame":
    """Open centres, a row each."""
    import pandas as pd

    given, found = sited.file.given, sited.found
    load, rows = found.load(given), []
    for n in found.opened.tolist():
        site, share = sited.file.sites[n], found.served[:, n]
        there = share > 0.0
        people = given.people * share
        metres = given.metres[:, n]
        rows.append(
            {
                "site": site.name,
                "status": KEPT if given.kept[n] else NEW,
                "x_km": site.x_km,
                "y_km": site.y_km,
                "residents": load[n],
                "capacity": given.capacity[n] if np.isfinite(given.capacity[n]) else np.nan,
                "mean_metres": people @ metres / load[n] if load[n] else np.nan,
                "farthest_metres": metres[there].max(initial=0.0) if there.any() else np.nan,
            }
        )
    return pd.DataFrame(rows, columns=list(SITES_HEADS))


def places_frame(sited: "Sited") -> "pd.DataFrame":
    """Communities, a row each; who goes to several centres has them all named."""
    import pandas as pd

    given, found = sited.file.given, sited.found
    kept = np.flatnonzero(given.kept)
    nearest = given.metres[:, kept].min(axis=1) if len(kept) else np.full(len(given.places), np.nan)
    return pd.DataFrame(
        {
            "community": given.places,
            "residents": given.people,
            "site": [
                "+".join(given.sites[n] for n in np.flatnonzero(row > 0.0)) for row in found.served
            ],
            "served_share": found.served.sum(axis=1),
            "metres": found.metres(given),
            "metres_existing": nearest,
        }
    )


def ways_frame(sited: "Sited") -> "pd.DataFrame":
    """Ways to choose, a row each."""
    import pandas as pd

    rows = [
        (w.name, w.centres, w.mean_metres, w.farthest_metres, w.served_share) for w in sited.ways
    ]
    return pd.DataFrame(rows, columns=list(WAYS_HEADS))
