"""The service circle (服务圈): who lives within reach of a one-stop centre."""

from .compile import kernel


@kernel
def in_circle(w, resident):
    """Whether the resident lives within reach of a centre."""
    return w.rules.service_circle and w.buildings.in_circle[w.residents.building[resident]] == 1
