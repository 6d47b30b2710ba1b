"""Turns a straight-edged partition into one that reads as a map: same neighbours, uneven borders.

The borders are noded once into arcs between junctions. A smooth field of displacement moves everything,
junctions too; then every arc gets its own roughness by midpoint displacement, once for both neighbours,
so that no gap and no overlap can arise.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]
NODE_M = 0.05
"""Points closer than this are one."""


@dataclass(frozen=True)
class Field:
    """A smooth displacement: waves of random directions, by octave of wavelength."""

    vectors: Floats
    """Wave vectors; shape (waves, 2)."""
    phases: Floats
    amplitudes: Floats
    """Shape (waves, 2), metres to the east and north."""

    def __call__(self, points: Floats) -> Floats:
        """Points moved by the field; shape (n, 2)."""
        waves = np.sin(points @ self.vectors.T + self.phases)
        moved: Floats = points + waves @ self.amplitudes
        return moved


@dataclass(frozen=True)
class Chain:
    """Fields one after the other: bends further than one field could without folding the map."""

    fields: tuple[Field, ...]

    def __call__(self, points: Floats) -> Floats:
        """Points moved by every field in turn."""
        for field in self.fields:
            points = field(points)
        return points


def random_field(
    octaves: tuple[tuple[float, float], ...], random: np.random.Generator, *, waves: int = 14
) -> Field:
    """A field of octaves (wavelength, amplitude) in metres."""
    vectors, phases, amplitudes = [], [], []
    for length, height in octaves:
        for _ in range(waves):
            turn, phase, side, stretch = random.random(4)
            k = 2 * np.pi / (length * (0.7 + 0.6 * stretch))
            vectors.append((k * np.cos(2 * np.pi * turn), k * np.sin(2 * np.pi * turn)))
            phases.append(2 * np.pi * phase)
            size = height * np.sqrt(2 / waves)
            amplitudes.append((size * np.cos(2 * np.pi * side), size * np.sin(2 * np.pi * side)))
    return Field(np.array(vectors), np.array(phases), np.array(amplitudes))


def weave(cells: Shapes, field: Chain, *, step_m: float, roughness: float, seed: int) -> Shapes:
    """The cells with uneven borders, as a coverage whose neighbours share every vertex.

    `step_m` is the distance of vertices along a border, `roughness` the displacement of the middle of
    an arc as a share of its length. Raises RuntimeError when no valid coverage results.
    """
    lines = shapely.union_all(shapely.boundary(cells), grid_size=NODE_M)
    arcs = shapely.get_parts(shapely.line_merge(lines))
    arcs = np.array([_refine(arc, step_m) for arc in arcs], dtype=object)
    faces = shapely.get_parts(shapely.polygonize(arcs))
    owner = _owners(faces, cells)
    moved = shapely.transform(faces, field)
    if not shapely.is_valid(moved).all():
        raise RuntimeError("the displacement field folds the map: lower its amplitudes")
    scale = np.full(len(arcs), roughness)
    for _ in range(12):
        table = _displacements(arcs, field, scale, seed)
        result = shapely.transform(faces, table)
        bad = _crossing(arcs, table)
        if not bad.any() and shapely.is_valid(result).all():
            return _gather(result, owner, len(cells))
        scale[bad] *= 0.4
    scale[bad] = 0
    return _gather(shapely.transform(faces, _displacements(arcs, field, scale, seed)), owner, len(cells))


def _refine(arc: BaseGeometry, step_m: float) -> BaseGeometry:
    """An arc with vertices at most `step_m` apart, all its corners kept."""
    points = shapely.get_coordinates(shapely.segmentize(arc, step_m))
    return shapely.LineString(np.round(points, 3))


def _owners(faces: Shapes, cells: Shapes) -> npt.NDArray[np.intp]:
    """The cell that every face belongs to, by a point inside the face."""
    inside = shapely.point_on_surface(faces)
    tree = shapely.STRtree(cells)
    face, cell = tree.query_nearest(inside, all_matches=False)
    owner = np.zeros(len(faces), dtype=np.intp)
    owner[face] = cell
    return owner


class _Table:
    """New positions of vertices, by their old ones."""

    def __init__(self, old: Floats, new: Floats) -> None:
        self._new = {(x, y): point for (x, y), point in zip(map(tuple, old.tolist()), new, strict=True)}

    def __call__(self, points: Floats) -> Floats:
        return np.array([self._new[x, y] for x, y in points.tolist()])


def _displacements(arcs: Shapes, field: Chain, scale: Floats, seed: int) -> _Table:
    old, new = [], []
    for arc, share in zip(arcs, scale, strict=True):
        points = shapely.get_coordinates(arc)
        old.append(points)
        new.append(_roughen(field(points), float(share), _arc_random(points, seed)))
    return _Table(np.concatenate(old), np.concatenate(new))


def _arc_random(points: Floats, seed: int) -> np.random.Generator:
    """Random numbers of an arc, the same whichever way it is drawn."""
    ends = sorted((tuple(points[0].tolist()), tuple(points[-1].tolist())))
    key = hashlib.blake2b(repr((seed, ends, len(points))).encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(key, "big"))


def _roughen(points: Floats, share: float, random: np.random.Generator) -> Floats:
    """Midpoint displacement across the chord; the ends stay."""
    if len(points) < 3 or share == 0:
        return points
    offsets = np.zeros(len(points))
    spans = [(0, len(points) - 1, share)]
    while spans:
        first, last, size = spans.pop()
        if last - first < 2:
            continue
        middle = (first + last) // 2
        chord = float(np.hypot(*(points[last] - points[first])))
        offsets[middle] = (offsets[first] + offsets[last]) / 2 + chord * size * (random.random() * 2 - 1)
        spans.append((middle, last, size * 0.95))
        spans.append((first, middle, size * 0.95))
    along = np.gradient(points, axis=0)
    lengths = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    normals = np.column_stack((-along[:, 1], along[:, 0])) / lengths[:, None]
    moved: Floats = points + normals * offsets[:, None]
    return moved


def _crossing(arcs: Shapes, table: _Table) -> npt.NDArray[np.bool_]:
    """Arcs that cross or touch another one elsewhere than at their ends, or themselves."""
    moved = shapely.transform(arcs, table)
    bad = ~shapely.is_simple(moved)
    first, second = shapely.STRtree(moved).query(moved, predicate="intersects")
    pair = first < second
    first, second = first[pair], second[pair]
    common = shapely.intersection(moved[first], moved[second])
    ends = np.array(
        [shapely.multipoints(shapely.get_coordinates(arc)[[0, -1]]) for arc in moved], dtype=object
    )
    wrong = ~shapely.covers(ends[first], common)
    bad[first[wrong]] = True
    bad[second[wrong]] = True
    return np.asarray(bad)


def _gather(faces: Shapes, owner: npt.NDArray[np.intp], count: int) -> Shapes:
    """Faces joined by owner."""
    out = np.empty(count, dtype=object)
    for index in range(count):
        mine = faces[owner == index]
        out[index] = mine[0] if len(mine) == 1 else shapely.coverage_union_all(mine)
    return out
