"""What Mesa collects of a city model unless told otherwise."""

import mesa

from ..engine.codes import N_CLOSED


def default_collector() -> mesa.DataCollector:
    """Open tickets at the end of each step, the closures of its day, and the model's seed.

    The seed makes each row of `mesa.batch_run` one that can be repeated.
    """
    return mesa.DataCollector(
        model_reporters={
            "seed": "seed",
            "open_tickets": lambda model: model.open_tickets,
            "closed": lambda model: int(
                model.layer.world.counters[model.day - 1, :, N_CLOSED].sum()
            ),
        }
    )
