"""Cadres placed as an experiment file asks."""

import json
from collections.abc import Mapping

from ...scenario import Scenario
from ...scenario.faults import Fault
from .document import ExperimentDocument
from .variants import variants


def place_cadres(
    document: ExperimentDocument, scenarios: Mapping[str, Scenario]
) -> tuple[dict[str, Scenario], list[Fault]]:
    """Place the cadres of every scenario that asks for it; the others stay as they are.

    What reaches the desks is measured once for all scenarios that differ in placing only.
    """
    from ..allocation.placement import PlacementError
    from ..allocation.placer import Placer

    found, faults = dict(scenarios), []
    asked = [(key, v) for key, v in variants(document) if v.place is not None]
    most = max((v.place.cadres for _, v in asked if v.place is not None), default=0)
    placers: dict[str, Placer] = {}
    for key, variant in asked:
        assert variant.place is not None
        scenario, same = scenarios[key], json.dumps([variant.file, variant.set], sort_keys=True)
        try:
            if same not in placers:
                placers[same] = Placer(scenario, most=most, seed=document.seed)
            placed = placers[same].scenario(variant.place.cadres, variant.place.by)
        except PlacementError as error:
            faults.append(Fault(key=f"{key}.place", found=str(error)))
            continue
        title = scenario.document.title.model_dump()
        found[key] = placed.revise({"name": scenario.name, "title": title})
    return found, faults
