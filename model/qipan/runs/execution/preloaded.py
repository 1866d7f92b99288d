"""What a process has done from which workers are forked: it imports, and waits to be forked.

Only `multiprocessing`'s server imports this, before it has started any thread; see `begun`.
"""

from ...engine.compile import get_ready_to_load
from ...scenario.document import ScenarioDocument
from ..store.key import engine_version
from . import processes

__all__ = ["processes"]

engine_version()
ScenarioDocument.model_rebuild()
get_ready_to_load()
