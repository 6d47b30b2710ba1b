"""How far the mix of classes has moved: Jensen-Shannon distance of two mixes, with what chance alone does.

The distance is the square root of the Jensen-Shannon divergence in bits (J. Lin, "Divergence Measures Based
on the Shannon Entropy", IEEE Transactions on Information Theory 37(1), 1991): 0 for equal mixes, 1 for mixes
without a common class. Few cases make two mixes of one source look apart, so each distance comes with its
95 % interval (both counts drawn again around what was counted, the middle put back to what was observed)
and with the distance that 19 of 20 such pairs stay below when nothing has moved (both drawn from the mix of
the two together). Counts scatter as Poisson's, drawn by the square root that makes their scatter even (F. J.
Anscombe, Biometrika 35, 1948); all pairs use the same draws, so no figure depends on what else is asked for.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
DRAWS = 200
EXACT_FROM = 100
"""A base of so many times the cases counts as exact: its own scatter is no tenth of theirs."""
_LOW, _MIDDLE, _HIGH, _CHANCE = 0.025, 0.5, 0.975, 0.95
_SEED = 20_190_201
_SHIFT = 3 / 8
_TINY = 1e-300


def distance(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> Floats:
    """Jensen-Shannon distance of counts along the last axis, 0 to 1; both sides must hold something."""
    first = one / one.sum(axis=-1, keepdims=True)
    second = other / other.sum(axis=-1, keepdims=True)
    bits = _entropy((first + second) * 0.5) - (_entropy(first) + _entropy(second)) * 0.5
    return np.asarray(np.sqrt(np.minimum(np.maximum(bits, 0.0), 1.0)))


def _entropy(shares: Floats) -> Floats:
    logs = np.log2(np.maximum(shares, _TINY))
    return np.asarray(-np.einsum("...i,...i->...", shares, logs))


def drift(now: Counts, before: Counts, *, resample: bool = True) -> dict[str, Any]:
    """Distance of two mixes (counts by class), its interval and chance; null without cases on a side.

    Without `resample` only the distance itself.
    """
    cases, base = int(now.sum()), int(before.sum())
    answer: dict[str, Any] = {"count": cases, "base_count": base, "value": None}
    answer |= {"low": None, "high": None, "chance": None}
    if not cases or not base:
        return answer
    # Classes that neither side has would only be counted in vain.
    known = (now + before) > 0
    now, before = now[known], before[known]
    observed = float(distance(now, before))
    answer["value"] = observed
    if not resample:
        return answer
    shared = (now + before) / (cases + base)
    draws = _draws(len(now))
    # Around what was counted in the first half, as if nothing had moved in the second.
    one = _again(now, shared * cases, draws[0])
    exact = base >= EXACT_FROM * cases
    other = np.stack([before, shared * base]).repeat(DRAWS, axis=0) if exact else None
    distances = distance(one, _again(before, shared * base, draws[1]) if other is None else other)
    drawn, chance = np.sort(distances[:DRAWS]), np.sort(distances[DRAWS:])
    # Drawing again adds scatter, which only ever drives mixes apart: the middle goes back to the observed.
    moved = observed - _at(drawn, _MIDDLE)
    return answer | {
        "low": max(0.0, min(_at(drawn, _LOW) + moved, observed)),
        "high": min(1.0, max(_at(drawn, _HIGH) + moved, observed)),
        "chance": _at(chance, _CHANCE),
    }


@lru_cache(maxsize=64)
def _draws(classes: int) -> Floats:
    """Half standard normal numbers: for two sides, the counted and the shared mix, every class."""
    return np.random.default_rng([_SEED, classes]).standard_normal((2, 2 * DRAWS, classes)) / 2


def _again(counted: Counts, shared: Floats, draws: Floats) -> Floats:
    """Counts drawn around both, shape (2 DRAWS, classes); what is 0 stays 0."""
    roots = np.sqrt(np.stack([counted, shared]) + _SHIFT).repeat(DRAWS, axis=0)
    roots += draws
    np.square(roots, out=roots)
    roots -= _SHIFT
    np.rint(roots, out=roots)
    np.maximum(roots, 0.0, out=roots)
    roots[:DRAWS] *= counted > 0
    empty = roots.sum(axis=1) == 0
    if empty.any():
        # A side without any case has no mix: rather a case of each class that it may have.
        roots[empty] = np.where(np.arange(2 * DRAWS)[empty, None] < DRAWS, counted > 0, shared > 0)
    return roots


def _at(ranked: Floats, share: float) -> float:
    return float(ranked[round((len(ranked) - 1) * share)])
