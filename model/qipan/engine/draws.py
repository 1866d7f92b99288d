"""Keyed draws: every random number is a function of (entity key, purpose, count).

Nothing is drawn in the order of events, so two policies that share an entity share its numbers
(common random numbers), and a result does not depend on threads or steps.
"""

import math

import numpy as np

from .codes import DETERMINISTIC, EXPONENTIAL, LOGNORMAL, UNIFORM
from .compile import kernel

_U = np.uint64
_GOLDEN = _U(0x9E3779B97F4A7C15)
_FIRST, _SECOND = _U(0xBF58476D1CE4E5B9), _U(0x94D049BB133111EB)
_30, _27, _31, _11 = _U(30), _U(27), _U(31), _U(11)
_UNIT = 1.0 / 9007199254740992.0  # 2**-53


@kernel
def mix(z):
    """Finaliser of splitmix64 (Steele, Lea & Flood 2014): a bijection of 64-bit numbers."""
    z = (z ^ (z >> _30)) * _FIRST
    z = (z ^ (z >> _27)) * _SECOND
    return z ^ (z >> _31)


@kernel
def key_of(parent, index):
    """Key of the member `index` of the entity with key `parent`."""
    return mix(parent + _GOLDEN * _U(index + 1))


@kernel
def uniform(key, purpose, count):
    """Uniform number strictly between 0 and 1."""
    z = mix(mix(key + _GOLDEN * _U(purpose + 1)) + _GOLDEN * _U(count + 1))
    return (float(z >> _11) + 0.5) * _UNIT


@kernel
def happens(key, purpose, chance):
    """Whether something of that chance happens, once in the life of the entity."""
    return chance > 0.0 and uniform(key, purpose, 0) < chance


@kernel
def exponential(key, purpose, count):
    """Unit exponential number."""
    return -math.log(uniform(key, purpose, count))


# Coefficients of AS 241 from the highest power down: numerator and denominator of the centre
# (|p - 1/2| <= 0.425), of the flanks and of the far tails.
# fmt: off
_CENTRE = (
    (2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
     4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
     1.3314166789178437745e2, 3.3871328727963666080e0),
    (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
     2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
     4.2313330701600911252e1, 1.0),
)
_FLANK = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
     1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
     4.63033784615654529590e0, 1.42343711074968357734e0),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
     1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
     2.05319162663775882187e0, 1.0),
)
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
     2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
     5.46378491116411436990e0, 6.65790464350110377720e0),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
     7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
     5.99832206555887937690e-1, 1.0),
)
# fmt: on


@kernel
def quotient(polynomials, x):
    """Quotient of two polynomials at x, by Horner's rule."""
    top = 0.0
    bottom = 0.0
    for power in range(8):
        top = top * x + polynomials[0][power]
        bottom = bottom * x + polynomials[1][power]
    return top / bottom


@kernel
def normal_quantile(p):
    """Quantile of the standard normal distribution: AS 241, PPND16 (Wichura 1988)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * quotient(_CENTRE, 0.180625 - q * q)
    r = math.sqrt(-math.log(p if q <= 0.0 else 1.0 - p))
    x = quotient(_FLANK, r - 1.6) if r <= 5.0 else quotient(_TAIL, r - 5.0)
    return -x if q < 0.0 else x


@kernel
def normal(key, purpose, count):
    """Standard normal number."""
    return normal_quantile(uniform(key, purpose, count))


@kernel
def gamma(key, purpose, count, shape):
    """Gamma number of scale 1 (Marsaglia & Tsang 2000); attempt a uses counts 64 c + 2a, 2a+1."""
    base = count * 64
    boost = 1.0
    d = shape
    if shape < 1.0:
        boost = uniform(key, purpose, base + 63) ** (1.0 / shape)
        d = shape + 1.0
    d -= 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    for attempt in range(31):
        x = normal(key, purpose, base + 2 * attempt)
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            u = uniform(key, purpose, base + 2 * attempt + 1)
            if math.log(u) < 0.5 * x * x + d - d * v + d * math.log(v):
                return boost * d * v
    return boost * d  # 31 rejections in a row have probability below 1e-40


@kernel
def sample(form, a, b, key, purpose, count):
    """Draw from a distribution in the two parameters that `distributions.encode` gives it."""
    if form == DETERMINISTIC:
        return a
    if form == EXPONENTIAL:
        return a * exponential(key, purpose, count)
    if form == LOGNORMAL:
        return math.exp(a + b * normal(key, purpose, count))
    if form == UNIFORM:
        return a + (b - a) * uniform(key, purpose, count)
    return b * gamma(key, purpose, count, a)


@kernel
def from_quantiles(table, row, u):
    """Value of the quantile function in `table[row]` at `u`, linear between its points."""
    last = table.shape[1] - 1
    place = u * last
    below = int(place)
    part = place - below
    return table[row, below] * (1.0 - part) + table[row, below + 1] * part


@kernel
def between_knots(knots, first, number, u):
    """Value at `u` of a quantile function, linear between its knots; they go from 0 to 1."""
    low = first
    high = first + number - 1
    while high - low > 1:
        middle = (low + high) // 2
        if knots.p[middle] <= u:
            low = middle
        else:
            high = middle
    part = (u - knots.p[low]) / (knots.p[high] - knots.p[low])
    return knots.x[low] + part * (knots.x[high] - knots.x[low])
