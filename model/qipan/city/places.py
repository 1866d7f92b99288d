"""Communities and grids on the plane, generated or given one by one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..scenario.city import City as CitySpec
from ..scenario.city import Place
from .draws import Keys, draw_by_name, keys_of_texts, seed_key, uniform

# Purposes of the city's draws.
SIZE, TYPE, VOICE, JITTER_X, JITTER_Y, TRUST, SPACE, RATE, HOUSEHOLD, STATION, HEAD = range(11)


@dataclass(frozen=True)
class Places:
    """Communities (one row each), in the order of the scenario.

    Attributes
    ----------
    ids, subdistrict_ids, types : tuple of str
        Names of communities, subdistricts and community types.
    keys : array of uint64
        Keys of the communities' draws in the city.
    residents, grids, type, subdistrict : array of int
        Residents, working grids, row of the type and of the subdistrict.
    dedicated : array of int
        How many of the grids, the last ones, are those of malls, hospitals and schools.
    village : array of bool
    area_km2, x_km, y_km, voice, issue_rate : array of float
        Area, place on the plane, reporting heterogeneity h_c (geometric mean 1), and births of
        issues against the catalogue.
    household_size, staff : array of float
        Residents per household, and staff of the office in full-time equivalents; NaN where they
        are reckoned by `desks.community`.
    """

    ids: tuple[str, ...]
    subdistrict_ids: tuple[str, ...]
    types: tuple[str, ...]
    keys: Keys
    residents: NDArray[np.int64]
    grids: NDArray[np.int64]
    dedicated: NDArray[np.int64]
    village: NDArray[np.bool_]
    type: NDArray[np.int64]
    subdistrict: NDArray[np.int64]
    area_km2: NDArray[np.float64]
    x_km: NDArray[np.float64]
    y_km: NDArray[np.float64]
    voice: NDArray[np.float64]
    issue_rate: NDArray[np.float64]
    household_size: NDArray[np.float64]
    staff: NDArray[np.float64]


def build_places(spec: CitySpec, heterogeneity_ratio: float) -> Places:
    """Draw the communities of a city from its own seed."""
    given = spec.communities
    ids = tuple(place.id for place in given) or _generated(spec)
    keys = keys_of_texts(seed_key(spec.seed, "city"), ids)
    types = tuple(spec.types)
    kind = _types(given, spec, keys)
    residents = _residents(given, spec, keys)
    subdistrict_ids, subdistrict = _subdistricts(given, spec, len(ids))
    residential = _grids(given, spec, residents, keys)
    dedicated = _dedicated(spec, residents, keys)
    density = np.array([spec.types[name].density_per_km2 for name in types])
    area = _stated(given, "area_km2", residents / density[kind])
    x, y = _positions(given, spec, area, keys)
    spread = np.log(heterogeneity_ratio)
    voice = np.exp(spread * (uniform(keys, VOICE, 0) - 0.5))
    return Places(
        ids=ids,
        subdistrict_ids=subdistrict_ids,
        types=types,
        keys=keys,
        residents=residents,
        grids=residential + dedicated,
        dedicated=dedicated,
        village=np.array([spec.types[name].village for name in types])[kind],
        type=kind,
        subdistrict=subdistrict,
        area_km2=area,
        x_km=x,
        y_km=y,
        voice=voice,
        issue_rate=_issue_rates(spec, kind, keys),
        household_size=_household_sizes(given, spec, residents),
        staff=_stated(given, "staff", np.full(len(ids), np.nan)),
    )


def _stated(
    given: tuple[Place, ...], name: str, otherwise: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Numbers of places as far as they state them."""
    stated = [getattr(place, name) for place in given]
    pairs = zip(stated, otherwise.tolist(), strict=True) if given else ()
    return np.array([own if own is not None else usual for own, usual in pairs] or otherwise)


def _household_sizes(
    given: tuple[Place, ...], spec: CitySpec, residents: NDArray[np.int64]
) -> NDArray[np.float64]:
    sizes = np.full(len(residents), spec.household_size)
    for row, place in enumerate(given):
        if place.households is not None:
            sizes[row] = place.residents / place.households
    return sizes


def _generated(spec: CitySpec) -> tuple[str, ...]:
    prefix = spec.id_prefix
    villages = _generated_ids(f"{prefix}v", spec.villages.count, 4) if spec.villages else ()
    return _generated_ids(f"{prefix}c", spec.community_count, 4) + villages


def _generated_ids(start: str, count: int | None, width: int) -> tuple[str, ...]:
    assert count is not None
    return tuple(f"{start}{n:0{width}d}" for n in range(1, count + 1))


