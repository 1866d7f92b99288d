"""What a planner asks of a scenario that has not got it."""

from ..errors import ImpossibleError


class ResourceError(ImpossibleError, ValueError):
    """A resource cannot be planned or valued here; the message says why, and what would help."""
