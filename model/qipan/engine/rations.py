"""Hours that are planned: which volunteers may be asked for which order, and how many are left.

A pair is a community that is served and one whose volunteers serve it: first each community with
itself, then the pairs of `World.near`. A set is a combination of skills. `World.planned` has hours
by pair, set and kind; `World.unplanned`, hours by community and set that go to whoever asks first.
"""

from .compile import kernel, whole


@kernel
def sets(w):
    """Number of combinations of skills."""
    return w.unplanned.shape[0] // w.communities.shape[0]


@kernel
def planned_row(w, i, v, pair):
    """Row of the hours planned of volunteers like `v` for orders like that of issue `i`."""
    of_set = whole(w.skill_sets[w.volunteers.skills[v]])
    return (pair * sets(w) + of_set) * w.kinds.shape[0] + whole(w.issues.kind[i])


@kernel
def unplanned_row(w, v):
    """Row of the hours of volunteers like `v` that are for any order."""
    return w.volunteers.community[v] * sets(w) + whole(w.skill_sets[w.volunteers.skills[v]])


@kernel
def may_ask(w, i, v, pair, round_):
    """Whether hours are planned for such an order, or left over for any that may call now."""
    if w.planned[planned_row(w, i, v, pair)] > 0.0:
        return True
    if pair >= w.communities.shape[0] and round_ == 0:
        return False
    return w.unplanned[unplanned_row(w, v)] > 0.0


@kernel
def spend(w, i, v, hours):
    """Volunteer `v` has accepted: the hours come off those planned, else off those for any."""
    row = planned_row(w, i, v, pair_of(w, whole(w.issues.community[i]), v))
    if w.planned[row] > 0.0:
        w.planned[row] -= hours
    else:
        w.unplanned[unplanned_row(w, v)] -= hours


@kernel
def pair_of(w, community, v):
    """Row of the pair of a community and the volunteer's own."""
    home = whole(w.volunteers.community[v])
    if home == community:
        return community
    first = whole(w.communities.near_first[community])
    for n in range(first, first + w.communities.near_count[community]):
        if whole(w.near[n]) == home:
            return w.communities.shape[0] + n
    return community