def _types(given: tuple[Place, ...], spec: CitySpec, keys: Keys) -> NDArray[np.int64]:
    names = list(spec.types)
    if given and all(place.type is not None for place in given):
        return np.array([names.index(place.type) for place in given if place.type is not None])
    rows = draw_by_name(keys, TYPE, names, [kind.share for kind in spec.types.values()])
    for row, place in enumerate(given):
        if place.type is not None:
            rows[row] = names.index(place.type)
    if spec.villages is not None:
        rows[spec.community_count :] = names.index(spec.villages.type)
    return rows


def _issue_rates(spec: CitySpec, kind: NDArray[np.int64], keys: Keys) -> NDArray[np.float64]:
    """Factor of the community's type times a log-normal one of its own, of mean 1."""
    from scipy.special import ndtri

    of_type = np.array([each.issue_rate_factor for each in spec.types.values()])[kind]
    sigma = spec.issue_rate_sigma
    own: NDArray[np.float64] = np.exp(sigma * ndtri(uniform(keys, RATE, 0)) - sigma**2 / 2.0)
    return of_type * own


def _residents(given: tuple[Place, ...], spec: CitySpec, keys: Keys) -> NDArray[np.int64]:
    if given:
        return np.array([place.residents for place in given], np.int64)
    from scipy.special import ndtri

    assert spec.residents is not None
    scores = ndtri(uniform(keys, SIZE, 0))
    urban = slice(0, spec.community_count)
    villages = spec.villages
    in_villages = villages.residents if villages else 0
    weights = np.exp(spec.community_size_sigma * scores[urban])
    residents = apportion(spec.residents - in_villages, weights, keys[urban])
    if villages is None:
        return residents
    rural = slice(spec.community_count, None)
    weights = np.exp(villages.size_sigma * scores[rural])
    return np.concatenate([residents, apportion(in_villages, weights, keys[rural])])


def _subdistricts(
    given: tuple[Place, ...], spec: CitySpec, communities: int
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    if given:
        ids = tuple(sorted({place.subdistrict for place in given}))
        return ids, np.array([ids.index(place.subdistrict) for place in given])
    assert spec.subdistrict_count is not None
    ids = _generated_ids(f"{spec.id_prefix}s", spec.subdistrict_count, 3)
    urban = spec.community_count or communities
    owners = [np.arange(urban) * len(ids) // urban]
    if spec.villages is not None:
        owners.append(np.arange(spec.villages.count) * len(ids) // spec.villages.count)
    return ids, np.concatenate(owners)


def _grids(
    given: tuple[Place, ...], spec: CitySpec, residents: NDArray[np.int64], keys: Keys
) -> NDArray[np.int64]:
    urban = len(keys) - (spec.villages.count if spec.villages else 0)
    grids = _spread(spec.grids_per_community, residents[:urban], keys[:urban])
    if spec.villages is not None:
        rural = _spread(spec.villages.grids_per_village, residents[urban:], keys[urban:])
        grids = np.concatenate([grids, rural])
    for row, place in enumerate(given):
        if place.grids is not None:
            grids[row] = place.grids
    return grids


def _spread(mean: float, residents: NDArray[np.int64], keys: Keys) -> NDArray[np.int64]:
    total = max(len(keys), round(mean * len(keys)))
    return apportion(total, residents.astype(float), keys)


def _dedicated(spec: CitySpec, residents: NDArray[np.int64], keys: Keys) -> NDArray[np.int64]:
    if spec.dedicated_grids is None:
        return np.zeros(len(keys), np.int64)
    total = round(spec.dedicated_grids.per_community * len(keys))
    return shares_of(total, residents.astype(float), keys)


def _positions(
    given: tuple[Place, ...], spec: CitySpec, area: NDArray[np.float64], keys: Keys
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rows of a square, walked to and fro, so that neighbours in number are neighbours in space."""
    count = len(area)
    across = int(np.ceil(np.sqrt(count)))
    side = np.sqrt(area.sum() * spec.extent_factor) / across
    row, column = np.divmod(np.arange(count), across)
    column = np.where(row % 2 == 0, column, across - 1 - column)
    x = (column + 0.5 + 0.6 * (uniform(keys, JITTER_X, 0) - 0.5)) * side
    y = (row + 0.5 + 0.6 * (uniform(keys, JITTER_Y, 0) - 0.5)) * side
    for n, place in enumerate(given):
        x[n] = place.x_km if place.x_km is not None else x[n]
        y[n] = place.y_km if place.y_km is not None else y[n]
    return x, y


def apportion(total: int, weights: NDArray[np.float64], keys: Keys) -> NDArray[np.int64]:
    """Whole numbers, 1 at least, in proportion to weights (largest remainder; ties by key)."""
    return shares_of(total - len(weights), weights, keys) + 1


def shares_of(total: int, weights: NDArray[np.float64], keys: Keys) -> NDArray[np.int64]:
    """Whole numbers in proportion to weights (largest remainder; ties by key)."""
    exact = total * weights / weights.sum()
    shares: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    left = total - int(shares.sum())
    order = np.lexsort((keys, -(exact - shares)))
    shares[order[:left]] += 1
    return shares
